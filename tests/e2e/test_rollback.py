"""An apply is gone back on, on a real corpus: everything that it touched is as it was, in every language."""

import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from running import CLEAN, Emulator, Folder, emulator_running

from hcsync.applier.observe import Observer
from hcsync.intercom import wire
from hcsync.model.live import LiveNode
from hcsync.planner.tokens import live_tokens

LOCALES = ("de", "en", "es", "fr", "it", "ja", "ko", "pt-BR", "ru", "tr", "vi", "zh-CN", "zh-TW")
NEW = "---\ntitle: {title}\nauthor_id: 1295004\nstate: published\n---\n\nSee [cluster](cluster.md).\n"


def _seen(folder: Folder) -> dict[str, LiveNode]:
    """Every article by its id, as hcsync compares them."""
    with emulator_running(folder.root / ".hcsync/local.db", token="any") as emulator:
        return {one.remote_id: one for one in _observed(emulator)}


def _observed(emulator: Emulator) -> list[LiveNode]:
    site = emulator.call("GET", "/help_center/help_centers")["data"][0]
    observer = Observer("en", (f"https://intercom.help/{site['identifier']}",))
    return [observer.article(wire.decode(wire.Article, _bytes(one))) for one in emulator.articles()]


def _bytes(article: dict[str, Any]) -> bytes:
    import json

    return json.dumps(article).encode()


def _tokens(seen: dict[str, LiveNode]) -> dict[str, dict[str, str]]:
    return {remote_id: live_tokens(node) for remote_id, node in seen.items()}


def _change(path: Path, pattern: str, replacement: str) -> None:
    text, number = re.subn(pattern, replacement, path.read_text(), count=1, flags=re.MULTILINE)
    assert number == 1, (path, pattern)
    path.write_text(text)


def _apply_first(folder: Folder) -> None:
    """The corpus, and an article that no other links to."""
    config = folder.root / "hcsync.yml"
    config.write_text(config.read_text() + "safety:\n  on_orphan: delete\n")
    for locale in ("en", "de"):
        folder.write(f"content/{locale}/terms/passing.md", NEW.format(title="Passing"))
    folder.run("apply", "--auto-approve", "-q")


def _edit(folder: Folder) -> None:
    """Titles, bodies, states and places, in many files and several languages; a new article and a new translation; an
    article that goes."""
    content = folder.root / "content"
    for locale in ("en", "de"):
        (content / locale / "terms/passing.md").unlink()
    for number, path in enumerate(sorted((content / "en/terms").glob("[a-m]*.md"))):
        match number % 4:
            case 0:
                _change(path, r"^title: (.*)$", r"title: \1, explained")
            case 1:
                path.write_text(path.read_text() + "\nA last word, and a [link](cluster.md).\n")
            case 2:
                draft = "state: draft" in path.read_text()
                _change(path, r"^state: .*$", "state: published" if draft else "state: draft")
            case _:
                _change(path, r"^description: .*$", "description: In other words.")
    for locale in ("de", "fr", "ja"):
        for path in sorted((content / locale / "terms").glob("c*.md")):
            path.write_text(path.read_text() + f"\nNachtrag {locale}.\n")
    _change(content / "en/terms/service.md", "^state:", "collection: contribute\nstate:")
    folder.write("content/en/terms/new-term.md", NEW.format(title="New term"))
    missing = next(
        path for path in sorted((content / "en/terms").glob("*.md")) if not _in(content, "it", path).exists()
    )
    _in(content, "it", missing).write_text("---\ntitle: Nuovo\n---\n\nNuovo testo.\n")


def _in(content: Path, locale: str, path: Path) -> Path:
    return content / locale / path.relative_to(content / "en")


def test_a_rollback_restores_every_article_in_every_language(glossary: Folder) -> None:
    _apply_first(glossary)
    before = _tokens(_seen(glossary))
    _edit(glossary)
    glossary.run("apply", "--auto-approve", "-q", "--allow-deletes", "1")
    after = _tokens(_seen(glossary))
    touched = {remote_id for remote_id in before if after.get(remote_id) != before[remote_id]}
    assert (len(touched) > 40, len(before.keys() - after.keys())) == (True, 1)

    done = glossary.run("rollback", "--auto-approve")

    assert "Rollback complete. 1 created" in done.stdout
    _restored(glossary, before)
    # The files say what they said, and a plain apply leaves alone what was put back.
    plan = glossary.plan(code=None)
    assert (plan["changes"], len(plan["drift"]) >= len(touched) - 1) == ([], True)
    glossary.run("apply", "--auto-approve", "-q", "--on-conflict", "skip")
    _restored(glossary, before)


def _restored(folder: Folder, before: dict[str, dict[str, str]]) -> None:
    """Every article is as it was; a new one and a new translation, which the API cannot take away, are drafts."""
    now = _seen(folder)
    made = {
        node.versions["en"].title: now.pop(remote_id)
        for remote_id, node in list(now.items())
        if remote_id not in before
    }
    assert sorted(made) == ["New term", "Passing"]
    assert {version.state for version in made["New term"].versions.values()} == {"draft"}
    # What had to be made anew stands for what it was.
    (gone,) = before.keys() - now.keys()
    now[gone] = made["Passing"]
    tokens = _tokens(now)
    assert {
        remote_id: {name: tokens[remote_id].get(name) for name in then} for remote_id, then in before.items()
    } == before
    added = {
        (remote_id, locale): now[remote_id].versions[locale].state
        for remote_id in before
        for locale in LOCALES
        if f"{locale}/title" in tokens[remote_id] and f"{locale}/title" not in before[remote_id]
    }
    assert list(added.values()) == ["draft"]


def test_a_killed_rollback_is_finished_by_the_next(glossary: Folder) -> None:
    _apply_first(glossary)
    before = _tokens(_seen(glossary))
    _edit(glossary)
    glossary.run("apply", "--auto-approve", "-q", "--allow-deletes", "1")
    _killed(glossary, 40, "rollback", "--auto-approve", "-q")

    glossary.run("rollback", "--auto-approve", "-q")

    _restored(glossary, before)
    assert glossary.plan(code=None)["changes"] == []


def _killed(folder: Folder, records: int, *arguments: str) -> None:
    """Run hcsync and kill it once its journal holds so many records."""
    process = subprocess.Popen(
        folder.command(*arguments),
        cwd=folder.root,
        env=CLEAN,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    journal = folder.root / ".hcsync/local.journal.ndjson"
    while process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > records):
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
