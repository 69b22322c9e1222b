"""What stands in the journal of an apply: what is about to be sent, and what is known to have happened."""

import msgspec

from hcsync.model.plan import Action
from hcsync.model.state import Entry


class Begin(msgspec.Struct, frozen=True, tag="begin"):
    """The state that the records below are to be folded into."""

    lineage: str
    serial: int


class Sent(msgspec.Struct, frozen=True, omit_defaults=True):
    """One locale as it is about to be sent: field name → token; `likeness` of the body; blob id of its source. `whole`:
    likeness of the body as a second write sends it, with the links that the first one has to leave out."""

    fields: dict[str, str]
    likeness: str = ""
    blob: str = ""
    whole: str = ""


class Intent(msgspec.Struct, frozen=True, tag="intent", omit_defaults=True):
    """A write about to be sent. `title` is the default locale's, `parent` a remote id or "", `at` Unix seconds.
    `inside`: the address of a parent that is still to be made, and has no id. `undo`: it goes back on an earlier run,
    and what the state says of the object stays."""

    address: str
    action: Action
    remote_id: str | None
    title: str
    parent: str
    locales: dict[str, Sent]
    at: int
    path: str = ""
    protect: bool = False
    undo: bool = False
    inside: str = ""


class Done(msgspec.Struct, frozen=True, tag="done"):
    """A write that is known to have happened, or a change to the state alone. `entry` None: it is forgotten."""

    address: str
    entry: Entry | None


class Dropped(msgspec.Struct, frozen=True, tag="dropped"):
    """An intent that is known not to have happened."""

    address: str


Record = Begin | Intent | Done | Dropped
