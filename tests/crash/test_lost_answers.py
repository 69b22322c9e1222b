"""A network that loses, cuts and delays answers: applied again until it is done, everything is there once."""

from collections import Counter
from pathlib import Path

import pytest
from running import Folder, emulator_running

FAULTS = ("500", "503", "reset-before", "reset-after", "truncated", "empty-200")
ARTICLES = 24


def _tree(folder: Folder, url: str) -> None:
    folder.write(
        "hcsync.yml",
        "locales: [en, fr]\nenvironments:\n  production:\n    default: true\n"
        f"    base_url: {url}\n    token_env: HELP_TOKEN\n",
    )
    for locale in ("en", "fr"):
        folder.write(f"content/{locale}/guide/_collection.yml", f"name: Guide {locale}\n")
    for number in range(ARTICLES):
        following = (number + 1) % ARTICLES
        head = f"---\ntitle: Page {number}\nauthor_id: 1\nstate: published\n---\n\n"
        folder.write(f"content/en/guide/page-{number}.md", f"{head}Text {number}, then [next](page-{following}.md).\n")
        folder.write(f"content/fr/guide/page-{number}.md", f"---\ntitle: Page {number} fr\n---\n\nTexte {number}.\n")


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 12))])
def test_with_one_answer_in_five_gone_wrong_everything_is_there_once(tmp_path: Path, seed: int) -> None:
    folder = Folder(tmp_path)
    faults = [word for name in FAULTS for word in ("--fault", f"{name}={0.2 / len(FAULTS):.3f}")]
    database = tmp_path / "emulator.db"
    with emulator_running(database, "--locales", "en,fr", "--fault-seed", str(seed), *faults) as emulator:
        _tree(folder, emulator.url)
        for _ in range(12):
            if folder.run("apply", "--auto-approve", "-q", code=None, HELP_TOKEN=emulator.token).returncode == 0:
                break
    with emulator_running(database) as emulator:
        _tree(folder, emulator.url)
        folder.run("apply", "--auto-approve", "-q", HELP_TOKEN=emulator.token)
        titles = Counter(article["title"] for article in emulator.articles())
        assert titles == {f"Page {number}": 1 for number in range(ARTICLES)}
        names = [one["name"] for one in emulator.call("GET", "/help_center/collections?per_page=250")["data"]]
        assert names == ["Guide en"]
        again = folder.run("plan", "--detailed-exitcode", HELP_TOKEN=emulator.token)
        assert again.stdout.startswith("No changes.")
