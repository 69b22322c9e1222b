"""Comparable forms of short texts, digests of longer ones. Pure; the same for what we write and what comes back."""

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

_ASSET = "hcsync:asset."
_AFTER_PATH = re.compile(r"[?#]")


def digest(*parts: str) -> str:
    """32 hex digits over the parts; ("ab", "c") and ("a", "bc") differ."""
    told_apart = "".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.blake2b(told_apart.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def canonical_text(text: str | None) -> str:
    """A title, name or description as compared: entities undone (titles may come back escaped — observed), NFC,
    white space folded. None and "" are the same (docs)."""
    if not text:
        return ""
    return unicodedata.normalize("NFC", " ".join(html.unescape(text).split()))


def body_token(text: str, links: Iterable[str], images: Iterable[str], sizes: tuple[str, ...] = ()) -> str:
    """The digest of a body: of its text without link and image targets, of these in their order, and of sizes where
    there are any."""
    own = ("", *sizes) if sizes else ()
    return digest(text, *links, "", *images, *own)


def body_likeness(text: str, images: Iterable[str]) -> str:
    """A looser digest, to recognise a body whose links are not known yet and whose images Intercom has re-hosted:
    images count by file name alone, links not at all."""
    return digest(text, *map(image_name, images))


def image_name(address: str) -> str:
    """Of the address or path of an image, what is left of its file's name wherever it is copied to: letters and digits,
    in lower case and without accents. Spaces, `@` and the like may become something else on the way."""
    if address.startswith(_ASSET):
        name = address.removeprefix(_ASSET).rpartition("@")[0].rpartition("/")[2]
    else:
        name = unquote(_AFTER_PATH.split(address.removeprefix("hcsync:"), maxsplit=1)[0].rpartition("/")[2])
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name).casefold()))


def image_mark(address: str) -> str:
    """12 hex digits for the address of a live image, without its signature: enough to know it again in one body."""
    return digest(address)[:12]


def blob_id(data: bytes) -> str:
    """Git's own id of a file with these bytes (SHA-1 of "blob <length>\\0" + data), 40 hex digits."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
