"""The table of mistakes: each gives a message with its place and a way out, the documented exit code, no traceback."""

import socket
from dataclasses import dataclass, field

import pytest
from running import Emulator, Folder

GOOD = "---\ntitle: Hello\nauthor_id: 1001\nstate: published\n---\n\nText.\n"
NAME = "name: Guide\n"


@dataclass(frozen=True)
class Mistake:
    """`files` besides a good article; the words that stderr must hold, and the exit code of `plan` and `lint`."""

    files: dict[str, str | bytes]
    words: tuple[str, ...]
    code: int = 4
    config: str = "locales: [en, fr]\n"
    without: tuple[str, ...] = field(default=())


MISTAKES = {
    "broken YAML": Mistake({"content/en/a.md": "---\ntitle: [one\n---\nText\n"}, ("content/en/a.md:", "HC101")),
    "doubled key": Mistake(
        {"content/en/a.md": "---\ntitle: A\ntitle: B\nauthor_id: 1\n---\n"}, ("content/en/a.md:3:1: HC102", "title")
    ),
    "missing title": Mistake({"content/en/a.md": "---\nauthor_id: 1\n---\n"}, ("content/en/a.md:", "HC104", "title")),
    "unknown key": Mistake(
        {"content/en/a.md": "---\ntitle: A\nauthor_id: 1\nsate: draft\n---\n"},
        ("content/en/a.md:4:1: HC103", "sate", "state"),
    ),
    "unknown state": Mistake(
        {"content/en/a.md": "---\ntitle: A\nauthor_id: 1\nstate: publish\n---\n"},
        ("content/en/a.md:4:8: HC106", "published"),
    ),
    "unknown author": Mistake(
        {"content/en/a.md": "---\ntitle: A\nauthor: jan@example.com\n---\n"},
        ("content/en/a.md:3:9: HC107", "jane@example.com"),
        config="locales: [en, fr]\nauthors:\n  jane@example.com: {local: 1001}\n",
    ),
    "no author": Mistake({"content/en/a.md": "---\ntitle: A\n---\n"}, ("content/en/a.md:", "HC108", "author_id")),
    "translation without source": Mistake(
        {"content/fr/only.md": "---\ntitle: Seul\n---\n"}, ("content/fr/only.md:1:1: HC111", "content/en/only.md")
    ),
    "two files for one address": Mistake(
        {"content/en/a.md": GOOD, "content/en/a.markdown": GOOD}, ("HC112", "content/en/a.m")
    ),
    "fourth level": Mistake(
        {f"content/en/{'/'.join('abcd'[: depth + 1])}/_collection.yml": NAME for depth in range(4)}
        | {"content/en/a/b/c/d/x.md": GOOD},
        ("content/en/a/b/c/d", "HC113"),
    ),
    "unlisted locale": Mistake({"content/de/hello.md": "---\ntitle: Hallo\n---\n"}, ("content/de", "HC114")),
    "binary file": Mistake({"content/en/a.md": b"---\ntitle: \xff\xfe\x00\n---\n"}, ("content/en/a.md", "HC109")),
    "not UTF-8": Mistake({"content/en/a.md": GOOD.replace("Text", "Größe").encode("latin-1")}, ("HC109", "UTF-8")),
    "broken link": Mistake(
        {"content/en/a.md": GOOD.replace("Text.", "See [it](helo.md).")}, ("content/en/a.md:7:", "HC201", "hello.md")
    ),
    "no content": Mistake({}, ("HC118",), config="content: docs\nlocales: [en]\n"),
    "unknown key in the configuration": Mistake(
        {}, ("hcsync.yml:2:1: HC302", "environments"), code=1, config="locales: [en]\nenviroments: {}\n"
    ),
    "token in the configuration": Mistake(
        {},
        ("hcsync.yml:4:", "HC303"),
        code=1,
        config="locales: [en]\nenvironments:\n  production:\n    token: dG9rOjEyMzQ1Njc4\n    region: us\n",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize("command", ["plan", "lint"])
def test_each_mistake_is_named_with_its_place_and_a_way_out(folder: Folder, name: str, command: str) -> None:
    mistake = MISTAKES[name]
    folder.write("hcsync.yml", mistake.config)
    folder.write("content/en/hello.md", GOOD)
    for path, text in mistake.files.items():
        folder.write(path, text)

    done = folder.run(command, code=mistake.code)

    said = done.stdout + done.stderr
    assert [word for word in mistake.words if word not in said] == [], said
    assert "dG9rOjEyMzQ1Njc4" not in said
    if command == "plan":
        assert done.stderr.strip().splitlines()[-1].startswith("Error: "), done.stderr


@pytest.mark.parametrize("command", ["plan", "apply", "status", "import", "drift", "pull", "adopt", "lint"])
def test_a_folder_that_holds_nothing_of_hcsyncs_is_left_as_it_is(folder: Folder, command: str) -> None:
    (folder.root / "downloads").mkdir()
    said = folder.run(command, *(["--auto-approve"] if command == "apply" else []), code=1).stderr
    assert said == (
        "Error: HC118 there is no hcsync.yml here or above, and no folder `content`. "
        "Go to the folder of your repository, or begin a new one: hcsync init\n"
    )
    assert [path.name for path in folder.root.iterdir()] == ["downloads"]


def test_one_fault_in_a_page_is_one_fault_and_none_in_what_links_to_it(folder: Folder) -> None:
    folder.write("hcsync.yml", "locales: [en, fr]\n")
    folder.write("content/en/there.md", "---\ntitle: Refunds: how\n---\n")
    folder.write("content/en/half.md", GOOD + "## There\n")
    folder.write("content/fr/half.md", "no frontmatter")
    for locale, title in (("en", GOOD), ("fr", "---\ntitle: Bonjour\n---\n")):
        folder.write(f"content/{locale}/here.md", title + "[a](there.md) [b](half.md) [c](../en/half.md#there)\n")
    places = [line.partition(" (")[0] for line in folder.run("lint", code=4).stdout.splitlines()]
    assert places == [
        "content/en/there.md:2:15: HC101 a colon stands where none may stand",
        "content/fr/half.md:1:1: HC110 the article does not begin with frontmatter",
        "",
        "2 errors, 0 warnings in 3 files.",
    ]


def test_all_faults_are_told_at_once(folder: Folder) -> None:
    folder.write("content/en/a.md", "---\nauthor_id: 1\nsate: x\n---\n")
    folder.write("content/en/b.md", "---\ntitle: B\nauthor_id: 1\nstate: x\n---\n[x](no.md)\n")
    said = folder.run("plan", code=4).stderr
    assert [code for code in ("HC103", "HC104", "HC106", "HC201") if code not in said] == []


def _remote(folder: Folder, url: str, more: str = "") -> Folder:
    folder.write(
        "hcsync.yml",
        "locales: [en]\nenvironments:\n  production:\n    default: true\n"
        f"    base_url: {url}\n    token_env: HELP_TOKEN\n{more}",
    )
    folder.write("content/en/hello.md", GOOD.replace("1001", "1"))
    return folder


def test_missing_token(folder: Folder, emulator: Emulator) -> None:
    said = _remote(folder, emulator.url).run("plan", code=1).stderr
    assert "HC305" in said
    assert "HELP_TOKEN" in said


def test_wrong_token_is_never_printed(folder: Folder, emulator: Emulator) -> None:
    said = _remote(folder, emulator.url).run("plan", code=1, HELP_TOKEN="wrong-token-of-mine").stderr
    assert "HC401" in said
    assert "HELP_TOKEN" in said
    assert "wrong-token-of-mine" not in said


def test_unreachable_host(folder: Folder) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = _remote(folder, f"http://127.0.0.1:{port}").run("plan", code=1, HELP_TOKEN="t").stderr
    assert "HC404" in said
    assert "127.0.0.1" in said


def test_wrong_region(folder: Folder, emulator: Emulator) -> None:
    said = _remote(folder, emulator.url, "    region: eu\n").run("plan", code=5, HELP_TOKEN=emulator.token).stderr
    assert "HC402" in said
    assert "region: us" in said


def test_wrong_workspace(folder: Folder, emulator: Emulator) -> None:
    done = _remote(folder, emulator.url, "    workspace: other123\n").run("plan", code=5, HELP_TOKEN=emulator.token)
    assert "HC403" in done.stderr
    assert "other123" in done.stderr


def test_an_author_the_workspace_does_not_have(folder: Folder, emulator: Emulator) -> None:
    _remote(folder, emulator.url).write("content/en/a.md", GOOD.replace("1001", "999"))
    said = folder.run("plan", code=4, HELP_TOKEN=emulator.token).stderr
    assert "content/en/a.md:3:12: HC107" in said
    assert "999" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("plam",), ("plam", "plan")),
        (("plan", "--env", "staging"), ("HC304", "staging")),
        (("plan", "--target", "article.nope"), ("HC309", "article.nope")),
        (("plan", "--output", "yaml"), ("yaml", "json")),
        (("plan", "--no-such-flag"), ("--no-such-flag",)),
        (("apply",), ("--auto-approve",)),
    ],
)
def test_bad_usage_ends_with_1_and_says_what_would_do(
    folder: Folder, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    folder.write("content/en/hello.md", GOOD)
    said = folder.run(*arguments, code=1).stderr
    assert [word for word in words if word not in said] == [], said
