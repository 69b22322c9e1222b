"""How a repository and its help center stand to each other."""

import msgspec

from hcsync.model.address import Kind


class Unowned(msgspec.Struct, frozen=True):
    """A live object that no file and no state claims. `url` is None where readers do not see it."""

    kind: Kind
    remote_id: str
    title: str
    state: str | None
    locales: tuple[str, ...]
    url: str | None


class Standing(msgspec.Struct, frozen=True):
    """`articles` and `collections` count the files, `owned` the live articles that they have. `translated` maps a
    locale to the number of articles that have it. `orphans`, `held` and `drift` count objects; `serial` is the
    state's."""

    environment: str
    workspace: str
    help_center: str
    articles: int
    collections: int
    owned: int
    translated: dict[str, int]
    orphans: int
    held: int
    drift: int
    pending: bool
    serial: int
    unowned: tuple[Unowned, ...]
