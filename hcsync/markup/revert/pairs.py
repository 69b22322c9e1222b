"""The parts of a page and the blocks it is to have → which part becomes which blocks. Pure."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from hcsync.markup.render.parts import Part

_WORD = re.compile(r"\w+")
# Of all words on both sides, the share that must be common for one text to be taken for the other, edited.
_ALIKE = 0.35
# A part may have been split into so many blocks.
_MOST = 3
# Beyond this many comparisons a page was rewritten, not edited.
_MOST_PAIRS = 4000


@dataclass(frozen=True, slots=True)
class Pair:
    """`part` becomes `blocks`; none of them: it goes. Without a part they are new, after what stands before them."""

    part: Part | None
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the page that changes, between parts that do not. `after` is the last part before it."""

    pairs: tuple[Pair, ...]
    parts: tuple[Part, ...]
    blocks: tuple[str, ...]
    after: Part | None


def regions(parts: list[Part], blocks: list[str]) -> list[Region | Part]:
    """The page from its beginning to its end: what changes, and the parts that stay as they are."""
    out: list[Region | Part] = []
    stays = [(-1, 0, 0), *_unchanged(parts, blocks), (len(parts), len(blocks), len(blocks))]
    for (last, _, begin), (at, end, _) in pairwise(stays):
        here, there = parts[last + 1 : at], blocks[begin:end]
        if here or there:
            after = parts[last] if last >= 0 else None
            out.append(Region(tuple(_paired(here, there)), tuple(here), tuple(there), after))
        if at < len(parts):
            out.append(parts[at])
    return out


def _unchanged(parts: list[Part], blocks: list[str]) -> list[tuple[int, int, int]]:
    """(place of a part, place of its first block among `blocks`, place after its last) for each that stays."""
    olds = [block for part in parts for block in part.blocks]
    same: dict[int, int] = {}
    for a, b, size in SequenceMatcher(None, olds, blocks, autojunk=False).get_matching_blocks():
        same |= {a + at: b + at for at in range(size)}
    out = []
    first = 0
    for place, part in enumerate(parts):
        count = len(part.blocks)
        there = [same.get(first + at) for at in range(count)]
        begin = there[0]
        if begin is not None and there == list(range(begin, begin + count)):
            out.append((place, begin, begin + count))
        first += count
    return out


def _paired(parts: list[Part], blocks: list[str]) -> list[Pair]:
    """The pairing under which most words stay, in order."""
    if not parts or not blocks or len(parts) * len(blocks) > _MOST_PAIRS:
        return [Pair(part, ()) for part in parts] + ([Pair(None, tuple(blocks))] if blocks else [])
    olds = [Counter(_WORD.findall("".join(part.blocks))) for part in parts]
    news = [Counter(_WORD.findall(block)) for block in blocks]
    best: dict[tuple[int, int], tuple[int, int]] = {}  # (part, block) → words kept from there on, blocks taken
    for at in range(len(parts), -1, -1):
        for to in range(len(blocks), -1, -1):
            choices = [(0, 0)]
            if at < len(parts):
                choices.append((best[at + 1, to][0], 0))
                choices += (
                    (score + best[at + 1, to + count][0], count)
                    for count in sorted({*range(1, _MOST + 1), len(parts[at].blocks)})
                    if to + count <= len(blocks) and (score := _common(olds[at], news[to : to + count]))
                )
            if to < len(blocks):
                choices.append((best[at, to + 1][0], -1))
            best[at, to] = max(choices, key=lambda choice: choice[0])
    return _read(best, parts, blocks)


def _read(best: dict[tuple[int, int], tuple[int, int]], parts: list[Part], blocks: list[str]) -> list[Pair]:
    out: list[Pair] = []
    at = to = 0
    while at < len(parts) or to < len(blocks):
        count = best[at, to][1]
        if at < len(parts) and (count > 0 or to == len(blocks) or count == 0):
            out.append(Pair(parts[at], tuple(blocks[to : to + count])))
            at, to = at + 1, to + count
        else:
            out.append(Pair(None, (blocks[to],)))
            to += 1
    return out


def _common(old: Counter[str], news: list[Counter[str]]) -> int:
    new = sum(news, Counter[str]())
    common = (old & new).total()
    return common if common * 2 >= _ALIKE * (old.total() + new.total()) else 0
