"""The main job on a real corpus: 92 articles, 13 locales, links across them all."""

import re

from running import Folder, emulator_running

LINK = re.compile(r'href="https://intercom\.help/[^/"]+/([^/"]+)/articles/(\d+)[^"]*"')

RELATIVE = re.compile(r'(?:href|src)="(?!https?:|mailto:|#)')


def test_a_real_help_center_is_planned_applied_and_then_at_rest(glossary: Folder) -> None:
    plan = glossary.plan(code=2)
    created = [change for change in plan["changes"] if change["change"]["actions"] == ["create"]]
    assert len([change for change in created if change["type"] == "article"]) == 92

    done = glossary.run("apply", "--auto-approve")
    assert "Apply complete. 96 created" in done.stdout
    assert "96 of 96 verified" in done.stdout, done.stdout[-3000:]

    again = glossary.run("plan", "--detailed-exitcode")
    assert again.stdout == "No changes. The help center matches this repository (92 articles, 13 locales).\n"


def test_the_help_center_then_holds_every_translation_and_live_links(glossary: Folder) -> None:
    glossary.run("apply", "--auto-approve", "-q")
    with emulator_running(glossary.root / ".hcsync/local.db", token="any") as emulator:
        articles = emulator.articles()
    assert len(articles) == 92
    texts = {(article["id"], article["default_locale"]): article for article in articles}
    for article in articles:
        translated = article["translated_content"].items()
        texts |= {(article["id"], locale): text for locale, text in translated if isinstance(text, dict)}
    assert len(texts) == 748

    links = [(key, match) for key, text in texts.items() for match in LINK.findall(text["body"])]
    assert len(links) > 1500
    assert not [key for key, text in texts.items() if "hcsync:" in text["body"] or RELATIVE.search(text["body"])]
    # Every link leads to a text that is there, and to the reader's own language wherever that is published.
    assert not [link for link in links if (link[1][1], link[1][0]) not in texts]
    own = [(match, texts.get((match[1], key[1]))) for key, match in links if match[0] != key[1]]
    assert not [link for link in own if link[1] and link[1]["state"] == "published"]


def test_four_edits_are_shown_as_four_and_then_gone(glossary: Folder) -> None:
    glossary.run("apply", "--auto-approve", "-q")
    content = glossary.root / "content"
    french = content / "fr/terms/cluster.md"
    french.write_text(french.read_text().replace("Un cluster Kubernetes est", "Un cluster Kubernetes, c'est"))
    english = content / "en/terms/abstraction.md"
    english.write_text(english.read_text().replace("title: Abstraction", "title: Abstraction, explained"))
    (content / "de/terms/cluster.md").unlink()
    glossary.write(
        "content/en/terms/new-term.md",
        "---\ntitle: New term\nauthor_id: 1295004\nstate: published\n---\n\nSee [cluster](cluster.md).\n",
    )

    plan = glossary.plan(code=2)
    assert {
        (change["address"], *change["change"]["actions"], *change["locales"]): [
            (field["locale"], field["field"]) for field in change["change"]["fields"]
        ]
        for change in plan["changes"]
    } == {
        ("article.terms/cluster", "update", "fr"): [("fr", "body")],
        ("article.terms/abstraction", "update", "en"): [("en", "title")],
        ("article.terms/new-term", "create", "en"): [],
    }
    assert [(orphan["address"], orphan["locales"]) for orphan in plan["orphans"]] == [("article.terms/cluster", ["de"])]
    assert (plan["drift"], plan["conflicts"]) == ([], [])

    done = glossary.run("apply", "--auto-approve")
    assert "1 created, 2 updated" in done.stdout
    assert glossary.run("plan", "--detailed-exitcode").stdout.startswith("No changes.")
