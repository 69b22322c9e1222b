"""A Plan and the lines its bodies differ by → what every rendering of it shows."""

from collections.abc import Sequence

import msgspec

from hcsync.model.address import Address
from hcsync.model.diagnostic import Diagnostic
from hcsync.model.plan import Action, Change, Cost, Field, FieldDelta, Plan
from hcsync.report.safe import shown


class Line(msgspec.Struct, frozen=True):
    """One line of Markdown; `sign` is "-" (it goes), "+" (it comes) or "…" (lines that stay are left out)."""

    sign: str
    text: str


class BodyDiff(msgspec.Struct, frozen=True):
    """How a body differs. `span` is the place in the file ("content/en/start/install.md:12-14").
    `mine` counts lines the file brings, `theirs` lines Intercom has. `before` and `after` are the whole texts, as
    Markdown, where they are known; None where there is none, or it is not."""

    span: str
    lines: tuple[Line, ...]
    mine: int
    theirs: int
    before: str | None = None
    after: str | None = None


# Reports are read by people: of one body no more lines than this are shown.
MOST_LINES = 40


def shortened(lines: Sequence[Line]) -> tuple[Line, ...]:
    """As many as people read."""
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    return (*lines[:MOST_LINES], Line("…", f"{len(lines) - MOST_LINES} more lines"))


class Wording(msgspec.Struct, frozen=True):
    """What a plan is called and how it tells of conflicts, whose two sides are `sides`. `nothing` is said where there
    is nothing to do, "" for the usual words; `notes` below the changes; `afterwards` when something was done."""

    name: str = "Plan for"
    nothing: str = ""
    conflict: str = "changed here and in Intercom"
    sides: tuple[str, str] = ("yours", "theirs")
    ways_out: tuple[str, ...] = (
        "To take theirs into the files: hcsync pull. To write yours over them: --on-conflict ours.",
        "To leave them: --on-conflict skip (the whole object) or theirs (these fields alone).",
    )
    notes: tuple[str, ...] = ()
    afterwards: str = ""


class PlanView(msgspec.Struct, frozen=True):
    """`content` are the warnings about the files themselves. `bodies` maps (address, locale) to the difference of its
    body; `authors` an admin's remote id to a name; `wanted` an address, as text, to a digest of all that the files say
    of it, so that two plans can be held side by side."""

    plan: Plan
    content: tuple[Diagnostic, ...]
    bodies: dict[tuple[Address, str], BodyDiff]
    authors: dict[str, str] = {}
    wording: Wording = Wording()
    wanted: dict[str, str] = {}


# Always printed, so that colour is never the only signal.
SYMBOLS = {
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.MOVE: ">",
    Action.UNPUBLISH: "-",
    Action.DELETE: "-",
    Action.ADOPT: "=",
    Action.FORGET: "·",
}

# What is said of a conflict where there is no file any more.
FILELESS = "its file is gone, and it was edited in Intercom"

FIELD_NAMES = {
    Field.PARENT: "collection",
    Field.TITLE: "title",
    Field.DESCRIPTION: "description",
    Field.BODY: "body",
    Field.AUTHOR: "author",
    Field.STATE: "state",
}


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 article`, `2 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def summary(plan: Plan) -> str:
    """`2 to create, 1 to update, 0 to unpublish, 0 to delete. 1 conflict.`: what is rare is named only if there."""
    parts = [f"{plan.count(action):,} to {action.value}" for action in _ALWAYS]
    parts += [f"{plan.count(action):,} to {action.value}" for action in _RARE if plan.count(action)]
    words = ", ".join(parts) + "."
    if plan.conflicts:
        words += f" {counted(len(plan.conflicts), 'conflict')}."
    return words


_ALWAYS = (Action.CREATE, Action.UPDATE, Action.UNPUBLISH, Action.DELETE)
_RARE = (Action.MOVE, Action.ADOPT, Action.FORGET)


# A call takes about a third of a second at Intercom, and eight are on their way at once.
_SECONDS_A_CALL = 0.3 / 8


def duration(cost: Cost) -> float:
    """About how many seconds an apply of that takes."""
    return cost.calls * _SECONDS_A_CALL


UNREFRESHED = "Compared with the last applied state only; Intercom was not asked."


def grouped(fields: tuple[FieldDelta, ...]) -> dict[str, list[FieldDelta]]:
    """Locale → its fields; the parent, which has no locale, stands under ""."""
    found: dict[str, list[FieldDelta]] = {}
    for delta in fields:
        found.setdefault(delta.locale, []).append(delta)
    return found


def locales_shown(locales: tuple[str, ...], held: int) -> str:
    """`[en, fr]`, `[all 13 locales]` of `held`, `[de, el, en, es and 3 more]`; nothing for none."""
    if not locales:
        return ""
    if len(locales) <= 6:
        words = ", ".join(locales)
    elif len(locales) == held:
        words = f"all {held} locales"
    else:
        words = f"{', '.join(locales[:4])} and {len(locales) - 4} more"
    return f"[{shown(words)}]"


def goes_live(change: Change) -> str:
    """What readers will notice."""
    match change.action, change.state:
        case Action.UNPUBLISH, "published":
            gone = [delta.locale for delta in change.fields if (delta.field, delta.after) == (Field.STATE, "draft")]
            return f"readers no longer see it in {', '.join(gone)}"
        case Action.UNPUBLISH, _:
            return "draft, readers no longer see it"
        case Action.DELETE, _:
            return "deleted for good"
        case Action.UPDATE, "published":
            return "published, goes live on apply"
        case Action.MOVE, _:
            return ""
        case _, state:
            return state
