"""A link from one article to another object of the help center, as it stands in a `BodyForm`."""

from typing import Self

import msgspec

from hcsync.model.address import Address

_PREFIX = "hcsync:"


class Reference(msgspec.Struct, frozen=True):
    """`hcsync:article.billing/refunds@fr#how-long`: an object, the locale readers are sent to, and a heading or ""."""

    address: Address
    locale: str
    fragment: str = ""

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None where the text is no reference to an object: an address on the web, a live link, an asset."""
        if not text.startswith(_PREFIX):
            return None
        rest, _, fragment = text.removeprefix(_PREFIX).partition("#")
        address, at, locale = rest.rpartition("@")
        if not at:
            return None
        try:
            return cls(Address.parse(address), locale, fragment)
        except ValueError:
            return None

    def at(self, remote_id: str) -> str:
        """How the same link reads where Intercom has it: `intercom:article/8137@fr#how-long`."""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"intercom:{self.address.kind.value}/{remote_id}@{self.locale}{fragment}"

    def __str__(self) -> str:
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{_PREFIX}{self.address}@{self.locale}{fragment}"
