"""A project on GitHub: a git remote, the forge's API, a help center, and the runs that its workflows start."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from actions import ROOT, Runner, workflow
from forges import REPO, FakeForge, forge_running
from forges import TOKEN as JOB_TOKEN
from places import bare, git
from served import TOKEN, Site, serving

INSTALL = "Install hcsync"


@dataclass
class Hub:
    """`site.root` is where the writer works: a clone on branch main."""

    root: Path
    forge: FakeForge
    site: Site
    env: str = "production"
    _runs: int = 0
    heads: dict[int, tuple[str, str]] = field(default_factory=dict)

    def git(self, *arguments: str) -> str:
        return git(self.site.root, *arguments)

    def push(self, branch: str, words: str) -> str:
        """Commit all that the writer has changed, on that branch. Returns the commit."""
        self.git("checkout", "--quiet", "-B", branch)
        self.git("add", ".")
        self.git("commit", "--quiet", "-m", words)
        self.git("push", "--quiet", "origin", branch)
        return self.git("rev-parse", "HEAD")

    def merge(self, number: int) -> str:
        """Merge a pull request. Returns the merge commit, which the API then knows as such."""
        branch, _ = self.heads[number]
        self.git("fetch", "--quiet", "origin")
        head = self.git("rev-parse", f"origin/{branch}")
        self.git("checkout", "--quiet", "main")
        self.git("pull", "--quiet", "--ff-only", "origin", "main")
        self.git("merge", "--quiet", "--no-ff", "-m", f"Merge #{number}", f"origin/{branch}")
        self.git("push", "--quiet", "origin", "main")
        commit = self.git("rev-parse", "HEAD")
        pull = {"number": number, "merged_at": "now", "merge_commit_sha": commit, "head": {"sha": head}}
        self.forge.pulls[commit] = [pull]
        return commit

    def runner(self, event: str, number: int = 0, token: str = TOKEN, **known: Any) -> Runner:
        """A fresh machine, with the repository as the event checks it out."""
        self._runs += 1
        folder = self.root / f"run-{self._runs}"
        git(self.root, "clone", "--quiet", str(self.root / "remote.git"), str(folder))
        payload: dict[str, Any] = {"repository": {"default_branch": "main"}}
        head = ""
        if number:
            branch, _ = self.heads[number]
            head = git(folder, "rev-parse", f"origin/{branch}")
            git(folder, "merge", "--quiet", "--no-ff", "-m", "the merge that would be", head)
            payload["pull_request"] = {"number": number, "head": {"sha": head}}
        path = self.root / f"event-{self._runs}.json"
        path.write_text(json.dumps(payload))
        commit = git(folder, "rev-parse", "HEAD")
        return Runner(
            folder,
            self.forge,
            {
                "secrets.INTERCOM_TOKEN": token,
                "github.token": JOB_TOKEN,
                "vars.HCSYNC": str(ROOT),
                "vars.HCSYNC_PULL": "true",
                "github.event_name": event,
                "github.ref_name": f"{number}/merge" if number else "main",
                "github.event.repository.default_branch": "main",
                "github.event.pull_request.head.sha": head,
            }
            | known,
            {
                "GITHUB_API_URL": self.forge.url,
                "GITHUB_REPOSITORY": REPO,
                "GITHUB_EVENT_PATH": str(path),
                "GITHUB_SHA": commit,
                "GITHUB_STEP_SUMMARY": str(self.root / f"summary-{self._runs}.md"),
            },
            skipped=(INSTALL,),
        )

    def job(self, name: str, job: str, event: str, number: int = 0, **known: Any) -> tuple[bool, Runner]:
        runner = self.runner(event, number, **known)
        return runner.job(_with_env(workflow(name), self.env), job), runner

    def plan(self, number: int, **known: Any) -> tuple[bool, Runner]:
        return self.job("help-center.yml", "plan", "pull_request", number, **known)

    def apply(self, event: str = "push") -> tuple[bool, Runner]:
        return self.job("help-center.yml", "apply", event)

    def drift(self) -> tuple[bool, Runner]:
        return self.job("drift.yml", "drift", "schedule")

    def pull(self) -> tuple[bool, Runner]:
        return self.job("drift.yml", "pull", "schedule", **{"needs.drift.outputs.changes": "true"})


def _with_env(found: dict[str, Any], env: str) -> Mapping[str, Any]:
    assert found["env"] == {"HCSYNC_ENV": "production"}
    return found | {"env": {"HCSYNC_ENV": env}}


@contextmanager
def hub_running(root: Path) -> Iterator[Hub]:
    """Two environments that are one help center, with states of their own; nothing is applied yet."""
    bare(root / "remote.git")
    git(root, "clone", "--quiet", str(root / "remote.git"), str(root / "writer"))
    with forge_running() as forge, serving(root / "writer") as site:
        for number in range(120):
            forge.comment(7, "jane", f"Remark {number}")
        site.write(
            "hcsync.yml",
            "locales: [en]\nenvironments:\n"
            + "".join(
                f"  {name}:\n    base_url: {site.url}\n    state: git\n{default}"
                for name, default in (("production", "    default: true\n"), ("staging", ""))
            ),
        )
        site.write(".gitignore", ".hcsync/*\n!.hcsync/*.pulled.json\n")
        hub = Hub(root, forge, site)
        hub.git("config", "user.name", "Writer")
        hub.git("config", "user.email", "writer@example.com")
        site.article("welcome", "Welcome.\n\nRead on.")
        site.article("faq", "Questions.")
        yield hub
