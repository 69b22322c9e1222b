"""A text as its author wrote it, the same in plain spelling before and after an edit → the author's text, edited.

The author's text and the plain one say the same in two spellings (line ends, marks of lists, references for links), so
wherever the edit touches nothing, the author's spelling stays, and where it does, the edit's own stands.
"""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_DENSE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# An escape, a rule, a run of letters (in scripts without spaces a letter alone) or any other character, a no-break
# space too; with the indent of its line before it, and after it the white space up to the end of the line and of the
# blank lines below.
_TOKEN = re.compile(
    rf"(^[ \t]*)?(\\.|-{{3,}}|[{_DENSE}]|[^\W_{_DENSE}]+|[^ \t\n])([ \t]*(?:\n(?:[ \t]*\n)*(?:[ \t]+\Z)?)?)",
    re.MULTILINE | re.DOTALL,
)


class _Token(NamedTuple):
    """`indent` is None for what begins no line."""

    indent: str | None
    word: str
    space: str

    @property
    def key(self) -> tuple[str, int]:
        """The word, and of the space after it only the kind: none, some (a line may end there just as well), a line
        break, a blank line."""
        lines = self.space.count("\n")
        return self.word, 3 if lines > 1 else 2 if lines and self.space.startswith("  ") else int(self.space != "")


def edited(mine: str, before: str, after: str) -> str:
    """`mine` is the author's text, `before` and `after` the plain one. Whether the outcome says what `after` does is
    for the caller to check: marks that stand in pairs may have been parted."""
    merged = _merged(*(_tokens(text) for text in (mine, before, after)))
    out: list[str] = []
    for at, token in enumerate(merged):
        if at == 0 or "\n" in merged[at - 1].space:
            # A word that has come to begin a line stands where the line did.
            out.append(next((each.indent for each in merged[at:] if each.indent is not None), ""))
        out += (token.word, token.space)
    return "".join(out)


def _tokens(text: str) -> list[_Token]:
    return [_Token(found[1], found[2], found[3]) for found in _TOKEN.finditer(text)]


def _merged(mine: list[_Token], before: list[_Token], after: list[_Token]) -> list[_Token]:
    in_mine, in_after = _shared(before, mine), _shared(before, after)
    out: list[_Token] = []
    at = (0, 0, 0)
    for place in [*sorted(in_mine.keys() & in_after.keys()), len(before)]:
        ends = (in_mine.get(place, len(mine)), place, in_after.get(place, len(after)))
        out += _chosen(mine[at[0] : ends[0]], before[at[1] : ends[1]], after[at[2] : ends[2]])
        out += mine[ends[0] : ends[0] + 1] if place < len(before) else []
        at = (ends[0] + 1, place + 1, ends[2] + 1)
    return out


def _chosen(mine: list[_Token], before: list[_Token], after: list[_Token]) -> list[_Token]:
    """What stands between two tokens that all three texts share."""
    if _keys(before) == _keys(after):
        return mine
    head, tail = _ends(_keys(before), _keys(after))
    gone, come = before[head : len(before) - tail], after[head : len(after) - tail]
    if gone:
        places = [at for at in range(len(mine)) if _keys(mine[at : at + len(gone)]) == _keys(gone)]
        if len(places) == 1:
            begin, end = places[0], places[0] + len(gone)
            return mine[:begin] + _ending(come, gone=mine[begin:end]) + mine[end:]
    elif before and (not head or not tail):
        return mine + come if head else come + mine
    return _ending(after, gone=mine)


def _ending(come: list[_Token], gone: list[_Token]) -> list[_Token]:
    """Where the author's line ended, it may do so still."""
    if gone and come and gone[-1].key[1] == come[-1].key[1] == 1:
        return [*come[:-1], come[-1]._replace(space=gone[-1].space)]
    return come


def _keys(tokens: list[_Token]) -> list[tuple[str, int]]:
    return [token.key for token in tokens]


def _shared(before: list[_Token], other: list[_Token]) -> dict[int, int]:
    """Place of a token in `before` → its place in `other`."""
    old, new = _keys(before), _keys(other)
    head, tail = _ends(old, new)
    found = {at: at for at in range(head)}
    found |= {len(old) - 1 - at: len(new) - 1 - at for at in range(tail)}
    middle = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    for a, b, size in middle.get_matching_blocks():
        found |= {head + a + at: head + b + at for at in range(size)}
    return found


def _ends(old: list[tuple[str, int]], new: list[tuple[str, int]]) -> tuple[int, int]:
    """How many are the same at the beginning and, of the others, at the end."""
    shortest = min(len(old), len(new))
    head = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    tail = next((at for at in range(shortest - head) if old[-1 - at] != new[-1 - at]), shortest - head)
    return head, tail
