"""Comparable forms of short texts, digests of longer ones. Pure; the same for what we write and what comes back."""

import hashlib
import html
import unicodedata
from collections.abc import Iterable


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
    return digest(text, *(image.rsplit("/", 1)[-1].lower() for image in images))


def image_mark(address: str) -> str:
    """12 hex digits for the address of a live image, without its signature: enough to know it again in one body."""
    return digest(address)[:12]


def blob_id(data: bytes) -> str:
    """Git's own id of a file with these bytes (SHA-1 of "blob <length>\\0" + data), 40 hex digits."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
