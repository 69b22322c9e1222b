"""Drift as people and bots read it. The cases are whole screens and pages: `--update-golden` renews them."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from drifted import CASES, EDITS, LONG, PAGE, delta, drift, views
from golden import expect
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hcsync.model.address import article
from hcsync.model.drift import Edit, Touch
from hcsync.model.plan import Field
from hcsync.report.drift_json import drift_json
from hcsync.report.drift_markdown import drift_markdown
from hcsync.report.drift_text import drift_text
from hcsync.report.drift_view import DriftView, verdict
from hcsync.report.fitting import LARGEST
from hcsync.report.inert import clipped
from hcsync.report.safe import shown
from hcsync.report.view import BodyDiff, Line

GOLDEN = Path(__file__).parent / "drift_cases"
RENDERINGS = {"txt": lambda view: drift_text(view) + "\n", "md": drift_markdown}
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
COLUMNS = 6
WIDEST = (200, 80, 200, 40, 0, 200)

every_view = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("ending", RENDERINGS)
@pytest.mark.parametrize("case", sorted(CASES))
def test_case(case: str, ending: str, pytestconfig: pytest.Config) -> None:
    text = RENDERINGS[ending](CASES[case])
    expect(text, GOLDEN / f"{case}.{ending}", pytestconfig)
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_every_golden_file_has_its_case() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{case}.{ending}" for case in CASES for ending in RENDERINGS}


def painted(role: str, text: str) -> str:
    return f"\x1b[{len(role)}m{text}\x1b[0m"


@every_view
@given(views)
def test_whatever_was_edited_as_text(view: DriftView) -> None:
    text = drift_text(view)
    assert not UNSAFE.search(text)
    assert re.sub("\x1b\\[[0-9]+m", "", drift_text(view, painted)) == text
    lines = text.split("\n")
    assert lines[0] == lines[-1] == verdict(view.drift)
    assert sum(1 for line in lines if re.match("  < (article|collection)( |$)", line)) == len(view.drift.edits)
    assert view.drift.edits or len(lines) == 1


@every_view
@given(views)
def test_whatever_was_edited_as_markdown(view: DriftView) -> None:
    """Foreign text stands in code and nowhere else: what a reader's browser gets besides is ours, word for word."""
    text = drift_markdown(view)
    assert not UNSAFE.search(text)
    tokens = list(_flat(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)))
    kinds = {token.type.partition("_")[0] for token in tokens}
    assert kinds <= {"html", "paragraph", "inline", "text", "strong", "code", "fence"} | {
        "table", "thead", "tbody", "tr", "th", "td", "bullet", "list", "softbreak"
    }  # fmt: skip
    _check_html(tokens, view)
    _check_prose(tokens)
    _check_fences(tokens, view)
    rows = sum(token.type == "tr_open" for token in tokens)
    assert rows == (len(view.drift.edits) + 1 if view.drift.edits else 0)
    assert [line.count("|") for line in text.split("\n") if line.startswith("|---")] == [COLUMNS + 1] * bool(rows)
    _check_cells(tokens, view)


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _check_html(tokens: list[Token], view: DriftView) -> None:
    found = [token.content.strip() for token in tokens if token.type.startswith("html_")]
    edits = len(view.drift.edits)
    assert found[0] == f"<!-- hcsync:drift env=production digest=0123456789abcdef edits={edits} -->"
    folded = [edit for edit in view.drift.edits if edit.fields or edit.removed]
    assert found[2::2] == ["</details>"] * len(folded)
    for opening in found[1::2]:
        summary = re.fullmatch(r"<details>\n<summary><code>([^<>]*)</code></summary>", opening)
        assert summary
        assert "\n" not in unescape(summary[1])


# Everything that is said outside of code.
WORDS = set(
    "a after all and applied apply are article articles as author back be body by center collection collections "
    "deleted description do drift edit edited edits environment file files for gone hcsync help how id in intercom "
    "into is it its last locale locales long more name no none nothing object objects of or over page put removed "
    "rollback shows since state take text texts the them these this title to too was were what workspace write".split()
)


def _check_prose(tokens: list[Token]) -> None:
    prose = " ".join(token.content for token in tokens if token.type == "text")
    assert set(re.findall(r"[^\W\d_]+", prose.lower())) <= WORDS
    assert not set("@#<>`[]|\\&$") & set(prose)


def _check_cells(tokens: list[Token], view: DriftView) -> None:
    """The texts of each row in their cells: a bar in one of them would have moved or dropped what comes after."""
    cells = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "td_open"]
    found = [[kid.content for kid in cell.children or [] if kid.type == "code_inline"] for cell in cells]
    for number, edit in enumerate(view.drift.edits):
        row = found[number * COLUMNS : (number + 1) * COLUMNS]
        author = view.authors.get(edit.last.by) or (f"author {edit.last.by}" if edit.last.by else "")
        texts = [[edit.address.key], [edit.title], [edit.remote_id], edit.locales, [], [author] * bool(edit.last.at)]
        wanted = [
            [clipped(shown(text), most) for text in cell if text] for cell, most in zip(texts, WIDEST, strict=True)
        ]
        assert row == [[text.replace("\\|", "\\ |") for text in cell] for cell in wanted]


def _check_fences(tokens: list[Token], view: DriftView) -> None:
    fences = [token for token in tokens if token.type == "fence"]
    assert {token.info for token in fences} <= {"diff"}
    for token in fences:
        assert all(line[0] in "+-…" for line in token.content.splitlines())
    wanted = [
        len(view.bodies[edit.address, locale].lines)
        for edit in view.drift.edits
        for locale in dict.fromkeys(one.locale for one in edit.fields if one.field is Field.BODY)
        if (edit.address, locale) in view.bodies
    ]
    assert [len(token.content.splitlines()) for token in fences] == wanted


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _many(number: int, lines: int) -> DriftView:
    edits = [
        Edit(
            article(f"long/key/{index:05}"), str(index), "T", (delta("en", Field.BODY),), touched={"en": Touch(1, "9")}
        )
        for index in range(number)
    ]
    body = BodyDiff("x.md", tuple(Line("+", "😀 words " * 20) for _ in range(lines)), 0, lines)
    return DriftView(drift(*edits), {(edit.address, "en"): body for edit in edits}, {})


def test_texts_are_left_out_before_rows_and_rows_before_the_verdict() -> None:
    few = drift_markdown(_many(3, 10))
    assert few.count("```diff") == 3

    long = drift_markdown(_many(30, 40))
    shown = long.count("```diff")
    assert 0 < shown < 30
    assert long.count("| article ") == 30
    assert f"The texts of {30 - shown} objects are too long for this page: `hcsync drift` shows them." in long

    many = drift_markdown(_many(5000, 10))
    rows = many.count("| article ")
    assert 300 < rows < 5000
    assert "```diff" not in many
    assert f"… and {5000 - rows:,} more objects" not in many
    assert f"… and {5000 - rows:,} objects more: `hcsync drift` shows them all." in many
    for text in (few, long, many):
        assert "**Drift: " in text
        assert "hcsync pull --env production" in text
        assert _size(text) <= LARGEST


@pytest.mark.parametrize("largest", [1200, 1500, 2000, 3000, 6000])
def test_whatever_the_room_it_is_kept_to(largest: int) -> None:
    text = drift_markdown(_many(12, 5), largest)
    assert _size(text) <= largest
    assert verdict(_many(12, 5).drift) in text


def test_a_long_text_is_shortened_before_it_is_left_out() -> None:
    body = BodyDiff("x.md", tuple(Line("+", "word " * 400) for _ in range(60)), 0, 60)
    text = drift_markdown(DriftView(drift(LONG), {(PAGE, "en"): body}))
    assert "… 20 more lines" in text
    assert _size(text) <= LARGEST


def test_a_whole_document_as_json() -> None:
    found = json.loads(drift_json(CASES["edits"]))
    edits = found.pop("drift")
    assert found == {
        "format_version": "1.0",
        "tool_version": "1.0",
        "environment": "production",
        "workspace": "ef56gh78",
        "help_center": "Acme Help",
        "state": {"lineage": "l1", "serial": 7},
        "digest": "0123456789abcdef",
        "drifted": True,
        "summary": {
            "drift": 3,
            "articles": 2,
            "collections": 1,
            "deleted": 0,
            "owned": {"articles": 214, "collections": 12},
        },
    }
    assert [edit["address"] for edit in edits] == ["collection.billing", "article.start/install", "article.old"]
    fields = edits[1].pop("change")["fields"]
    assert edits[1] == {
        "address": "article.start/install",
        "type": "article",
        "id": "8137",
        "title": "Install the app",
        "locales": ["en", "fr", "de", "pt-BR"],
        "gone": False,
        "fileless": False,
        "put_back": False,
        "removed_locales": ["pt-BR"],
        "edited_at": EDITS.last.at,
        "edited_by": "1295",
    }
    assert fields[2] == {
        "locale": "en",
        "field": "description",
        "path": "content/en/start/install.md",
        "before": None,
        "after": "",
        "edited_at": EDITS.touched["en"].at,
        "edited_by": "7",
    }
    assert fields[5]["lines"] == [
        {"sign": "-", "text": "Ouvrez les **Réglages**."},
        {"sign": "+", "text": "Ouvrez [vos réglages](../account/settings.md)."},
    ]


@every_view
@given(views)
def test_whatever_was_edited_as_json(view: DriftView) -> None:
    found = json.loads(drift_json(view))
    assert [edit["address"] for edit in found["drift"]] == [str(edit.address) for edit in view.drift.edits]
