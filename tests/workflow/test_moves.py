"""Files that are renamed, moved and edited: the articles stay what they were, at the addresses readers know."""

import subprocess
import unicodedata

import pytest
from served import Site

from hcsync.config import load
from hcsync.errors import ContentInvalid
from hcsync.model.address import Address, Kind, article
from hcsync.model.plan import Action, Plan
from hcsync.model.state import State
from hcsync.planner.hints import Named
from hcsync.planner.policy import OnConflict, OnDrift, OnOrphan, Policy
from hcsync.state import document
from hcsync.workflow.lint import lint
from hcsync.workflow.moves import named

LONG = "\n".join(
    f"Sentence {number} is about something else than the others, by {number * 97}." for number in range(20)
)


def rename(site: Site, old: str, new: str, locale: str = "en") -> None:
    source, target = (site.root / f"content/{locale}/{key}.md" for key in (old, new))
    target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)


def told(plan: Plan) -> list[tuple[str, str, str | None]]:
    return [(str(c.address), c.action.value, c.moved_from.key if c.moved_from else None) for c in plan.changes]


def state(site: Site) -> State:
    return document.load((site.root / ".hcsync/production.state.json").read_bytes(), "state")


def ids(site: Site) -> dict[str, str]:
    return {address.key: entry.id for address, entry in state(site).entries.items()}


def writes(site: Site) -> int:
    return sum(method != "GET" for method, _, _ in site.weather.seen)


def test_a_move_costs_nothing_and_changes_nothing(site: Site) -> None:
    site.article("a", "The text.")
    site.article("a", "Le texte.", locale="fr", title="Le titre")
    site.article("linking", "See [a](a.md).")
    site.apply()
    before, first = site.articles(), ids(site)
    for locale in ("en", "fr"):
        rename(site, "a", "b", locale)
    site.article("linking", "See [a](b.md).")

    plan = site.plan().plan
    assert (told(plan), plan.cost.calls, plan.orphans) == ([("article.b", "move", "a")], 0, ())
    sent = writes(site)
    outcome = site.apply()

    assert [(r.action, r.sent, r.verified) for r in outcome.results] == [(Action.MOVE, False, True)]
    assert writes(site) == sent
    assert site.articles() == before
    assert ids(site) == {"b": first["a"], "linking": first["linking"]}
    assert state(site).entries.keys() == {one.address for one in outcome.results} | {
        address for address in state(site).entries if address.key == "linking"
    }
    assert not site.plan().plan.pending


def test_into_another_collection_is_one_write_of_the_parent_alone(site: Site) -> None:
    for folder in ("one", "two"):
        site.write(f"content/en/{folder}/_collection.yml", f"name: {folder}\n")
        site.article(f"{folder}/stays-{folder}", "Stays.")
    site.article("one/a", "The text.", title="A")
    site.apply()
    before = site.articles()["A"]
    rename(site, "one/a", "two/a")

    plan = site.plan().plan
    assert told(plan) == [("article.two/a", "move", "one/a")]
    assert [(delta.before, delta.after) for delta in plan.changes[0].fields] == [("one", "two")]
    assert plan.cost.writes == 1
    site.apply()

    after = site.articles()["A"]
    assert after["parent_id"] == int(site.collections()["two"]["id"])
    assert {**after, "parent_id": 0, "parent_ids": [], "updated_at": 0} == {
        **before,
        "parent_id": 0,
        "parent_ids": [],
        "updated_at": 0,
    }
    assert not site.plan().plan.pending


def test_a_text_that_was_edited_on_the_way_is_known_by_git(site: Site) -> None:
    site.article("a", LONG, title="A")
    site.article("c", LONG.replace("Sentence", "Remark").replace("something", "nothing"), title="C")
    site.apply()
    before = ids(site)
    (site.root / "content/en/a.md").unlink()
    site.article("b", LONG.replace("Sentence 3 is", "Sentence 3 was"), title="Another title")

    plan = site.plan().plan
    assert told(plan) == [("article.b", "update", "a")]
    assert plan.changes[0].reason.endswith("% of its text is the same")
    assert [delta.field.value for delta in plan.changes[0].fields] == ["title", "body"]
    assert (plan.orphans, plan.diagnostics) == ((), ())
    site.apply()

    assert ids(site) == {"b": before["a"], "c": before["c"]}
    assert sorted(site.articles()) == ["Another title", "C"]
    assert not site.plan().plan.pending


def test_the_text_that_was_applied_is_found_in_git_where_the_cache_is_lost(site: Site) -> None:
    site.article("a", LONG, title="A")
    site.apply()
    subprocess.run(["git", "init", "-q", "."], cwd=site.root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=site.root, check=True)
    for path in (site.root / ".hcsync").glob("cache.db*"):
        path.unlink()
    rename(site, "a", "b")
    site.article("b", LONG + "\n\nAnd one more.", title="A")

    assert told(site.plan().plan) == [("article.b", "update", "a")]


def test_too_little_in_common_is_a_doubt_that_a_hint_settles(site: Site) -> None:
    site.article("a", LONG, title="A")
    site.apply()
    before = ids(site)
    (site.root / "content/en/a.md").unlink()
    half = LONG.splitlines()[:10] + [f"Quite another remark, the {number}th of them all." for number in range(10)]
    site.article("b", "\n".join(half), title="B")

    plan = site.plan().plan
    assert told(plan) == [("article.b", "create", None)]
    assert [str(orphan.address) for orphan in plan.orphans] == ["article.a"]
    assert [(found.code.value, found.hint) for found in plan.diagnostics] == [
        ("HC413", "if it was moved, write in hcsync.yml: moved: {a: b}")
    ]

    site.config("en, fr", "moved: {a: b}\n")
    assert told(site.plan().plan) == [("article.b", "update", "a")]
    site.apply()
    assert ids(site) == {"b": before["a"]}
    # It stays there without harm.
    assert (site.plan().plan.pending, site.plan().plan.diagnostics) == (False, ())


def test_a_hint_that_leads_nowhere_stops_a_plan_that_waits_for_it(site: Site) -> None:
    site.article("a", "Text.")
    site.apply()
    (site.root / "content/en/a.md").unlink()
    site.article("b", "Other.")
    site.config("en", "moved: {a: c}\n")

    with pytest.raises(ContentInvalid) as refused:
        site.plan()
    assert [str(fault) for fault in refused.value.faults] == [
        "hcsync.yml:7:9: HC123 `moved`: c is not in the repository (write where the file is now, or take the line out)"
    ]
    config = load(site.root, {})
    assert [str(found) for found in lint(config, config.environment()).diagnostics] == [
        "hcsync.yml:7:9: HC123 warning: `moved`: c is not in the repository "
        "(write where the file is now, or take the line out)"
    ]


def test_an_id_in_the_frontmatter_names_what_was_moved(site: Site) -> None:
    site.article("a", "Text.", title="A")
    site.apply()
    number = ids(site)["a"]
    (site.root / "content/en/a.md").unlink()
    site.write("content/en/b.md", f"---\ntitle: B\nauthor_id: 1\nid: {number}\n---\n\nQuite other.\n")

    plan = site.plan().plan
    assert [(c.action.value, c.reason) for c in plan.changes] == [("unpublish", "its id says so")]
    site.apply()
    assert ids(site) == {"b": number}


def edit(site: Site, title: str, body: str) -> None:
    """Somebody edits the text in Intercom."""
    found = site.articles()[title]["id"]
    site.call("PUT", f"/articles/{found}", {"body": body, "state": "published", "author_id": 1})


def test_what_was_edited_in_intercom_stays_drift_under_its_new_address(site: Site) -> None:
    site.article("a", "Text.", title="A")
    site.apply()
    edit(site, "A", "<p>Theirs.</p>")
    rename(site, "a", "b")

    plan = site.plan().plan
    assert told(plan) == [("article.b", "move", "a")]
    assert [str(item.address) for item in plan.drift] == ["article.b"]
    site.apply()
    after = site.plan().plan
    assert (after.pending, [str(item.address) for item in after.drift]) == (False, ["article.b"])
    assert "Theirs." in site.articles()["A"]["body"]
    site.apply(policy=Policy(OnDrift.OVERWRITE))
    assert "Text." in site.articles()["A"]["body"]


def test_a_conflict_stays_one(site: Site) -> None:
    site.article("a", LONG, title="A")
    site.apply()
    edit(site, "A", "<p>Theirs.</p>")
    (site.root / "content/en/a.md").unlink()
    site.article("b", LONG + "\n\nOurs.", title="A")

    plan = site.plan().plan
    assert [str(item.address) for item in plan.conflicts] == ["article.b"]
    assert told(plan) == [("article.b", "move", "a")]
    site.apply(policy=Policy(on_conflict=OnConflict.SKIP))
    assert "Theirs." in site.articles()["A"]["body"]
    after = site.plan().plan
    assert ([str(item.address) for item in after.conflicts], told(after)) == (["article.b"], [])
    site.apply(policy=Policy(on_conflict=OnConflict.OURS))
    assert "Ours." in site.articles()["A"]["body"]
    assert len(site.articles()) == 1


def test_what_was_deleted_in_intercom_is_not_made_again_because_its_file_moved(site: Site) -> None:
    site.article("a", "Text.", title="A")
    site.apply()
    site.call("DELETE", f"/articles/{ids(site)['a']}")
    rename(site, "a", "b")

    plan = site.plan().plan
    assert (told(plan), [item.gone for item in plan.drift]) == ([("article.b", "move", "a")], [True])
    site.apply()
    assert site.articles() == {}
    assert not site.plan().plan.pending
    site.apply(policy=Policy(OnDrift.OVERWRITE))
    assert list(site.articles()) == ["A"]


def test_a_part_of_the_moves(site: Site) -> None:
    for key in ("a", "b"):
        site.article(key, f"Text of {key}.")
    site.apply()
    first = ids(site)
    rename(site, "a", "c")
    rename(site, "b", "d")

    site.apply("a")

    assert ids(site) == {"c": first["a"], "b": first["b"]}
    assert told(site.plan().plan) == [("article.d", "move", "b")]
    site.apply("d")
    assert ids(site) == {"c": first["a"], "d": first["b"]}


@pytest.mark.parametrize("arrived", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_dead_in_the_middle_of_moves_the_next_apply_goes_on(site: Site, cut: int, arrived: bool) -> None:
    """One is moved into another collection, one is edited on the way, one moved alone; and a new one is made. The
    process dies with its n-th write on the way, before Intercom has it or after."""
    site.write("content/en/one/_collection.yml", "name: one\n")
    site.article("one/stays", "Stays.")
    for key in ("a", "b", "c"):
        site.article(key, LONG.replace("Sentence", f"Sentence of {key}"), title=key)
    site.apply()
    before = ids(site)
    rename(site, "a", "one/a")
    rename(site, "b", "b2")
    rename(site, "c", "c2")
    site.article("b2", LONG.replace("Sentence", "Sentence of b") + "\n\nMore.", title="b")
    site.article("new", "New.", title="new")
    with site.dying(cut, arrived):
        site.apply(parallelism=1)

    assert site.apply().complete
    after = ids(site)
    assert (after["one/a"], after["b2"], after["c2"]) == (before["a"], before["b"], before["c"])
    assert sorted(site.articles()) == ["Stays", "a", "b", "c", "new"]
    plan = site.plan().plan
    assert (plan.pending, plan.conflicts, plan.drift) == (False, (), ())


def test_a_state_from_before_the_move_is_no_harm(site: Site) -> None:
    """The apply is done, but its state is lost: an older one takes its place."""
    site.write("content/en/one/_collection.yml", "name: one\n")
    site.article("a", LONG, title="A")
    site.article("one/b", "Stays.")
    site.apply()
    kept = (site.root / ".hcsync/production.state.json").read_bytes()
    before = ids(site)
    (site.root / "content/en/a.md").unlink()
    site.article("one/c", LONG + "\n\nMore.", title="A")
    site.apply()
    (site.root / ".hcsync/production.state.json").write_bytes(kept)

    plan = site.plan().plan
    assert (told(plan), plan.conflicts, plan.drift) == ([("article.one/c", "move", "a")], (), ())
    site.apply()
    assert ids(site) == {"one": before["one"], "one/b": before["one/b"], "one/c": before["a"]}
    assert len(site.articles()) == 2
    assert not site.plan().plan.pending


def test_a_collection_that_is_equal_in_its_place_is_not_made_again(site: Site) -> None:
    """Its one article was rewritten on the way, so that nothing tells but the collection itself."""
    site.write("content/en/one/_collection.yml", "name: Guides\n")
    site.article("one/a", LONG, title="A")
    site.apply()
    before = ids(site)
    (site.root / "content/en/one").rename(site.root / "content/en/two")
    (site.root / "content/en/two/a.md").unlink()
    site.article("two/b", "Quite another text.", title="B")

    plan = site.plan().plan
    assert told(plan) == [("collection.two", "move", "one"), ("article.two/b", "create", None)]
    assert plan.diagnostics == ()
    site.apply()
    assert ids(site)["two"] == before["one"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("billing/refunds", Named("billing/refunds")),
        ("billing/", Named("billing")),
        ("article.billing/refunds", Named("billing/refunds", Kind.ARTICLE)),
        ("collection.billing", Named("billing", Kind.COLLECTION)),
        ("content/en/billing/refunds.md", Named("billing/refunds", Kind.ARTICLE)),
        ("./content/fr/billing/refunds.md", Named("billing/refunds", Kind.ARTICLE)),
        ("en/billing/refunds.md", Named("billing/refunds", Kind.ARTICLE)),
        ("billing/refunds.md", Named("billing/refunds", Kind.ARTICLE)),
        ("content/en/billing/_collection.yml", Named("billing", Kind.COLLECTION)),
        ("content/en/billing", Named("billing")),
        ("content/en/billing/", Named("billing")),
        ("v1.2/notes", Named("v1.2/notes")),
    ],
)
def test_how_things_may_be_named(site: Site, text: str, expected: Named) -> None:
    assert named(text, load(site.root, {})) == expected


def test_of_two_that_are_alike_neither_is_taken_over_but_the_one_that_a_hint_names(site: Site) -> None:
    for key in ("a", "b"):
        site.article(key, "Both say this.", title="A")
    site.apply()
    first = ids(site)
    for key in ("a", "b"):
        (site.root / f"content/en/{key}.md").unlink()
    site.article("c", "Both say this.", title="A")

    plan = site.plan().plan
    assert told(plan) == [("article.c", "create", None)]
    assert [str(orphan.address) for orphan in plan.orphans] == ["article.a", "article.b"]
    assert [found.code.value for found in plan.diagnostics] == ["HC413"]

    site.config("en, fr", "moved: {b: c}\n")
    plan = site.plan(policy=Policy(on_orphan=OnOrphan.DELETE)).plan
    assert told(plan) == [("article.c", "move", "b"), ("article.a", "delete", None)]
    assert plan.changes[0].remote_id == first["b"]


def test_an_accent_may_be_spelled_in_either_way(site: Site) -> None:
    """A disk may store a name otherwise than a keyboard types it."""
    composed, apart = (unicodedata.normalize(form, "café") for form in ("NFC", "NFD"))
    site.article(composed, "The text.")
    site.article("other", "Another text.")
    site.apply()
    before = ids(site)
    rename(site, composed, apart)
    assert not site.plan().plan.pending
    site.article(apart, "A new text.")
    for name in (composed, apart, f"article.{apart}", f"content/en/{composed}.md", f"{apart}*"):
        assert told(site.plan(name).plan) == [(f"article.{composed}", "update", None)]
    site.apply()
    rename(site, apart, "tea")
    site.article("tea", "All of it is new.", title="New")
    site.config(more=f"moved: {{{apart}: tea}}\n")
    assert told(site.plan().plan) == [("article.tea", "update", composed)]
    site.apply()
    assert ids(site) == {"tea": before[composed], "other": before["other"]}
    assert Address.parse(f"article.{apart}") == article(composed)
