"""An apply from plan to state: what happens in between while somebody works on, or when it ends too early."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from served import Site, serving

from hcsync.errors import ConflictError, ContentInvalid, RefusedError
from hcsync.model.codes import Code
from hcsync.model.state import State
from hcsync.state import document, lease
from hcsync.state.backends.folder import FolderBackend


@pytest.fixture
def site(tmp_path):
    with serving(tmp_path, locales=("en", "fr")) as running:
        running.config("en, fr")
        yield running


def _state(site: Site) -> State:
    return document.load((site.root / ".hcsync/production.state.json").read_bytes(), "state")


def test_a_file_edited_while_the_plan_is_read_is_applied_as_planned_and_then_again(site: Site) -> None:
    site.article("a", "As planned.")
    site.article("b", "As planned.")

    def confirm(_view) -> bool:
        site.article("a", "Edited meanwhile.")
        (site.root / "content/en/b.md").unlink()
        return True

    assert site.apply(confirm=confirm).complete
    assert {name: "As planned." in one["body"] for name, one in site.articles().items()} == {"A": True, "B": True}
    site.article("b", "As planned.")
    assert [str(change.address) for change in site.plan().plan.changes] == ["article.a"]


def test_conflicts_stop_everything(site: Site) -> None:
    site.article("a", "Old.")
    site.apply()
    ident = site.articles()["A"]["id"]
    site.call("PUT", f"/articles/{ident}", {"body": "<p>Theirs.</p>", "state": "published", "author_id": 1})
    site.article("a", "Ours.")
    site.article("b", "New.")
    with pytest.raises(ConflictError):
        site.apply()
    assert sorted(site.articles()) == ["A"]


def test_one_apply_at_a_time(site: Site) -> None:
    site.article("a", "Text.")

    def confirm(_view) -> bool:
        with ThreadPoolExecutor() as pool, pytest.raises(RefusedError, match="is locked by"):
            pool.submit(site.apply).result()
        return True

    assert site.apply(confirm=confirm).complete


def test_a_state_is_written_once_an_apply_and_keeps_its_lineage(site: Site) -> None:
    site.article("a", "Text.")
    site.apply()
    first = _state(site)
    site.apply()
    assert _state(site) == first, "nothing to do, nothing written"
    site.article("a", "More.")
    site.apply()
    second = _state(site)
    assert (second.lineage, second.serial > first.serial) == (first.lineage, True)


@pytest.mark.parametrize("arrived", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("cut", range(1, 8))
def test_dead_at_any_write_the_next_apply_finishes(site: Site, cut: int, arrived: bool) -> None:
    """The process dies with its n-th write on the way, before Intercom has it or after: what it had on the disk at that
    moment is all that the next one knows."""
    site.article("old", "Old.")
    site.apply()
    for locale in ("en", "fr"):
        site.write(f"content/{locale}/guide/_collection.yml", f"name: Guide {locale}\n")
    site.article("old", "New, with [a](guide/a.md).")
    site.article("guide/a", "See [b](b.md).")
    site.article("guide/b", "See [a](a.md).")
    site.article("guide/b", "Voir [a](a.md).", locale="fr", title="B fr")
    with site.dying(cut, arrived) as dead:
        assert site.apply(parallelism=1).complete != dead()

    assert site.apply().complete
    plan = site.plan().plan
    assert (plan.pending, plan.conflicts, plan.drift) == (False, (), ())
    live = site.articles()
    assert sorted(live) == ["A", "B", "Old"]
    assert sorted(site.collections()) == ["Guide en"]
    assert live["B"]["url"] in live["A"]["body"]
    assert live["A"]["url"] in live["B"]["body"]
    assert live["A"]["url"] in live["Old"]["body"]


def _held(site: Site) -> FolderBackend:
    return FolderBackend(site.root / ".hcsync", "production")


def test_who_lost_the_lock_while_the_plan_was_read_writes_nothing(site: Site) -> None:
    site.article("a", "Text.")

    def confirm(_view) -> bool:
        held = lease.read(_held(site))
        assert held is not None
        lease.unlock(_held(site), held[0].id)
        return True

    with pytest.raises(RefusedError, match="somebody has removed it") as caught:
        site.apply(confirm=confirm)
    assert (caught.value.code, caught.value.exit_code) == (Code.LOCK_LOST, 5)
    assert site.articles() == {}
    assert site.apply().complete


def test_who_was_unlocked_and_overtaken_while_the_plan_was_read_writes_nothing(site: Site) -> None:
    site.article("a", "Text.")
    made: list[str] = []

    def confirm(_view) -> bool:
        held = lease.read(_held(site))
        assert held is not None
        lease.unlock(_held(site), held[0].id)
        with ThreadPoolExecutor() as pool:
            assert pool.submit(site.apply).result().complete
        made.extend(one["id"] for one in site.articles().values())
        return True

    with pytest.raises(RefusedError) as caught:
        site.apply(confirm=confirm)
    assert (caught.value.code, caught.value.exit_code) == (Code.LOCK_LOST, 5)
    assert [one["id"] for one in site.articles().values()] == made
    assert not site.plan().plan.pending


def test_a_state_that_was_edited_while_the_plan_was_read_is_not_written_over(site: Site) -> None:
    site.article("a", "Text.")
    site.apply()
    site.article("a", "More.")
    path = site.root / ".hcsync/production.state.json"

    def confirm(_view) -> bool:
        path.write_bytes(path.read_bytes().replace(b'"serial": 2', b'"serial": 7'))
        return True

    with pytest.raises(RefusedError) as caught:
        site.apply(confirm=confirm)
    assert (caught.value.code, caught.value.exit_code) == (Code.STATE_MOVED, 5)
    assert "Text." in site.articles()["A"]["body"]
    assert site.apply().complete
    assert _state(site).serial == 9


def test_warnings_are_shown_with_errors_and_not_counted_as_such(site: Site) -> None:
    site.article("a", "[nowhere](nowhere.md)")
    site.article("b", "[a](a.md#nowhere)")
    with pytest.raises(ContentInvalid, match=r"^1 error in the content\.") as raised:
        site.plan()
    assert len(raised.value.faults) > 1


def test_an_address_of_our_own_that_a_file_spells_out_is_a_link_like_any_other(site: Site) -> None:
    site.article("a", "A.")
    site.article("b", "See [a](a.md).")
    site.apply()
    url = site.articles()["A"]["url"]
    site.article("b", f"See [a]({url}).")
    site.article("c", f"See [a]({url}), too.")
    done = site.apply()
    assert ([one.verified for one in done.results], done.diagnostics) == ([True, True], ())
    plan = site.plan().plan
    assert (plan.pending, plan.drift) == (False, ())
