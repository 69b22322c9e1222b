"""A real browser opens reports from disk: tabs, search, keys, paper, and no complaint from anybody who checks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser as browsers
import msgspec
import pytest
from browser import Tab
from drifted import CASES as DRIFT
from viewed import CASES, three_hundred

from hcsync.model.address import article
from hcsync.model.plan import Action
from hcsync.report.html.page import drift_html, plan_html
from hcsync.report.view import BodyDiff, PlanView

BROWSER = browsers.found()
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser in PATH; `apt-get install chromium` lets this run")


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    assert BROWSER is not None
    with browsers.opened(BROWSER, tmp_path_factory.mktemp("profile")) as tab:
        yield tab


def rich() -> PlanView:
    """Everything a page can show: several languages, a new article, a conflict, drift, a refusal."""
    mixed, removed, word = CASES["mixed"], CASES["removed"], CASES["one-word"]
    new = next(one for one in mixed.plan.changes if one.address == article("billing/refunds"))
    texts = {
        (new.address, "en"): BodyDiff("x.md", (), 0, 0, None, "# Refunds\n\n| a | b |\n|---|---|\n| 1 | [2](x.md) |"),
        (new.address, "fr"): BodyDiff("y.md", (), 0, 0, None, "> [!WARNING]\n> Remboursements ![Un reçu](r.png)"),
    }
    fields = next(one for one in CASES["fields"].plan.changes if one.address == article("start/install"))
    changes = (
        new,
        *word.plan.changes,
        *CASES["right-to-left"].plan.changes,
        msgspec.structs.replace(fields, title="Three"),
    )
    plan = msgspec.structs.replace(mixed.plan, changes=changes, refusals=removed.plan.refusals)
    bodies = mixed.bodies | texts | word.bodies | CASES["right-to-left"].bodies
    assert {change.action for change in plan.changes} == {Action.CREATE, Action.UPDATE}
    return msgspec.structs.replace(mixed, plan=plan, bodies=bodies)


def shown(tab: Tab, folder: Path, text: str, *, width: int = 1280, dark: bool = False, printed: bool = False) -> str:
    path = folder / "report.html"
    path.write_text(text, encoding="utf-8")
    tab.faults.clear()
    tab.requests.clear()
    tab.look(width, 900, dark=dark, printed=printed)
    tab.open(path.as_uri())
    return path.as_uri()


def visible(tab: Tab, selector: str) -> list[str]:
    every = f"[...document.querySelectorAll({json.dumps(selector)})]"
    found: list[str] = tab.run(f"{every}.filter(e => e.checkVisibility()).map(e => e.textContent)")
    return found


@pytest.mark.parametrize("case", [*sorted(CASES), "rich"])
def test_no_complaint_and_no_request(tab: Tab, tmp_path: Path, case: str) -> None:
    address = shown(tab, tmp_path, plan_html(rich() if case == "rich" else CASES[case]))

    assert tab.faults == []
    # The picture of the browser's tab is no request: it has no address beyond itself.
    assert set(tab.requests) <= {address, "data:,"}
    assert tab.run("document.title").startswith("Plan for production: ")


def test_tabs_by_mouse_and_by_keys(tab: Tab, tmp_path: Path) -> None:
    shown(tab, tmp_path, plan_html(rich()))
    first = "details:has([role=tablist])"
    assert tab.run(f"document.querySelector('{first} [role=tab][aria-selected=true]').textContent") == "en"
    assert [text for text in visible(tab, f"{first} .text") if "Remboursements" in text] == []

    tab.run(f"document.querySelector('{first} [role=tab][aria-selected=false]').click()")
    assert tab.run(f"document.querySelector('{first} [role=tab][aria-selected=true]').textContent") == "fr"
    assert len([text for text in visible(tab, f"{first} .text") if "Remboursements" in text]) == 1

    tab.run(f"document.querySelector('{first} [role=tab][aria-selected=true]').focus()")
    for key, language in (
        ("ArrowLeft", "en"),
        ("ArrowLeft", "fr"),
        ("Home", "en"),
        ("End", "fr"),
        ("ArrowRight", "en"),
    ):
        tab.press(key)
        assert tab.run("document.activeElement.textContent") == language
        assert tab.run("document.activeElement.getAttribute('aria-selected')") == "true"
    tab.press("Tab")
    assert tab.run("document.activeElement.getAttribute('role')") == "tabpanel"


def test_search_by_keys(tab: Tab, tmp_path: Path) -> None:
    shown(tab, tmp_path, plan_html(rich()))
    every = visible(tab, "h2")

    tab.press("/", "/")
    assert tab.run("document.activeElement.id") == "search"
    tab.type("recu")  # without the accent, as one types
    assert visible(tab, "h2") == ["Refunds"]
    assert visible(tab, "#found") == [f"1 of {len(every)} objects"]
    tab.type("x")
    assert visible(tab, "h2") == []
    assert visible(tab, "#nothing") == ["Nothing here says that."]
    tab.press("Escape")
    assert visible(tab, "h2") == every
    assert visible(tab, "#nothing") == []


def test_everything_is_reached_by_keys(tab: Tab, tmp_path: Path) -> None:
    shown(tab, tmp_path, plan_html(rich()))
    tab.press("Tab")
    assert tab.run("document.activeElement.className") == "skip"
    tab.press("Enter")
    assert tab.run("document.activeElement.id") == "changes"
    tab.press("Tab")
    assert tab.run("document.activeElement.tagName") == "SUMMARY"
    tab.press("Enter")
    assert tab.run("document.activeElement.parentElement.open") is False
    tab.press("Enter")
    assert tab.run("document.activeElement.parentElement.open") is True


def test_many_are_folded_and_found(tab: Tab, tmp_path: Path) -> None:
    page = plan_html(three_hundred())
    assert 'class="item update" open' not in page  # none is laid out to be folded afterwards
    shown(tab, tmp_path, page)
    assert tab.run("document.querySelectorAll('details.item[open]').length") == 0
    assert visible(tab, "#fold") == ["Unfold all"]
    assert visible(tab, "#found") == ["300 objects"]
    tab.press("/", "/")
    tab.type("page-299")
    assert len(visible(tab, "h2")) == 1
    tab.run("document.getElementById('fold').click()")
    assert tab.run("document.querySelectorAll('details.item[open]').length") == 300


def test_on_paper_every_language_is_shown(tab: Tab, tmp_path: Path) -> None:
    shown(tab, tmp_path, plan_html(rich()), printed=True)
    languages = visible(tab, ".pane > h3")
    assert {"en", "fr", "ar", "he", "zh-Hant"} <= set(languages)
    assert visible(tab, "[role=tab]") == []
    assert visible(tab, "#search") == []


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_runs_out_of_the_page(tab: Tab, tmp_path: Path, width: int) -> None:
    for view in (rich(), CASES["traps"], CASES["long"]):
        shown(tab, tmp_path, plan_html(view), width=width)
        assert tab.run("document.documentElement.scrollWidth") <= width


def axe(tab: Tab) -> list[dict[str, Any]]:
    """The faults that axe-core finds and calls serious or worse."""
    import axe_core_python

    source = Path(axe_core_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    tab.run(source + ";undefined")
    found = json.loads(tab.run("axe.run(document).then(r => JSON.stringify(r.violations))"))
    return [one for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("case", ["rich", "removed", "traps", "no-changes", "drift"])
def test_axe_finds_no_serious_fault(tab: Tab, tmp_path: Path, case: str, dark: bool) -> None:
    view = rich() if case == "rich" else CASES.get(case)
    shown(tab, tmp_path, plan_html(view) if view else drift_html(DRIFT["edits"]), dark=dark)

    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in axe(tab)] == []


def test_languages_are_written_in_their_direction(tab: Tab, tmp_path: Path) -> None:
    shown(tab, tmp_path, plan_html(CASES["right-to-left"]))

    texts = "[...document.querySelectorAll('.text')]"
    assert set(tab.run(f"{texts}.map(e => getComputedStyle(e).direction)")) == {"rtl"}
    assert set(tab.run(f"{texts}.map(e => e.lang)")) == {"ar"}
