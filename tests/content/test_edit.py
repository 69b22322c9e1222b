"""One key of a file's YAML set, and everything else as it was, to the character."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcsync import yaml12
from hcsync.content.edit import set_key
from hcsync.content.fence import split
from hcsync.content.reading import decoded

CASES = {
    "a new key comes last": ("---\ntitle: X # c\n---\n\nbody\n", "id", 5, "---\ntitle: X # c\nid: 5\n---\n\nbody\n"),
    "a comment beside the value stays": ("name: X  # c\nid: 1\n", "name", "Z", "name: Z  # c\nid: 1\n"),
    "an empty value": ("---\nid: # later\ntitle: X\n---\nb", "id", 5, "---\nid: 5 # later\ntitle: X\n---\nb"),
    "its quotes stay": ("name: 'X'\n", "name", "it's", "name: 'it''s'\n"),
    "double quotes stay": ('name: "X"\n', "name", 'a "b"', 'name: "a \\"b\\""\n'),
    "quotes where it needs them": ("name: X\n", "name", "a: b", 'name: "a: b"\n'),
    "words that are no text elsewhere": ("name: X\n", "name", "No", 'name: "No"\n'),
    "text that looks like a number": ("name: X\n", "name", "12", 'name: "12"\n'),
    "a comma needs no quotes": ("name: X\n", "name", "a, b", "name: a, b\n"),
    "what joins letters stands as it is": ("name: X\n", "name", "می\u200cخواهم", "name: می\u200cخواهم\n"),
    "what turns text around does not": ("name: X\n", "name", "a\u202eb", 'name: "a\\u202eb"\n'),
    "but in braces it does": ("{name: X}", "name", "a, b", '{name: "a, b"}'),
    "Windows": ("---\r\ntitle: X\r\n---\r\n\r\nbody\r\n", "id", 5, "---\r\ntitle: X\r\nid: 5\r\n---\r\n\r\nbody\r\n"),
    "a byte-order mark": ("\ufeff---\r\ntitle: X\n---\n", "title", "Z", "\ufeff---\r\ntitle: Z\n---\n"),
    "old Macintosh": ("name: X\rid: 1\r", "id", 2, "name: X\rid: 2\r"),
    "lines that were folded": ("a: >-\n  one\n  two\n\nb: 1\n", "a", "x", "a: x\n\nb: 1\n"),
    "a text over two lines": ("a: one\n  two # c\nb: 1\n", "a", "x", "a: x # c\nb: 1\n"),
    "below a text that keeps its blank lines": ("a: |+\n  x\n\n", "b", 1, "a: |+\n  x\n\nb: 1\n"),
    "a mapping": ("name: X\n", "id", {"live": 1, "test": 2}, "name: X\nid: {live: 1, test: 2}\n"),
    "within a mapping of lines": (
        "id: # c\n  live: 1 # d\nname: X\n",
        ("id", "test"),
        2,
        "id: # c\n  live: 1 # d\n  test: 2\nname: X\n",
    ),
    "within a mapping in braces": ("id: {live: 1} # c\n", ("id", "test"), 2, "id: {live: 1, test: 2} # c\n"),
    "a mapping where there was none": ("name: X\n", ("id", "test"), 2, "name: X\nid: {test: 2}\n"),
    "a mapping instead of a number": ("id: 7\n", ("id", "test"), 2, "id: {test: 2}\n"),
    "a number instead of a mapping": ("id:\n  live: 1\n\nname: X\n", "id", 7, "id: 7\n\nname: X\n"),
    "a list": ("id:\n- 1\n- 2\nname: X\n", "id", 7, "id: 7\nname: X\n"),
    "nothing": ("collection: a/b\n", "collection", None, "collection: null\n"),
    "no frontmatter to speak of": ("---\n---\nbody\n", "id", 5, "---\nid: 5\n---\nbody\n"),
    "comments alone": ("---\n# c\n---\nbody\n", "id", 5, "---\n# c\nid: 5\n---\nbody\n"),
    "an empty file": ("", "id", 5, "id: 5\n"),
    "no line ending at the end": ("name: X", "id", 5, "name: X\nid: 5"),
    "a marker before the mapping": ("---\nname: X\n...\n", "id", 5, "---\nname: X\nid: 5\n...\n"),
    "what it is already": ("id: 0x10\nname: X\n", "id", 16, "id: 0x10\nname: X\n"),
    "a horizontal rule in the body": (
        "---\na: 1\n---\n\n---\na: 1\n---\n",
        "a",
        2,
        "---\na: 2\n---\n\n---\na: 1\n---\n",
    ),
    "a key in the body": ("---\na: 1\n---\nid: 3\n", "id", 5, "---\na: 1\nid: 5\n---\nid: 3\n"),
    "blank lines above": ("\n\n---\na: 1\n---\n", "a", 2, "\n\n---\na: 2\n---\n"),
    "indented": ("  a: 1\n  b: 2\n", "c", 3, "  a: 1\n  b: 2\n  c: 3\n"),
    "a key with a question mark": ("? a\n: 1\n", "a", 2, "? a\n: 2\n"),
    "not in the way of what was there last": ("a: |\n  x", "b", 1, "b: 1\na: |\n  x"),
}


@pytest.mark.parametrize("case", CASES)
def test_one_value_changes_and_nothing_else(case: str) -> None:
    text, key, value, wanted = CASES[case]
    assert set_key(text, key, value) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "id: &a 5\nname: *a\n",  # the other value hangs on this one
        "id: 1\nid: 2\n",
        "- a\n",
        "a: [\n",
        "---\njust words\n---\n",
    ],
)
def test_refuses_what_it_cannot_set_alone(text: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be (read|set)"):
        set_key(text, "id", 7)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=12)
COMMENT = st.sampled_from(["", " # a comment", "  # 'quoted' \"twice\": {", "\t# tab"])
WRITTEN = st.sampled_from(
    [
        *("plain", "two words", "'it''s'", '"a \\"b\\" # c"', "12", "~", "", "true", "http://x.y/z", "{a: 1, b: [2]}"),
        *("[a, b]", "|\n  one\n\n  two", ">-\n  one\n  two\n", "|+\n  kept\n\n", "\n  inner: 1\n  more: x"),
        *("\n- a\n- b", "plain\n  and on", "'over\n  lines'", "&anchor x", "!!str 5"),
    ]
)


@st.composite
def mappings(draw: st.DrawFn) -> str:
    """YAML as people write it: one key after the other, in every style."""
    keys = draw(st.lists(st.sampled_from("title id state author description".split()), unique=True))
    lines = [draw(st.sampled_from(["", "# above\n", "\n"]))]
    for key in keys:
        value = draw(WRITTEN)
        comment = "" if "\n" in value or not value else draw(COMMENT)
        lines.append(f"{key}:{'' if value.startswith(chr(10)) or not value else ' '}{value}{comment}\n")
        lines.append(draw(st.sampled_from(["", "", "\n", "# between\n"])))
    return "".join(lines)


@given(
    mappings(),
    st.sampled_from([("---\n", "---\n\nbody: 1\n\n---\n"), ("", "")]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from("title id state author description".split()),
    WORDS | st.integers(0, 10**9) | st.booleans() | st.none() | st.dictionaries(WORDS, st.integers(0, 99), max_size=2),
)
def test_what_comes_out_says_what_was_asked_and_all_else_is_untouched(
    yaml: str, fences: tuple[str, str], ending: str, mark: str, key: str, value: object
) -> None:
    text = mark + f"{fences[0]}{yaml}{fences[1]}".replace("\n", ending)
    before = read(text)
    changed = set_key(text, key, value)  # type: ignore[arg-type]
    assert read(changed) == ({**before[0], key: value}, before[1])
    assert set_key(changed, key, value) == changed  # type: ignore[arg-type]
    assert changed.startswith(mark)
    if "\n" not in text:
        ending = "\n"
    if ending == "\r\n":
        assert "\n" not in changed.replace("\r\n", "")
    old, new = (one.removeprefix("\ufeff").split(ending) for one in (text, changed))
    head = next((number for number, line in enumerate(old) if line.startswith(f"{key}:")), None)
    if head is None:
        assert any(new[:at] + new[at + 1 :] in (old, [*old, ""]) for at in range(len(new)))
    else:
        tail = next((n for n in range(head + 1, len(old)) if re.match(r"---$|\w+:", old[n])), len(old) - 1)
        assert new[:head] == old[:head]
        assert new[-len(old[tail:]) :] == old[tail:]


def read(text: str) -> tuple[dict[str, object], str]:
    """What the YAML says, and what stands below it."""
    plain = decoded(text.encode())
    assert isinstance(plain, str)
    found = split(plain)
    document = yaml12.read(found.yaml if found else plain)
    assert not document.diagnostics
    return (document.root.plain() or {}) if document.root else {}, found.body if found else ""
