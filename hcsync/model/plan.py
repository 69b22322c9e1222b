"""What an apply would do, and what it would leave alone."""

from enum import StrEnum

import msgspec

from hcsync.model.address import Address
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place


class Field(StrEnum):
    """A field of an object that is compared. PARENT has no locale."""

    PARENT = "parent"
    TITLE = "title"
    DESCRIPTION = "description"
    BODY = "body"
    AUTHOR = "author"
    STATE = "state"


class Action(StrEnum):
    """What is done to one object. ADOPT and FORGET write to the state alone; so does MOVE, unless the object goes into
    another collection."""

    CREATE = "create"
    UPDATE = "update"
    MOVE = "move"
    UNPUBLISH = "unpublish"
    DELETE = "delete"
    ADOPT = "adopt"
    FORGET = "forget"


class FieldDelta(msgspec.Struct, frozen=True, order=True):
    """One field that differs. `before` and `after` are texts where they are short; for a body they are None, and the
    lines are made where they are shown. `locale` is "" for the parent. `place` is the source file."""

    locale: str
    field: Field
    before: str | None = None
    after: str | None = None
    place: Place | None = None

    @property
    def hides(self) -> bool:
        """Whether readers no longer see a text that they see now."""
        return self.field is Field.STATE and (self.before, self.after) == ("published", "draft")


class Change(msgspec.Struct, frozen=True):
    """One thing to do. `fields` is empty for a create. `precondition` holds the live tokens ("fr/body" → token) that
    must still hold when it is done; `keep` the fields ("fr/body") whose live value is sent back as it is, since only
    Intercom changed them. `depends_on` must be done first, or this is skipped; `after` are link targets that had better
    exist first, or this takes a second write. `retitled` are published locales whose URL changes. `moved_from` is the
    address the object had until now, whatever else happens to it. `reason` explains to people alone."""

    address: Address
    action: Action
    title: str
    reason: str
    locales: tuple[str, ...] = ()
    remote_id: str | None = None
    state: str = ""
    fields: tuple[FieldDelta, ...] = ()
    precondition: dict[str, str] = {}
    keep: tuple[str, ...] = ()
    depends_on: tuple[Address, ...] = ()
    after: tuple[Address, ...] = ()
    retitled: tuple[str, ...] = ()
    moved_from: Address | None = None


class Divergence(msgspec.Struct, frozen=True):
    """An object edited in Intercom since the last apply: drift if only there, a conflict if the file moved too.
    `gone`: the live object was deleted. `fileless`: its file is gone, and so nothing is done to what was edited.
    `edited_at` is in Unix seconds, `edited_by` an admin's remote id."""

    address: Address
    remote_id: str
    title: str
    fields: tuple[FieldDelta, ...]
    edited_at: int = 0
    edited_by: str = ""
    gone: bool = False
    fileless: bool = False


class Orphan(msgspec.Struct, frozen=True):
    """A live object (or some of its locales) whose file is gone. `locales` is empty for the whole object.
    `known`: an earlier apply has said so already."""

    address: Address
    remote_id: str
    title: str
    locales: tuple[str, ...] = ()
    known: bool = False


class Held(msgspec.Struct, frozen=True):
    """Texts that Intercom took at an earlier apply and does not show readers, since it holds a pending draft."""

    address: Address
    remote_id: str
    title: str
    locales: tuple[str, ...]


class Refusal(msgspec.Struct, frozen=True):
    """Why this plan may not be applied as it is: a safety limit, or a protection. `hint` is the way out."""

    code: Code
    message: str
    hint: str


class Cost(msgspec.Struct, frozen=True):
    """API calls an apply would make."""

    writes: int
    reads: int

    @property
    def calls(self) -> int:
        return self.writes + self.reads


class Plan(msgspec.Struct, frozen=True):
    """`refresh` are addresses whose state alone is brought up to date (both sides moved to the same text).
    `articles` and `locales` count what the repository holds, `unowned` the live articles no file claims.
    `help_center` is its name. `source_digest`, `lineage`, `serial` and `tool` say what the plan was made from.
    `held` waits for somebody to publish it in Intercom; `refusals` forbid an apply; `refreshed` is False where Intercom
    was not asked and the state alone was compared with; `narrowed` is True where a part alone was looked at, and then
    `articles` and `locales` are those of the part."""

    environment: str
    workspace: str
    help_center: str
    changes: tuple[Change, ...]
    drift: tuple[Divergence, ...]
    conflicts: tuple[Divergence, ...]
    orphans: tuple[Orphan, ...]
    refresh: tuple[Address, ...]
    diagnostics: tuple[Diagnostic, ...]
    cost: Cost
    articles: int
    locales: int
    unowned: int
    source_digest: str
    lineage: str
    serial: int
    tool: str
    held: tuple[Held, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    refreshed: bool = True
    narrowed: bool = False

    @property
    def pending(self) -> bool:
        """Whether an apply would do anything at all, be it to the state alone."""
        return bool(self.changes or self.refresh or any(not orphan.known for orphan in self.orphans))

    def count(self, action: Action) -> int:
        return sum(1 for change in self.changes if change.action is action)
