"""Markdown and what is to stand in the place of some of its lines → the Markdown; all other lines byte for byte."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from hcsync.markup.render.context import LINE_END


class Splice(NamedTuple):
    """`lines` in the place of lines `start` to before `end`, from 0; none of them: these go. `apart`: they are blocks
    of their own, with blank lines around them."""

    start: int
    end: int
    lines: tuple[str, ...]
    apart: bool = True


class _Line(NamedTuple):
    text: str
    ending: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def spliced(markdown: str, splices: Iterable[Splice]) -> str:
    """Several at one place stand there in the order given. New lines end as most lines do."""
    old = _lines(markdown)
    usual = next((ending for ending, _ in Counter(line.ending for line in old).most_common() if ending), "\n")
    out: list[_Line] = []
    at = 0
    for start, end, lines, apart in sorted(splices, key=lambda splice: splice[:2]):
        out += old[at:start]
        at = end
        if not lines:
            at = _closed_up(out, old, at)
            continue
        if apart and out and not out[-1].blank:
            out.append(_Line("", usual))
        gone = [line.ending or usual for line in old[start:end]]
        endings = gone if len(gone) == len(lines) else [usual] * len(lines)
        out += map(_Line, lines, endings)
        if apart and at < len(old) and not old[at].blank:
            out.append(_Line("", usual))
    out += old[at:]
    if out and old and not old[-1].ending:
        out[-1] = _Line(out[-1].text, "")
    return "".join(line.text + (line.ending or usual) for line in out[:-1]) + "".join(map("".join, out[-1:]))


def _closed_up(out: list[_Line], old: list[_Line], at: int) -> int:
    """Where lines went that stood between others, one gap is left; at the end of the page none."""
    if not out or out[-1].blank:
        while at < len(old) and old[at].blank:
            at += 1
    elif at < len(old) and not old[at].blank:
        out.append(_Line("", out[-1].ending))
    if at == len(old):
        while out and out[-1].blank:
            out.pop()
    return at


def _lines(markdown: str) -> list[_Line]:
    out = []
    at = 0
    for found in LINE_END.finditer(markdown):
        out.append(_Line(markdown[at : found.start()], found[0]))
        at = found.end()
    return [*out, _Line(markdown[at:], "")] if at < len(markdown) else out
