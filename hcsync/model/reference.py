"""A link from one article to another object of the help center, as it stands in a `BodyForm`."""

from functools import lru_cache

import msgspec

from hcsync.model.address import Address

_PREFIX = "hcsync:"


class Reference(msgspec.Struct, frozen=True):
    """`hcsync:article.billing/refunds@fr#how-long`: an object, the locale readers are sent to, and a heading or ""."""

    address: Address
    locale: str
    fragment: str = ""

    @staticmethod
    def parse(text: str) -> "Reference | None":
        """None where the text is no reference to an object: an address on the web, a live link, an asset."""
        return _parse(text) if text.startswith(_PREFIX) else None

    def at(self, remote_id: str) -> str:
        """How the same link reads where Intercom has it: `intercom:article/8137@fr#how-long`."""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"intercom:{self.address.kind}/{remote_id}@{self.locale}{fragment}"

    def __str__(self) -> str:
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{_PREFIX}{self.address}@{self.locale}{fragment}"


# An article is linked to from many places, and each link is asked about more than once.
@lru_cache(maxsize=2**16)
def _parse(text: str) -> Reference | None:
    rest, _, fragment = text.removeprefix(_PREFIX).partition("#")
    address, at, locale = rest.rpartition("@")
    if not at:
        return None
    try:
        return Reference(Address.parse(address), locale, fragment)
    except ValueError:
        return None
