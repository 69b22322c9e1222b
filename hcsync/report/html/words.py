"""Two texts as blocks of words → which words of the one are gone in the other, and which of that one are new."""

from collections.abc import Hashable, Iterable, Sequence
from difflib import SequenceMatcher

# Comparing takes a time that grows with the product of both lengths: beyond this a whole stretch counts as new.
_MOST_PAIRS = 4_000_000
# So few words that stayed between two longer changes are read as changed along with them.
_SHORT = 3

Block = Sequence[Hashable]


def differing(before: Sequence[Block], after: Sequence[Block]) -> tuple[set[int], set[int]]:
    """The numbers of the words, counted through all blocks from 0."""
    old, new = ([tuple(block) for block in blocks] for blocks in (before, after))
    old_starts, new_starts = _starts(old), _starts(new)
    gone: set[int] = set()
    come: set[int] = set()
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        first, second = (range(old_starts[a], old_starts[b]), range(new_starts[c], new_starts[d]))
        went, came = _words(_flat(old[a:b]), _flat(new[c:d]))
        gone.update(first[number] for number in went)
        come.update(second[number] for number in came)
    return gone, come


def _words(old: list[Hashable], new: list[Hashable]) -> tuple[set[int], set[int]]:
    if len(old) * len(new) > _MOST_PAIRS:
        return set(range(len(old))), set(range(len(new)))
    gone: set[int] = set()
    come: set[int] = set()
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(codes):
        inside = 0 < number < len(codes) - 1
        if tag == "equal" and not (inside and b - a < _SHORT and _long(codes, number, b - a)):
            continue
        gone.update(range(a, b))
        come.update(range(c, d))
    return gone, come


def _long(codes: Sequence[tuple[str, int, int, int, int]], number: int, length: int) -> bool:
    """Whether the changes on both sides are longer than what stayed between them."""
    around = (codes[number - 1], codes[number + 1])
    return all(max(b - a, d - c) > 2 * length for _, a, b, c, d in around)


def _starts(blocks: Iterable[Block]) -> list[int]:
    starts = [0]
    for block in blocks:
        starts.append(starts[-1] + len(block))
    return starts


def _flat(blocks: Iterable[Block]) -> list[Hashable]:
    return [word for block in blocks for word in block]
