"""What an apply keeps before it writes: safe in time, at what cost, and for how long."""

from pathlib import Path

import pytest
from served import Site

from hcsync.errors import HcsyncError
from hcsync.model.plan import Action
from hcsync.model.snapshot import Ending, KeptRun
from hcsync.state import snapshots
from hcsync.state.backends.folder import FolderBackend


def _backend(site: Site) -> FolderBackend:
    return FolderBackend(site.root / ".hcsync", "production")


def _runs(site: Site) -> list[KeptRun]:
    return snapshots.runs(_backend(site))


@pytest.fixture
def applied(site: Site) -> Site:
    for name in ("a", "b", "c"):
        site.article(name, f"The old text of {name}.")
    site.apply()
    site.weather.seen.clear()
    return site


def test_it_is_kept_before_the_first_write_is_sent(applied: Site) -> None:
    applied.article("a", "New.")
    applied.article("new", "New.")
    ident = applied.articles()["A"]["id"]
    seen: list[KeptRun] = []

    def look(_number: int, method: str, _path: str, _body: bytes) -> None:
        if method != "GET" and not seen:
            seen.append(_runs(applied)[-1])

    applied.weather.rule = look
    applied.apply()

    (then,) = seen
    assert then.ending is None
    assert [(item.address, item.action, item.remote_id) for item in then.run.items] == [
        ("article.a", Action.UPDATE, ident),
        ("article.new", Action.CREATE, ""),
    ]
    (kept,) = dict(
        snapshots.objects(_backend(applied), then.id, [item.object for item in then.run.items if item.object])
    ).values()
    assert b"The old text of a." in kept
    made = {"article.new": applied.articles()["New"]["id"]}
    assert _runs(applied)[-1].ending == Ending(complete=True, made=made)


@pytest.mark.parametrize(
    ("edited", "reads"),
    [
        # The page of the plan; one article kept, looked at and read back.
        (("a",), ["/articles", "/articles/A", "/articles/A", "/articles/A"]),
        # A page for keeping and a page for reading back are fewer than two.
        (("a", "b"), ["/articles", "/articles", "/articles", "/articles/A", "/articles/B"]),
    ],
)
def test_what_it_costs(applied: Site, edited: tuple[str, ...], reads: list[str]) -> None:
    titles = {one["id"]: title for title, one in applied.articles().items()}
    for name in edited:
        applied.article(name, "New.")
    plan = applied.plan().plan
    applied.weather.seen.clear()
    applied.apply()
    seen = [path for method, path, _ in applied.weather.seen if method == "GET" and path.startswith("/articles")]
    assert sorted(_titled(path, titles) for path in seen) == sorted(reads)
    # The plan's own page is no part of what an apply costs on top of it.
    assert plan.cost.reads == len(reads) - 1


def _titled(path: str, titles: dict[str, str]) -> str:
    head, _, ident = path.rpartition("/")
    return f"{head}/{titles[ident]}" if ident in titles else path


def test_what_touches_nothing_in_intercom_keeps_nothing(applied: Site) -> None:
    (applied.root / "content/en/c.md").unlink()
    applied.apply()
    assert len(_runs(applied)) == 1


def test_where_nothing_can_be_kept_nothing_is_written(applied: Site) -> None:
    applied.article("a", "New.")
    folder = applied.root / ".hcsync/snapshots/production/objects"
    if folder.exists():
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    folder.write_text("in the way")
    with pytest.raises(HcsyncError):
        applied.apply()
    assert {method for method, _, _ in applied.weather.seen} == {"GET"}


def test_old_runs_are_let_go_and_asked_for_snapshots_stay(site: Site) -> None:
    site.config("en", "safety:\n  keep_runs: 2\n")
    for number in range(4):
        site.article("a", f"Text {number}.")
        site.apply()
    assert [len(one.run.items) for one in _runs(site)] == [1, 1]
    backend = _backend(site)
    assert len(list((site.root / ".hcsync/snapshots/production/objects").iterdir())) == _objects(backend)


def _objects(backend: FolderBackend) -> int:
    """Different bytes among all that is kept."""
    return len({data for run in backend.runs() for data in backend.kept(run).values()})


def test_a_failed_write_is_remembered_as_not_done(applied: Site) -> None:
    applied.article("a", "New.")
    applied.article("b", "New.")
    ident = applied.articles()["A"]["id"]

    def refuse(_number: int, method: str, path: str, _body: bytes) -> tuple[int, bytes] | None:
        bad = method != "GET" and path.endswith(ident)
        return (400, b'{"type":"error.list","errors":[]}') if bad else None

    applied.weather.rule = refuse
    applied.apply()
    assert _runs(applied)[-1].ending == Ending(complete=False, left=("article.a",))


def test_a_run_that_died_while_keeping_is_no_run_and_is_cleared_away(site: Site, tmp_path: Path) -> None:
    site.config("en", "safety:\n  keep_runs: 1\n")
    backend = _backend(site)
    backend.keep("20200101T000000Z-dead", {"objects/x.json": b"{}"})
    site.article("a", "Text.")
    site.apply()
    assert [one.id for one in _runs(site)] == backend.runs()
