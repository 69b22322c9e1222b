"""What Intercom takes and does not show readers: found, remembered, sent again only when that is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import Site, serving

from hcsync.emulator.quirks import Quirks
from hcsync.model.address import article
from hcsync.model.outcome import Outcome
from hcsync.model.plan import Held, Plan
from hcsync.planner.policy import OnConflict, OnDrift, Policy

PUBLISH = Policy(publish_pending=True)
HOLD = {"draft-with-state": "hold"}
LATE = {**HOLD, "draft-answer": "sent"}


@pytest.fixture(params=[HOLD, LATE], ids=["answer", "read-back"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """One article in two languages, applied, with a draft left open over both; found by the answer to a write, or only
    by reading back."""
    with serving(tmp_path, locales=("en", "fr"), quirks=Quirks(request.param)) as running:
        running.config("en, fr")
        write(running, "Old.", title="Old")
        running.article("b", "Another.")
        running.apply()
        draft(running)
        yield running


def write(site: Site, text: str, title: str = "A", french: str = "Vieux.") -> None:
    site.article("a", text, title=title)
    site.article("a", french, title="A fr", locale="fr")


def ident(site: Site) -> str:
    return next(one["id"] for one in site.call("GET", "/articles")["data"] if one["title"] != "B")


def draft(site: Site, **what: bool) -> None:
    site.call("PUT", f"/_emulator/articles/{ident(site)}/pending-draft", what or {"pending": True})


def shown(site: Site) -> tuple[str, str, str]:
    one = site.call("GET", f"/articles/{ident(site)}")
    return one["title"], _text(one["body"]), _text(one["translated_content"]["fr"]["body"])


def _text(body: str) -> str:
    return body.partition(">")[2].partition("<")[0]


def held(site: Site, *locales: str) -> tuple[Held, ...]:
    return (Held(article("a"), ident(site), "A", locales),)


def quiet(plan: Plan) -> bool:
    return not (plan.pending or plan.drift or plan.conflicts)


def puts(site: Site) -> int:
    seen = sum(method == "PUT" and path.startswith("/articles") for method, path, _ in site.weather.seen)
    site.weather.seen.clear()
    return seen


def messages(outcome: Outcome) -> list[str]:
    return [f"{one.code}: {one.message}" for one in outcome.diagnostics]


def test_it_is_found_told_and_not_sent_again(site: Site) -> None:
    write(site, "New.", french="Nouveau.")
    puts(site)

    outcome = site.apply()

    assert messages(outcome) == [f"HC409: a ({ident(site)}) was stored, but readers still see the old text (en, fr)"]
    assert (outcome.complete, outcome.results[0].verified, puts(site)) == (True, False, 1)
    assert shown(site) == ("Old", "Old.", "Vieux.")
    for policy in (Policy(), Policy(OnDrift.OVERWRITE, OnConflict.OURS)):
        plan = site.plan(policy=policy).plan
        assert (quiet(plan), plan.held) == (True, held(site, "en", "fr"))
    assert site.apply().results == ()
    assert puts(site) == 0


def test_it_is_sent_again_on_request_and_stays_told_while_it_waits(site: Site) -> None:
    write(site, "New.")
    site.apply()
    puts(site)

    assert [str(change.address) for change in site.plan(policy=PUBLISH).plan.changes] == ["article.a"]
    outcome = site.apply(policy=PUBLISH)
    assert (puts(site), len(outcome.diagnostics)) == (1, 1)
    assert site.plan().plan.held == held(site, "en")

    # Somebody has discarded the draft, which Intercom does not tell.
    draft(site, pending=False)
    assert site.plan().plan.held == held(site, "en")
    outcome = site.apply(policy=PUBLISH)
    assert (outcome.diagnostics, outcome.results[0].verified) == ((), True)
    assert shown(site) == ("A", "New.", "Vieux.")
    plan = site.plan().plan
    assert (quiet(plan), plan.held) == (True, ())


def test_what_is_published_in_intercom_is_what_was_sent(site: Site) -> None:
    write(site, "New.")
    site.apply()
    draft(site, publish=True)

    assert shown(site) == ("A", "New.", "Vieux.")
    plan = site.plan().plan
    assert (plan.refresh, plan.changes, plan.held, plan.drift) == ((article("a"),), (), (), ())
    site.apply()
    plan = site.plan().plan
    assert (quiet(plan), plan.held) == (True, ())


def test_what_somebody_edits_before_it_is_published_is_drift(site: Site) -> None:
    write(site, "New.")
    site.apply()
    draft(site, publish=True)
    site.call("PUT", f"/articles/{ident(site)}", {"title": "A, edited", "state": "published", "author_id": 1})

    plan = site.plan().plan

    assert [[delta.field for delta in item.fields] for item in plan.drift] == [["title"]]
    assert (plan.conflicts, plan.held, plan.changes) == ((), (), ())
    assert site.apply().complete
    assert [[delta.field for delta in item.fields] for item in site.plan().plan.drift] == [["title"]]


def test_a_file_that_moves_on_is_a_write_as_ever(site: Site) -> None:
    write(site, "New.")
    site.apply()
    write(site, "Newer.")

    assert [delta.field for delta in site.plan().plan.changes[0].fields] == ["body"]
    site.apply()

    plan = site.plan().plan
    assert (quiet(plan), plan.held) == (True, held(site, "en"))
    draft(site, publish=True)
    assert shown(site) == ("A", "Newer.", "Vieux.")
    site.apply()
    assert quiet(site.plan().plan)


def test_a_file_that_goes_back_has_nothing_waiting_any_longer(site: Site) -> None:
    write(site, "New.")
    site.apply()
    write(site, "Old.", title="Old")

    assert site.plan().plan.held == ()
    site.apply()
    assert (quiet(site.plan().plan), shown(site)) == (True, ("Old", "Old.", "Vieux."))


def test_what_waits_goes_along_with_another_change_of_its_article(site: Site) -> None:
    """Complete objects are sent, so the draft must not be filled with the text that readers see now."""
    write(site, "New.")
    site.apply()
    draft(site, pending=False)
    draft(site)
    write(site, "New.", french="Nouveau.")

    plan = site.plan().plan
    assert ([delta.locale for delta in plan.changes[0].fields], plan.held) == (["fr"], held(site, "en"))
    outcome = site.apply()

    assert messages(outcome) == [f"HC409: a ({ident(site)}) was stored, but readers still see the old text (fr, en)"]
    assert site.plan().plan.held == held(site, "en", "fr")
    draft(site, publish=True)
    assert shown(site) == ("A", "New.", "Nouveau.")


def test_drift_that_was_to_be_overwritten_waits_and_is_no_drift(site: Site) -> None:
    draft(site, pending=False)
    site.call("PUT", f"/articles/{ident(site)}", {"body": "<p>Theirs.</p>", "state": "published", "author_id": 1})
    draft(site)

    site.apply(policy=Policy(OnDrift.OVERWRITE))

    plan = site.plan().plan
    assert (quiet(plan), [item.locales for item in plan.held]) == (True, [("en",)])
    assert shown(site)[1] == "Theirs."


def test_it_is_remembered_by_a_run_that_dies_right_after(site: Site) -> None:
    """Its answer was lost: the next run sees no change, and sends it again."""
    write(site, "New.")
    site.weather.after = True
    site.weather.rule = lambda _number, method, _path, _body: (500, b"{}") if method == "PUT" else None
    assert [result.status.value for result in site.apply().results] == ["unknown"]
    site.weather.rule = None

    assert site.apply().complete
    plan = site.plan().plan
    assert (quiet(plan), plan.held) == (True, held(site, "en"))


def test_links_of_a_new_article_may_wait_too(tmp_path: Path) -> None:
    """It is made without the link, and a draft is over it by the time the link could be followed."""
    with serving(tmp_path, locales=("en", "fr"), quirks=Quirks({**LATE, "pending-draft": "on"})) as site:
        site.config("en, fr")
        site.article("one", "See [two](two.md).")
        site.article("two", "See [one](one.md).")

        outcome = site.apply()

        assert [one.code.value for one in outcome.diagnostics] == ["HC409"]
        plan = site.plan().plan
        assert (quiet(plan), len(plan.held)) == (True, 1)


@pytest.mark.parametrize("quirks", [{}, {"draft-answer": "sent"}], ids=["live", "sent"])
def test_where_a_state_publishes_nothing_waits(tmp_path: Path, quirks: dict[str, str]) -> None:
    with serving(tmp_path, locales=("en", "fr"), quirks=Quirks({"pending-draft": "on", **quirks})) as site:
        site.config("en, fr")
        write(site, "Old.", title="Old")
        site.apply()
        write(site, "New.", french="Nouveau.")
        outcome = site.apply()
        assert (outcome.diagnostics, outcome.results[0].verified) == ((), True)
        assert shown(site) == ("A", "New.", "Nouveau.")
        plan = site.plan().plan
        assert (quiet(plan), plan.held) == (True, ())
