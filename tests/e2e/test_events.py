"""`--json` through the command line: every line an event, told as it happens, and nothing else on stdout."""

import asyncio
import datetime
import json
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import CLEAN, Folder
from served import TOKEN, Site, serving
from typed import Said, Shell

LEVELS = {"info", "warn", "error"}
# Type → the key that holds what it has to say.
KEYS = {
    "version": "hcsync",
    "resource_drift": "change",
    "planned_change": "change",
    "diagnostic": "diagnostic",
    "change_summary": "changes",
    "apply_start": "hook",
    "apply_complete": "hook",
    "apply_errored": "hook",
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with serving(tmp_path) as running:
        running.config()
        yield running


@pytest.fixture
def hcsync(site: Site, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Shell:
    """Two articles, applied; then one is edited, two are new and link to each other."""
    shell = Shell(site, monkeypatch, capfd)
    for key in ("one", "two"):
        site.article(key, f"The text of {key}.")
    shell("apply", "--auto-approve", "-q")
    site.article("one", "A new text.")
    site.article("three", "See [four](four.md).")
    site.article("four", "See [three](three.md).")
    return shell


def checked(lines: list[str]) -> list[dict[str, Any]]:
    """The events, each held to the shape of all."""
    events = [json.loads(line) for line in lines]
    before = ""
    for event in events:
        assert event["@level"] in LEVELS and event["@module"] == "hcsync" and event["@message"]
        assert event[KEYS[event["type"]]]
        at = datetime.datetime.fromisoformat(event["@timestamp"])
        assert at.utcoffset() == datetime.timedelta(0)
        assert event["@timestamp"] >= before
        before = event["@timestamp"]
        assert TOKEN not in json.dumps(event)
    assert events[0]["type"] == "version"
    return events


def events_of(said: Said) -> list[dict[str, Any]]:
    return checked(said.out.splitlines())


def told(events: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Type and what it is about."""
    found = []
    for event in events[1:]:
        about = event.get("hook") or event.get("change")
        subject = about["resource"]["addr"] if about else event["@message"]
        found.append((event["type"], subject))
    return found


def test_a_plan(hcsync: Shell) -> None:
    two = hcsync.site.articles()["Two"]["id"]
    hcsync.site.call("PUT", f"/articles/{two}", {"body": "<p>By hand.</p>", "author_id": 1, "state": "published"})

    said = hcsync("plan", "--json", "--detailed-exitcode", code=2)

    assert said.err == ""
    first, *planned, last = told(events_of(said))
    assert [first, *sorted(planned), last] == [
        ("resource_drift", "article.two"),
        ("planned_change", "article.four"),
        ("planned_change", "article.one"),
        ("planned_change", "article.three"),
        ("change_summary", "Plan: 2 to create, 1 to update, 0 to unpublish, 0 to delete."),
    ]


def test_a_plan_for_people_may_go_into_a_file_beside_it(hcsync: Shell) -> None:
    said = hcsync("plan", "--json", "--output", "text=plan.txt", "--out", "plan.hcsync")

    assert (hcsync.site.root / "plan.txt").read_text() == hcsync("show", "plan.hcsync").out
    assert [event["type"] for event in events_of(said)][-1] == "change_summary"


def test_an_apply(hcsync: Shell) -> None:
    events = events_of(hcsync("apply", "--json", "--auto-approve"))

    applied = [event for event in events if event["type"].startswith("apply_")]
    begun = [event["hook"]["resource"]["addr"] for event in applied if event["type"] == "apply_start"]
    done = [event["hook"]["resource"]["addr"] for event in applied if event["type"] == "apply_complete"]
    assert sorted(begun) == sorted(done) == ["article.four", "article.one", "article.three"]
    ids = {article["title"]: article["id"] for article in hcsync.site.articles().values()}
    for event in applied:
        hook = event["hook"]
        if event["type"] == "apply_complete":
            assert (hook["id_key"], hook["id_value"]) == ("id", ids[hook["resource"]["title"]])
            assert (hook["status"], hook["elapsed_seconds"] >= 0) == ("applied", True)
    assert (
        events[-1]["changes"] | {"operation": "apply", "add": 2, "change": 1, "applied": 3, "verified": 3}
        == (events[-1]["changes"])
    )


def test_drift(hcsync: Shell) -> None:
    site = hcsync.site
    one, two = (site.articles()[title]["id"] for title in ("One", "Two"))
    site.call("PUT", f"/articles/{two}", {"title": "Deux", "author_id": 1, "state": "published"})
    site.call("DELETE", f"/articles/{one}")

    events = events_of(hcsync("drift", "--json", "--output", "markdown=drift.md", code=2))

    assert told(events) == [
        ("resource_drift", "article.one"),
        ("resource_drift", "article.two"),
        ("change_summary", "Drift: 2 articles were edited or deleted in Intercom since the last apply."),
    ]
    assert [(event["change"]["action"], event["change"]["fields"]) for event in events[1:3]] == [
        ("delete", []),
        ("update", ["en/title"]),
    ]
    assert (events[-1]["changes"]["drift"], events[-1]["changes"]["deleted"]) == (2, 1)
    assert (site.root / "drift.md").exists()
    assert events_of(hcsync("drift", "--json", "--env", "nowhere", code=1))[-1]["diagnostic"]["code"] == "HC304"


def test_a_saved_plan(hcsync: Shell) -> None:
    hcsync("plan", "--out", "plan.hcsync")

    events = events_of(hcsync("apply", "plan.hcsync", "--json"))
    assert events[-1]["changes"]["applied"] == 3

    events = events_of(hcsync("apply", "plan.hcsync", "--json", code=3))
    assert [(event["type"], event.get("diagnostic", {}).get("code")) for event in events[1:]] == [
        ("diagnostic", "HC315")
    ]
    assert events[-1]["diagnostic"]["exit_code"] == 3


def test_nothing_to_do(hcsync: Shell) -> None:
    hcsync("apply", "--auto-approve", "-q")

    assert told(events_of(hcsync("apply", "--json", "--auto-approve"))) == [
        ("change_summary", "Plan: 0 to create, 0 to update, 0 to unpublish, 0 to delete."),
        ("change_summary", "Nothing was applied."),
    ]


def test_what_fails_is_told_and_so_is_what_was_not_attempted(hcsync: Shell) -> None:
    def rule(number: int, method: str, path: str, body: bytes) -> Any:
        if method == "POST":
            return 422, b'{"type": "error.list", "errors": [{"code": "parameter_invalid", "message": "no"}]}'
        return (503, b"{}") if method == "PUT" else None

    hcsync.site.weather.rule = rule
    events = events_of(hcsync("apply", "--json", "--auto-approve", "--parallelism", "1", code=6))

    errored = {
        event["hook"]["resource"]["addr"]: event["hook"]["status"]
        for event in events
        if event["type"] == "apply_errored"
    }
    assert errored.keys() == {"article.four", "article.one", "article.three"}
    assert set(errored.values()) <= {"failed", "unknown", "skipped"}
    assert (events[-1]["@level"], events[-1]["changes"]["applied"]) == ("error", 0)


@pytest.mark.parametrize(
    ("arguments", "code", "known"),
    [
        (("plan", "--env", "nowhere"), 1, "HC304"),
        (("plan", "--target", "nowhere"), 1, "HC309"),
        (("apply",), 1, None),
        (("apply", "none"), 1, None),
        (("apply", "hcsync.yml"), 5, "HC314"),
    ],
)
def test_what_ends_a_run_is_the_last_event(hcsync: Shell, arguments: tuple[str, ...], code: int, known: str) -> None:
    said = hcsync(*arguments, "--json", code=code)

    last = events_of(said)[-1]
    assert (last["type"], last["diagnostic"]["code"], last["diagnostic"]["exit_code"]) == ("diagnostic", known, code)
    # People read the same, elsewhere.
    assert last["diagnostic"]["summary"] in said.err


def test_each_fault_of_the_content_is_an_event(hcsync: Shell) -> None:
    hcsync.site.write("content/en/one.md", "no frontmatter")
    hcsync.site.write("content/en/two.md", "---\ntitle: Two\n---\n[x](none.md)\n")

    events = events_of(hcsync("plan", "--json", code=4))

    found = [
        (event["diagnostic"]["code"], event["diagnostic"].get("range", {}).get("filename")) for event in events[1:]
    ]
    assert found[:2] == [("HC110", "content/en/one.md"), ("HC108", "content/en/two.md")]
    assert found[-1] == (None, None)
    assert events[-1]["diagnostic"]["exit_code"] == 4


def test_a_conflict_is_told_before_it_ends_the_run(hcsync: Shell) -> None:
    one = hcsync.site.articles()["One"]["id"]
    hcsync.site.call("PUT", f"/articles/{one}", {"body": "<p>By hand.</p>", "author_id": 1, "state": "published"})

    events = events_of(hcsync("apply", "--json", "--auto-approve", code=3))

    assert [event["@level"] for event in events if event["type"] == "diagnostic"] == ["warn", "error"]
    assert events[-1]["diagnostic"]["exit_code"] == 3


@pytest.mark.parametrize("output", ["text", "json"])
def test_nothing_else_may_go_to_stdout(hcsync: Shell, output: str) -> None:
    said = hcsync("plan", "--json", "--output", output, code=1)

    assert (said.out, "with --json the events go to stdout" in said.err) == ("", True)


def test_they_are_told_as_they_happen(site: Site, tmp_path: Path) -> None:
    """The second article is not written before the first one's end was read."""
    for key in ("one", "two"):
        site.article(key, f"The text of {key}.")
    read = threading.Event()

    async def wait() -> None:
        assert await asyncio.to_thread(read.wait, 60)

    def rule(_number: int, method: str, _path: str, body: bytes) -> Any:
        return wait() if method == "POST" and b"Two" in body else None

    site.weather.rule = rule
    command = Folder(site.root).command("apply", "--json", "--auto-approve", "--parallelism", "1")
    with subprocess.Popen(
        command, cwd=site.root, env=CLEAN | {"HELP_TOKEN": TOKEN}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            event = json.loads(line)
            if event["type"] == "apply_start" and event["hook"]["resource"]["addr"] == "article.two":
                assert any(json.loads(one)["type"] == "apply_complete" for one in lines)
                read.set()
        assert process.wait(timeout=60) == 0
    assert checked(lines)[-1]["changes"]["applied"] == 2


@pytest.mark.parametrize("where", ["/dev/full", "a pipe that nobody reads"])
def test_where_nobody_reads_them_the_apply_goes_on(site: Site, where: str) -> None:
    for key in ("one", "two", "three"):
        site.article(key, f"The text of {key}.")
    reader, writer = os.pipe()
    os.close(reader)
    if where == "/dev/full":
        os.close(writer)
        writer = os.open(where, os.O_WRONLY)
    done = subprocess.run(
        Folder(site.root).command("apply", "--json", "--auto-approve"),
        cwd=site.root,
        env=CLEAN | {"HELP_TOKEN": TOKEN},
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(writer)

    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert sorted(site.articles()) == ["One", "Three", "Two"]
