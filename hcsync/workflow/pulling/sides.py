"""A file's Markdown and a live body → the three texts that git is to merge. Pure, but for what the speller looks up."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from hcsync.content.scan import markdown_of
from hcsync.markup.revert.patch import patched
from hcsync.model.desired import DesiredNode
from hcsync.model.live import LiveNode
from hcsync.model.plan import Field
from hcsync.model.source import Meta, SourceFile, SourceNode
from hcsync.model.state import LocaleEntry
from hcsync.workflow.pulling.spell import Speller

_LINE_END = re.compile(r"\r\n?|\n")


class Edited(msgspec.Struct, frozen=True):
    """An object that was edited in Intercom. `live` is how Intercom has it, `moved` slot → whether the file changed it
    as well, and `bodies` the HTML of each locale whose body is among these. `was` is the path that the default
    locale's file had when it was last applied."""

    source: SourceNode
    desired: DesiredNode
    live: LiveNode
    entries: Mapping[str, LocaleEntry]
    moved: Mapping[str, bool]
    bodies: Mapping[str, str]
    was: str


class Sides(NamedTuple):
    ours: str
    base: str
    theirs: str


class Base(NamedTuple):
    """`images` are the marks of the live body's images when the file said this; `was_applied`: the last apply wrote
    it, so that `meta` and `body` are what Intercom was given."""

    blob: str
    meta: Meta
    body: str
    images: tuple[str, ...]
    was_applied: bool


def body_sides(
    speller: Speller, edited: Edited, file: SourceFile, ours: str, base: Base | None, *, clash: bool
) -> Sides:
    """Where only Intercom's body moved, its edits go right into the file's text. Where both did, they go into the text
    that both come from; where that is lost, the file's own takes its place, and all that differs is marked."""
    html, entry = edited.bodies[file.locale], edited.entries.get(file.locale)
    # A text that was left in conflict since it was begun on both sides has no base.
    body = entry.fields.get(Field.BODY) if entry else None
    written = body.written if body else None
    if clash and base is not None:
        text = _ending_like(base.body, ours)
        sure = base.was_applied and speller.token(edited.source, file, base.body) == written
        return Sides(ours, text, _taken(speller, file, text, html, base.images, sure))
    sure = not clash and speller.token(edited.source, file, ours) == written
    theirs = _taken(speller, file, ours, html, () if clash or entry is None else entry.images, sure)
    return Sides(ours, "", theirs) if clash else Sides(theirs, theirs, theirs)


def _taken(speller: Speller, file: SourceFile, markdown: str, html: str, images: tuple[str, ...], sure: bool) -> str:
    spelling = speller.spelling(file, markdown, sure=sure)
    return patched(markdown, spelling.live(html, images), spelling.same)


def parted(data: bytes, body_line: int) -> tuple[str, str]:
    """What stands above the Markdown of an article, and the Markdown, which begins on `body_line`."""
    text = data.decode()
    if not markdown_of(data):
        return text, ""
    at = [0, *(found.end() for found in _LINE_END.finditer(text))][body_line - 1]
    return text[:at], text[at:]


def joined(head: str, body: str, before: str) -> str:
    """The file; `before` is the Markdown it had. One that had none gets a blank line above its first."""
    if not body or before:
        return head + body
    ending = next(iter(_LINE_END.findall(head)), "\n")
    above = head if head.endswith(("\n", "\r")) else head + ending
    gap = ending if _LINE_END.split(above)[-2].strip() else ""
    return above + gap + _LINE_END.sub(ending, body)


def _ending_like(text: str, model: str) -> str:
    """The text with the line endings of the other, where these are all the same: a checkout may have changed them."""
    endings = set(_LINE_END.findall(model))
    return _LINE_END.sub(endings.pop(), text) if len(endings) == 1 else text
