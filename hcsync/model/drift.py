"""What was edited in Intercom since the last apply: last applied against live, whatever the files say by now."""

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.plan import FieldDelta


class Touch(msgspec.Struct, frozen=True):
    """The last edit of one locale, as far as Intercom tells: in Unix seconds (0: it does not), and the remote id of the
    author it names now ("": none). Intercom does not tell who typed; the author is whom readers see."""

    at: int = 0
    by: str = ""


class Origin(msgspec.Struct, frozen=True):
    """A source file as it was last applied: its git blob id, and where it lay, from which its links lead."""

    blob: str
    path: str


class Edit(msgspec.Struct, frozen=True):
    """One object that was edited. In `fields` `before` is what was last applied and `after` what Intercom holds, both
    None for a body, whose lines are made where they are shown; a `before` of None is not known any more. `sources`
    maps a locale to the file that its body was last applied from, where that is known. `removed` are locales
    that Intercom no longer has. `gone`: the object was deleted. `fileless`: its file is gone from the repository.
    `put_back`: it is as a rollback of ours left it. `touched` has the edited locales, and "" for the object itself."""

    address: Address
    remote_id: str
    title: str
    fields: tuple[FieldDelta, ...] = ()
    removed: tuple[str, ...] = ()
    touched: dict[str, Touch] = {}
    sources: dict[str, Origin] = {}
    gone: bool = False
    fileless: bool = False
    put_back: bool = False

    @property
    def last(self) -> Touch:
        """The latest edit of all."""
        return max(self.touched.values(), key=lambda touch: (touch.at, touch.by != ""), default=Touch())

    @property
    def locales(self) -> tuple[str, ...]:
        """Those with an edit in them, in order."""
        return tuple(dict.fromkeys([delta.locale for delta in self.fields if delta.locale] + list(self.removed)))


class Drift(msgspec.Struct, frozen=True):
    """`edits` are in the order of addresses, collections first. `articles` and `collections` count what this
    repository owns; where `narrowed`, what was chosen of it. `digest` changes with every further edit. `lineage` and
    `serial` name the state compared with."""

    environment: str
    workspace: str
    help_center: str
    edits: tuple[Edit, ...]
    articles: int
    collections: int
    digest: str
    lineage: str
    serial: int
    tool: str
    narrowed: bool = False

    def count(self, kind: Kind) -> int:
        return sum(1 for edit in self.edits if edit.address.kind is kind)
