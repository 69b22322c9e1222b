"""One field that differs → words and lines for people, the same in every report."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping

from hcsync.model.address import Address, Kind
from hcsync.model.plan import Field, FieldDelta
from hcsync.report.safe import around_difference, shown
from hcsync.report.view import FIELD_NAMES, Line


def field_name(field: Field, address: Address) -> str:
    return "name" if field is Field.TITLE and address.kind is Kind.COLLECTION else FIELD_NAMES[field]


def values(delta: FieldDelta, authors: Mapping[str, str], *, turned: bool = False, unknown: str = "") -> str:
    """`"Install" → "Install the app"`; `turned` tells it the other way round. `unknown` stands for a text of None,
    where it is not the same as an empty one."""
    first, second = sides(delta, authors, unknown=unknown)
    if turned:
        first, second = second, first
    return f"{first or '(none)'} → {second or '(none)'}"


def sides(delta: FieldDelta, authors: Mapping[str, str], *, unknown: str = "") -> tuple[str, str]:
    """Both texts, cut to where they begin to differ; "" for nothing."""
    texts = delta.before, delta.after
    before, after = (shown(text or "") for text in texts)
    if delta.field is Field.AUTHOR:
        before, after = (f"{text} ({shown(authors[text])})" if text in authors else text for text in (before, after))
    elif delta.field in (Field.TITLE, Field.DESCRIPTION):
        before, after = (f'"{text}"' if text else "" for text in around_difference(before, after))
    if unknown:
        before, after = (unknown if text is None else said for text, said in zip(texts, (before, after), strict=True))
    return before, after


def body_lines(lines: Iterable[Line], paint: Callable[[str, str], str]) -> Iterator[str]:
    for line in lines:
        role = {"-": "remove", "+": "create"}.get(line.sign, "faint")
        yield "        " + paint(role, f"{shown(line.sign)} {shown(line.text.expandtabs(4))}".rstrip())


def edited(at: int, by: str, authors: Mapping[str, str]) -> str:
    """`(edited 2026-08-20 by Jane)`; nothing where Intercom does not tell when. `at` is in Unix seconds, `by` an
    admin's remote id."""
    if not at:
        return ""
    author = named(by, authors)
    return shown(f"(edited {day(at)}{' by ' + author if author else ''})")


def day(at: int) -> str:
    """Unix seconds → `2026-08-20`, in UTC."""
    return datetime.datetime.fromtimestamp(at, datetime.UTC).date().isoformat()


def named(by: str, authors: Mapping[str, str]) -> str:
    """An admin's remote id in words; "" for none."""
    return authors.get(by) or (f"author {by}" if by else "")
