"""Snapshots that somebody asks for: all there is, kept; and what is let go."""

import asyncio
from collections.abc import Sequence

import pytest
from served import TOKEN, Site

from hcsync.config import load
from hcsync.model.snapshot import KeptRun, Purpose
from hcsync.workflow import snapshot

NOW, DAY = 4_000_000_000, 86_400  # later than any clock these tests run by


def _create(site: Site) -> KeptRun:
    config = load(site.root, {})
    return asyncio.run(snapshot.create(config, config.environment(), {"HELP_TOKEN": TOKEN}, NOW))


def _listed(site: Site) -> list[str]:
    config = load(site.root, {})
    return [one.id for one in snapshot.listed(config, config.environment())]


def _pruned(
    site: Site, keep: int | None = None, older_than: int | None = None, now: int = NOW, agreed: bool = True
) -> list[str]:
    config = load(site.root, {})

    def confirm(_old: Sequence[KeptRun]) -> bool:
        return agreed

    return [one.id for one in asyncio.run(snapshot.prune(config, config.environment(), keep, older_than, now, confirm))]


@pytest.fixture
def applied(site: Site) -> Site:
    site.write("content/en/start/_collection.yml", "name: Start\n")
    site.article("start/a", "Text.")
    site.apply()
    site.call("POST", "/articles", {"title": "Nobody's", "author_id": 1, "body": "<p>x</p>", "state": "draft"})
    return site


def test_it_keeps_everything_and_writes_nothing(applied: Site) -> None:
    applied.weather.seen.clear()
    kept = _create(applied)
    assert {method for method, _, _ in applied.weather.seen} == {"GET"}
    assert (kept.run.purpose, kept.finished) == (Purpose.SNAPSHOT, True)
    assert [(item.address, item.title, item.action) for item in kept.run.items] == [
        ("collection.start", "Start", None),
        ("", "Nobody's", None),
        ("article.start/a", "A", None),
    ]
    assert _listed(applied)[-1] == kept.id


def test_a_rollback_to_it_puts_back_what_files_own_and_leaves_the_rest(applied: Site) -> None:
    kept = _create(applied)
    applied.article("start/a", "Newer.")
    applied.article("start/later", "Later.")
    applied.apply()
    other = applied.articles()["Nobody's"]
    applied.call("PUT", f"/articles/{other['id']}", {"title": "Nobody's", "body": "<p>y</p>", "author_id": 1})

    outcome = applied.rollback(kept.id)

    assert [str(one.address) for one in outcome.results] == ["article.start/a"]
    found = applied.articles()
    assert (found["A"]["body"], found["Nobody's"]["body"]) == (
        '<p class="no-margin">Text.</p>',
        '<p class="no-margin">y</p>',
    )
    assert found["Later"]["state"] == "published"


def test_the_newest_apply_is_gone_back_on_not_the_newest_snapshot(applied: Site) -> None:
    applied.article("start/a", "Newer.")
    applied.apply()
    _create(applied)
    applied.rollback()
    assert applied.articles()["A"]["body"] == '<p class="no-margin">Text.</p>'


def test_pruning_never_takes_the_newest(applied: Site) -> None:
    first = _listed(applied)
    second, third = _create(applied).id, _create(applied).id
    assert _pruned(applied, keep=1, agreed=False) == []
    assert _pruned(applied, keep=5) == []
    # With both options only what both let go.
    assert _pruned(applied, keep=1, older_than=50_000) == []
    assert _pruned(applied, keep=2) == first
    assert _pruned(applied, older_than=1, now=NOW + DAY) == []
    assert _pruned(applied, older_than=1, now=NOW + DAY + 1) == [second]
    assert _listed(applied) == [third]
