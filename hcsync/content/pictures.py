"""A file that an article shows as a picture → why Intercom could not, or None.

PNG, JPEG, GIF and SVG are taken (docs). How large a picture may be is not documented: the limit is hcsync's own.
"""

import re
from pathlib import Path

LARGEST = 20_000_000  # bytes
_HEAD = 512
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_SVG = re.compile(rb"<svg[\s>/]", re.IGNORECASE)
# What runs when a browser opens the drawing by itself, or draws in what stands elsewhere.
_ACTIVE = re.compile(rb"<script\b|<foreignobject\b|<!entity\b|\son[a-z]+\s*=|(?:java|vb)script\s*:", re.IGNORECASE)


def unfit(path: Path) -> tuple[str, str] | None:
    """What is wrong with the picture and what to do about it. Raises OSError."""
    size = path.stat().st_size
    if size == 0:
        return "is empty", "save the picture again"
    if size >= LARGEST:
        return f"is {size / 1e6:.0f} MB large", "make it smaller than 20 MB; for the web 500 kB is plenty"
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head.startswith(_MAGIC):
            return None
        return _fault_of_text(head + file.read() if _looks_like_text(head) else head)


def _fault_of_text(data: bytes) -> tuple[str, str] | None:
    if data.startswith(b"version https://git-lfs.github.com/spec/"):
        return "is a Git LFS pointer and not the picture", "run git lfs pull"
    if not _SVG.search(data):
        return "is no PNG, JPEG, GIF or SVG", "save it as one of these"
    if _ACTIVE.search(data):
        return "is an SVG that holds a script", "take the script out, or save it as a PNG"
    return None


def _looks_like_text(head: bytes) -> bool:
    return b"\0" not in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
