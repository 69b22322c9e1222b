"""An article or collection as it came over the wire ⇄ bytes: everything that is needed to write it again."""

from collections.abc import Callable

import msgspec

from hcsync.intercom import wire

_encode = msgspec.json.Encoder(order="deterministic").encode


def packed(found: wire.Article | wire.Collection, tidy: Callable[[str], str]) -> bytes:
    """JSON as Intercom sends it. `tidy` is given each body and returns what is to be kept of it; where it takes out
    what changes by itself, the same object always gives the same bytes."""
    if isinstance(found, wire.Article):
        changes: dict[str, object] = {"body": None if found.body is None else tidy(found.body)}
        if isinstance(found.translated_content, dict):
            changes["translated_content"] = {
                locale: msgspec.structs.replace(text, body=tidy(text.body))
                if isinstance(text, wire.ArticleText) and text.body
                else text
                for locale, text in found.translated_content.items()
            }
        found = msgspec.structs.replace(found, **changes)
    return _encode(found)


def unpacked_article(data: bytes) -> wire.Article:
    """Raises msgspec.DecodeError."""
    return wire.decode(wire.Article, data)


def unpacked_collection(data: bytes) -> wire.Collection:
    """Raises msgspec.DecodeError."""
    return wire.decode(wire.Collection, data)
