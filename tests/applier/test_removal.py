"""What has lost its file → hidden or deleted in Intercom, whatever happens on the way."""

import json
from pathlib import Path

import pytest
from served import Site, serving

from hcsync.emulator.quirks import TABLE, Quirks
from hcsync.model.outcome import Outcome, Status
from hcsync.planner.policy import OnConflict, OnOrphan, Policy

UNPUBLISH = Policy(on_orphan=OnOrphan.UNPUBLISH)
NO_LIMIT = "safety: {max_delete: 100%}\n"
DELETE = Policy(on_orphan=OnOrphan.DELETE)


def statuses(outcome: Outcome) -> dict[str, str]:
    return {str(result.address): f"{result.action} {result.status}" for result in outcome.results}


@pytest.fixture
def site(site: Site) -> Site:
    """With an article that stays: a repository without any would be refused as a mistake. Limits are another matter."""
    site.config("en, fr", NO_LIMIT)
    site.article("rest", "Text.")
    return site


def both(site: Site, key: str, text: str = "Text.") -> None:
    for locale in ("en", "fr"):
        site.article(key, f"{text} {locale}", title=f"{key} {locale}", locale=locale)


def gone(site: Site, *names: str) -> None:
    for name in names:
        (site.root / "content" / name).unlink()


def states(site: Site) -> dict[str, dict[str, str]]:
    return {
        title: {"en": one["state"], **({"fr": french["state"]} if (french := _french(one)) else {})}
        for title, one in site.articles().items()
        if title != "Rest"
    }


def _french(article: dict) -> dict | None:
    return (article.get("translated_content") or {}).get("fr")


def sent(site: Site, *methods: str) -> list[tuple[str, str]]:
    return [(method, path) for method, path, _ in site.weather.seen if method in methods]


def test_an_article_is_hidden_whole_and_the_next_plan_is_empty(site: Site) -> None:
    both(site, "a")
    both(site, "b")
    site.apply()
    before = site.articles()["a en"]
    gone(site, "en/a.md", "fr/a.md")
    site.weather.seen.clear()

    outcome = site.apply(policy=UNPUBLISH)

    assert statuses(outcome) == {"article.a": "unpublish applied"}
    assert outcome.results[0].verified
    assert outcome.diagnostics == ()
    assert states(site) == {"a en": {"en": "draft", "fr": "draft"}, "b en": {"en": "published", "fr": "published"}}
    ((_, _, body),) = [one for one in site.weather.seen if one[0] == "PUT"]
    fr = json.loads(body)["translated_content"]["fr"]
    assert {key: json.loads(body)[key] for key in ("title", "body", "state", "author_id")} == {
        "title": "a en", "body": before["body"], "state": "draft", "author_id": 1
    }  # fmt: skip
    assert (fr["title"], fr["body"], fr["state"], fr["author_id"]) == ("a fr", _french(before)["body"], "draft", 1)
    for policy in (UNPUBLISH, Policy()):
        assert not site.plan(policy=policy).plan.pending


def test_a_hidden_article_whose_file_is_back_is_published_again(site: Site) -> None:
    both(site, "a")
    site.apply()
    text = (site.root / "content/en/a.md").read_text()
    gone(site, "en/a.md", "fr/a.md")
    site.apply(policy=UNPUBLISH)
    site.write("content/en/a.md", text)

    change = site.plan().plan.changes[0]

    assert [f"{delta.locale}/{delta.field} {delta.after}" for delta in change.fields] == ["en/state published"]
    assert site.apply().complete
    assert states(site) == {"a en": {"en": "published", "fr": "draft"}}
    assert not site.plan().plan.pending


def test_one_translation_is_hidden_beside_an_edit_of_the_other(site: Site) -> None:
    both(site, "a")
    site.apply()
    gone(site, "fr/a.md")
    site.article("a", "Edited.", title="a en")

    outcome = site.apply(policy=UNPUBLISH)

    assert statuses(outcome) == {"article.a": "unpublish applied"}
    assert outcome.results[0].verified
    assert states(site) == {"a en": {"en": "published", "fr": "draft"}}
    live = site.articles()["a en"]
    assert ("Edited." in live["body"], "Text. fr" in _french(live)["body"]) == (True, True)
    assert len(sent(site, "PUT")) == 1
    assert not site.plan(policy=UNPUBLISH).plan.pending


def test_articles_and_their_collections_are_deleted_and_nothing_else(site: Site) -> None:
    for folder in ("g", "g/h", "stays"):
        site.write(f"content/en/{folder}/_collection.yml", f"name: {folder}\n")
        site.article(f"{folder}/page", "Text.", title=f"Page {folder}")
    site.apply()
    gone(site, *(f"en/{folder}/{name}" for folder in ("g", "g/h") for name in ("_collection.yml", "page.md")))
    site.weather.seen.clear()
    plan = site.plan(policy=DELETE).plan

    outcome = site.apply(policy=DELETE)

    assert statuses(outcome) == {
        "article.g/h/page": "delete applied",
        "article.g/page": "delete applied",
        "collection.g/h": "delete applied",
        "collection.g": "delete applied",
    }
    assert all(result.verified for result in outcome.results)
    assert (sorted(site.articles()), list(site.collections())) == (["Page stays", "Rest"], ["stays"])
    paths = [path.split("/")[1] for _, path in sent(site, "DELETE")]
    assert paths == ["articles", "articles", "help_center", "help_center"]
    assert plan.cost.writes == len(paths)
    assert not site.plan(policy=DELETE).plan.pending
    state = next((site.root / ".hcsync").glob("*.state.json")).read_text()
    assert '"collection.g"' not in state


def test_what_was_edited_after_the_plan_is_left_alone(site: Site) -> None:
    for key in ("a", "b", "c", "d"):
        both(site, key)
    site.apply()
    ids = {title: one["id"] for title, one in site.articles().items()}
    gone(site, *(f"{locale}/{key}.md" for locale in ("en", "fr") for key in ("a", "b", "c")))
    gone(site, "fr/d.md")

    def confirm(_view) -> bool:
        site.call("PUT", f"/articles/{ids['a en']}", {"body": "<p>Theirs.</p>", "author_id": 1, "state": "published"})
        site.call("PUT", f"/articles/{ids['d en']}", {"translated_content": {"fr": {"title": "Theirs"}}})
        site.call("DELETE", f"/articles/{ids['b en']}")
        return True

    outcome = site.apply(policy=DELETE, confirm=confirm)

    assert statuses(outcome) == {
        "article.a": "delete stale",
        "article.b": "delete applied",  # gone is gone
        "article.c": "delete applied",
        "article.d": "unpublish stale",
    }
    assert sorted(site.articles()) == ["Rest", "a en", "d en"]
    assert {str(one.address) for one in site.plan(policy=DELETE).plan.conflicts} == {"article.a", "article.d"}
    outcome = site.apply(policy=Policy(on_orphan=OnOrphan.UNPUBLISH, on_conflict=OnConflict.OURS))
    assert statuses(outcome) == {"article.a": "unpublish applied", "article.d": "unpublish applied"}
    assert "Theirs." in site.articles()["a en"]["body"]
    assert not site.plan(policy=UNPUBLISH).plan.pending


def test_an_article_that_came_into_a_collection_after_the_plan_keeps_it_from_being_deleted(site: Site) -> None:
    for folder in ("one", "two"):
        site.write(f"content/en/{folder}/_collection.yml", f"name: {folder}\n")
        site.article(f"{folder}/page", "Text.", title=f"Page {folder}")
    site.apply()
    target = site.collections()["one"]["id"]
    gone(site, *(f"en/{folder}/{name}" for folder in ("one", "two") for name in ("_collection.yml", "page.md")))

    def confirm(_view) -> bool:
        body = {"title": "Theirs", "author_id": 1, "parent_id": int(target), "parent_type": "collection"}
        return bool(site.call("POST", "/articles", body))

    outcome = site.apply(policy=DELETE, confirm=confirm)

    assert statuses(outcome)["collection.one"] == "delete stale"
    assert statuses(outcome)["collection.two"] == "delete applied"
    error = next(result.error for result in outcome.results if result.status is Status.STALE)
    assert error == "one: 1 object came to lie in it after the plan was made; it was left alone"
    assert (sorted(site.articles()), list(site.collections())) == (["Rest", "Theirs"], ["one"])
    plan = site.plan(policy=DELETE).plan
    assert ([str(one.address) for one in plan.orphans], len(plan.diagnostics)) == (["collection.one"], 1)


def test_a_collection_stays_where_an_article_in_it_could_not_be_deleted(site: Site) -> None:
    site.write("content/en/g/_collection.yml", "name: g\n")
    site.article("g/page", "Text.")
    site.apply()
    gone(site, "en/g/_collection.yml", "en/g/page.md")
    errors = {"type": "error.list", "errors": [{"code": "forbidden", "message": "not you"}]}
    site.weather.rule = lambda _number, method, _path, _body: (
        (422, json.dumps(errors).encode()) if method == "DELETE" else None
    )

    outcome = site.apply(policy=DELETE)

    assert statuses(outcome) == {"article.g/page": "delete failed", "collection.g": "delete skipped"}
    assert outcome.results[1].error == "article.g/page was not deleted"
    site.weather.rule = None
    assert site.apply(policy=DELETE).complete
    assert (list(site.articles()), site.collections()) == (["Rest"], {})


@pytest.mark.parametrize("policy", [UNPUBLISH, DELETE], ids=["unpublish", "delete"])
@pytest.mark.parametrize("happened", [True, False])
def test_a_lost_answer_is_settled_by_the_next_run(site: Site, policy: Policy, happened: bool) -> None:
    both(site, "a")
    both(site, "b")
    site.apply()
    gone(site, "en/a.md", "fr/a.md")
    site.weather.after = happened

    def rule(_number, method, _path, _body):
        written = bool(sent(site, "PUT", "DELETE"))
        if method in ("PUT", "DELETE") or (written and method == "GET"):
            return 500, b"{}"
        return None

    site.weather.seen.clear()
    site.weather.rule = rule
    assert statuses(site.apply(policy=policy)) == {"article.a": f"{policy.on_orphan} unknown"}
    site.weather.rule = None
    site.weather.seen.clear()

    assert site.apply(policy=policy).complete

    assert len(sent(site, "PUT", "DELETE")) == (0 if happened else 1)
    hidden = {"a en": {"en": "draft", "fr": "draft"}} if policy is UNPUBLISH else {}
    assert states(site) == hidden | {"b en": {"en": "published", "fr": "published"}}
    plan = site.plan(policy=policy).plan
    assert (plan.pending, plan.conflicts, plan.drift) == (False, (), ())


def test_a_deletion_whose_answer_is_lost_is_looked_for_at_once(site: Site) -> None:
    both(site, "a")
    site.apply()
    gone(site, "en/a.md", "fr/a.md")
    site.weather.after = True
    site.weather.rule = lambda _number, method, _path, _body: (500, b"{}") if method == "DELETE" else None

    assert statuses(site.apply(policy=DELETE)) == {"article.a": "delete applied"}


def test_what_is_not_told_as_it_was_sent_is_said(site: Site) -> None:
    """A deletion that Intercom acknowledges and does not do."""
    both(site, "a")
    site.apply()
    gone(site, "en/a.md", "fr/a.md")
    ident = site.articles()["a en"]["id"]
    answer = json.dumps({"id": ident, "object": "article", "deleted": True}).encode()
    site.weather.rule = lambda _number, method, _path, _body: (200, answer) if method == "DELETE" else None

    outcome = site.apply(policy=DELETE)

    assert [str(one) for one in outcome.diagnostics] == ["HC411 warning: a was deleted, but Intercom still has it"]
    assert not outcome.results[0].verified


PICTURE = "http://127.0.0.1:9/picture.png"
TEXT = f'## One\n\nText ![alt]({PICTURE}) and <u>"more"</u>\n\n#### Two\n\n- a\n\n  - b\n\n```\ncode\n```\n'
TOUCHED = (  # what a write, a deletion or the reading of either may meet
    "multilingual missing-locales echo-default-locale locale-merge unlisted-locale default-locale-twice author-omitted "
    "noop-put pending-draft article-parent-null collection-delete stale-parent parent-ids title-escaping block-gaps "
    "heading-blanks empty-paragraphs headings deep-headings code-newlines inline-space link-rel image-reupload "
    "image-query"
)
CASES = [(quirk.name, value) for quirk in TABLE if quirk.name in TOUCHED.split() for value in quirk.values[1:]]


@pytest.mark.parametrize(("name", "value"), [("", ""), *CASES], ids=lambda word: word or "defaults")
def test_it_comes_to_rest_whatever_intercom_does(tmp_path: Path, name: str, value: str) -> None:
    """What is sent back as it was may come back as something else, and that is nobody's edit."""
    with serving(tmp_path, locales=("en", "fr"), quirks=Quirks({name: value} if name else {})) as site:
        site.config("en, fr", NO_LIMIT)
        for locale in ("en", "fr"):
            site.write(f"content/{locale}/g/_collection.yml", f"name: g & {locale}\n")
        for key in ("g/a", "g/b", "c"):
            both(site, key, TEXT)
        site.article("rest", "Text.")
        site.apply()
        gone(site, "en/g/a.md", "fr/g/a.md", "fr/g/b.md", "fr/c.md")
        for policy in (UNPUBLISH, DELETE):
            outcome = site.apply(policy=policy)
            assert outcome.complete
            assert all(result.verified for result in outcome.results) or outcome.diagnostics
            plan = site.plan(policy=policy).plan
            assert (plan.changes, plan.conflicts, plan.drift, plan.refresh) == ((), (), (), ())
        assert sorted(site.articles()) == ["Rest", "c en", "g/b en"]
