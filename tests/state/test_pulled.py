"""The record of what was taken in: small, sorted, and none the worse for a merge."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hcsync.model.pulled import AllPulled, Pulled, pulled_key
from hcsync.state.pulled import dump, load, path_of

ONE = Pulled({"body": "b1", "title": "t1"}, "blob1")
TWO = Pulled({"body": "b2"}, "blob2")

_texts = st.text("abcdef0123456789", min_size=1, max_size=8)
_entries = st.dictionaries(
    st.builds(pulled_key, st.sampled_from(["article", "collection"]), _texts, st.sampled_from(["en", "pt-BR"])),
    st.lists(st.builds(Pulled, st.dictionaries(_texts, _texts, min_size=1), _texts), min_size=1, max_size=2).map(tuple),
)


@given(_entries)
def test_what_is_written_is_read_back(tmp_path_factory, pulled: AllPulled) -> None:
    path = tmp_path_factory.mktemp("pulled") / "x.json"
    data = dump(pulled)
    if data is not None:
        path.write_bytes(data)
        assert set(json.loads(data)) == {*pulled, "end"}
    assert load(path) == pulled


def test_the_document() -> None:
    assert path_of(Path("x"), "production") == Path("x/production.pulled.json")
    assert dump({}) is None
    assert dump({"article/2 fr": (TWO,), "article/1 en": (ONE,)}) == (
        b'{\n"article/1 en": {"fields":{"body":"b1","title":"t1"},"blob":"blob1"},\n'
        b'"article/2 fr": {"fields":{"body":"b2"},"blob":"blob2"},\n"end": null\n}\n'
    )


def test_a_merge_that_was_left_open_keeps_both_sides(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    one, two = dump({"article/1 en": (ONE,)}), dump({"article/1 en": (TWO,)})
    assert one and two
    lines = [
        b"{",
        b"<<<<<<< HEAD",
        one.split(b"\n")[1],
        b"=======",
        two.split(b"\n")[1] + b"\r",
        b">>>>>>> b",
        b'"end": null',
        b"}",
    ]
    path.write_bytes(b"\n".join([*lines, b'"article/3 en": {"fields": 7},', b""]))
    assert load(path) == {"article/1 en": (ONE, TWO)}


def test_no_file_is_an_empty_record(tmp_path: Path) -> None:
    assert load(tmp_path / "none.json") == {}
