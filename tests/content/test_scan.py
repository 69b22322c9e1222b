"""Repositories on disk → the tree, exactly."""

import os
import tempfile
import unicodedata
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hcsync.content.scan import read_markdown, scan
from hcsync.errors import UsageError
from hcsync.model.address import article, collection
from hcsync.model.digest import blob_id
from hcsync.model.source import Meta, SourceFile, SourceNode, SourceTree

GOOD = "---\ntitle: Good\nauthor_id: 7\n---\nText.\n"
LIVE = "---\ntitle: Bon\nstate: published\n---\nTexte.\n"


def scanned(repository: Any, files: Mapping[str, str | bytes], locales: tuple[str, ...] = ()) -> SourceTree:
    tree: SourceTree = repository.write(files).scan(*locales)
    return tree


def test_a_tree_as_it_was_read(repository: Any) -> None:
    billing = "name: Billing\ndescription: Money\nhelp_center: 3\n"
    keys = "title: 1.10\ndescription: no\nauthor: Jane@example.com\nstate: published\nid: 12\nprotect: true\n"
    refunds = f"---\n{keys}---\n\n# Hi\n"
    remboursements = "---\r\ntitle: Remboursements\r\n---\r\nSalut\r\n\r\nÇa va ?\r\n"
    welcome = "---\ntitle: Yes\nauthor_id: '7'\ncollection: billing\n---\n"
    tree = scanned(
        repository,
        {
            "content/en/billing/_collection.yml": billing,
            "content/en/billing/refunds.md": refunds,
            "content/fr/billing/_collection.yml": "name: Facturation\n",
            "content/fr/billing/refunds.md": b"\xef\xbb\xbf" + remboursements.encode(),
            "content/en/welcome.md": welcome,
            "content/images/a.png": b"\x89PNG\r\n\x1a\n",
            "content/en/billing/b.png": b"",
            "content/README.md": "not content",
            "content/en/.draft.md": "not content",
        },
    )

    def blob(text: str) -> str:
        return blob_id(text.encode())

    refunds_places = {"title": (2, 8), "description": (3, 14), "author": (4, 9), "state": (5, 8), "id": (6, 5)}
    assert tree == SourceTree(
        content="content",
        default_locale="en",
        locales=("en", "fr"),
        nodes={
            collection("billing"): SourceNode(
                collection("billing"),
                None,
                {
                    "en": SourceFile(
                        "content/en/billing/_collection.yml",
                        "en",
                        blob(billing),
                        Meta(
                            title="Billing",
                            description="Money",
                            help_center=3,
                            places={"title": (1, 7), "name": (1, 7), "description": (2, 14), "help_center": (3, 14)},
                        ),
                    ),
                    "fr": SourceFile(
                        "content/fr/billing/_collection.yml",
                        "fr",
                        blob("name: Facturation\n"),
                        Meta(title="Facturation", places={"title": (1, 7), "name": (1, 7)}),
                    ),
                },
            ),
            article("billing/refunds"): SourceNode(
                article("billing/refunds"),
                collection("billing"),
                {
                    "en": SourceFile(
                        "content/en/billing/refunds.md",
                        "en",
                        blob(refunds),
                        Meta(
                            title="1.10",
                            description="no",
                            author="Jane@example.com",
                            state="published",
                            id="12",
                            protect=True,
                            places={**refunds_places, "protect": (7, 10)},
                        ),
                        body_line=10,
                    ),
                    "fr": SourceFile(
                        "content/fr/billing/refunds.md",
                        "fr",
                        blob_id(b"\xef\xbb\xbf" + remboursements.encode()),
                        Meta(title="Remboursements", places={"title": (2, 8)}),
                        body_line=4,
                    ),
                },
            ),
            article("welcome"): SourceNode(
                article("welcome"),
                collection("billing"),
                {
                    "en": SourceFile(
                        "content/en/welcome.md",
                        "en",
                        blob(welcome),
                        Meta(
                            title="Yes",
                            author=7,
                            collection="billing",
                            places={"title": (2, 8), "author_id": (3, 12), "author": (3, 12), "collection": (4, 13)},
                        ),
                        body_line=5,
                    )
                },
            ),
        },
        assets={"en/billing/b.png": blob(""), "images/a.png": blob_id(b"\x89PNG\r\n\x1a\n")},
        diagnostics=(),
        digest=tree.digest,
        blobs={
            "en/billing/_collection.yml": blob(billing),
            "en/billing/b.png": blob(""),
            "en/billing/refunds.md": blob(refunds),
            "en/welcome.md": blob(welcome),
            "fr/billing/_collection.yml": blob("name: Facturation\n"),
            "fr/billing/refunds.md": blob_id(b"\xef\xbb\xbf" + remboursements.encode()),
            "images/a.png": blob_id(b"\x89PNG\r\n\x1a\n"),
        },
        unfit={"en/billing/b.png": ("is empty", "save the picture again")},
    )
    assert list(tree.nodes) == [collection("billing"), article("billing/refunds"), article("welcome")]
    translated = tree.nodes[article("billing/refunds")]
    assert (translated.author_of("fr"), translated.state_of("fr")) == ("Jane@example.com", "published")
    assert (tree.nodes[article("welcome")].author_of("en"), tree.nodes[article("welcome")].state_of("en")) == (
        7,
        "draft",
    )
    assert read_markdown(repository.root, translated.main) == "# Hi\n"
    assert read_markdown(repository.root, translated.files["fr"]) == "Salut\n\nÇa va ?\n"
    assert read_markdown(repository.root, tree.nodes[article("welcome")].main) == ""


def test_the_digest_changes_with_any_file_and_with_nothing_else(repository: Any) -> None:
    files: dict[str, str | bytes] = {"content/en/good.md": GOOD, "content/a.png": b"1"}
    first = scanned(repository.below("a"), files, ("en",)).digest
    assert scanned(repository.below("b"), files, ("en",)).digest == first
    others = {
        scanned(repository.below("a"), {**files, "content/a.png": b"2"}, ("en",)).digest,
        scanned(repository.below("a"), {**files, "content/b.png": b"1"}, ("en",)).digest,
        scanned(repository.below("b"), {**files, "content/en/good.md": GOOD + " "}, ("en",)).digest,
    }
    assert len({first, *others}) == 4


def test_an_indented_first_line_stays_indented_and_blank_lines_go(repository: Any) -> None:
    text = "\n\n---  \ntitle: A\nauthor_id: 7\n---\t\n\n  \n    code\n\n---\n\nmore"
    tree = scanned(repository, {"content/en/a.md": text}, ("en",))
    file = tree.nodes[article("a")].main
    assert (file.body_line, file.meta.places["title"]) == (9, (4, 8))
    assert read_markdown(repository.root, file) == "    code\n\n---\n\nmore"
    assert tree.diagnostics == ()


def test_a_file_that_changed_since_it_was_scanned_is_not_given(repository: Any) -> None:
    file = scanned(repository, {"content/en/good.md": GOOD}, ("en",)).nodes[article("good")].main
    repository.write({"content/en/good.md": GOOD + "More."})
    with pytest.raises(UsageError, match=r"content/en/good\.md changed while hcsync was reading it"):
        read_markdown(repository.root, file)
    (repository.root / "content/en/good.md").unlink()
    with pytest.raises(UsageError, match=r"content/en/good\.md cannot be read"):
        read_markdown(repository.root, file)


def test_parents_can_be_moved_and_taken_away(repository: Any) -> None:
    tree = scanned(
        repository,
        {
            "content/en/a/_collection.yml": "name: A\n",
            "content/en/a/b/_collection.yml": "name: B\nparent: null\n",
            "content/en/a/b/x.md": GOOD,
            "content/en/a/y.md": "---\ntitle: Y\nauthor_id: 1\ncollection:\n---\n",
            "content/en/drafts/z.md": "---\ntitle: Z\nauthor_id: 1\ncollection: /a/b/\n---\n",
        },
        ("en",),
    )
    assert tree.diagnostics == ()
    assert {str(address): str(node.parent) for address, node in tree.nodes.items()} == {
        "collection.a": "None",
        "collection.a/b": "None",
        "article.a/b/x": "collection.a/b",
        "article.a/y": "None",
        "article.drafts/z": "collection.a/b",
    }


def test_names_in_two_unicode_forms_are_one_address(repository: Any) -> None:
    composed, decomposed = (unicodedata.normalize(form, "café") for form in ("NFC", "NFD"))
    tree = scanned(repository, {f"content/en/{decomposed}.md": GOOD, f"content/fr/{composed}.md": LIVE})
    node = tree.nodes[article(composed)]
    assert list(node.files) == ["en", "fr"]
    assert read_markdown(repository.root, node.main) == "Text.\n"


def test_a_project_that_is_all_content(repository: Any) -> None:
    repository.write({"hcsync.yml": "content: .\n", "en/good.md": GOOD, "CHANGELOG.md": "x", ".hcsync/s.json": "{}"})
    tree = scan(repository.root, ".", "en", ("en",))
    assert tree.nodes[article("good")].main.path == "en/good.md"
    assert list(tree.assets) == ["CHANGELOG.md"]
    assert tree.diagnostics == ()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {},
            "content: HC118 the content folder is not there (go to your repository's folder, or begin",
        ),
        (
            {"content": "a file"},
            "content: HC118 the content folder is not there (go to your repository's folder, or begin",
        ),
        (
            {"content/fr/a.md": LIVE},
            "content/en: HC118 the folder of the default locale is not there (make it: the folder",
        ),
        (
            {"content/en/g/_collection.yml": "name: G\n", "content/fr/a.png": ""},
            "content/en: HC118 the folder of the default locale holds no article (write a first one",
        ),
        (
            {"content/en/a.md": GOOD},
            "content/fr: HC115 warning: this locale has no folder (make it, or take fr out",
        ),
        (
            {"content/en/a.md": GOOD, "content/frr/a.md": LIVE},
            "content/fr: HC115 warning: this locale has no folder (rename `frr`, if that is it; make it, or take fr",
        ),
    ],
)
def test_content_that_is_missing(repository: Any, files: dict[str, str | bytes], said: str) -> None:
    assert [str(diagnostic)[: len(said)] for diagnostic in scanned(repository, files).diagnostics] == [said]


def test_a_damaged_cache_is_read_anew(repository: Any, kept: Any) -> None:
    repository.write({"content/en/good.md": GOOD})
    cold = repository.scan("en", cache=kept)
    for key in list(kept):
        kept[key] = b"\xc1nonsense"
    assert repository.scan("en", cache=kept) == cold


names = st.sampled_from(["a.md", "b/_collection.yml", "b/c.md", "b/d/e.markdown", "x.png"])
pieces = st.lists(
    st.sampled_from(
        [b"---\n", b"title: ", b"A", b"\n", b"collection: b", b"parent: b/d", b"\t", b"'", b"[", b"\xff", b"\0", b"&a "]
    )
).map(b"".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.tuples(st.sampled_from(["en", "fr"]), names), pieces | st.binary()))
def test_no_bytes_make_it_raise_and_none_are_passed_over(repository: Any, files: dict[tuple[str, str], bytes]) -> None:
    with tempfile.TemporaryDirectory(dir=repository.root) as root:
        _none_is_passed_over(repository.below(root), files)


def _none_is_passed_over(repository: Any, files: dict[tuple[str, str], bytes]) -> None:
    tree = scanned(repository, {f"content/{locale}/{name}": data for (locale, name), data in files.items()})
    shown = {file.path for node in tree.nodes.values() for file in node.files.values()}
    shown |= {f"content/{path}" for path in tree.assets}
    shown |= {diagnostic.place.path for diagnostic in tree.diagnostics if diagnostic.place}
    assert {f"content/{locale}/{name}" for locale, name in files} <= shown
    assert all(node.parent is None or node.parent in tree.nodes for node in tree.nodes.values())
    for node in tree.nodes.values():
        if node.address.kind.value == "article":
            for file in node.files.values():
                read_markdown(repository.root, file)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such names")
def test_a_name_that_is_not_utf8(repository: Any) -> None:
    repository.write({"content/en/good.md": GOOD})
    (repository.root / "content/en" / os.fsdecode(b"\xff.md")).write_text(GOOD)
    tree = repository.scan("en")
    assert [str(fault) for fault in tree.diagnostics] == [
        "content/en/?.md: HC122 the name of this file is not UTF-8 (rename it, in UTF-8)"
    ]
