"""Repositories with faults on disk → the exact words for every fault."""

# ruff: noqa: E501 - what is printed stands here as it is printed

from typing import Any

import pytest

from hcsync.model.address import article

GOOD = "---\ntitle: Good\nauthor_id: 7\n---\nText.\n"
LIVE = "---\ntitle: Bon\nstate: published\n---\nTexte.\n"
BASE = {"content/en/good.md": GOOD, "content/fr/good.md": "---\ntitle: Bon\n---\n"}

FAULTS: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "a colon in a title": (
        {"content/en/a.md": "---\ntitle: Note: this\nauthor_id: 7\n---\n"},
        [
            'content/en/a.md:2:12: HC101 a colon stands where none may stand (put the whole value in quotes: key: "text: more text")'
        ],
    ),
    "a bracket that stays open": (
        {"content/en/a.md": "---\ntitle: [one\nauthor_id: 7\n---\n"},
        ["content/en/a.md:2:8: HC101 a `[` is not closed (close it with ], or put text with brackets in quotes)"],
    ),
    "a tab": (
        {"content/en/a.md": "---\ntitle: A\n\tauthor_id: 7\n---\n"},
        ["content/en/a.md:3:1: HC101 a tab where spaces belong (indent with spaces)"],
    ),
    "a doubled key": (
        {"content/en/a.md": "---\ntitle: A\nauthor_id: 7\ntitle: B\n---\n"},
        [
            "content/en/a.md:4:1: HC102 `title` stands here a second time; it was first given in line 2 (keep one of the two)"
        ],
    ),
    "no title": (
        {"content/en/a.md": "---\nauthor_id: 7\n---\n"},
        ["content/en/a.md:2:1: HC104 `title` is missing (add `title: …`: what readers see)"],
    ),
    "an empty frontmatter": (
        {"content/en/a.md": "---\n---\nText\n"},
        [
            "content/en/a.md:1:1: HC104 `title` is missing (add `title: …`: what readers see)",
            "content/en/a.md:1:1: HC108 the article has no author (add `author_id:` with an admin's id, or `author:` with a name or e-mail)",
        ],
    ),
    "an empty title": (
        {"content/en/a.md": "---\ntitle: ''\nauthor_id: 7\n---\n"},
        ["content/en/a.md:2:8: HC104 `title` is empty (write what readers will see: title: …)"],
    ),
    "a title that is null": (
        {"content/en/a.md": "---\nauthor_id: 7\ntitle:\n---\n"},
        ["content/en/a.md:3:7: HC104 `title` is missing (add `title: …`: what readers see)"],
    ),
    "a title on two lines": (
        {"content/en/a.md": "---\ntitle: |\n  A\n  B\nauthor_id: 7\n---\n"},
        ["content/en/a.md:2:8: HC105 `title` holds a line break or another control character (write it on one line)"],
    ),
    "a title that is a list": (
        {"content/en/a.md": "---\ntitle: [A]\nauthor_id: 7\n---\n"},
        ["content/en/a.md:2:8: HC105 `title` is a list, not text (put text with brackets or braces in quotes)"],
    ),
    "a long title": (
        {"content/en/a.md": f"---\ntitle: {'x' * 256}\nauthor_id: 7\n---\n"},
        ["content/en/a.md:2:8: HC105 warning: `title` has 256 characters; Intercom's editor stops at 255 (shorten it)"],
    ),
    "a misspelt key": (
        {"content/en/a.md": "---\ntitle: A\nauthor_id: 7\nDescripton: x\n---\n"},
        ["content/en/a.md:4:1: HC103 unknown key `Descripton` (did you mean `description`?)"],
    ),
    "a key of another tool": (
        {"content/en/a.md": "---\ntitle: A\nauthor_id: 7\nlayout: post\n---\n"},
        [
            "content/en/a.md:4:1: HC103 unknown key `layout` (known here: title, description, author_id, author, state, collection, id, protect)"
        ],
    ),
    "an unknown state": (
        {"content/en/a.md": "---\ntitle: A\nauthor_id: 7\nstate: Publish\n---\n"},
        ["content/en/a.md:4:8: HC106 `state` is not one of draft, published (did you mean `published`?)"],
    ),
    "an id that is none": (
        {"content/en/a.md": "---\ntitle: A\nauthor_id: jane\nid: 1.5\n---\n"},
        [
            "content/en/a.md:3:12: HC105 `author_id` is text, not an id (write the number that Intercom shows, such as 1295)",
            "content/en/a.md:4:5: HC105 `id` is a number, not an id (write the number that Intercom shows, such as 1295)",
        ],
    ),
    "an id without end": (
        {"content/en/a.md": f"---\ntitle: A\nauthor_id: {'9' * 30}\n---\n"},
        [
            "content/en/a.md:3:12: HC105 `author_id` is a number, not an id (write the number that Intercom shows, such as 1295)"
        ],
    ),
    "protect: yes": (
        {"content/en/a.md": "---\ntitle: A\nauthor_id: 7\nprotect: yes\n---\n"},
        ["content/en/a.md:4:10: HC105 `protect` is text, not true or false (write true or false, without quotes)"],
    ),
    "author and author_id": (
        {"content/en/a.md": "---\ntitle: A\nauthor_id: 7\nauthor: Jane\n---\n"},
        ["content/en/a.md:4:1: HC105 `author_id` and `author` are both given (keep one of the two)"],
    ),
    "no author": (
        {"content/en/a.md": "---\ntitle: A\nauthor_id:\n---\n"},
        [
            "content/en/a.md:1:1: HC108 the article has no author (add `author_id:` with an admin's id, or `author:` with a name or e-mail)"
        ],
    ),
    "an author that is a list": (
        {"content/en/a.md": "---\ntitle: A\nauthor: [Jane]\n---\n"},
        ["content/en/a.md:3:9: HC105 `author` is a list, not text (put text with brackets or braces in quotes)"],
    ),
    "no frontmatter": (
        {"content/en/a.md": "# Hello\n"},
        [
            "content/en/a.md:1:1: HC110 the article does not begin with frontmatter (begin it with three lines: ---, title: …, ---)"
        ],
    ),
    "a frontmatter without end": (
        {"content/en/a.md": "---\ntitle: A\n\nText\n"},
        ["content/en/a.md:1:1: HC110 the frontmatter is never closed (end it with a line of three dashes: ---)"],
    ),
    "a frontmatter that is a list": (
        {"content/en/a.md": "---\n- title\n---\n"},
        ["content/en/a.md:2:1: HC105 the frontmatter is a list, not `key: value` lines"],
    ),
    "an empty file": (
        {"content/en/a.md": "", "content/en/b.md": "\n\n"},
        [
            "content/en/a.md:1:1: HC110 the file is empty (begin it with three lines: ---, title: …, ---)",
            "content/en/b.md:1:1: HC110 the file is empty (begin it with three lines: ---, title: …, ---)",
        ],
    ),
    "a binary file": (
        {"content/en/a.md": b"---\ntitle: A\n---\n\x89PNG\x00\x00"},
        [
            "content/en/a.md:4:1: HC109 the file is binary, not text (keep it outside the locale folders, or take it out)"
        ],
    ),
    "Latin-1": (
        {"content/en/a.md": "---\ntitle: A\nauthor_id: 7\n---\nÜber Größe\n".encode("latin-1")},
        ["content/en/a.md:5:1: HC109 the byte 0xDC is not UTF-8 (save the file as UTF-8)"],
    ),
    "UTF-16": (
        {"content/en/a.md": "---\ntitle: A\n---\n".encode("utf-16")},
        ["content/en/a.md:1:1: HC109 the file is UTF-16, not UTF-8 (save the file as UTF-8)"],
    ),
    "a control character": (
        {"content/en/a.md": "---\ntitle: A\x07B\nauthor_id: 7\n---\n"},
        ["content/en/a.md:2:9: HC101 the invisible character U+0007, which YAML does not allow (delete it)"],
    ),
    "a translation without its source": (
        {"content/fr/goood.md": LIVE, "content/fr/x/other.md": LIVE, "content/fr/x/good.md": LIVE},
        [
            "content/fr/goood.md:1:1: HC111 a translation of content/en/goood.md, which is not there (did you mean `good`?)",
            "content/fr/x/good.md:1:1: HC111 a translation of content/en/x/good.md, which is not there (did you mean `good`?)",
            "content/fr/x/other.md:1:1: HC111 a translation of content/en/x/other.md, which is not there (write content/en/x/other.md first, or delete this file)",
        ],
    ),
    "a collection that only a translation has": (
        {"content/fr/guide/_collection.yml": "name: Guide\n"},
        [
            "content/fr/guide/_collection.yml:1:1: HC111 a translation of content/en/guide/_collection.yml, which is not there (write content/en/guide/_collection.yml first, or delete this file)"
        ],
    ),
    "a translation of a file that cannot be read": (
        {"content/en/a.md": "---\n", "content/fr/a.md": LIVE},
        ["content/en/a.md:1:1: HC110 the frontmatter is never closed (end it with a line of three dashes: ---)"],
    ),
    "a translation without title": (
        {"content/fr/good.md": "---\nstate: draft\n---\n"},
        ["content/fr/good.md:2:1: HC104 `title` is missing (add `title: …`: what readers see)"],
    ),
    "keys of the source in a translation": (
        {
            "content/en/a.md": "---\ntitle: A\nauthor_id: 7\nid: 12\nprotect: true\n---\n",
            "content/fr/a.md": "---\ntitle: A\nid: '12'\nprotect: false\ncollection: null\n---\n",
        },
        [
            "content/fr/a.md:3:5: HC119 warning: `id` is read in en alone (take it out)",
            "content/fr/a.md:4:10: HC119 `protect` is read in en alone (move it to content/en/a.md, or take it out)",
            "content/fr/a.md:5:13: HC119 `collection` is read in en alone (move it to content/en/a.md, or take it out)",
        ],
    ),
    "keys of the source in a collection's translation": (
        {
            "content/en/guide/_collection.yml": "name: Guide\n",
            "content/fr/guide/_collection.yml": "name: Guide\nhelp_center: 3\nparent: x\n",
        },
        [
            "content/fr/guide/_collection.yml:2:14: HC119 `help_center` is read in en alone (move it to content/en/guide/_collection.yml, or take it out)",
            "content/fr/guide/_collection.yml:3:9: HC119 `parent` is read in en alone (move it to content/en/guide/_collection.yml, or take it out)",
        ],
    ),
    "two files for one address": (
        {
            "content/en/good.markdown": GOOD,
            "content/en/g/_collection.yml": "name: G\n",
            "content/en/g/_collection.yaml": "name: H\n",
        },
        [
            "content/en/g/_collection.yml:1:1: HC112 a second file for collection.g in en; the first is content/en/g/_collection.yaml (keep one of the two)",
            "content/en/good.md:1:1: HC112 a second file for article.good in en; the first is content/en/good.markdown (keep one of the two)",
        ],
    ),
    "names that differ in case": (
        {"content/en/Good.md": GOOD},
        [
            "content/en/good.md:1:1: HC112 differs from content/en/Good.md in capital letters alone; many disks hold only one of the two (rename one of the two)"
        ],
    ),
    "a folder without _collection.yml": (
        {"content/en/how-to/x/a.md": GOOD},
        [
            "content/en/how-to: HC104 a folder with articles needs a _collection.yml (write content/en/how-to/_collection.yml with: name: How to)",
            "content/en/how-to/x: HC104 a folder with articles needs a _collection.yml (write content/en/how-to/x/_collection.yml with: name: X)",
        ],
    ),
    "an empty _collection.yml": (
        {"content/en/guide/_collection.yml": "# soon\n"},
        ["content/en/guide/_collection.yml:1:1: HC104 `name` is missing (add `name: …`: what readers see)"],
    ),
    "a broken _collection.yml": (
        {
            "content/en/guide/_collection.yml": "name: 'x\n",
            "content/en/guide/a.md": GOOD,
            "content/fr/guide/a.md": LIVE,
        },
        [
            "content/en/guide/_collection.yml:1:7: HC101 a quote that opens here is never closed (add the closing quote)",
            "content/fr/guide/a.md:1:1: HC116 readers would not see this article: collection `guide` has no name in fr (write content/fr/guide/_collection.yml with: name: …)",
        ],
    ),
    "a _collection.yml that is text": (
        {"content/en/guide/_collection.yml": "Guide\n"},
        ["content/en/guide/_collection.yml:1:1: HC105 the file is text, not `key: value` lines"],
    ),
    "a title in _collection.yml": (
        {"content/en/guide/_collection.yml": "title: Guide\n"},
        [
            "content/en/guide/_collection.yml:1:1: HC103 unknown key `title` (known here: name, description, parent, help_center, id)",
            "content/en/guide/_collection.yml:1:1: HC104 `name` is missing (add `name: …`: what readers see)",
        ],
    ),
    "a _collection.yml in the locale folder": (
        {"content/en/_collection.yml": "name: All\n"},
        [
            "content/en/_collection.yml: HC122 a locale folder is not a collection (move the file into the folder that it names)"
        ],
    ),
    "a fourth level": (
        {f"content/en/{'a/b/c/d/e'[:n]}/_collection.yml": "name: N\n" for n in (1, 3, 5, 7)},
        [
            "content/en/a/b/c/d/_collection.yml:1:1: HC113 a collection at level 4; Intercom has 3 (move the folder up, or set `parent:` to a collection further up)"
        ],
    ),
    "a fourth level by parent": (
        {
            **{f"content/en/{'a/b/c'[:n]}/_collection.yml": "name: N\n" for n in (1, 3, 5)},
            "content/en/z/_collection.yml": "name: Z\nparent: a/b/c\n",
        },
        [
            "content/en/z/_collection.yml:2:9: HC113 a collection at level 4; Intercom has 3 (move the folder up, or set `parent:` to a collection further up)"
        ],
    ),
    "collections within each other": (
        {
            "content/en/a/_collection.yml": "name: A\nparent: b/c\n",
            "content/en/b/_collection.yml": "name: B\nparent: a\n",
            "content/en/b/c/_collection.yml": "name: C\n",
        },
        [
            "content/en/a/_collection.yml:2:9: HC121 a collection within itself: a in b/c in b in a (name another `parent`)"
        ],
    ),
    "a collection within itself": (
        {"content/en/a/_collection.yml": "name: A\nparent: a\n"},
        ["content/en/a/_collection.yml:2:9: HC121 a collection within itself: a in a (name another `parent`)"],
    ),
    "an unknown collection": (
        {
            "content/en/billing/_collection.yml": "name: B\n",
            "content/en/a.md": "---\ntitle: A\nauthor_id: 7\ncollection: biling\n---\n",
            "content/en/b.md": "---\ntitle: B\nauthor_id: 7\ncollection: zzz\n---\n",
        },
        [
            "content/en/a.md:4:13: HC117 there is no collection `biling` (did you mean `billing`?)",
            "content/en/b.md:4:13: HC117 there is no collection `zzz` (write the path of a folder below the locale, such as billing/refunds)",
        ],
    ),
    "a collection without a name in a locale": (
        {
            "content/en/a/_collection.yml": "name: A\n",
            "content/en/a/b/_collection.yml": "name: B\n",
            "content/en/a/b/x.md": "---\ntitle: X\nauthor_id: 7\nstate: published\n---\n",
            "content/en/a/b/y.md": GOOD,
            "content/en/a/b/z.md": GOOD,
            "content/fr/a/b/x.md": "---\ntitle: X\n---\n",
            "content/fr/a/b/y.md": LIVE,
            "content/fr/a/b/z.md": "---\ntitle: Z\n---\n",
            "content/fr/a/_collection.yml": "name: A\n",
        },
        [
            "content/fr/a/b/x.md:1:1: HC116 readers would not see this article (and 1 more): collection `a/b` has no name in fr (write content/fr/a/b/_collection.yml with: name: …)"
        ],
    ),
    "an unlisted locale": (
        {
            "content/de/good.md": LIVE,
            "content/pt_BR/good.md": LIVE,
            "content/FR/good.md": LIVE,
            "content/it/picture.png": b"",
            "content/faq/x.md": GOOD,
        },
        [
            "content/FR: HC114 `FR` looks like a locale, but `locales` does not list it (rename it to `fr`)",
            "content/de: HC114 `de` looks like a locale, but `locales` does not list it (add de to `locales` in hcsync.yml, or list the folder in .hcsyncignore)",
            "content/pt_BR: HC114 `pt_BR` looks like a locale, but `locales` does not list it (add pt-BR to `locales` in hcsync.yml, or list the folder in .hcsyncignore)",
        ],
    ),
    "Markdown outside the locale folders": (
        {"content/welcome.md": GOOD, "content/images/credits.md": "x"},
        [
            "content/welcome.md: HC114 warning: this file lies in no locale folder, so it is not published (move it to content/en/)"
        ],
    ),
    "a name that cannot be linked to": (
        {"content/en/c#.md": GOOD, "content/en/a\nb.md": GOOD},
        [
            "content/en/a\\nb.md: HC122 a name with #, a backslash or a control character cannot be linked to (rename it)",
            "content/en/c#.md: HC122 a name with #, a backslash or a control character cannot be linked to (rename it)",
        ],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_with_its_place_and_a_way_out(repository: Any, name: str) -> None:
    files, said = FAULTS[name]
    tree = repository.write({**BASE, **files}).scan()
    assert [str(diagnostic) for diagnostic in tree.diagnostics] == said
    assert article("good") in tree.nodes


@pytest.mark.parametrize("name", FAULTS)
def test_a_warm_scan_finds_the_same_faults_as_a_cold_one(repository: Any, kept: Any, name: str) -> None:
    cold = repository.write(FAULTS[name][0]).scan()
    assert repository.scan(cache=kept) == cold
    before = dict(kept)
    assert repository.scan(cache=kept) == cold
    assert kept == before


def test_all_faults_of_a_repository_are_told_at_once_in_the_order_of_the_files(repository: Any) -> None:
    files = {path: text for files, _ in FAULTS.values() for path, text in files.items() if "/a.md" not in path}
    found = repository.write(files).scan().diagnostics
    places = [(diagnostic.place.path, diagnostic.place.line) for diagnostic in found]
    assert len(places) > 20
    assert places == sorted(places)
