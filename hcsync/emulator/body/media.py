"""Images, buttons, videos and rules: a node goes in; the blocks as Intercom stores them come out."""

from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from hcsync.emulator.body.walk import Place, Walk, attribute, escape
from hcsync.emulator.refusal import unsupported_html

_VIDEO_HOSTS = (
    "youtube.com", "youtube-nocookie.com", "youtu.be", "wistia.com", "wistia.net", "vimeo.com", "loom.com",
    "vidyard.com", "streamio.com",
)  # fmt: skip
"""YouTube, Wistia, Vimeo, Loom, Vidyard, StreamIO (docs)."""


def image(node: LexborNode, place: Place, walk: Walk) -> list[str]:
    """`<img>`, in a container, on Intercom's CDN, if it could be had; linked if it stood in a link."""
    attributes = node.attributes
    source = walk.uploads.place(attributes.get("src") or "")
    if source is None:
        return []
    kept = f'<img src="{attribute(source)}"'
    for name in ("alt", "width", "height"):
        value = attributes.get(name)
        if value and (name == "alt" or value.isdecimal()):
            kept += f' {name}="{attribute(value)}"'
    kept += ">"
    if place.link:
        kept = f'<a href="{attribute(place.link)}" target="_blank">{kept}</a>'
    return [_contained(kept, place.within(node))]


def button(node: LexborNode, place: Place, walk: Walk) -> list[str]:  # noqa: ARG001 (a construct takes all three)
    """`<a class="intercom-h2b-button">`, in a container."""
    href = attribute((node.attributes.get("href") or "").strip())
    text = escape((node.text(deep=True) or "").strip())
    link = f'<a class="intercom-h2b-button" target="_blank" href="{href}">{text}</a>'
    return [_contained(link, place.within(node))]


def video(node: LexborNode, place: Place, walk: Walk) -> list[str]:  # noqa: ARG001 (a construct takes all three)
    """`<iframe>` of a known video host; any other is a 400 (docs)."""
    source = (node.attributes.get("src") or "").strip()
    try:
        parts = urlsplit(source)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or not any(host == known or host.endswith(f".{known}") for known in _VIDEO_HOSTS):
        raise unsupported_html(f"Iframe source is not supported: {source[:200]}")
    flags = "webkitallowfullscreen mozallowfullscreen allowfullscreen"
    return [
        f'<div class="intercom-h2b-video"><iframe src="{attribute(source)}" frameborder="0" {flags}></iframe></div>'
    ]


def rule(node: LexborNode, place: Place, walk: Walk) -> list[str]:  # noqa: ARG001 (a construct takes all three)
    """`<hr>`."""
    return ["<hr>"]


def _contained(html: str, place: Place) -> str:
    align = f" {place.align}" if place.align else ""
    return f'<div class="intercom-container{align}">{html}</div>'
