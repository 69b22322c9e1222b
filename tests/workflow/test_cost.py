"""What a plan says an apply will cost, against the requests it then makes."""

from collections.abc import Callable

import pytest
from served import Site

from hcsync.model.plan import Cost
from hcsync.planner.policy import OnOrphan, Policy

ARTICLES = ("a", "b", "c/d", "e")


def _nothing(_site: Site) -> None:
    """As it is."""


def _created(site: Site) -> None:
    site.article("new", "Text.")
    site.article("newer", "See [a](a.md) and [new](new.md).")


def _circle(site: Site) -> None:
    site.article("left", "[right](right.md)")
    site.article("right", "[left](left.md) [itself](right.md)")


def _updated(site: Site) -> None:
    for key in ARTICLES:
        site.article(key, "Another text.")


def _one_updated(site: Site) -> None:
    site.article("a", "Another text.")


def _unpublished(site: Site) -> None:
    site.article("a", "The text of a.", state="draft")


def _into_another_collection(site: Site) -> None:
    path = site.root / "content/en/c/d.md"
    path.write_text(path.read_text().replace("state:", "collection: f\nstate:"))
    site.write("content/en/f/_collection.yml", "name: F\n")


def _renamed_collection(site: Site) -> None:
    site.write("content/en/c/_collection.yml", "name: Another\n")


def _adopted(site: Site) -> None:
    site.call("POST", "/articles", {"title": "New", "body": "<p>Text.</p>", "author_id": 1, "state": "published"})
    site.article("new", "Text.")


def _orphaned(site: Site) -> None:
    (site.root / "content/en/a.md").unlink()


def _renamed(site: Site) -> None:
    (site.root / "content/en/a.md").rename(site.root / "content/en/another.md")


def _moved(site: Site) -> None:
    (site.root / "content/en/a.md").rename(site.root / "content/en/c/a.md")
    (site.root / "content/en/c").rename(site.root / "content/en/g")


def _deleted(site: Site) -> None:
    _orphaned(site)
    (site.root / "content/en/c/d.md").unlink()
    (site.root / "content/en/c/_collection.yml").unlink()


def _hidden(site: Site) -> None:
    _orphaned(site)
    site.article("e", "See [b](b.md).")


POLICIES = {_deleted: Policy(on_orphan=OnOrphan.DELETE), _hidden: Policy(on_orphan=OnOrphan.UNPUBLISH)}


@pytest.mark.parametrize(
    "change",
    [
        _nothing,
        _created,
        _circle,
        _updated,
        _one_updated,
        _unpublished,
        _into_another_collection,
        _renamed_collection,
        _adopted,
        _orphaned,
        _renamed,
        _moved,
        _deleted,
        _hidden,
    ],
)
def test_it_is_what_an_apply_costs(site: Site, change: Callable[[Site], None]) -> None:
    site.config("en", "safety: {max_update: 100%, max_unpublish: 100%, max_delete: 100%}\n")
    site.write("content/en/c/_collection.yml", "name: C\n")
    for key in ARTICLES:
        site.article(key, f"The text of {key}.")
    site.apply()
    change(site)
    promised, measured = costs(site, POLICIES.get(change, Policy()))
    assert measured == promised


def test_of_the_first_apply(site: Site) -> None:
    site.config("en")
    site.article("new", "Text.")
    site.article("newer", "See [new](new.md).")

    assert costs(site) == (Cost(2, 1), Cost(2, 1))


def costs(site: Site, policy: Policy | None = None) -> tuple[Cost, Cost]:
    """What the plan says; and what an apply asks for beyond what that plan has asked for."""
    site.weather.seen.clear()
    promised = site.plan(policy=policy).plan.cost
    planned = len(site.weather.seen)
    site.weather.seen.clear()
    site.apply(policy=policy)
    writes = sum(method != "GET" for method, _, _ in site.weather.seen)
    return promised, Cost(writes, len(site.weather.seen) - writes - planned)
