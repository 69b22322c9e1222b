"""hcsync's command line, run in this process as a user types it, against a help center on a socket."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from served import TOKEN, Site

from hcsync.cli.main import run


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    def events(self) -> list[dict[str, Any]]:
        """What `--json` printed."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Shell:
    """`site` is where it runs; `said` by each command is all that it printed."""

    site: Site
    monkeypatch: pytest.MonkeyPatch
    capfd: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, code: int | None = 0, token: str | None = TOKEN) -> Said:
        """Run hcsync; `code` is the exit code it must end with (None: any)."""
        self.monkeypatch.chdir(self.site.root)
        if token is None:
            self.monkeypatch.delenv("HELP_TOKEN", raising=False)
        else:
            self.monkeypatch.setenv("HELP_TOKEN", token)
        self.capfd.readouterr()
        ended = run(arguments)
        out, err = self.capfd.readouterr()
        said = Said(ended, out, err)
        assert "Traceback" not in out + err, err
        assert code is None or ended == code, said
        return said

    def written(self) -> list[tuple[str, str]]:
        """Method and path of every write the help center has seen since this was last asked."""
        seen = [(method, path) for method, path, _ in self.site.weather.seen if method != "GET"]
        self.site.weather.seen.clear()
        return seen
