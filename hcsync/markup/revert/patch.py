"""The Markdown of a page and what the page is to say → the Markdown with as little of it changed as that takes.

Blocks that say what they did keep their lines byte for byte. A block that was edited keeps all but the words that were:
its line ends, its marks, its references for links. What comes of a change is rendered and compared before it is taken,
and where it does not hold, a plainer way is gone; so the outcome says what it is to say, whatever that is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from hcsync.markup.canonical.form import canonical
from hcsync.markup.render.body import render
from hcsync.markup.render.context import LINE_END
from hcsync.markup.render.parts import Part, parts
from hcsync.markup.revert.manner import Manner, manner_of, page_manner
from hcsync.markup.revert.markdown import to_markdown, written
from hcsync.markup.revert.pairs import Pair, Region, regions
from hcsync.markup.revert.splice import Splice, spliced
from hcsync.markup.revert.words import edited
from hcsync.markup.tree import Kid, Node, parse, serialise, text_of, walk

# The target of a link or image as it stands in rendered Markdown, `hcsync:../b.md` or an address → the same in the
# spelling of the live page.
Same = Callable[[str], str]

# How to write what has changed: word by word, block by block, and the same with the other marks of lists, for where a
# list stands beside another.
_BY_WORDS, _BY_BLOCKS, _BESIDE_LISTS = range(3)


def patched(markdown: str, live: str, same: Same = str) -> str:
    """`live` is any HTML, with `hcsync:<as in Markdown>` for relative targets. The outcome rendered and `live` have the
    same canonical form, but for targets that `same` holds for equal. Never raises."""
    wanted = _blocks(canonical(live), str)
    if said(markdown, same) == wanted:
        return markdown
    found = [replace(part, blocks=tuple(_blocks("".join(part.blocks), same))) for part in parts(markdown)]
    page = _Page(markdown, LINE_END.split(markdown), page_manner(markdown), same, regions(found, wanted))
    places = [place for place, item in enumerate(page.items) if isinstance(item, Region)]
    taken: dict[int, int] = {}
    outcome = page.text(taken) if page.settle(places, taken) else None
    return to_markdown(live) if outcome is None else outcome


def said(markdown: str, same: Same = str) -> list[str]:
    """The canonical blocks of the page, with its targets spelled as `same` has them."""
    return _blocks(canonical(render(markdown).html), same)


@dataclass(frozen=True, slots=True)
class _Page:
    """`items` is the page from its beginning to its end: parts that stay, and regions that change."""

    markdown: str
    lines: list[str]
    manner: Manner
    same: Same
    items: list[Region | Part]

    def settle(self, places: list[int], taken: dict[int, int]) -> bool:
        """Find a way for each of the regions at `places`, all at once if that holds. False where one has none."""
        if not places or self._takes(taken | dict.fromkeys(places, _BY_WORDS), taken):
            return True
        if len(places) == 1:
            return any(self._takes(taken | {places[0]: way}, taken) for way in (_BY_BLOCKS, _BESIDE_LISTS))
        half = len(places) // 2
        return self.settle(places[:half], taken) and self.settle(places[half:], taken)

    def _takes(self, tried: dict[int, int], taken: dict[int, int]) -> bool:
        text = self.text(tried)
        holds = text is not None and said(text, self.same) == self._wanted(tried)
        if holds:
            taken |= tried
        return holds

    def _wanted(self, taken: dict[int, int]) -> list[str]:
        """What the page says when the regions in `taken` have changed and the others have not."""
        blocks: list[str] = []
        for place, item in enumerate(self.items):
            if isinstance(item, Part):
                blocks += item.blocks
            else:
                blocks += item.blocks if place in taken else (block for part in item.parts for block in part.blocks)
        return _blocks(canonical("".join(blocks)), str)

    def text(self, taken: dict[int, int]) -> str | None:
        """The Markdown with the regions in `taken` changed in the way named there."""
        splices: list[Splice] = []
        for place, way in taken.items():
            region = self.items[place]
            assert isinstance(region, Region)
            last = region.after
            for pair in region.pairs:
                splice = self._splice(pair, last, way)
                if splice is None:
                    return None
                splices.append(splice)
                last = pair.part or last
        return spliced(self.markdown, splices)

    def _splice(self, pair: Pair, last: Part | None, way: int) -> Splice | None:
        """None for what stands on no line of its own."""
        part, kids = pair.part, parse("".join(pair.blocks)).kids
        if part is None:
            at = 0 if last is None else last.end
            moved = self._gone().get(pair.blocks) if way == _BY_WORDS else None
            lines = self.lines[moved.start : moved.end] if moved else self._written(kids, self.manner, way)
            return None if at < 0 else Splice(at, at, tuple(lines))
        if part.start < 0:
            return None
        if not kids:
            return Splice(part.start, part.end, ())
        source = self.lines[part.start : part.end]
        manner = manner_of("\n".join(source), self.manner)
        if way != _BY_WORDS:
            return Splice(part.start, part.end, tuple(self._written(kids, manner, way)))
        if (code := _code(part, source, kids)) is not None:
            return Splice(part.start, part.end, tuple(code), apart=False)
        before, after = written(parse("".join(part.blocks)).kids, manner), written(kids, manner)
        text = edited("\n".join(source), "\n".join(before), "\n".join(after))
        return Splice(part.start, part.end, tuple(text.split("\n")), apart=False)

    def _gone(self) -> dict[tuple[str, ...], Part]:
        """The parts that go from where they were: the same blocks elsewhere are these, moved."""
        pairs = [pair for item in self.items if isinstance(item, Region) for pair in item.pairs]
        return {pair.part.blocks: pair.part for pair in pairs if pair.part and pair.part.start >= 0 and not pair.blocks}

    def _written(self, kids: list[Kid], manner: Manner, way: int) -> list[str]:
        first = kids[0]
        return written(kids, manner, first.tag if way == _BESIDE_LISTS and isinstance(first, Node) else "")


def _code(part: Part, source: list[str], kids: list[Kid]) -> list[str] | None:
    """A fence with other lines of code in it; None where that is not all that changed."""
    fence = re.match(r" {0,3}(`{3,}|~{3,})", source[0])
    code = kids[0] if len(kids) == 1 else None
    if part.kind != "fence" or not fence or not isinstance(code, Node) or code.tag != "pre" or code.attrs:
        return None
    if len(source) < 2 or not source[-1].strip().startswith(fence[1]) or any(each.attrs for each in walk(code)):
        return None
    lines = text_of(code).split("\n")
    if len(walk(code)) > 1 or any(line.strip().startswith(fence[1]) for line in lines):
        return None
    return [source[0], *(lines if lines != [""] else []), source[-1]]


def _blocks(html: str, same: Same) -> list[str]:
    """The top level of a canonical form, block by block."""
    root = parse(html)
    for node in walk(root):
        for name in ("href", "src"):
            if name in node.attrs:
                node.attrs[name] = same(node.attrs[name])
    return [serialise([kid]) for kid in root.kids]
