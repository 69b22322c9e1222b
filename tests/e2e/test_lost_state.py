"""Everything hcsync remembers of a real help center is gone: an apply finds it all again and writes nothing."""

import shutil
import sqlite3
from pathlib import Path

from corpus import glossary_in
from running import Folder, emulator_running

from hcsync.config import load

AUTHORS = "1295001,1295002,1295003,1295004,1295005"


def _forget(folder: Folder, environment: str) -> None:
    """Delete the state, the journal, the lock, the cache and what was kept of runs: all but the help center itself."""
    lost = [path for path in (folder.root / ".hcsync").iterdir() if not path.name.startswith("local.db")]
    assert {f"{environment}.state.json", "cache.db"} <= {path.name for path in lost}
    for path in lost:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _rows(database: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {name: database.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for (name,) in names}


def test_over_the_network_nothing_but_get_is_sent_and_the_next_plan_is_empty(tmp_path: Path) -> None:
    folder = glossary_in(tmp_path / "repo")
    locales = ",".join(load(folder.root, {}).locales)
    with emulator_running(tmp_path / "live.db", "--locales", locales, "--admins", AUTHORS) as live:
        with (folder.root / "hcsync.yml").open("a") as config:
            config.write(f"environments: {{production: {{default: true, base_url: '{live.url}', token_env: TOKEN}}}}\n")
        folder.run("apply", "--auto-approve", "-q", TOKEN=live.token)
        _forget(folder, "production")
        before = len(live.requests())

        said = folder.run("apply", "--auto-approve", TOKEN=live.token).stdout

        assert "96 adopted" in said
        assert {request["method"] for request in live.requests()[before:]} == {"GET"}
        again = folder.run("plan", "--detailed-exitcode", TOKEN=live.token).stdout
        assert again == "No changes. The help center matches this repository (92 articles, 13 locales).\n"


def test_in_the_embedded_help_center_not_a_row_changes(glossary: Folder) -> None:
    glossary.run("apply", "--auto-approve", "-q")
    database = glossary.database()
    before = _rows(database)
    assert len(before["articles"]) == 92
    _forget(glossary, "local")

    said = glossary.run("apply", "--auto-approve").stdout

    assert "96 adopted" in said
    assert _rows(database) == before
    database.close()
    assert glossary.run("plan", "--detailed-exitcode").stdout.startswith("No changes.")
