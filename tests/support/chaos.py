"""A seed → a help center that is applied over a network that fails, by processes that are killed; and what must be true
at the end: everything is there, once, and there is nothing left to apply."""

import json
import random
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

from forked import Child, start
from running import CLEAN, Emulator, Folder, emulator_running
from writer import LOCALES, Repository, Words, Writer

FAULTS = (
    "429", "500", "502", "503", "reset-before", "reset-after", "timeout-before", "timeout-after-commit", "truncated",
    "empty-200",
)  # fmt: skip
TOKEN = "secret-token-1234567890"
ARTICLES = 12
RATE = 0.2
PEOPLE = ("--admins", "3", "--locales", "en,fr")


def survive(root: Path, seed: int, rounds: int = 3, twice: float = 0.0) -> dict[str, int]:
    """Live through it in the empty folder `root`. One request in five goes wrong; `twice` is how many are delivered
    twice beside. In each round the writer has edited something, and some applies are started. Returns what happened
    how often. What does not hold is an AssertionError."""
    chance = random.Random(seed)
    folder, database = Folder(root / "repo"), root / "live.db"
    happened: Counter[str] = Counter()
    said: list[str] = []
    _begin(folder)
    writer = Writer(folder.root, Words(), chance.choice)
    faults = [word for name in FAULTS for word in ("--fault", f"{name}={RATE / len(FAULTS):.4f}")]
    faults += ["--fault", f"twice={twice}"] if twice else []
    with emulator_running(database, *PEOPLE, "--fault-seed", str(seed), *faults) as emulator:
        _config(folder, emulator.url)
        end = ""
        for number in range(rounds):
            for edit in range(3 if number else 0):
                # Who moves a file and rewrites it before it was ever applied has to tell which it was.
                happened[_edit(writer, moves=edit == 0 and end == "applied")] += 1
            for _ in range(chance.randint(2, 4)):
                end = _applied(folder, chance, said)
                happened[end] += 1
    with emulator_running(database, *PEOPLE) as emulator:
        _config(folder, emulator.url)
        while (done := _apply(folder, _meant(said[-1])).wait()).returncode != 0:
            happened["applied once more"] += 1
            assert happened["applied once more"] < 3, (done.stdout, done.stderr)
            said.append(done.stdout)
            _taken_over(folder, done.stdout)
        said.append(done.stdout)
        happened["made twice"] = _all_is_there_once(folder, emulator, "".join(said))
        for request in emulator.requests():
            happened[f"{request['method']} {request['status']}"] += 1
    return dict(happened)


def _begin(folder: Folder) -> None:
    """Two collections, and articles that link in a circle, to one that has no link of its own, and to themselves."""
    for locale in LOCALES:
        for group in ("g", "g/h"):
            folder.write(f"content/{locale}/{group}/_collection.yml", f"name: Group {group} {locale}\n")
        for number in range(ARTICLES):
            place = ("", "g/", "g/h/")[number % 3]
            up = "../" * place.count("/")
            following = (number + 1) % (ARTICLES - 1)
            links = [f"{up}{('', 'g/', 'g/h/')[n % 3]}p{n}.md" for n in (following, ARTICLES - 1, number)]
            head = f'title: "Page {number} {locale}"\nauthor_id: 1\nstate: {"draft" if number == 5 else "published"}\n'
            text = "\n\n".join(f"See [ours{number}{locale}]({link})." for link in links[: number % 4])
            body = f"Text ours{number}{locale}.\n\n{text}".strip()
            folder.write(f"content/{locale}/{place}p{number}.md", f"---\n{head}---\n\n{body}\n")


def _config(folder: Folder, url: str) -> None:
    folder.write(
        "hcsync.yml",
        "locales: [en, fr]\nsafety:\n  on_orphan: delete\n  max_delete: 100%\nenvironments:\n  production:\n"
        f"    default: true\n    base_url: {url}\n    token_env: HELP_TOKEN\n",
    )


def _edit(writer: Writer, *, moves: bool) -> str:
    repository = Repository(writer.root)
    edits = (
        writer.rewrite, writer.retitle, writer.describe, writer.author, writer.state, writer.begin, writer.translate,
        writer.link, writer.name, writer.found, writer.delete,
    )  # fmt: skip
    edit = writer.choose((writer.rename, writer.rename_folder) if moves else edits)
    edit(repository)
    repository.save()
    return f"edit: {edit.__name__}"


def _apply(folder: Folder, deletes: str = "") -> Child:
    return start("impatient:apply", [deletes] if deletes else [], folder.root, CLEAN | {"HELP_TOKEN": TOKEN})


def _meant(said: str) -> str:
    """Where it was refused since a new file may be an old one, moved: how many deletions are meant. What was moved and
    rewritten at once may be made anew here."""
    found = re.search(r"refused .*--allow-deletes (\d+)", said)
    return found[1] if found else ""


def _taken_over(folder: Folder, said: str) -> bool:
    """Whether something delivered twice stood in the way of a new file, and the writer has taken it over, as told."""
    found = re.findall(r"content/en/(\S+)\.md:\d+:\d+: HC408 .*\(write id: (\d+) ", said)
    repository = Repository(folder.root)
    for key, ident in found:
        repository.texts["en", key].head["id"] = ident
    repository.save()
    return bool(found)


def _applied(folder: Folder, chance: random.Random, said: list[str]) -> str:
    """One apply, and how it ended; what it said goes to `said`. Every other one is killed: after so many records in its
    journal, or so much time."""
    fate, records, pause = chance.choice(("live", "live", "journal", "time")), chance.randrange(40), chance.random()
    child, begun = _apply(folder, _meant(said[-1] if said else "")), time.monotonic()
    journal = folder.root / ".hcsync/production.journal.ndjson"
    while fate != "live" and not child.ended():
        if fate == "time" and time.monotonic() - begun > pause:
            break
        if fate == "journal" and _lines(journal) > records:
            break
        time.sleep(0.002)
    if fate != "live":
        child.kill()
    done = child.wait()
    said.append(done.stdout)
    assert "Traceback" not in done.stderr, done.stderr
    if done.returncode == 5 and _meant(done.stdout):
        return "refused"
    if done.returncode == 4 and _taken_over(folder, done.stdout):
        return "taken over"
    assert done.returncode in (0, 1, 6, -9), (done.returncode, done.stdout, done.stderr)
    return {-9: "killed", 0: "applied", 1: "stopped", 6: "incomplete"}[done.returncode]


def _lines(path: Path) -> int:
    try:
        return path.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def _all_is_there_once(folder: Folder, emulator: Emulator, said: str) -> int:
    """How many objects are there beside, delivered twice: each was named by an apply or is now."""
    plan = folder.plan(HELP_TOKEN=TOKEN)
    assert (plan["changes"], plan["drift"], plan["conflicts"], plan["orphans"]) == ([], [], [], [])
    state = json.loads((folder.root / ".hcsync/production.state.json").read_text())["entries"]
    ids = {address: entry["id"] for address, entry in state.items() if entry}
    articles = {one["id"]: one for one in emulator.articles()}
    groups = {one["id"]: one for one in emulator.call("GET", "/help_center/collections?per_page=250")["data"]}
    repository = Repository(folder.root)
    wanted = {f"article.{key}" for key in repository.keys} | {f"collection.{key}" for key in repository.folders}
    assert ids.keys() == wanted
    owned = {("article", ids[f"article.{key}"]) for key in repository.keys}
    owned |= {("collection", ids[f"collection.{key}"]) for key in repository.folders}
    assert len(owned) == len(ids)
    said += "".join(fault["message"] for fault in plan["diagnostics"])
    extra = {("article", one) for one in articles} | {("collection", one) for one in groups}
    assert [one for one in extra - owned if f"of this title ({one[1]})" not in said] == [], said
    for (locale, key), text in repository.texts.items():
        live = articles[ids[f"article.{key}"]]
        there: dict[str, Any] = live if locale == "en" else live["translated_content"][locale]
        assert there["title"] == text.head["title"]
        read = re.sub(r"<[^>]*>", " ", there["body"])
        assert set(re.findall(r"ours\w+", read)) == set(re.findall(r"ours\w+", " ".join(text.body)))
        linked = [ids[f"article.{target}"] for part in text.body for target in re.findall(r"\(@([^)]*)\)", part)]
        assert re.findall(r'href="[^"]*?/articles/(\d+)', there["body"]) == linked, (locale, key)
    return len(extra - owned)
