"""A folder of a real help center is renamed in all its languages: readers' addresses stay what they were."""

import re
from typing import Any

import pytest
from running import Emulator, Folder, emulator_running


def _rename(glossary: Folder, old: str, new: str) -> None:
    """Rename a collection's folder in every locale and mend the links that lead into it, as an editor would."""
    content = glossary.root / "content"
    for locale in sorted(content.iterdir()):
        if (locale / old).is_dir():
            (locale / new).parent.mkdir(parents=True, exist_ok=True)
            (locale / old).rename(locale / new)
    deeper = "../" * new.count("/")
    for path in content.rglob("*.md"):
        text = path.read_text()
        inside = path.relative_to(content).as_posix().split("/", 1)[1].startswith(f"{new}/")
        mended = re.sub(rf"(\(\.\./|/[a-z]{{2}}(?:-[A-Z]{{2}})?/){old}/", rf"\1{new}/", text)
        if inside and deeper:
            mended = re.sub(r"\(\.\./", f"({deeper}../", mended)
        if mended != text:
            path.write_text(mended)


def _live(glossary: Folder) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    with emulator_running(glossary.root / ".hcsync/local.db", token="any") as emulator:
        return _read(emulator)


def _read(emulator: Emulator) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    groups = emulator.call("GET", "/help_center/collections?per_page=250")["data"]
    return sorted(emulator.articles(), key=lambda one: one["id"]), sorted(groups, key=lambda one: one["id"])


def _changes(plan: dict[str, Any]) -> dict[str, int]:
    numbers = {name: number for name, number in plan["summary"].items() if number}
    return {name: numbers[name] for name in numbers if name not in ("articles", "locales", "unowned")}


@pytest.mark.parametrize("folder", ["terms", "contributor-ladder"])
def test_a_folder_that_is_renamed_is_shown_as_moves_only(glossary: Folder, folder: str) -> None:
    glossary.run("apply", "--auto-approve", "-q")
    before = _live(glossary)
    count = len(list((glossary.root / f"content/en/{folder}").iterdir()))

    _rename(glossary, folder, f"the-{folder}")

    plan = glossary.plan(code=2)
    assert _changes(plan) == {"move": count}
    assert (plan["cost"], plan["orphans"], plan["refresh"]) == ({**plan["cost"], "writes": 0, "reads": 0}, [], [])
    assert {change["previous_address"].split(".", 1)[1].split("/")[0] for change in plan["changes"]} == {folder}
    assert all(change["address"].split(".", 1)[1].startswith(f"the-{folder}") for change in plan["changes"])
    shown = glossary.run("plan").stdout
    assert re.search(rf"^  > collection  the-{folder} .* moved from {folder}, with \d+ articles? in it$", shown, re.M)

    done = glossary.run("apply", "--auto-approve")
    assert f"0 created, 0 updated, {count} moved, 0 unpublished, 0 deleted." in done.stdout
    assert _live(glossary) == before
    assert glossary.run("plan", "--detailed-exitcode").stdout.startswith("No changes.")


def test_a_folder_that_goes_into_another_is_written_once(glossary: Folder) -> None:
    """Only the collection itself is told of its new place. Readers' addresses and ids stay."""
    glossary.run("apply", "--auto-approve", "-q")
    articles, groups = _live(glossary)

    _rename(glossary, "style-guide", "contribute/style-guide")

    plan = glossary.plan(code=2)
    assert _changes(plan) == {"move": 2}
    assert plan["cost"]["writes"] == 1
    glossary.run("apply", "--auto-approve")
    after_articles, after_groups = _live(glossary)
    assert after_articles == articles
    moved = [(one, other) for one, other in zip(groups, after_groups, strict=True) if one != other]
    assert [(one["id"], one["url"], one["name"]) for one, _ in moved] == [
        (other["id"], other["url"], other["name"]) for _, other in moved
    ]
    assert [(one["parent_id"], bool(other["parent_id"])) for one, other in moved] == [(None, True)]
    assert glossary.run("plan", "--detailed-exitcode").stdout.startswith("No changes.")


def test_a_folder_that_is_renamed_and_worked_on_at_once(glossary: Folder) -> None:
    glossary.run("apply", "--auto-approve", "-q")
    ids = {article["title"]: article["id"] for article in _live(glossary)[0]}
    _rename(glossary, "terms", "glossary")
    english = glossary.root / "content/en/glossary"
    (english / "cluster.md").rename(english / "clusters.md")
    for path in (glossary.root / "content").rglob("*.md"):
        path.write_text(re.sub(r"(glossary/|\()cluster\.md", r"\1clusters.md", path.read_text()))
    for locale in (glossary.root / "content").iterdir():
        old = locale / "glossary/cluster.md"
        if old.exists():
            old.rename(locale / "glossary/clusters.md")
    text = (english / "clusters.md").read_text()
    (english / "clusters.md").write_text(text + "\nOne more sentence about clusters.\n")
    (english / "pod.md").write_text((english / "pod.md").read_text().replace("title: Pod", "title: Pods", 1))

    plan = glossary.plan(code=2)

    assert _changes(plan) == {"update": 2, "move": len(list(english.iterdir())) - 2}
    updates = {c["address"]: c["previous_address"] for c in plan["changes"] if c["change"]["actions"] == ["update"]}
    assert updates == {
        "article.glossary/clusters": "article.terms/cluster",
        "article.glossary/pod": "article.terms/pod",
    }
    glossary.run("apply", "--auto-approve")
    after = {article["title"]: article["id"] for article in _live(glossary)[0]}
    assert after == {{"Pod": "Pods"}.get(title, title): number for title, number in ids.items()}
    assert glossary.run("plan", "--detailed-exitcode").stdout.startswith("No changes.")
