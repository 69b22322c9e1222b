"""A file that an article shows as a picture → why Intercom could not, or None.

PNG, JPEG, GIF and SVG are taken (docs). How large a picture may be is not documented: the limit is hcsync's own.
"""

import re
from html import unescape
from pathlib import Path

LARGEST = 20_000_000  # bytes
SVG = "image/svg+xml"
_HEAD = 512
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
# An element may bear a prefix (`s:script`), whatever namespace that stands for.
_SVG = re.compile(rb"<(?:[\w.-]+:)?svg[\s>/]", re.IGNORECASE)
# What runs when a browser opens the drawing by itself, or draws in what stands elsewhere.
_ACTIVE = re.compile(
    r"<(?:[\w.-]+:)?(?:script|foreignobject|iframe|object|embed|handler)\b|<!entity\b|<\?xml-stylesheet\b"
    r"|\son[a-z]+\s*=|data:text/html",
    re.IGNORECASE,
)
_SCRIPT_URL = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]+")  # a browser reads over these within an address


def unfit(path: Path) -> tuple[str, str] | None:
    """What is wrong with the picture and what to do about it. Raises OSError."""
    size = path.stat().st_size
    if size == 0:
        return "is empty", "save the picture again"
    if size >= LARGEST:
        return f"is {size / 1e6:.0f} MB large", "make it smaller than 20 MB; for the web 500 kB is plenty"
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if media_type(head) != SVG:
            return None
        return _fault_of_text(head + file.read() if _looks_like_text(head) else head)


def _fault_of_text(data: bytes) -> tuple[str, str] | None:
    if data.startswith(b"version https://git-lfs.github.com/spec/"):
        return "is a Git LFS pointer and not the picture", "run git lfs pull"
    if not _SVG.search(data):
        return "is not a PNG, JPEG, GIF or SVG", "save it as one of these"
    if _is_active(data):
        return "is an SVG that holds a script", "take the script out, or save it as a PNG"
    return None


def media_type(data: bytes) -> str:
    """Of a picture that is fit; its first bytes will do."""
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), SVG)


def _is_active(data: bytes) -> bool:
    """A character may be spelled as an entity wherever it stands in a value."""
    written = data.decode("latin-1")
    meant = unescape(written)
    return any(_ACTIVE.search(each) or _SCRIPT_URL.search(_BLANKS.sub("", each)) for each in (written, meant))


def _looks_like_text(head: bytes) -> bool:
    return b"\0" not in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
