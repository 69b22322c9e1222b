"""Law: whatever one thing a reader can see is altered in a body, its digest is another."""

import re
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.tree import Node, parse, serialise, walk

WORDS = st.text(alphabet="ab1 é日\u0301\u200d*_<&", min_size=1, max_size=6).map(
    lambda text: f"x{text}y".replace("<", "&lt;")
)
LINES = (
    "{w}",
    "{w}<b>{w}</b>",
    "<i>{w}<b>{w}</b></i>{w}",
    "{w}<br>{w}",
    "<code>{w}</code>{w}",
    '<a href="https://a.b/c">{w}</a>',
)
BLOCKS = (
    "<p>{l}</p>",
    '<p class="intercom-align-center">{l}</p>',
    "<h1>{l}</h1>",
    "<h2>{l}</h2>",
    "<pre><code>{w}\n  {w}</code></pre>",
    '<img src="https://a.b/c" alt="c" width="30">',
    '<a class="intercom-h2b-button" href="https://a.b/c">{w}</a>',
    '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ?start=9"></iframe>',
    "<hr>",
    "<ul><li><p>{l}</p>{b}</li></ul>",
    '<ol start="3"><li><p>{l}</p></li><li>{b}</li></ol>',
    '<div class="intercom-interblocks-callout" style="background-color: #feedaf80">{b}</div>',
    "<details><summary><h2>{l}</h2></summary>{b}</details>",
    '<table><tr><td style="width: 9px">{b}</td><td style="background-color: #333">{b}</td></tr></table>',
)


@st.composite
def bodies(draw: st.DrawFn, depth: int = 0) -> str:
    def made(pattern: str) -> str:
        def filled(found: re.Match[str]) -> str:
            match found[1]:
                case "w":
                    return draw(WORDS)
                case "l":
                    return made(draw(st.sampled_from(LINES)))
                case _:
                    return draw(bodies(depth + 1))

        return re.sub(r"\{([wlb])\}", filled, pattern)

    shapes = BLOCKS if depth < 2 else BLOCKS[:9]
    return "".join(made(one) for one in draw(st.lists(st.sampled_from(shapes), min_size=1, max_size=3 - depth)))


def _kids(root: Node) -> list[tuple[Node, int]]:
    return [(node, at) for node in (root, *walk(root)) for at in range(len(node.kids))]


def _reworded(node: Node, at: int) -> bool:
    kid = node.kids[at]
    if isinstance(kid, str):
        node.kids[at] = kid.replace("x", "X", 1)
    return isinstance(kid, str) and "x" in kid


def _without(node: Node, at: int) -> bool:
    kid = node.kids[at]
    if isinstance(kid, Node) and kid.tag in ("tbody", "code", "h2", "summary"):
        return False
    del node.kids[at]
    return True


def _unmarked(node: Node, at: int) -> bool:
    kid = node.kids[at]
    if (
        isinstance(kid, str)
        or node.tag == "pre"
        or kid.tag not in ("b", "i", "code", "a", "li", "details", "h1", "pre")
    ):
        return False
    node.kids[at : at + 1] = kid.kids
    return True


def _reset(node: Node, at: int) -> bool:
    kid = node.kids[at]
    if isinstance(kid, str) or not kid.attrs:
        return False
    before = dict(kid.attrs)
    kid.attrs.update((name, value.translate(str.maketrans("93c", "84e"))) for name, value in before.items())
    return kid.attrs != before


ALTERATIONS: tuple[Callable[[Node, int], bool], ...] = (_reworded, _without, _unmarked, _reset)


@settings(max_examples=100, deadline=None)
@given(bodies(), st.sampled_from(ALTERATIONS))
def test_what_is_seen_counts(html: str, alter: Callable[[Node, int], bool]) -> None:
    before = canonical(html)
    for number in range(len(_kids(parse(before)))):
        root = parse(before)
        if alter(*_kids(root)[number]):
            assert form(canonical(serialise(root.kids))) != form(before), serialise(root.kids)
