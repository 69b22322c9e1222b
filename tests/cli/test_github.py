"""`hcsync github` and `hcsync gitlab` against a forge on a socket: one comment, one issue, one check, never two."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from forges import BOT, REPO, TOKEN, FakeForge, forge_running
from served import Site, serving
from typed import Said, Shell

HEAD = "9" * 40


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeForge]:
    """A job of pull request 7, on which 120 comments stand."""
    event = tmp_path / "event.json"
    event.write_text(
        json.dumps({"pull_request": {"number": 7, "head": {"sha": HEAD}}, "repository": {"default_branch": "main"}})
    )
    with forge_running() as running:
        for number in range(120):
            running.comment(7, "jane", f"Remark {number}")
        for name, value in {
            "GITHUB_API_URL": running.url,
            "GITHUB_REPOSITORY": REPO,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_SHA": "1" * 40,
            "GITHUB_TOKEN": TOKEN,
        }.items():
            monkeypatch.setenv(name, value)
        for name in ("GITHUB_ACTIONS", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_REF"):
            monkeypatch.delenv(name, raising=False)
        yield running


@pytest.fixture
def hcsync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    with serving(tmp_path / "help") as site:
        site.config()
        site.article("a", "Text of a.")
        yield Shell(site, monkeypatch, capfd)


def plan(hcsync: Shell) -> None:
    hcsync("plan", "--out", "plan.hcsync", "-q")


def drift_report(site: Site, edits: int, digest: str = "0123456789abcdef", env: str = "production") -> Path:
    verdict = f"Drift: {edits} articles were edited." if edits else "No drift. Nothing was edited."
    return site.write("drift.md", f"<!-- hcsync:drift env={env} digest={digest} edits={edits} -->\n\n**{verdict}**\n")


def quiet(said: Said) -> str:
    """Nothing of what was said holds the token."""
    assert TOKEN not in said.out + said.err
    return said.err


def test_a_comment_is_made_then_edited_and_never_doubled(hcsync: Shell, forge: FakeForge) -> None:
    plan(hcsync)
    said = hcsync("github", "comment", "plan.hcsync")
    [body] = forge.bodies(7)
    assert said.out == f"{next(one['html_url'] for one in forge.comments.values() if one['body'] == body)}\n"
    assert re.fullmatch(r"<!-- hcsync:plan env=production label=default digest=\w{16} -->", body.splitlines()[0])
    assert forge.written() == [f"POST /repos/{REPO}/issues/7/comments"]
    hcsync.site.article("b", "Another.")
    plan(hcsync)
    hcsync("github", "comment", "plan.hcsync")
    [edited] = forge.bodies(7)
    assert "2 to create" in edited
    assert "Since the previous plan: 1 new, 0 changed, 0 no longer in it, 1 as before." in edited
    assert [line.partition("/comments")[0] for line in forge.written()] == [f"PATCH /repos/{REPO}/issues"]


def test_environments_and_labels_never_collide_and_people_are_not_edited(hcsync: Shell, forge: FakeForge) -> None:
    plan(hcsync)
    hcsync("github", "comment", "plan.hcsync")
    first = forge.bodies(7)[0]
    jane = forge.comment(7, "jane", first)
    hcsync.site.write("plan.md", first.replace("env=production", "env=staging"))
    hcsync("github", "comment", "plan.md")
    hcsync("github", "comment", "plan.hcsync", "--label", "api docs")
    heads = [body.splitlines()[0].partition(" digest=")[0] for body in forge.bodies(7)]
    assert heads == [
        "<!-- hcsync:plan env=production label=default",
        "<!-- hcsync:plan env=staging label=default",
        "<!-- hcsync:plan env=production label=api%20docs",
    ]
    hcsync("github", "comment", "plan.md", "--label", "api docs")
    hcsync("github", "comment", "plan.hcsync", "--label", "api docs")
    assert len(forge.bodies(7)) == 4
    assert forge.comments[jane]["body"] == first


def test_a_lost_answer_makes_no_second_comment(hcsync: Shell, forge: FakeForge) -> None:
    plan(hcsync)
    lost = iter(["lost"])
    forge.rule = lambda method, path: next(lost, None) if method == "POST" and path != "/graphql" else None
    hcsync("github", "comment", "plan.hcsync")
    assert len(forge.bodies(7)) == 1


def test_of_two_jobs_that_post_at_the_same_moment_one_comment_stays(hcsync: Shell, forge: FakeForge) -> None:
    hcsync("plan", "-q", "--output", "markdown=other.md")
    hcsync.site.article("b", "Another.")
    plan(hcsync)
    others = iter([(hcsync.site.root / "other.md").read_text()])

    def meanwhile(method: str, path: str) -> None:
        if method == "POST" and path != "/graphql":
            for body in others:
                forge.comment(7, BOT, body)

    forge.rule = meanwhile
    hcsync("github", "comment", "plan.hcsync")
    [body] = forge.bodies(7)
    assert "2 to create" in body
    # What was doubled before is mended, too, whatever of it may be done.
    doubled = forge.comment(7, BOT, body)
    forge.rule = lambda method, _path: 403 if method == "DELETE" else None
    assert hcsync("github", "comment", "plan.hcsync").err == ""
    forge.rule = lambda _method, _path: None
    hcsync("github", "comment", "plan.hcsync")
    [body] = forge.bodies(7)
    assert "Since the previous plan: nothing is different." in body
    assert doubled not in forge.comments


def test_a_comment_that_is_made_is_made_whatever_comes_after(hcsync: Shell, forge: FakeForge) -> None:
    plan(hcsync)
    forge.rule = lambda method, _path: 403 if method == "GET" and forge.bodies(7) else None
    said = hcsync("github", "comment", "plan.hcsync")
    assert (said.err, said.out.count("#issuecomment-")) == ("", 1)


@pytest.mark.parametrize("status", [404, 410])
def test_a_comment_that_is_deleted_meanwhile_is_made_anew(hcsync: Shell, forge: FakeForge, status: int) -> None:
    plan(hcsync)
    hcsync("github", "comment", "plan.hcsync")
    hcsync.site.article("b", "Another.")
    plan(hcsync)

    def gone(method: str, _path: str) -> int | None:
        if method != "PATCH":
            return None
        forge.comments.popitem()
        return status

    forge.rule = gone
    assert hcsync("github", "comment", "plan.hcsync").err == ""
    [body] = forge.bodies(7)
    assert "2 to create" in body


@pytest.mark.parametrize("asked", [True, False])
def test_an_app_of_ones_own_knows_its_comments_and_leaves_those_of_others(
    hcsync: Shell, forge: FakeForge, asked: bool
) -> None:
    """Where it cannot be asked who the token is, it is taken for a workflow's own."""
    forge.me = "acme-docs[bot]" if asked else BOT
    forge.rule = lambda _method, path: 404 if path == "/graphql" and not asked else None
    plan(hcsync)
    hcsync("github", "comment", "plan.hcsync")
    [body] = forge.bodies(7, forge.me)
    other = forge.comment(7, "another[bot]", body)
    hcsync.site.article("b", "Another.")
    plan(hcsync)
    hcsync("github", "comment", "plan.hcsync")
    [edited] = forge.bodies(7, forge.me)
    assert "2 to create" in edited
    assert forge.comments[other]["body"] == body


def test_a_server_of_ones_own_is_asked_below_its_path(
    hcsync: Shell, forge: FakeForge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_API_URL", f"{forge.url}/ghe/api/v3/")
    monkeypatch.setenv("GITHUB_TOKEN", f"{TOKEN}\n")
    forge.me = "acme-docs[bot]"
    for article in ("b", "c"):
        hcsync.site.article(article, "Another.")
        plan(hcsync)
        assert hcsync("github", "comment", "plan.hcsync").err == ""
    [body] = forge.bodies(7, forge.me)
    assert "3 to create" in body


def test_a_failed_plan_takes_the_place_of_the_one_before(hcsync: Shell, forge: FakeForge) -> None:
    plan(hcsync)
    hcsync("github", "comment", "plan.hcsync")
    hcsync.site.write("log", "Error: HC305 no ```token``` @jane <b>\n")
    hcsync("github", "comment", "--failed", "log")
    [body] = forge.bodies(7)
    assert body.splitlines()[2] == "**No plan: hcsync ended with an error.**"
    assert "````diff\n  Error: HC305 no ```token``` @jane <b>\n````" in body
    hcsync.site.write("log", ("\x1b[31m" * 200 + "\U0001f4a5" * 500 + "\n") * 200)
    hcsync("github", "comment", "--failed", "log")
    [body] = forge.bodies(7)
    assert re.search(r"\n  … and 1\d\d more lines\n```\n$", body)
    assert len(body) < 65_536


@pytest.mark.parametrize("status", [500, 403, 404, 401])
def test_what_cannot_be_posted_is_a_warning(
    hcsync: Shell, forge: FakeForge, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(hcsync)
    drift_report(hcsync.site, 2)
    forge.rule = lambda method, _path: status
    for command in (("comment", "plan.hcsync"), ("issue", "drift.md"), ("check", "plan.hcsync")):
        said = hcsync("github", *command)
        assert re.match(r"Warning: HC35[12] the (comment|issue|check) could not be ", quiet(said)), said.err
        assert said.out == ""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert hcsync("github", "comment", "plan.hcsync").err.startswith("::warning::HC35")


def test_who_asks_too_often_waits_and_asks_again(hcsync: Shell, forge: FakeForge) -> None:
    plan(hcsync)
    first = iter(["You have exceeded a secondary rate limit. Please wait a few minutes before you try again."])
    forge.rule = lambda method, path: next(first, None) if method == "POST" and path != "/graphql" else None
    assert hcsync("github", "comment", "plan.hcsync").err == ""
    assert len(forge.bodies(7)) == 1
    # Of a conversation that is locked GitHub says so itself.
    forge.rule = lambda method, _path: "Unable to edit: issue is locked." if method == "PATCH" else None
    hcsync.site.article("b", "Another.")
    plan(hcsync)
    assert "(403: Unable to edit: issue is locked.)" in quiet(hcsync("github", "comment", "plan.hcsync"))


def test_an_issue_is_opened_edited_and_closed(hcsync: Shell, forge: FakeForge) -> None:
    def issue(edits: int, digest: str = "0123456789abcdef") -> str:
        drift_report(hcsync.site, edits, digest)
        return hcsync("github", "issue", "drift.md").out.partition(" ")[0]

    assert hcsync("github", "issue", str(drift_report(hcsync.site, 0))).out == "no issue is open, and none is needed\n"
    assert [issue(2), issue(2), issue(3, "fedcba9876543210"), issue(0), issue(0)] == [
        "opened",
        "left",
        "edited",
        "closed",
        "no",
    ]
    [one] = forge.issues.values()
    assert (one["title"], one["state"], one["state_reason"]) == (
        "Edited in Intercom (production)",
        "closed",
        "completed",
    )
    assert "3 articles" in one["body"]
    assert forge.bodies(one["number"]) == ["No drift. Nothing was edited. This issue is done."]
    assert issue(1) == "opened"
    drift_report(hcsync.site, 1, env="staging")
    assert hcsync("github", "issue", "drift.md").out.startswith("opened")
    assert len(forge.issues) == 3


def test_of_two_issues_about_the_same_one_stays_open(hcsync: Shell, forge: FakeForge) -> None:
    hcsync("github", "issue", str(drift_report(hcsync.site, 2)))
    [first] = forge.issues.values()
    forge.issues[first["number"] + 1] = first | {"number": first["number"] + 1}
    assert hcsync("github", "issue", str(drift_report(hcsync.site, 2))).out.startswith("left ")
    assert [one["state"] for one in forge.issues.values()] == ["open", "closed"]


def test_an_issue_is_about_drift_alone(hcsync: Shell, forge: FakeForge) -> None:
    plan(hcsync)
    assert "is not." in hcsync("github", "issue", "plan.hcsync", code=1).err
    assert forge.written() == []


def test_one_check_for_each_environment(hcsync: Shell, forge: FakeForge) -> None:
    plan(hcsync)
    for _ in range(2):
        hcsync("github", "check", "plan.hcsync")
    [check] = forge.checks.values()
    assert (check["name"], check["head_sha"], check["conclusion"]) == ("hcsync plan (production)", HEAD, "success")
    assert check["output"]["title"].startswith("1 to create")
    hcsync("github", "check", "plan.hcsync", "--exit-code", "3", "--label", "x")
    assert [(one["name"], one["conclusion"]) for one in forge.checks.values()][1:] == [
        ("hcsync plan (production, x)", "failure")
    ]


def test_a_page_that_is_full_fits_where_it_goes(hcsync: Shell, forge: FakeForge) -> None:
    """GitHub counts the text of a check in bytes, and that of a comment in characters."""
    for number in range(450):
        title = f"{number} {'日本語の長い題名' * 10}"
        hcsync.site.write(f"content/en/{number:0>80}.md", f"---\ntitle: {title}\nauthor_id: 1\n---\n\nx\n")
    hcsync("plan", "-q", "--out", "plan.hcsync", "--output", "markdown=plan.md")
    hcsync("github", "check", "plan.hcsync")
    hcsync("github", "comment", "plan.hcsync")
    [check], [comment] = forge.checks.values(), forge.bodies(7)
    summary = check["output"]["summary"]
    assert len(summary.encode()) <= 65_535 < len(comment.encode())
    assert summary.splitlines()[:3] == comment.splitlines()[:3]
    assert "日本語" in summary
    # A label that the first line is given later has room, too.
    hcsync("github", "comment", "plan.md", "--label", "\U0001f600" * 50)
    labelled = forge.bodies(7)[1]
    assert 60_000 < len(labelled) <= 65_536
    assert "no more than 50 characters" in hcsync("github", "comment", "plan.md", "--label", "x" * 51, code=1).err


def test_a_pull_request_is_opened_once(hcsync: Shell, forge: FakeForge) -> None:
    said = {hcsync("github", "pull-request", "--branch", "edits").out for _ in range(2)}
    [one] = forge.opened.values()
    assert said == {f"{one['html_url']}\n"}
    assert (one["head"], one["base"]) == ("edits", "main")


def test_the_reviewed_plan_is_found_by_the_merge(hcsync: Shell, forge: FakeForge) -> None:
    merge = "1" * 40
    forge.pulls[merge] = [
        {"number": 5, "merged_at": "x", "merge_commit_sha": "2" * 40, "head": {"sha": "5" * 40}},
        {"number": 7, "merged_at": "x", "merge_commit_sha": merge, "head": {"sha": HEAD}},
        {"number": 8, "merged_at": None, "merge_commit_sha": merge, "head": {"sha": "8" * 40}},
    ]
    forge.artifact(f"p-{HEAD}", HEAD, {"plan.hcsync": b"older"}, when="2026-01-01")
    forge.artifact(f"p-{HEAD}", HEAD, {"plan.hcsync": b"the plan"}, when="2026-01-02")
    forge.artifact(f"p-{HEAD}", HEAD, {"plan.hcsync": b"a fork's"}, when="2026-01-03", fork=True)
    forge.artifact(f"p-{HEAD}", "0" * 40, {"plan.hcsync": b"another's"}, when="2026-01-04")
    said = hcsync("github", "fetch-plan", "--artifact", "p", "--out", "got.hcsync")
    assert said.out == "The plan of pull request #7 is in got.hcsync.\n"
    assert (hcsync.site.root / "got.hcsync").read_bytes() == b"the plan"
    assert [head.get("authorization") for _, path, head in forge.seen if path.startswith("/storage/")] == [None]


def test_without_a_reviewed_plan_nothing_is_fetched(hcsync: Shell, forge: FakeForge) -> None:
    said = hcsync("github", "fetch-plan", "--out", "got.hcsync", code=3)
    assert said.err.startswith("Error: HC353 there is no saved plan of commit 111111111111, which no pull request")
    forge.pulls["1" * 40] = [{"number": 7, "merged_at": "x", "merge_commit_sha": "", "head": {"sha": HEAD}}]
    forge.artifact(f"hcsync-plan-{HEAD}", HEAD, {"plan.hcsync": b"a fork's"}, fork=True)
    assert "no saved plan of pull request #7" in hcsync("github", "fetch-plan", "--out", "got.hcsync", code=3).err
    assert not (hcsync.site.root / "got.hcsync").exists()


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("GITHUB_TOKEN", "", "a token is needed, and GITHUB_TOKEN and GH_TOKEN are not set."),
        ("GITHUB_TOKEN", "two words", "holds characters that no token has"),
        ("GITHUB_REPOSITORY", "../x", "nothing says which repository is meant. Give --repo owner/name."),
        ("GITHUB_EVENT_PATH", "/nowhere", "nothing says which pull request is meant"),
        ("GITHUB_API_URL", "file:///etc", "is not the address"),
        ("GITHUB_API_URL", "https://[::z]/api/v3", "is not the address"),
        ("GITHUB_API_URL", "https://host:port", "is not the address"),
        ("ALL_PROXY", "gopher://jane:secret@host", "Look at HTTPS_PROXY"),
        ("SSL_CERT_FILE", "/nowhere", "and at SSL_CERT_FILE"),
    ],
)
def test_what_is_not_known_is_asked_for(
    hcsync: Shell, forge: FakeForge, variable: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(hcsync)
    monkeypatch.setenv(variable, value)
    said = quiet(hcsync("github", "comment", "plan.hcsync", code=1))
    assert words in said
    assert "bug" not in said
    assert "secret@" not in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [((), "either FILE or --failed"), (("none.md",), "cannot be read"), (("hcsync.yml",), "is not a report of hcsync")],
)
def test_what_is_no_report_is_refused(hcsync: Shell, forge: FakeForge, arguments: tuple[str, ...], words: str) -> None:
    assert words in hcsync("github", "comment", *arguments, code=1).err


def test_outputs_cannot_be_forged(hcsync: Shell, forge: FakeForge, monkeypatch: pytest.MonkeyPatch) -> None:
    hcsync("plan", "--output", "json=plan.json", "--output", "markdown=plan.md", "-q")
    hcsync.site.write("log", "Warning: x\nError: HC204 broken\x0bdigest=forged\r\n")
    monkeypatch.setenv("GITHUB_OUTPUT", str(hcsync.site.root / "outputs"))
    finish = ("github", "finish", "plan.json", "plan.md", "none.md", "--log", "log")
    hcsync(*finish, "--exit-code", "2")
    found = outputs(hcsync.site.root / "outputs")
    assert re.fullmatch(r"\w{16}", found.pop("digest"))
    assert found == {
        "changes": "true",
        "to-create": "1",
        "to-update": "0",
        "to-move": "0",
        "to-unpublish": "0",
        "to-delete": "0",
        "conflicts": "0",
        "drift": "0",
        "exit-code": "2",
        "failure-reason": "",
    }
    hcsync(*finish, "--exit-code", "2", "--fail-on", "conflict")
    hcsync(*finish, "--exit-code", "2", "--fail-on", "change", code=2)
    hcsync(*finish, "--exit-code", "4", code=4)
    assert outputs(hcsync.site.root / "outputs")["failure-reason"] == "HC204 broken digest=forged"


def outputs(path: Path) -> dict[str, str]:
    """As GitHub reads them."""
    found = re.findall(r"^([\w-]+)<<(\S+)\n(.*?)\n?^\2$\n", path.read_text(), re.MULTILINE | re.DOTALL)
    return {name: value for name, _, value in found}


def test_a_note_on_a_merge_request(hcsync: Shell, forge: FakeForge, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "CI_API_V4_URL": f"{forge.url}/api/v4",
        "CI_PROJECT_ID": "55",  # the fork that runs the job
        "CI_MERGE_REQUEST_PROJECT_ID": "77",
        "CI_MERGE_REQUEST_IID": "7",
        "HCSYNC_GITLAB_TOKEN": TOKEN,
    }.items():
        monkeypatch.setenv(name, value)
    plan(hcsync)
    hcsync("gitlab", "comment", "plan.hcsync")
    hcsync.site.article("b", "Another.")
    plan(hcsync)
    hcsync("gitlab", "comment", "plan.hcsync")
    [body] = forge.bodies(7, BOT)
    assert "2 to create" in body
    forge.rule = lambda _method, _path: 500
    assert quiet(hcsync("gitlab", "comment", "plan.hcsync")).startswith("Warning: HC352 the note could not be posted: ")
