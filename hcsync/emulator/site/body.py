"""A stored body goes in; HTML that is safe on a page of this site, and its headings, come out.

First the body is turned towards this site (links, images, colours), then everything that is not on the allow-list is
taken out, so that no mistake in the turning can let anything through.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from hcsync.emulator.site import addresses, colours

VIDEO_HOSTS = (
    "youtube.com", "youtube-nocookie.com", "wistia.com", "wistia.net", "vimeo.com", "loom.com", "vidyard.com",
    "streamio.com",
)  # fmt: skip
"""YouTube, Wistia, Vimeo, Loom, Vidyard, StreamIO (docs), and their subdomains, by https alone."""

_HEADINGS = ("h1", "h2", "h3", "h4")
_BLOCKS = ("p", "div", "td", "th", "ul", "ol", "li", *_HEADINGS)
_TAGS = {
    *("a", "b", "blockquote", "br", "code", "del", "details", "div", "em", "hr", "i", "iframe", "img", "li", "ol"),
    *("p", "pre", "s", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"),
    *_HEADINGS,
}
_REMOVED_WHOLE = {"script", "style", "template", "noscript", "svg", "math", "object", "embed", "select", "textarea"}
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: {"class"} for tag in _BLOCKS},
    **{tag: {"class", "id"} for tag in _HEADINGS},
    "a": {"class", "href"},
    "div": {"class", "style"},
    "td": {"class", "style", "colspan", "rowspan"},
    "th": {"class", "style", "colspan", "rowspan"},
    "img": {"src", "alt", "width", "height"},
    "iframe": {"src", "allowfullscreen", "title"},
    "ol": {"class", "start"},
    "details": {"open"},
}
_SANDBOX = "allow-scripts allow-same-origin allow-popups allow-presentation"
_LOOSE = {"loading": "lazy", "referrerpolicy": "strict-origin-when-cross-origin"}
"""How frames load: late, and telling the video's host no more than this site's address."""

_CLASS = re.compile(r"intercom-[a-z0-9-]{1,60}|no-margin|collapsible-section-content")
_ID = re.compile(r"(?!hc-)[A-Za-z][\w-]{0,80}")
_NUMBER = re.compile(r"\d{1,5}")
_HEADING_TAG = re.compile(r"(</?h)([1-4])(?=[ >])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with an id. `level` is 1 for the body's first level."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """`html` is safe; its headings begin at h2, below the article's title."""

    html: str
    headings: tuple[Heading, ...]


def page(body: str, identifier: str, locate: Callable[[str], str | None]) -> Page:
    """`identifier` is the help center's own, in whose URLs links are followed here. `locate` gives an image's address
    by its URL, None for "as it is"."""
    root = LexborHTMLParser(body).body
    if root is None:
        return Page("", ())
    for frame in root.css("iframe"):
        if not is_video(frame.attributes.get("src") or ""):
            frame.decompose()
            continue
        for name, value in _LOOSE.items():
            frame.attrs[name] = value
    for image in root.css("img"):
        found = locate(image.attributes.get("src") or "")
        if found is not None:
            image.attrs["src"] = found
    for link in root.css("a"):
        _turn(link, identifier)
    for box in root.css("[style]"):
        _tint(box)
    headings = tuple(_outline(root))
    return Page(_HEADING_TAG.sub(_lowered, clean(root.html or "")), headings)


def clean(html: str) -> str:
    """Only what is on the allow-list, and never anything that runs."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_REMOVED_WHOLE,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        tag_attribute_values={
            "a": {"target": {"_blank"}},
            "iframe": {name: {value} for name, value in _LOOSE.items()},
        },
        # One for each tag: nh3 adds several in any order, and a page should be the same each time.
        set_tag_attribute_values={"img": {"loading": "lazy"}, "iframe": {"sandbox": _SANDBOX}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def is_video(source: str) -> bool:
    """Whether a frame may show this address."""
    try:
        parts = urlsplit(source.strip())
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and any(host == known or host.endswith(f".{known}") for known in VIDEO_HOSTS)


def _turn(link: LexborNode, identifier: str) -> None:
    """Links to this help center stay on this site, in the same tab."""
    href = (link.attributes.get("href") or "").strip()
    here = addresses.local(href, identifier)
    if here is not None:
        link.attrs["href"] = here
    if (here is not None or href.startswith("#")) and "target" in link.attributes:
        del link.attrs["target"]


def _tint(box: LexborNode) -> None:
    look = colours.look(box.attributes.get("style") or "")
    classes = (box.attributes.get("class") or "").split()
    if look.style:
        box.attrs["style"] = look.style
    else:
        del box.attrs["style"]
    if look.classes:
        box.attrs["class"] = " ".join([*classes, *look.classes])


def _outline(root: LexborNode) -> list[Heading]:
    found = []
    for node in root.css(", ".join(_HEADINGS)):
        own = node.attributes.get("id") or ""
        text = " ".join((node.text(deep=True) or "").split())
        if text and _ID.fullmatch(own) and not _folded(node):
            found.append(Heading(own, int((node.tag or "h1")[1]), text))
    return found


def _folded(node: LexborNode) -> bool:
    """Whether it stands in a collapsible part, where a link might lead to something closed."""
    above = node.parent
    while above is not None:
        if above.tag == "details":
            return True
        above = above.parent
    return False


def _kept(tag: str, name: str, value: str) -> str | None:
    """The value an allowed attribute may have; None takes the attribute off."""
    match name:
        case "class":
            return " ".join(one for one in value.split() if _CLASS.fullmatch(one) or one in colours.CLASSES) or None
        case "style":
            return value if colours.SAFE.fullmatch(value) else None
        case "id":
            return value if _ID.fullmatch(value) else None
        case "src" if tag == "iframe":
            return value if is_video(value) else None
        case "width" | "height" | "colspan" | "rowspan" | "start":
            return value if _NUMBER.fullmatch(value) else None
        case _:
            return value


def _lowered(tag: re.Match[str]) -> str:
    """One level down. Within an attribute's text this changes a digit and nothing else."""
    return f"{tag[1]}{int(tag[2]) + 1}"
