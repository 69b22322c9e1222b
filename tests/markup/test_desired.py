"""A content folder on disk as what the help center is to be: authors, states, links, images, anchors, faults."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from hcsync.content.scan import read_markdown, scan
from hcsync.markup.desired import desire
from hcsync.markup.render.body import render
from hcsync.model.address import article, collection
from hcsync.model.body import BodyForm
from hcsync.model.desired import DesiredNode, DesiredState, DesiredVersion
from hcsync.model.diagnostic import Diagnostic, Place
from hcsync.model.digest import blob_id
from hcsync.model.source import SourceFile

AUTHORS = {"jane@example.com": "12", "jane doe": "12"}

PNG = b"\x89PNG\r\n\x1a\n"


class Shelf:
    """A cache in memory that counts what is asked of it."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        return {key: self.values[key] for key in keys if key in self.values}

    def put_many(self, values: Mapping[str, bytes]) -> None:
        self.values.update(values)


class Repository:
    """Files below `content/`; an article is written as `title: …` lines above its Markdown."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reads: list[str] = []
        self.cache: Shelf | None = None
        self.asset_base = True

    def write(self, path: str, text: str | bytes) -> str:
        """The git blob id of the file."""
        data = text.encode() if isinstance(text, str) else text
        place = self.root / "content" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        return blob_id(data)

    def article(self, path: str, body: str = "Text.\n", **keys: str) -> str:
        meta = {"title": "T", "state": "published", **keys}
        if path.startswith("en/") and not keys.keys() & {"author", "author_id"}:
            meta["author_id"] = "7"
        return self.write(
            path, "".join(["---\n", *(f"{key}: {value}\n" for key, value in meta.items()), "---\n", body])
        )

    def _read(self, file: SourceFile) -> str:
        self.reads.append(file.path)
        return read_markdown(self.root, file)

    def desire(self) -> tuple[DesiredState, tuple[Diagnostic, ...]]:
        tree = scan(self.root, "content", "en", ("en", "fr", "de"))
        assert tree.diagnostics == ()
        return desire(tree, self._read, AUTHORS, has_asset_base=self.asset_base, cache=self.cache)

    def links(self, key: str, locale: str = "en") -> tuple[str, ...]:
        state, _ = self.desire()
        body = state.nodes[article(key)].versions[locale].body
        assert body is not None
        return body.links

    def faults(self) -> list[str]:
        return [str(each) for each in self.desire()[1]]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path)
    for locale, name in (("en", "Billing"), ("fr", "Facturation")):
        repository.write(f"{locale}/billing/_collection.yml", f"name: {name}\n")
    repository.write("de/.gitkeep", "")
    return repository


def test_a_node(repository: Repository) -> None:
    blob = repository.article(
        "en/billing/refunds.md", "# How long\n\nText.\n", description="D", author_id="7", protect="true", id="815"
    )
    french = repository.article("fr/billing/refunds.md", "# Durée\n", state="draft")
    state, faults = repository.desire()
    assert faults == ()
    node = state.nodes[article("billing/refunds")]
    body = render("# How long\n\nText.\n").form
    assert node == DesiredNode(
        article("billing/refunds"),
        collection("billing"),
        {
            "en": DesiredVersion(
                "T", "D", Place("content/en/billing/refunds.md", 9, 1), blob, "7", "published", BodyForm(body.text)
            ),
            "fr": DesiredVersion(
                "T",
                "",
                Place("content/fr/billing/refunds.md", 5, 1),
                french,
                "7",
                "draft",
                BodyForm(render("# Durée\n").form.text),
            ),
        },
        remote_id="815",
        protect=True,
    )
    billing = state.nodes[collection("billing")]
    assert [(each.title, each.author, each.state, each.body) for each in billing.versions.values()] == [
        ("Billing", None, None, None),
        ("Facturation", None, None, None),
    ]


@pytest.mark.parametrize(
    ("written", "author"), [("Jane Doe", "12"), ("JANE@example.com", "12"), ('"34"', "34"), ("56", "56")]
)
def test_authors(repository: Repository, written: str, author: str) -> None:
    repository.article("en/a.md", author=written)
    repository.article("fr/a.md")
    state, faults = repository.desire()
    assert faults == ()
    assert [version.author for version in state.nodes[article("a")].versions.values()] == [author, author]


def test_an_unknown_author_is_reported_where_it_is_written(repository: Repository) -> None:
    repository.article("en/a.md", author="jane@exmaple.com")
    repository.article("fr/a.md")
    repository.article("en/b.md", author="Nobody")
    assert repository.faults() == [
        'content/en/a.md:4:9: HC107 nobody is known as "jane@exmaple.com" (did you mean "jane@example.com"?)',
        'content/en/b.md:4:9: HC107 nobody is known as "Nobody" '
        "(write a teammate's name or e-mail as Intercom has it, or list this one under `authors` in hcsync.yml)",
    ]


@pytest.mark.parametrize(
    ("target", "reference"),
    [
        ("refunds.md", "hcsync:article.billing/refunds@en"),
        ("./refunds.md#how-long", "hcsync:article.billing/refunds@en#how-long"),
        ("../welcome.md", "hcsync:article.welcome@en"),
        ("../billing/refunds.md?plain=1#how-long", "hcsync:article.billing/refunds@en#how-long"),
        ("/content/en/welcome.md", "hcsync:article.welcome@en"),
        ("/welcome.md", "hcsync:article.welcome@en"),
        ("../../en/welcome.md", "hcsync:article.welcome@en"),
        ("../../fr/welcome.md", "hcsync:article.welcome@en"),
        ("../%C3%BCber%20uns.md", "hcsync:article.über uns@en"),
        ("<../über uns.md>", "hcsync:article.über uns@en"),
        ("../billing", "hcsync:collection.billing@en"),
        ("../billing/", "hcsync:collection.billing@en"),
        ("_collection.yml", "hcsync:collection.billing@en"),
        (".", "hcsync:collection.billing@en"),
        ("refunds.md#h_0123456789", "hcsync:article.billing/refunds@en#h_0123456789"),
    ],
)
def test_links(repository: Repository, target: str, reference: str) -> None:
    repository.article("en/billing/refunds.md", "# How long?\n")
    repository.article("en/billing/here.md", f"[x]({target})\n")
    repository.article("en/welcome.md")
    repository.article("en/über uns.md")
    repository.article("fr/welcome.md")
    assert repository.links("billing/here") == (reference,)
    assert repository.faults() == []


@pytest.mark.parametrize(
    ("states", "locale", "warned"),
    [
        ({"en": "published", "fr": "published"}, "fr", False),
        ({"en": "published", "fr": "draft"}, "en", False),
        ({"en": "draft", "fr": "published"}, "fr", False),
        ({"en": "draft", "fr": "draft"}, "fr", False),
        ({"en": "published"}, "en", True),
        ({"en": "draft"}, "en", True),
    ],
)
def test_the_locale_a_link_leads_to(repository: Repository, states: dict[str, str], locale: str, warned: bool) -> None:
    for name, state in states.items():
        repository.article(f"{name}/there.md", state=state)
    repository.article("en/here.md")
    repository.article("fr/here.md", "Un [lien](there.md).\n")
    assert repository.links("here", "fr") == (f"hcsync:article.there@{locale}",)
    warning = (
        'content/fr/here.md:5:4: HC202 warning: link target "there.md" is not translated into fr; the link leads to en'
    )
    hidden = (
        f'content/fr/here.md:5:4: HC215 warning: link target "there.md" is a draft in {locale}, '
        "which readers cannot see (publish it, or take the link out)"
    )
    drafted = states[locale] == "draft"
    assert repository.faults() == [*([warning] if warned else []), *([hidden] if drafted else [])]
    repository.article("fr/here.md", "Un [lien](there.md).\n", state="draft")
    assert repository.faults() == ([warning] if warned else []), "who writes a draft may link to drafts"


def test_a_link_written_to_the_other_locale_falls_back_without_a_word(repository: Repository) -> None:
    repository.article("en/there.md")
    repository.article("en/here.md")
    repository.article("fr/here.md", "[x](../en/there.md)\n")
    assert repository.links("here", "fr") == ("hcsync:article.there@en",)
    assert repository.faults() == []


def test_a_link_written_to_the_other_locale_leads_to_the_translation_there_is(repository: Repository) -> None:
    repository.article("en/there.md")
    repository.article("fr/there.md")
    repository.article("en/here.md")
    repository.article("fr/here.md", "[x](../en/there.md)\n")
    assert repository.links("here", "fr") == ("hcsync:article.there@fr",)


def test_broken_links(repository: Repository) -> None:
    repository.article("en/billing/refunds.md")
    repository.article("en/welcome.md")
    repository.write("files/terms.pdf", b"%PDF")
    repository.article(
        "en/here.md",
        "[a](refunds.md) [b](billing/refund.md) [c](nowhere-at-all.md)\n\n"
        "- [d](../../README.md)\n- [e](../../../x.md)\n- [f](../files/terms.pdf)\n- [g](Welcome.md)\n- [h](welcome)\n",
    )
    assert repository.faults() == [
        'content/en/here.md:6:1: HC201 link target "refunds.md" is not there (did you mean "billing/refunds.md"?)',
        'content/en/here.md:6:17: HC201 link target "billing/refund.md" is not there '
        '(did you mean "billing/refunds.md"?)',
        'content/en/here.md:6:40: HC201 link target "nowhere-at-all.md" is not there',
        'content/en/here.md:8:3: HC120 link target "../../README.md" leads out of the content folder '
        "(use an https address)",
        'content/en/here.md:9:3: HC120 link target "../../../x.md" leads out of the content folder '
        "(use an https address)",
        'content/en/here.md:10:3: HC201 link target "../files/terms.pdf" is not an article '
        "(publish the file elsewhere and link to it there)",
        'content/en/here.md:11:3: HC201 link target "Welcome.md" is not there (did you mean "welcome.md"?)',
        'content/en/here.md:12:3: HC201 link target "welcome" is not there (did you mean "welcome.md"?)',
    ]


def test_a_file_with_another_name_is_not_suggested_for_its_folder(repository: Repository) -> None:
    repository.write("en/getting-started/_collection.yml", b"name: Getting started\n")
    repository.article("en/getting-started/next.md")
    repository.article("en/getting-started/here.md", "[a](welcome.md) [b](_colection.yml)\n")
    assert repository.faults() == [
        'content/en/getting-started/here.md:6:1: HC201 link target "welcome.md" is not there',
        'content/en/getting-started/here.md:6:17: HC201 link target "_colection.yml" is not there',
    ]


def test_what_was_meant_is_said_as_it_is_written_in_a_link(repository: Repository) -> None:
    repository.article("en/a 100%.md")
    repository.article("en/here.md", "[a](A%20100%25.md)\n")
    assert repository.faults() == [
        'content/en/here.md:6:1: HC201 link target "A%20100%25.md" is not there (did you mean "a%20100%25.md"?)'
    ]


def test_anchors(repository: Repository) -> None:
    repository.article("en/there.md", "# Limits\n\n## Limits\n")
    repository.article("fr/there.md", "# Limites\n")
    repository.article("en/here.md", "[a](there.md#limits-1) [b](#top) [c](#hier)\n\n# Here\n")
    repository.article("fr/here.md", "[a](there.md#limits)\n[b](#ici-même)\n# Ici même\n")
    assert repository.faults() == [
        'content/en/here.md:6:34: HC204 warning: link target "#hier" has no heading "hier" in en '
        '(did you mean "here"?)',
        'content/fr/here.md:5:1: HC204 warning: link target "there.md#limits" has no heading "limits" in fr '
        '(did you mean "limites"?)',
    ]


def test_images(repository: Repository) -> None:
    blob = repository.write("images/a b.png", PNG)
    beside = repository.write("en/pic.png", PNG + b"2")
    text = "![a](<../images/a b.png>) ![b](https://example.com/x.png?raw=1) ![c](pic.png) ![d](../images/a%20b.png)\n"
    repository.article("en/a.md", text)
    repository.article("fr/a.md", text)
    state, faults = repository.desire()
    assert faults == ()
    for version in state.nodes[article("a")].versions.values():
        assert version.body is not None
        assert version.body.images == (
            f"hcsync:asset.images/a b.png@{blob}",
            "https://example.com/x.png?raw=1",
            f"hcsync:asset.en/pic.png@{beside}",
            f"hcsync:asset.images/a b.png@{blob}",
        )


def test_a_name_that_is_stored_in_two_parts_is_the_one_that_looks_the_same(repository: Repository) -> None:
    """As macOS may store it, and as people type it."""
    repository.write("en/Gro\u0308\u00dfe/_collection.yml", "name: G\n")
    blob = repository.write("en/Gro\u0308\u00dfe/u\u0308.png", PNG)
    repository.article("en/Gro\u0308\u00dfe/u\u0308ber.md", "[b](../b.md)\n")
    repository.article("en/b.md", "[a](Größe/über.md) [b](Gro\u0308ße/u\u0308ber.md) ![i](Größe/ü.png)\n")
    state, faults = repository.desire()
    body = state.nodes[article("b")].main.body
    assert (faults, body and body.links) == ((), ("hcsync:article.Größe/über@en",) * 2)
    assert body and body.images == (f"hcsync:asset.en/Gro\u0308\u00dfe/u\u0308.png@{blob}",)


def test_a_path_of_windows_is_known_for_what_was_meant(repository: Repository) -> None:
    repository.write("images/a.png", PNG)
    repository.article("en/guide.md", "[a](sub\\b.md) ![x](<..\\images\\a.png>)\n")
    repository.article("en/b.md")
    assert [fault.hint for fault in repository.desire()[1]] == [
        'did you mean "b.md"?',
        'did you mean "../images/a.png"?',
    ]


def test_broken_images(repository: Repository) -> None:
    repository.write("images/logo.png", PNG)
    repository.article("en/a.md", "![a](../image/logo.png)\n![b](../../logo.png)\n![c](https://example.com/x.png)\n")
    assert repository.faults() == [
        'content/en/a.md:6:1: HC203 image "../image/logo.png" is not there (did you mean "../images/logo.png"?)',
        'content/en/a.md:7:1: HC120 image target "../../logo.png" leads out of the content folder '
        "(use an https address)",
    ]


def test_images_that_cannot_be_shown(repository: Repository) -> None:
    repository.write("images/logo.png", b"PNG")
    repository.article("en/a.md", "Text ![a](../images/logo.png)\n")
    assert repository.faults() == [
        'content/en/a.md:6:6: HC209 image "../images/logo.png" is not a PNG, JPEG, GIF or SVG (save it as one of these)'
    ]


def test_relative_images_need_somewhere_to_be_published(repository: Repository) -> None:
    repository.write("images/logo.png", PNG)
    repository.article("en/a.md", "Text ![a](../images/logo.png)\n")
    repository.asset_base = False
    assert repository.faults() == [
        'content/en/a.md:6:6: HC205 image "../images/logo.png" has no public address, and Intercom fetches images from '
        "one (set assets.base_url or assets.store in hcsync.yml, or use an https address)"
    ]


def test_faults_of_the_markdown_have_the_files_lines(repository: Repository) -> None:
    repository.article("en/a.md", "\n\n- a\n-\n", description="D")
    assert repository.faults() == [
        "content/en/a.md:10:1: HC207 Intercom refuses a list item without text (write it or remove it)"
    ]


def test_what_the_cache_knows_is_not_read_again(repository: Repository) -> None:
    repository.cache = Shelf()
    repository.write("images/a.png", PNG)
    repository.article("en/a.md", "- [x](b.md#q)\n-\n\n![a](../images/a.png) [y](#z)\n\n# Z ~~s~~\n")
    repository.article("en/b.md")
    first = repository.desire()
    assert repository.reads == ["content/en/a.md", "content/en/b.md"]
    assert repository.desire() == first
    assert repository.reads == ["content/en/a.md", "content/en/b.md"]
    repository.article("en/b.md", "# Q\n")
    second = repository.desire()
    assert repository.reads[2:] == ["content/en/b.md"]
    assert [each.code for each in first[1]] == ["HC204", "HC207", "HC204", "HC206"]
    assert [each.code for each in second[1]] == ["HC207", "HC204", "HC206"]


def test_a_cache_that_holds_rubbish_is_as_good_as_none(repository: Repository) -> None:
    repository.article("en/a.md", "Text [x](a.md).\n")
    first = repository.desire()
    repository.cache = Shelf()
    repository.desire()
    repository.cache.values = dict.fromkeys(repository.cache.values, b"\x00")
    assert repository.desire() == first
