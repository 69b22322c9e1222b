"""The lines a plan shows of a body: above all those that an apply would take from somebody."""

import asyncio
import re
import threading

import pytest
from served import TOKEN, Site

from hcsync.config import load
from hcsync.model.address import article
from hcsync.planner.policy import OnConflict, OnDrift, Policy
from hcsync.report.view import Line, PlanView
from hcsync.workflow.drift import drift


@pytest.fixture
def edited(site: Site) -> Site:
    """An article in two languages; each body was edited in Intercom, the English one in the file as well."""
    site.article("a", "As it was.")
    site.article("a", "Comme avant.", title="A fr", locale="fr")
    site.apply()
    texts = {"state": "published", "author_id": 1}
    french = {"title": "A fr", "body": "<p>Par eux.</p>", **texts}
    ident = site.articles()["A"]["id"]
    site.call("PUT", f"/articles/{ident}", {"body": "<p>By them.</p>", **texts, "translated_content": {"fr": french}})
    site.article("a", "By us.")
    return site


def _lines(view: PlanView) -> dict[str, list[Line]]:
    return {locale: list(diff.lines) for (address, locale), diff in view.bodies.items() if address == article("a")}


def test_what_is_to_be_overwritten_is_what_intercom_holds(edited: Site) -> None:
    view = edited.plan(policy=Policy(OnDrift.OVERWRITE, OnConflict.OURS))
    assert [(change.locales, change.action.value) for change in view.plan.changes] == [(("en", "fr"), "update")]
    assert (view.plan.drift, view.plan.conflicts) == ((), ())
    assert _lines(view) == {
        "en": [Line("-", "By them."), Line("+", "By us.")],
        "fr": [Line("-", "Par eux."), Line("+", "Comme avant.")],
    }


def test_what_is_left_is_shown_both_ways_round(edited: Site) -> None:
    view = edited.plan()
    assert view.plan.changes == ()
    assert _lines(view) == {
        "en": [Line("-", "By them."), Line("+", "By us.")],
        "fr": [Line("-", "Comme avant."), Line("+", "Par eux.")],
    }


def test_what_moved_in_the_file_alone_is_shown_as_the_file_has_it(site: Site) -> None:
    site.article("a", "One *line*.")
    site.apply()
    site.article("a", "Two __lines__.")
    view = site.plan()
    assert _lines(view) == {"en": [Line("-", "One *line*."), Line("+", "Two __lines__.")]}
    assert view.bodies[article("a"), "en"].span == "content/en/a.md:7"


@pytest.mark.parametrize("command", ["drift", "plan", "rollback"])
def test_many_bodies_are_fetched_a_few_at_a_time(site: Site, command: str) -> None:
    """One after the other, a help center that was edited all over would take minutes to tell of."""
    keys = [f"page-{number:02}" for number in range(20)]
    for key in keys:
        site.article(key, "The text.")
    site.apply()
    for key in keys:
        site.article(key, "The second text.")
    site.apply()
    if command != "rollback":
        for one in site.articles().values():
            change = {"body": "<p>Another text.</p>", "author_id": 1, "state": "published"}
            site.call("PUT", f"/articles/{one['id']}", change)
    there = 0
    together = threading.Event()

    async def rule(_number: int, method: str, path: str, _body: bytes) -> None:
        """Holds the first requests until two of them are here."""
        nonlocal there
        if method == "GET" and re.fullmatch(r"/articles/\d+", path):
            there += 1
            if there > 1:
                together.set()
            if not await asyncio.to_thread(together.wait, 20):
                site.weather.rule = None
            there -= 1

    site.weather.rule = rule
    match command:
        case "drift":
            config = load(site.root, {})
            view = asyncio.run(drift(config, config.environment(), {"HELP_TOKEN": TOKEN}))
            bodies = {address.key for address, _ in view.bodies}
        case "plan":
            bodies = {address.key for address, _ in site.plan().bodies}
        case _:
            shown: list[PlanView] = []
            site.rollback(show=shown.append, confirm=lambda _view: False)
            bodies = {address.key for address, _ in shown[0].bodies}
    site.weather.rule = None
    assert bodies == set(keys)
    assert together.is_set()
