"""The whole story, by the workflows as they are shipped: branch, plan comment, review, merge, apply of that very plan,
an edit in Intercom, the issue, the pull request that takes it in, merged, and clean."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from forges import REPO
from hub import Hub, hub_running


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with hub_running(tmp_path) as running:
        yield running


def test_from_a_branch_to_a_clean_help_center(hub: Hub) -> None:
    forge, site = hub.forge, hub.site
    # A branch, and the plan in a comment.
    hub.push("first", "Two articles")
    hub.heads[7] = ("first", "main")
    assert hub.plan(7)[0]
    [body] = forge.bodies(7)
    assert "**2 to create, 0 to update, 0 to unpublish, 0 to delete.**" in body
    # The review asks for more; the comment is edited and says what is new.
    site.article("billing", "How to pay.")
    head = hub.push("first", "One more")
    done, run = hub.plan(7)
    assert done
    [body] = forge.bodies(7)
    assert "- New: `article.billing`" in body
    assert run.outputs["plan"]["to-create"] == "3"
    assert run.outputs["plan"]["comment-url"].startswith(f"https://github.example/{REPO}/pull/7#")
    assert [one["name"] for one in forge.artifacts.values()][-1] == f"hcsync-plan-production-{head}"
    assert site.articles() == {}
    # Merged: that very plan is applied.
    hub.merge(7)
    done, run = hub.apply()
    assert done, run.ran
    assert [one.name for one in run.ran] == ["Fetch the plan that was reviewed", "Apply exactly that"]
    assert "Apply complete. 3 created" in run.ran[-1].said
    assert sorted(site.articles()) == ["Billing", "Faq", "Welcome"]
    # Nobody has edited anything.
    done, run = hub.drift()
    assert (done, run.outputs["drift"]["changes"], forge.issues) == (True, "false", {})
    # Somebody does; one issue is opened, and left as it is by the next run.
    edit = {"state": "published", "author_id": 1, "body": "<p>Welcome.</p><p>Read on, dear reader.</p>"}
    site.call("PUT", f"/articles/{site.articles()['Welcome']['id']}", edit)
    done, run = hub.drift()
    assert (done, run.outputs["drift"]["changes"], run.outputs["drift"]["issue"]) == (True, "true", "opened")
    [issue] = forge.issues.values()
    assert "+ Read on, dear reader." in issue["body"]
    # A pull request takes it in; it is reviewed as any other.
    assert hub.pull()[0]
    done, run = hub.pull()
    assert (done, "hcsync/edits-production is there already" in run.ran[-1].said) == (True, True)
    [opened] = forge.opened.values()
    assert (opened["head"], opened["base"]) == ("hcsync/edits-production", "main")
    hub.heads[opened["number"]] = (opened["head"], "main")
    assert hub.plan(opened["number"])[0]
    [body] = forge.bodies(opened["number"])
    assert body.splitlines()[2] == "**Only the state is updated.**"
    opened["state"] = "closed"
    hub.merge(opened["number"])
    assert hub.apply()[0]
    assert "Read on, dear reader." in (site.root / "content/en/welcome.md").read_text()
    assert "dear reader" in site.articles()["Welcome"]["body"]
    # Clean: the issue is closed.
    done, run = hub.drift()
    assert (done, run.outputs["drift"]["issue"], issue["state"]) == (True, "closed", "closed")


@pytest.mark.long
def test_a_plan_that_no_longer_fits_is_not_applied_and_by_hand_a_new_one_is(hub: Hub) -> None:
    hub.push("first", "Two articles")
    hub.heads[7] = ("first", "main")
    assert hub.plan(7)[0]
    hub.merge(7)
    hub.site.article("late", "Pushed to main by somebody.")
    hub.push("main", "Late")
    hub.forge.pulls[hub.git("rev-parse", "HEAD")] = hub.forge.pulls[hub.git("rev-parse", "HEAD~1")]
    done, run = hub.apply()
    assert (done, run.ran[-1].code, hub.site.articles()) == (False, 3, {})
    assert "the saved plan is stale. content/en/late.md" in run.ran[-1].said
    done, run = hub.apply("workflow_dispatch")
    assert (done, [one.name for one in run.ran]) == (True, ["Make a new plan and apply it"])
    assert len(hub.site.articles()) == 3


@pytest.mark.long
def test_two_environments_have_a_comment_each(hub: Hub) -> None:
    hub.push("first", "Two articles")
    hub.heads[7] = ("first", "main")
    for hub.env in ("production", "staging", "production"):
        assert hub.plan(7)[0]
    assert [body.split()[2] for body in hub.forge.bodies(7)] == ["env=production", "env=staging"]


def test_a_fork_has_no_token_and_its_plan_says_so(hub: Hub) -> None:
    hub.push("first", "Two articles")
    hub.heads[7] = ("first", "main")
    done, run = hub.plan(7, **{"secrets.INTERCOM_TOKEN": ""})
    assert done
    assert run.ran[-1].said.startswith("::notice::There is no INTERCOM_TOKEN here")
    assert "Compared with the last applied state only; Intercom was not asked." in hub.forge.bodies(7)[0]
    assert hub.forge.artifacts == {}


def test_what_github_does_not_take_changes_nothing_about_the_exit_code(hub: Hub) -> None:
    hub.push("first", "Two articles")
    hub.heads[7] = ("first", "main")
    hub.forge.rule = lambda _method, _path: 500
    done, run = hub.plan(7)
    assert done
    assert "::warning::HC352 the comment could not be posted: GitHub could not be reached" in run.ran[-1].said
    hub.site.write("content/en/faq.md", "no frontmatter\n")
    for name in ("plan.md", "plan.hcsync", "plan.json"):
        hub.site.write(name, (run.folder / name).read_text())
    hub.push("first", "Broken")
    done, run = hub.plan(7)
    assert (done, run.ran[-1].code) == (False, 4)
    assert run.outputs["plan"]["failure-reason"].startswith("1 error in the content.")
    hub.forge.rule = lambda _method, _path: None
    assert hub.plan(7)[1].ran[-1].code == 4
    [body] = hub.forge.bodies(7)
    assert "**No plan: hcsync ended with an error.**" in body
    assert "HC110" in body


@pytest.mark.long
def test_a_conflict_makes_the_pull_request_red(hub: Hub) -> None:
    hub.push("main", "Two articles")
    assert hub.apply("workflow_dispatch")[0]
    edit = {"state": "published", "author_id": 1, "body": "<p>Theirs.</p>"}
    hub.site.call("PUT", f"/articles/{hub.site.articles()['Faq']['id']}", edit)
    hub.site.article("faq", "Ours.")
    hub.push("first", "Ours")
    hub.heads[7] = ("first", "main")
    done, run = hub.plan(7)
    assert (done, run.ran[-1].code, run.outputs["plan"]["conflicts"]) == (False, 3, "1")
    assert "1 conflict." in hub.forge.bodies(7)[0]
