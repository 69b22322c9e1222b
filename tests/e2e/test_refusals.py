"""What may not be done is refused: with the exit code the guide gives, a stable code, and what to do instead; and
nothing is written to Intercom."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from running import Folder
from served import TOKEN, Site, serving
from terminal import started

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "content/en/reviewing/run-in-ci.md"
LIMITS = "safety:\n  on_orphan: delete\n  max_update: 1\n  max_delete: 0\n"
SAFE = "---\ntitle: Safe\nauthor_id: 1\nstate: {state}\nprotect: true\n---\n\nSafe.\n"

# What is done to a repository and its help center, both at rest; what it then says.
Deed = Callable[[Site, Folder], "tuple[int, str]"]


@dataclass(frozen=True)
class Refusal:
    """`said` stands in the guide's row of the exit code, `code` and `words` in the message; `way_out` is what to do."""

    deed: Deed
    exit: int
    said: str
    code: str
    words: str
    way_out: str


def _run(folder: Folder, *arguments: str) -> tuple[int, str]:
    done = folder.run(*arguments, code=None, HELP_TOKEN=TOKEN)
    return done.returncode, done.stderr


def _saved(site: Site, folder: Folder) -> None:
    site.article("one", "Newer.")
    assert _run(folder, "plan", "--out", "plan.hcsync")[0] == 0


def _edited(site: Site, title: str) -> None:
    one = site.articles()[title]
    site.call("PUT", f"/articles/{one['id']}", {"title": title, "body": "<p>By hand.</p>", "author_id": 1})


def _at_the_question(folder: Folder, meanwhile: Callable[[], None]) -> tuple[int, str]:
    """Somebody reads the plan, something happens meanwhile, and then they say yes."""
    terminal = started(folder.command("apply"), folder.root, HELP_TOKEN=TOKEN)
    terminal.until("[y/N]: ")
    meanwhile()
    terminal.type("y\n")
    code = terminal.end()
    return code, " ".join(terminal.shown.split())


def stale_plan(site: Site, folder: Folder) -> tuple[int, str]:
    _saved(site, folder)
    _edited(site, "One")
    return _run(folder, "apply", "plan.hcsync")


def used_plan(site: Site, folder: Folder) -> tuple[int, str]:
    _saved(site, folder)
    assert _run(folder, "apply", "plan.hcsync")[0] == 0
    site.weather.seen.clear()
    return _run(folder, "apply", "plan.hcsync")


def plan_of_another_workspace(site: Site, folder: Folder) -> tuple[int, str]:
    _saved(site, folder)
    text = (folder.root / "plan.hcsync").read_text()
    workspace = site.call("GET", "/me")["app"]["id_code"]
    # The other workspace's own plan: nobody has edited it.
    body = text.partition("\n")[2].replace(workspace, "another1")
    (folder.root / "plan.hcsync").write_text(f'{{"digest": "sha256:{sha256(body.encode()).hexdigest()}",\n{body}')
    return _run(folder, "apply", "plan.hcsync")


def edited_plan(site: Site, folder: Folder) -> tuple[int, str]:
    _saved(site, folder)
    path = folder.root / "plan.hcsync"
    path.write_text(path.read_text().replace("article.one", "article.two"))
    return _run(folder, "apply", "plan.hcsync")


def conflict(site: Site, folder: Folder) -> tuple[int, str]:
    site.article("one", "Newer.")
    _edited(site, "One")
    return _run(folder, "apply", "--auto-approve")


def too_many_updates(site: Site, folder: Folder) -> tuple[int, str]:
    site.article("one", "Newer.")
    site.article("two", "Newer.")
    return _run(folder, "apply", "--auto-approve")


def too_many_deletions(site: Site, folder: Folder) -> tuple[int, str]:
    (folder.root / "content/en/two.md").unlink()
    return _run(folder, "apply", "--auto-approve")


def protected(site: Site, folder: Folder) -> tuple[int, str]:
    folder.write("content/en/safe.md", SAFE.format(state="draft"))
    return _run(folder, "apply", "--auto-approve")


def locked(site: Site, folder: Folder) -> tuple[int, str]:
    site.article("one", "Newer.")
    told: list[tuple[int, str]] = []
    _at_the_question(folder, lambda: told.append(_run(folder, "apply", "--auto-approve")))
    return told[0]


def expired_lock(site: Site, folder: Folder) -> tuple[int, str]:
    """The laptop slept at the question, and another run has taken the lock over."""
    site.article("one", "Newer.")
    path = folder.root / ".hcsync/production.lock.json"

    def take_over() -> None:
        lease = json.loads(path.read_text())
        path.write_text(json.dumps(lease | {"id": "0123456789ab", "owner": "somebody@elsewhere", "pid": 0}))

    return _at_the_question(folder, take_over)


def forked_state(site: Site, folder: Folder) -> tuple[int, str]:
    """While somebody reads the plan, a git pull brings another state."""
    site.article("one", "Newer.")
    path = folder.root / ".hcsync/production.state.json"
    return _at_the_question(folder, lambda: _written(path, re.sub(r'"serial": \d+', '"serial": 99', path.read_text())))


def pushed_fork(site: Site, folder: Folder) -> tuple[int, str]:
    """A state that began elsewhere is to take the place of ours."""
    path = folder.root / ".hcsync/production.state.json"
    other = folder.root / "other.json"
    _written(other, re.sub(r'"lineage": "\w+"', '"lineage": "another"', path.read_text()))
    return _run(folder, "state", "push", str(other))


def state_of_another_workspace(site: Site, folder: Folder) -> tuple[int, str]:
    path = folder.root / ".hcsync/production.state.json"
    _written(path, re.sub(r'"workspace": "\w+"', '"workspace": "another1"', path.read_text()))
    return _run(folder, "apply", "--auto-approve")


def token_of_another_workspace(site: Site, folder: Folder) -> tuple[int, str]:
    config = folder.root / "hcsync.yml"
    _written(config, config.read_text().replace("    token_env:", "    workspace: another1\n    token_env:"))
    return _run(folder, "apply", "--auto-approve")


def rollback_of_nothing(site: Site, folder: Folder) -> tuple[int, str]:
    return _run(folder, "rollback", "2020", "--auto-approve")


def rollback_beyond_what_was_said(site: Site, folder: Folder) -> tuple[int, str]:
    return _run(folder, "rollback", "--auto-approve", "--allow-deletes", "1")


def _written(path: Path, text: str) -> None:
    path.write_text(text)


TABLE = (
    Refusal(stale_plan, 3, "that no longer fits", "HC315", "one (", "Run `hcsync plan` again"),
    Refusal(used_plan, 3, "that no longer fits", "HC315", "the saved plan is stale", "Run `hcsync plan` again"),
    Refusal(plan_of_another_workspace, 5, "of another workspace", "HC316", "another1", "run `hcsync plan` again"),
    Refusal(edited_plan, 5, "a saved plan that was edited", "HC314", "plan.hcsync", "hcsync plan"),
    Refusal(conflict, 3, "a conflict", "", "one changed here and in Intercom", "--on-conflict ours"),
    Refusal(too_many_updates, 5, "a safety limit", "HC414", "updates 2 of 3 owned articles", "max_update"),
    Refusal(too_many_deletions, 5, "a safety limit", "HC414", "deletes 1 of 3 owned articles", "--allow-deletes 1"),
    Refusal(protected, 5, "a protected article", "HC415", "safe (", "--exclude"),
    Refusal(locked, 5, "a lock that another run holds", "HC308", "is locked by", "--lock-timeout"),
    Refusal(expired_lock, 5, "or has taken over", "HC310", "somebody@elsewhere", "Run this again"),
    Refusal(forked_state, 5, "that somebody else has written", "HC311", "written by somebody else", "Run this again"),
    Refusal(pushed_fork, 5, "that somebody else has written", "HC311", "shares no history with it", "--force"),
    Refusal(state_of_another_workspace, 5, "wrong workspace", "HC307", "another1", "Use the token of the workspace"),
    Refusal(token_of_another_workspace, 5, "wrong workspace", "HC403", "another1", "correct `workspace:`"),
    Refusal(rollback_of_nothing, 1, "an error", "HC317", "nothing is kept of a run 2020", "hcsync snapshot list"),
    Refusal(rollback_beyond_what_was_said, 5, "a safety limit", "HC414", "--allow-deletes says 1", "--allow-deletes 2"),
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Three articles, one of them protected, applied."""
    with serving(tmp_path, locales=("en",)) as running:
        running.config("en", LIMITS)
        running.article("one", "Old.")
        running.article("two", "Old.")
        running.write("content/en/safe.md", SAFE.format(state="published"))
        assert running.apply().complete
        running.weather.seen.clear()
        yield running


@pytest.mark.parametrize("refusal", TABLE, ids=lambda one: one.deed.__name__)
def test_it_is_refused_as_the_guide_says(site: Site, refusal: Refusal) -> None:
    before = {title: one["body"] for title, one in site.articles().items()}
    code, told = refusal.deed(site, Folder(site.root))
    assert (code, _error(told)) == (refusal.exit, told[told.index("Error:") :].strip())
    assert refusal.said in _rows()[refusal.exit]
    for words in (refusal.code, refusal.words, refusal.way_out):
        assert words in told
    mine = [path for method, path, body in site.weather.seen if method != "GET" and b"By hand." not in body]
    assert mine == [] or refusal.deed is locked
    assert set(before) == set(site.articles())


def _error(told: str) -> str:
    """The message is one paragraph, and the last thing that is said."""
    return told[told.rindex("Error:") :].strip()


def _rows() -> dict[int, str]:
    """Exit code → what the guide says of it."""
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", GUIDE.read_text(), re.MULTILINE)
    return {int(code): meaning for code, meaning in rows}


def test_the_guide_knows_the_same_exit_codes_in_every_language() -> None:
    for locale in ("fr", "de"):
        text = (ROOT / f"content/{locale}/reviewing/run-in-ci.md").read_text()
        assert [int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)] == list(_rows())
