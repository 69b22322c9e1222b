"""The name of a collection or article inside the repository: `article.billing/refunds`."""

import unicodedata
from enum import StrEnum
from typing import Self

import msgspec


class Kind(StrEnum):
    """What an address names."""

    COLLECTION = "collection"
    ARTICLE = "article"


class Address(msgspec.Struct, frozen=True, order=True):
    """`key` is the path below the locale folder without its ending, `/`-separated: `billing/refunds`."""

    kind: Kind
    key: str

    def __str__(self) -> str:
        return f"{self.kind.value}.{self.key}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `kind.key` back, with the key in Unicode's form NFC as all keys are. Raises ValueError if the kind is
        unknown or the key empty."""
        kind, _, key = text.partition(".")
        if not key:
            raise ValueError(f"not an address: {text!r}")
        return cls(Kind(kind), unicodedata.normalize("NFC", key))


def article(key: str) -> Address:
    return Address(Kind.ARTICLE, key)


def collection(key: str) -> Address:
    return Address(Kind.COLLECTION, key)
