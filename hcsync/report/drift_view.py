"""What was edited in Intercom, and the lines its bodies differ by → what every rendering of it shows."""

import msgspec

from hcsync.model.address import Address, Kind
from hcsync.model.drift import Drift, Edit
from hcsync.report.view import BodyDiff, counted


class DriftView(msgspec.Struct, frozen=True):
    """`bodies` maps (address, locale) to the lines of its body, from what was last applied ("-") to what Intercom holds
    ("+"); where the former is not known, all lines of the latter. `authors` maps an admin's remote id to a name."""

    drift: Drift
    bodies: dict[tuple[Address, str], BodyDiff] = {}
    authors: dict[str, str] = {}


# What stands in the place of a text that can no longer be found.
UNKNOWN = "(as last applied)"
NOT_KEPT = "the text that was last applied is not kept here; this is Intercom's"


def verdict(drift: Drift) -> str:
    """`Drift: 2 articles were edited in Intercom since the last apply.`, or that there is none, in one line."""
    edited = drift.edits
    if not edited:
        if not drift.articles and not drift.collections:
            if drift.narrowed:
                return "No drift. Nothing that was applied was chosen."
            return f"No drift. Nothing was applied to {drift.environment} yet."
        parts = [counted(drift.articles, "article"), *_some(drift.collections, "collection")]
        chosen = " of what was chosen" if drift.narrowed else ""
        return f"No drift. Nothing{chosen} was edited in Intercom since the last apply ({', '.join(parts)})."
    parts = [*_some(drift.count(Kind.ARTICLE), "article"), *_some(drift.count(Kind.COLLECTION), "collection")]
    was = "was" if len(edited) == 1 else "were"
    changed = {"edited"} if any(not edit.gone for edit in edited) else set()
    changed |= {"deleted"} if any(edit.gone for edit in edited) else set()
    how = " or ".join(sorted(changed, reverse=True))
    return f"Drift: {' and '.join(parts)} {was} {how} in Intercom since the last apply."


def _some(number: int, one: str) -> list[str]:
    return [counted(number, one)] if number else []


def remarks(edit: Edit) -> list[str]:
    """What is to be known beside what was edited."""
    found = ["put back by a rollback"] if edit.put_back else []
    return found + (["its file is gone"] if edit.fileless else [])
