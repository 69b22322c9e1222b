"""Blocks edited here and others edited in Intercom: whatever they are, all edits are in what comes out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hcsync.markup.canonical.form import canonical
from hcsync.markup.render.body import render
from hcsync.markup.revert.patch import patched
from hcsync.workflow.pulling.gitmerge import merged

_WORDS = st.lists(st.sampled_from("alpha beta, *gamma* [delta](d.md) `eps` 中文 **zeta**.".split()), min_size=1)
_LINE = _WORDS.map(" ".join)
_WRAPPED = st.lists(_LINE, min_size=1, max_size=3).map("\n".join)
# Each takes a word more in its first line.
_BLOCKS = st.one_of(
    _WRAPPED,
    _LINE.map(lambda line: f"### {line}"),
    st.lists(_LINE, min_size=1, max_size=3).map(lambda items: "\n".join(f"+ {item}" for item in items)),
    _WRAPPED.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n"))),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(_BLOCKS, st.sampled_from(["", "here", "there"])), min_size=1, max_size=6))
def test_edits_of_different_blocks_come_together(tmp_path_factory, blocks: list[tuple[str, str]]) -> None:
    def page(*sides: str) -> str:
        first = [block.partition("\n") for block, _ in blocks]
        edits = [f" {side}" if side and side in sides else "" for _, side in blocks]
        # A paragraph between them, so that neighbours do not become one.
        texts = [f"{head}{edit}{end}{rest}" for (head, end, rest), edit in zip(first, edits, strict=True)]
        return "".join(f"{text}\n\nBetween {number}.\n\n" for number, text in enumerate(texts))

    theirs = patched(page(), canonical(render(page("there")).html))
    found = merged(page("here").encode(), page().encode(), theirs.encode(), tmp_path_factory.getbasetemp()).decode()
    assert canonical(render(found).html) == canonical(render(page("here", "there")).html)
    kept = [block for block, side in blocks if side != "there"]
    assert [block for block in kept if block.partition("\n")[0] not in found] == []
