"""`hcsync drift` through the command line and a real socket, in two locales, with pending edits in the files beside."""

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from markdown_it import MarkdownIt
from running import Emulator, Folder, emulator_running

ENGLISH = "---\ntitle: {title}\ndescription: About {title}\nauthor_id: 1\nstate: published\n---\n\n{text}\n"
FRENCH = "---\ntitle: {title} fr\n---\n\n{text}\n"
LINKED = (
    "First.\n\nSee [the other](other.md#there) and [a group](../start/).\n\n![A picture](../../images/dot.png)\n\nLast."
)
KINDS = "title description body author state parent locale deleted both-sides fileless renamed untouched".split()
OTHER = 2


def _world(folder: Folder, live: Emulator) -> None:
    config = (
        "locales: [en, fr]\nassets:\n  base_url: https://files.example.com\nenvironments:\n  production:\n"
        f"    default: true\n    base_url: {live.url}\n    token_env: HELP_TOKEN\n"
    )
    folder.write("hcsync.yml", config)
    folder.write("content/images/dot.png", b"\x89PNG\r\n\x1a\n")
    for group in ("guide", "start"):
        folder.write(f"content/en/{group}/_collection.yml", f"name: {group.title()}\n")
        folder.write(f"content/fr/{group}/_collection.yml", f"name: {group.title()} fr\n")
    for key in (*KINDS, "other"):
        text = LINKED if key in ("body", "fileless", "renamed") else "Text."
        _write(folder, key, text if key != "other" else "# There\n\nText.")


def _write(folder: Folder, key: str, text: str, title: str = "") -> None:
    folder.write(f"content/en/guide/{key}.md", ENGLISH.format(title=title or key, text=text))
    folder.write(f"content/fr/guide/{key}.md", FRENCH.format(title=title or key, text=f"{text} FR"))


def _edit_live(live: Emulator) -> None:
    """What people do in Intercom, one kind of edit an article."""
    found = {article["title"]: article for article in live.articles()}
    groups = {one["name"]: one["id"] for one in live.call("GET", "/help_center/collections")["data"]}

    def put(key: str, french: dict[str, Any] | None = None, **root: Any) -> None:
        theirs = found[key]["translated_content"]["fr"] | (french or {})
        body = {"state": "published", "author_id": 1} | root | {"translated_content": {"fr": theirs}}
        live.call("PUT", f"/articles/{found[key]['id']}", body)

    put("title", {"title": "titre"}, title="titled")
    put("description", {"description": "Décrit"}, description="")
    french = found["body"]["translated_content"]["fr"]["body"]
    put("body", {"body": french.replace("First.", "Premier.")}, body=found["body"]["body"].replace("Last.", "The end."))
    put("author", {"author_id": OTHER}, author_id=OTHER)
    put("state", {"state": "draft"}, state="draft")
    live.call("PUT", f"/articles/{found['parent']['id']}", {"parent_id": groups["Start"], "parent_type": "collection"})
    put("locale", {"title": "", "description": "", "body": ""})
    live.call("DELETE", f"/articles/{found['deleted']['id']}")
    put("both-sides", {"title": "pareil"}, title="same", body="<p>The same on both sides.</p>")
    put("fileless", title="still edited")
    put("renamed", body=found["renamed"]["body"].replace("Last.", "The end."))
    live.call("PUT", f"/help_center/collections/{groups['Start']}", {"name": "Begin"})
    live.call("POST", "/articles", {"title": "unowned", "author_id": 1, "state": "published", "body": "<p>New.</p>"})


def _edit_files(folder: Folder) -> None:
    """What waits in the files for the next apply: all of it, and in every object."""
    for key in KINDS:
        if key == "renamed":
            continue
        _write(folder, key, "A pending text.", f"pending {key}")
    folder.write(
        "content/en/guide/both-sides.md",
        ENGLISH.format(title="same", text="The same on both sides.").replace("About same", "Pending"),
    )
    folder.write(
        "content/fr/guide/both-sides.md", FRENCH.format(title="x", text="En attente.").replace("x fr", "pareil")
    )
    for locale in ("en", "fr"):
        (folder.root / f"content/{locale}/guide/fileless.md").unlink()
        # Its links lead nowhere from there: a fault, which is no business of drift's.
        here = folder.root / f"content/{locale}"
        (here / "guide/renamed.md").rename(here / "start/other-name.md")
    folder.write("content/en/start/_collection.yml", "name: Pending name\n")
    folder.write("content/en/guide/brand-new.md", ENGLISH.format(title="New", text="[broken](nowhere.md)"))


class World(NamedTuple):
    folder: Folder
    live: Emulator
    quiet: str  # what drift said right after the apply
    waiting: str  # the same while edits waited in the files
    found: dict[str, Any]

    def drift(self, *arguments: str, code: int = 2) -> str:
        return self.folder.run("drift", *arguments, code=code, HELP_TOKEN=self.live.token).stdout


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    root = tmp_path_factory.mktemp("drift")
    with emulator_running(
        root / "emulator.db", "--locales", "en,fr", "--admins", "2", "--quirk", "image-fetch=off"
    ) as live:
        folder = Folder(root / "repo")
        token = {"HELP_TOKEN": live.token}
        _world(folder, live)
        folder.run("apply", "--auto-approve", **token)
        quiet = folder.run("drift", code=0, **token).stdout
        _edit_files(folder)
        waiting = folder.run("drift", code=0, **token).stdout
        _edit_live(live)
        live.articles()  # By its answer all that was written is in the log.
        sent = len(live.requests())
        found = json.loads(folder.run("drift", "--output", "json", code=2, **token).stdout)
        assert {request["method"] for request in live.requests()[sent:]} == {"GET"}
        yield World(folder, live, quiet, waiting, {edit["address"]: edit for edit in found["drift"]} | {"": found})


def test_what_waits_in_the_files_is_no_drift(world: World) -> None:
    nothing = "No drift. Nothing was edited in Intercom since the last apply (13 articles, 2 collections).\n"
    assert (world.quiet, world.waiting) == (nothing, nothing)


def _fields(edit: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (one["locale"], one["field"], *((one["before"], one["after"]) if "before" in one else ()))
        for one in edit["change"]["fields"]
    ]


EDITED: dict[str, list[tuple[Any, ...]]] = {
    "collection.start": [("en", "title", "Start", "Begin")],
    "article.guide/title": [("en", "title", "title", "titled"), ("fr", "title", "title fr", "titre")],
    "article.guide/description": [
        ("en", "description", "About description", ""),
        ("fr", "description", "", "Décrit"),
    ],
    "article.guide/body": [("en", "body"), ("fr", "body")],
    "article.guide/author": [("en", "author", "1", "2"), ("fr", "author", "1", "2")],
    "article.guide/state": [("en", "state", "published", "draft"), ("fr", "state", "published", "draft")],
    "article.guide/parent": [(None, "parent", "guide", "start")],
    "article.guide/locale": [],
    "article.guide/deleted": [],
    "article.guide/fileless": [("en", "title", "fileless", "still edited")],
    "article.start/other-name": [("en", "body")],
}


def test_every_kind_of_edit_is_told_and_no_other(world: World) -> None:
    assert {address: _fields(edit) for address, edit in world.found.items() if address} == EDITED
    assert world.found[""]["summary"] == {
        "drift": 11,
        "articles": 10,
        "collections": 1,
        "deleted": 1,
        "owned": {"articles": 13, "collections": 2},
    }


def test_what_is_gone_is_told(world: World) -> None:
    found = world.found
    assert found["article.guide/deleted"]["gone"]
    assert found["article.guide/locale"]["removed_locales"] == ["fr"]
    assert [edit["address"] for edit in found.values() if edit.get("fileless")] == ["article.guide/fileless"]


def test_a_body_is_told_in_lines_of_markdown_with_the_links_of_its_file(world: World) -> None:
    english, french = world.found["article.guide/body"]["change"]["fields"]
    assert english["lines"] == [{"sign": "-", "text": "Last."}, {"sign": "+", "text": "The end."}]
    assert french["lines"] == [{"sign": "-", "text": "First."}, {"sign": "+", "text": "Premier."}]


def test_a_renamed_file_keeps_its_article_and_its_links(world: World) -> None:
    (body,) = world.found["article.start/other-name"]["change"]["fields"]
    assert body["path"] == "content/en/start/other-name.md"
    assert body["lines"] == [{"sign": "-", "text": "Last."}, {"sign": "+", "text": "The end."}]


def test_who_and_when_are_told_where_intercom_says_so(world: World) -> None:
    english, french = world.found["article.guide/author"]["change"]["fields"]
    assert (english["edited_by"], french["edited_by"]) == ("2", "2")
    assert english["edited_at"] == world.found["article.guide/author"]["edited_at"]
    assert "by Teammate 2)" in world.drift("--target", "guide/author")


def test_a_part_of_it_is_asked_for_by_name(world: World) -> None:
    for target in ("guide/title", "content/en/guide/title.md", "article.guide/tit*"):
        assert "Drift: 1 article was edited" in world.drift("--target", target)
    assert "Drift: 2 articles were" in world.drift(
        "--exclude", "guide/[!dl]*", "--exclude", "start", "--exclude", "guide/description"
    )
    said = world.drift("--target", "guide/untouched", code=0)
    assert said == "No drift. Nothing of what was chosen was edited in Intercom since the last apply (1 article).\n"
    done = world.folder.run("drift", "--target", "nowhere", code=1, HELP_TOKEN=world.live.token)
    assert "HC309" in done.stderr


def test_several_formats_at_once(world: World) -> None:
    said = world.drift("--output", "markdown=drift.md", "--output", "json=drift.json", "--output", "text")
    assert said.startswith(
        "Drift: 10 articles and 1 collection were edited or deleted in Intercom since the last apply.\n"
    )
    assert said.splitlines()[-1] == said.splitlines()[0]
    page = (world.folder.root / "drift.md").read_text()
    digest = json.loads((world.folder.root / "drift.json").read_text())["digest"]
    assert page.splitlines()[0] == f"<!-- hcsync:drift env=production digest={digest} edits=11 -->"
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    assert sum(token.type == "tr_open" for token in tokens) == 12
    assert [token.info for token in tokens if token.type == "fence"] == ["diff"] * 3


def test_a_clone_without_history_and_memory_says_what_it_does_not_know(world: World) -> None:
    """The state is all that came along: the texts as applied are in no cache, no commit and no file any more."""
    bare = Folder(world.folder.root.parent / "bare")
    for name in ("hcsync.yml", ".hcsync/production.state.json", "content/images/dot.png"):
        bare.write(name, (world.folder.root / name).read_bytes())
    bare.write("content/en/guide/_collection.yml", "name: Guide\n")
    bare.write("content/en/guide/body.md", ENGLISH.format(title="pending", text="Pending."))
    bare.write("content/fr/guide/body.md", FRENCH.format(title="pending", text="Pending."))
    said = bare.run("drift", "--target", "guide/*", code=2, HELP_TOKEN=world.live.token).stdout
    assert '(as last applied) → "titled"' in said
    assert "… the text that was last applied is not kept here; this is Intercom's\n        + First.\n" in said
    assert "        + See [the other](" in said


def test_git_knows_the_texts_where_no_cache_does(world: World) -> None:
    clone = Folder(world.folder.root.parent / "clone")
    _world(clone, world.live)
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=clone.root, check=True)
    clone.write(".hcsync/production.state.json", (world.folder.root / ".hcsync/production.state.json").read_bytes())
    _edit_files(clone)
    said = clone.run("drift", "--target", "guide/body", "--target", "guide/title", code=2, HELP_TOKEN=world.live.token)
    assert '"title fr" → "titre"' in said.stdout
    assert "        - First.\n        + Premier.\n" in said.stdout


def test_without_a_state_there_is_nothing_to_compare_with(world: World, tmp_path) -> None:
    fresh = Folder(tmp_path)
    _world(fresh, world.live)
    assert (
        fresh.run("drift", HELP_TOKEN=world.live.token).stdout == "No drift. Nothing was applied to production yet.\n"
    )


def test_requests_are_told_on_stderr_and_the_result_stays_what_it_is(world: World) -> None:
    token = world.live.token
    done = world.folder.run("drift", "-v", "--target", "guide/title", "--output", "json", code=2, HELP_TOKEN=token)
    assert json.loads(done.stdout)["summary"]["drift"] == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 5
    assert all(re.fullmatch(r"GET /[\w/?=&]+ 200 \d+ ms [0-9a-f-]{36}", line) for line in lines), lines
    assert token not in done.stderr
    assert world.folder.run("drift", "--target", "guide/title", code=2, HELP_TOKEN=token).stderr == ""
