"""How alike texts are, asked of a real git; and that nobody else's git is in the way."""

import subprocess
from pathlib import Path

import pytest

from hcsync.model.address import Address, article
from hcsync.planner.moves import Likeness
from hcsync.workflow.renames import MOST_PAIRS, likenesses


def text(name: str, lines: int, changed: int = 0) -> bytes:
    """`lines` lines that only `name` has, the first `changed` of them rewritten."""
    found = [f"Line {number} of {name}, which says {number * 7919 % 1000} and no more." for number in range(lines)]
    return "\n".join([*(f"{name} {number} in other words" for number in range(changed)), *found[changed:], ""]).encode()


def told(olds: dict[str, bytes], news: dict[str, bytes]) -> dict[tuple[str, str], int]:
    found = likenesses(_keyed(olds), _keyed(news))
    assert len(found) == len({(one.old, one.new) for one in found})
    return {(one.old.key, one.new.key): one.percent for one in found}


def _keyed(texts: dict[str, bytes]) -> dict[Address, bytes]:
    return {article(key): data for key, data in texts.items()}


def test_every_pair_is_told_and_not_the_best_one_alone() -> None:
    olds = {"a": text("a", 20), "b": text("b", 20)}
    news = {"c": text("a", 20, 5), "d": text("a", 20), "e": text("b", 20, 10), "f": text("f", 20)}

    found = told(olds, news)

    assert found.keys() == {("a", "c"), ("a", "d"), ("b", "e")}
    assert found["a", "d"] == 100
    assert 75 <= found["a", "c"] <= 90
    assert 50 <= found["b", "e"] <= 70


def test_two_old_texts_that_are_equal_are_both_told() -> None:
    same = text("a", 20)

    assert told({"a": same, "b": same}, {"c": same}) == {("a", "c"): 100, ("b", "c"): 100}
    assert told({"a": same}, {"b": same, "c": same}) == {("a", "b"): 100, ("a", "c"): 100}


def test_how_much_is_shared_is_told_in_bytes() -> None:
    same = text("a", 20)

    assert likenesses({article("a"): same}, {article("b"): same}) == (
        Likeness(article("a"), article("b"), 100, len(same)),
    )


def test_a_paragraph_on_one_line_is_told_by_its_sentences() -> None:
    english = b"Open the Settings page. Then choose Apps, and look for ours. It takes a minute."
    japanese = "設定を開きます。次に「アプリ」を選び、一覧から探します。一分ほどかかります。".encode()

    found = told(
        {"en": english, "ja": japanese},
        {
            "en2": english.replace(b"choose Apps", b"choose Programs"),
            "ja2": japanese.replace("アプリ".encode(), "プログラム".encode()),
        },
    )

    assert found.keys() == {("en", "en2"), ("ja", "ja2")}
    assert min(found.values()) >= 45


def test_of_very_many_only_those_of_one_file_name() -> None:
    count = int(MOST_PAIRS**0.5) + 1
    olds = {f"a/{number}": text(str(number), 5) for number in range(count)}
    news = {f"b/{number}": text(str(number), 5, 1) for number in range(count - 1)} | {"b/x": text(str(count - 1), 5)}

    found = told(olds, news)

    assert found.keys() == {(f"a/{number}", f"b/{number}") for number in range(count - 1)}


def test_nothing_to_compare() -> None:
    assert told({}, {"a": b"x"}) == told({"a": b"x"}, {}) == {}


def test_without_git_nothing_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert told({"a": text("a", 20)}, {"b": text("a", 20)}) == {}


def test_the_users_own_git_is_neither_asked_nor_touched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    monkeypatch.chdir(tmp_path)
    before = sorted(path for path in tmp_path.rglob("*"))
    (tmp_path / "config").write_text("[diff]\n\trenames = false\n\trenameLimit = 1\n[core]\n\tquotePath = false\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")

    same = text("a", 20)
    assert told({"a": same, "b": text("b", 9)}, {"c": same, "d": text("d", 9)}) == {("a", "c"): 100}
    assert sorted(path for path in tmp_path.rglob("*") if path.name != "config" or path.parent != tmp_path) == before
