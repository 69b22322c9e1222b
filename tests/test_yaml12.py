"""YAML texts → values and places, and the exact words for what is wrong."""

# ruff: noqa: E501 - what is printed stands here as it is printed

import math
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hcsync import yaml12
from hcsync.yaml12 import did_you_mean, nearest


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML with and without libyaml."""
    if request.param == "pure":
        monkeypatch.setattr(yaml, "__with_libyaml__", False)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML was built without libyaml")


def value(text: str) -> Any:
    document = yaml12.read(text)
    assert document.diagnostics == ()
    return None if document.root is None else document.root.plain()


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no", "no"), ("No", "No"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"),
        ("1:30", "1:30"), ("2024-01-31", "2024-01-31"), ("2024-01-31 10:00:00", "2024-01-31 10:00:00"),
        ("1_000", "1_000"), ("0b1", "0b1"), ("=", "="), ("1.2.3", "1.2.3"), ("-", [None]), ("+", "+"), (".", "."), ("1e", "1e"),
        ("true", True), ("True", True), ("TRUE", True), ("tRUE", "tRUE"), ("false", False), ("FALSE", False),
        ("null", None), ("~", None), ("Null", None), ("nULL", "nULL"), ("", None), ("# a comment", None),
        ("12", 12), ("-12", -12), ("+12", 12), ("007", 7), ("0o17", 15), ("0x1F", 31), ("1" * 5000, "1" * 5000), ("1e999", "1e999"),
        ("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0), ("-1.5E-2", -0.015), (".inf", math.inf), ("-.INF", -math.inf),
        ("'12'", "12"), ('"true"', "true"), ("'null'", "null"), ("''", ""), ("!!str 12", "12"), ("! 12", "12"), ("!!int 12", 12),
        ("a: 1\nno: 2\n1: 3\ntrue: 4\n~: 5", {"a": 1, "no": 2, "1": 3, "true": 4, "~": 5}),
        ("- 1\n- [a, {b: c}]\n-", [1, ["a", {"b": "c"}], None]),
        ("a: >\n  one\n  two\nb: |\n  one\n  two\n", {"a": "one two\n", "b": "one\ntwo\n"}),
        ("a: &x [1]\nb: *x\nc: &y 2\nd: *y", {"a": [1], "b": [1], "c": 2, "d": 2}),
        ("<<: {a: 1}\nb: 2", {"<<": {"a": 1}, "b": 2}),
        ("%YAML 1.2\n---\na: 1\n...\n", {"a": 1}),
        ("\ufeffa: 1", {"a": 1}),
    ],
)  # fmt: skip
def test_values_are_those_of_yaml_1_2(text: str, expected: Any) -> None:
    assert value(text) == expected


def test_not_a_number() -> None:
    assert math.isnan(value(".nan"))


def test_places_count_from_1_and_from_the_top_of_the_file() -> None:
    root = yaml12.read("é: 1.10\nb:\n  - x\n  - 'y'\n", line_offset=3).root
    assert root is not None
    assert isinstance(root.value, dict)
    first, second = root.value["é"], root.value["b"]
    assert (first.value, first.text) == (1.1, "1.10")
    assert (first.line, first.column, first.key_line, first.key_column) == (4, 4, 4, 1)
    assert (second.line, second.column, second.key_line, second.key_column) == (6, 3, 5, 1)
    assert isinstance(second.value, list)
    assert [(node.line, node.column, node.text) for node in second.value] == [(6, 5, "x"), (7, 5, "y")]


def test_an_alias_stands_where_it_is_written() -> None:
    root = yaml12.read("a: &x 1\nb: *x\n").root
    assert root is not None
    assert isinstance(root.value, dict)
    assert (root.value["b"].value, root.value["b"].line, root.value["b"].column) == (1, 2, 4)


COLON = 'HC101 a colon stands where none may stand (put the whole value in quotes: key: "text: more text")'
FAR = "HC101 a line that is indented too far (the line above has its value already: begin this one where that key begins, or put the whole text in quotes)"
UNFIT = "HC101 something that does not fit here (text that begins with a quote or bracket goes in quotes as a whole; or check the indentation)"
ODD = "HC101 something that does not fit here (check the indentation of this line and the quotes and brackets of the line above)"
TAB = "HC101 a tab where spaces belong (indent with spaces)"
QUOTE = "HC101 a quote that opens here is never closed (add the closing quote)"


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: Note: this", f"f.yml:1:12: {COLON}"),
        ("a: 1\n b: 2", f"f.yml:2:2: {FAR}"),
        ("a:\n  b: 1\n    c-d: 2", f"f.yml:3:5: {FAR}"),
        ("a: 1\n  some words: 2", f"f.yml:2:13: {COLON}"),
        ("title: [Beta] of it", f"f.yml:1:15: {UNFIT}"),
        ('title: "Beta" of it', f"f.yml:1:15: {UNFIT}"),
        ("  a: 1\nb: 2", f"f.yml:2:1: {ODD}"),
        ("a:\n\tb: 1", f"f.yml:2:1: {TAB}"),
        ("\ta: 1", f"f.yml:1:1: {TAB}"),
        ("a: 'x\nb: 1\n", f"f.yml:1:4: {QUOTE}"),
        ('a: "x\n---\nb: 1\n', f"f.yml:1:4: {QUOTE}"),
        ("a: @x", "f.yml:1:4: HC101 a value cannot begin with `@` (put it in quotes)"),
        ("a: `x`", "f.yml:1:4: HC101 a value cannot begin with a backtick (put it in quotes)"),
        ("a: %x", "f.yml:1:4: HC101 a value cannot begin with `%` (put it in quotes)"),
        ("a: *x", "f.yml:1:4: HC101 `*x` refers to no value above (put text that begins with * in quotes)"),
        ("a: ** x **", "f.yml:1:4: HC101 `&` or `*` without a name (put text that begins with & or * in quotes)"),
        ("a: !x y", "f.yml:1:4: HC101 the tag `!x` means nothing here (put text that begins with ! in quotes)"),
        ("a: !!python/object:os.system {}", "f.yml:1:4: HC101 the tag `!!python/object:os.system` means nothing here (put text that begins with ! in quotes)"),
        ("a: {b: 1", "f.yml:1:4: HC101 a `{` is not closed (close it with }, or put text with braces in quotes)"),
        ("a: [b", "f.yml:1:4: HC101 a `[` is not closed (close it with ], or put text with brackets in quotes)"),
        ("a: {{ x }}", "f.yml:1:5: HC101 a list or mapping stands where a key belongs (put text with brackets in quotes)"),
        ("a: &x 1\n*x : 2", "f.yml:2:1: HC101 an alias (`*`) stands where a key belongs (put text that begins with * in quotes)"),
        ("a: > x", "f.yml:1:6: HC101 text after `|` or `>` (begin the text in the next line, indented)"),
        ("a: 1\n---\nb: 2", "f.yml:2:1: HC101 a second YAML document begins here (keep everything in one document)"),
        ("a: é\u0007", "f.yml:1:5: HC101 the invisible character U+0007, which YAML does not allow (delete it)"),
        ("a: 1\nb: \ud800", "f.yml:2:4: HC101 the invisible character U+D800, which YAML does not allow (delete it)"),
        ("a: &a [*a]", "f.yml:1:8: HC101 `*a` refers to no value above (put text that begins with * in quotes)"),
        ("a: 1\nb: 2\na: 3\na: 4", "f.yml:3:1: HC102 `a` stands here a second time; it was first given in line 1 (keep one of the two)\nf.yml:4:1: HC102 `a` stands here a second time; it was first given in line 1 (keep one of the two)"),
    ],
)  # fmt: skip
def test_faults_are_told_in_plain_words(text: str, said: str) -> None:
    assert "\n".join(str(diagnostic) for diagnostic in yaml12.read(text, "f.yml").diagnostics) == said


@pytest.mark.usefixtures("parser")
def test_a_backslash_in_double_quotes() -> None:
    (diagnostic,) = yaml12.read('a: "C:\\quark"').diagnostics
    assert (diagnostic.message, diagnostic.hint) == (
        "a backslash in double quotes that means nothing",
        "write \\\\ for a backslash",
    )


def test_of_a_doubled_key_the_first_is_kept_and_lines_are_those_of_the_file() -> None:
    document = yaml12.read("a: 1\na: 2\n", "f.md", line_offset=1)
    assert document.root is not None
    assert document.root.plain() == {"a": 1}
    assert [str(diagnostic) for diagnostic in document.diagnostics] == [
        "f.md:3:1: HC102 `a` stands here a second time; it was first given in line 2 (keep one of the two)"
    ]


def test_a_billion_laughs_are_refused() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
    (diagnostic,) = yaml12.read(f"l0: &l0 ha\n{levels}\n").diagnostics
    assert diagnostic.message == "aliases stand for more than 10000 values or nest too deep"


def test_aliases_cannot_nest_deeper_than_what_is_written() -> None:
    levels = "\n".join(f"l{n}: &l{n} [*l{n - 1}]" for n in range(1, 60))
    (diagnostic,) = yaml12.read(f"l0: &l0 ha\n{levels}\n").diagnostics
    assert diagnostic.message == "aliases stand for more than 10000 values or nest too deep"


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_depth_is_bounded(text: str) -> None:
    (diagnostic,) = yaml12.read(text).diagnostics
    assert diagnostic.message == "lists or mappings are nested more than 40 deep"


# Numbers of YAML 1.2 that YAML 1.1, in which PyYAML writes, takes for text and so leaves without quotes.
plain_text = st.text().filter(
    lambda text: not yaml12._FLOAT.fullmatch(text) and not text.startswith(("0o", "0x", "+", "-"))
)
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | plain_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_text, inner, max_size=4),
    max_leaves=12,
)


@given(json_like, st.booleans())
def test_what_pyyaml_writes_comes_back(data: Any, flow: bool) -> None:
    assert value(yaml.safe_dump(data, default_flow_style=flow, width=10_000)) == data


@given(st.text() | st.text(alphabet="ab:-[]{}\"'*&!|>%@#?, \n\t\x07\ufeff"))
def test_any_text_gives_a_value_or_a_diagnostic(text: str) -> None:
    document = yaml12.read(text, "f.yml")
    if document.root is None and not document.diagnostics:
        assert all(
            not line.strip("\ufeff \t\r\n\x85\u2028\u2029")
            or line.lstrip("\ufeff \t").startswith(("#", "%", "---", "..."))
            for line in text.splitlines()
        )
    for diagnostic in document.diagnostics:
        assert diagnostic.place is not None
        assert diagnostic.place.line >= 1
        assert diagnostic.place.column >= 1
        assert diagnostic.message.isprintable()


def test_the_nearest_word() -> None:
    known = ["title", "description", "author_id", "state"]
    assert nearest("Descripton", known) == "description"
    assert nearest("author-id", known) == "author_id"
    assert nearest("zzz", known) is None
    assert did_you_mean("sate", known) == "did you mean `state`?"
    assert did_you_mean("zzz", known) is None
