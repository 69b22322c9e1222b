"""What `pull` takes into the files; and the record of it that is committed with them."""

import msgspec

from hcsync.model.address import Address
from hcsync.model.diagnostic import Diagnostic
from hcsync.model.drift import Touch
from hcsync.model.plan import Field


class Pulled(msgspec.Struct, frozen=True, omit_defaults=True):
    """One locale of an object. `fields` maps a field's name to the live token that is in the file by now; `blob` is
    the git blob id of the file as Intercom's text alone would have made it: the base of the next merge. `images` are
    the marks of the live body's images at that time. `path` is the file, where it had been moved since the last apply:
    by what it has taken in it may look like another one."""

    fields: dict[str, str]
    blob: str = ""
    images: tuple[str, ...] = ()
    path: str = ""


# "article/8137 fr" → what was taken in there. Several where two branches took in something each.
AllPulled = dict[str, tuple[Pulled, ...]]


def pulled_key(kind: str, remote_id: str, locale: str) -> str:
    return f"{kind}/{remote_id} {locale}"


class Taken(msgspec.Struct, frozen=True):
    """One file that took something in. `fields` are what it took; none where it only says now what it inherited until
    then. `conflicts` are the lines (from 1) where both sides stand for somebody to choose from. `changed`: its bytes
    are not what they were."""

    path: str
    address: Address
    locale: str
    fields: tuple[Field, ...]
    conflicts: tuple[int, ...] = ()
    changed: bool = True
    touch: Touch = Touch()


class Left(msgspec.Struct, frozen=True):
    """Something edited in Intercom that no file took in. `why` goes on after the object's name; `hint` is what to do.
    `locale` is "" for the object as a whole."""

    address: Address
    locale: str
    why: str
    hint: str = ""


class Pull(msgspec.Struct, frozen=True):
    """The outcome. `people` maps an admin's remote id to a name. `record` is the path of the record of what was taken
    in, None where it was not written; `ignored`: git would leave it out of a commit. `branch` and `commit` name where
    all was committed, None for the working tree."""

    environment: str
    workspace: str
    help_center: str
    taken: tuple[Taken, ...]
    left: tuple[Left, ...]
    diagnostics: tuple[Diagnostic, ...]
    people: dict[str, str]
    record: str | None = None
    ignored: bool = False
    branch: str | None = None
    commit: str | None = None

    @property
    def conflicts(self) -> int:
        return sum(len(one.conflicts) for one in self.taken)
