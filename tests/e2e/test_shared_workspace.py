"""Two repositories keep their articles in one help center, and neither touches what is the other's."""

import dataclasses
import json
import shutil

from served import Site, serving
from typed import Shell


def test_two_repositories_share_a_help_center(tmp_path, monkeypatch, capfd) -> None:
    with serving(tmp_path / "handbook", locales=("en", "fr")) as handbook:
        manual = dataclasses.replace(handbook, root=tmp_path / "manual")
        shells = [Shell(site, monkeypatch, capfd) for site in (handbook, manual)]
        for site, name in ((handbook, "Handbook"), (manual, "Manual")):
            site.config("en, fr", "safety: {on_orphan: delete, max_delete: 100%}\n")
            # The same paths, and titles that differ: a key is a repository's own.
            for locale in ("en", "fr"):
                site.write(f"content/{locale}/start/_collection.yml", f"name: {name}\n")
            site.article("start/a", f"First of the {name}.", title=f"{name} one")
            site.article("start/a", f"Première de {name}.", title=f"{name} un", locale="fr")
            site.article("start/b", f"Second of the {name}.", title=f"{name} two")
        for shell in shells:
            shell("apply", "--auto-approve", "-q")
        assert _titles(handbook) == {"Handbook one", "Handbook two", "Manual one", "Manual two"}
        for shell in shells:
            assert "(2 articles, 2 locales)" in shell("plan", "--detailed-exitcode").out
            shell("drift")
        others = [json.loads(shell("status", "--output", "json").out)["unowned"] for shell in shells]
        # The article of each, and the collection they lie in.
        assert [{one["title"] for one in some} for some in others] == [
            {"Manual", "Manual one", "Manual two"},
            {"Handbook", "Handbook one", "Handbook two"},
        ]

        # One deletes a whole folder; to the other, whose folder has the same name, nothing has happened.
        for locale in ("en", "fr"):
            shutil.rmtree(handbook.root / "content" / locale)
        handbook.article("welcome", "All else is gone.", title="Handbook zero")
        before = [one for one in _articles(handbook) if str(one["title"]).startswith("Manual")]
        shells[0]("apply", "--auto-approve", "--allow-deletes", "3")
        assert [one for one in _articles(handbook) if one["title"] != "Handbook zero"] == before
        assert shells[1]("plan", "--detailed-exitcode").out.startswith("No changes.")


def test_what_another_repository_has_published_under_a_title_is_not_taken(tmp_path, monkeypatch, capfd) -> None:
    """Its article may look the same: then a person says whose it is, and nothing is written."""
    with serving(tmp_path / "handbook") as handbook:
        manual = dataclasses.replace(handbook, root=tmp_path / "manual")
        for site, text in ((handbook, "As the handbook says it."), (manual, "As the manual says it.")):
            site.config()
            site.article("contact", text, title="Contact us")
        ours, theirs = (Shell(site, monkeypatch, capfd) for site in (handbook, manual))
        ours("apply", "--auto-approve", "-q")
        before = _articles(handbook)
        ours.written()

        refused = theirs("apply", "--auto-approve", code=4)

        assert 'content/en/contact.md:7:1: HC408 Intercom has an article titled "Contact us"' in refused.err
        assert (ours.written(), _articles(handbook)) == ([], before)


def _articles(site: Site) -> list[dict[str, object]]:
    found: list[dict[str, object]] = site.call("GET", "/articles?per_page=250")["data"]
    return found


def _titles(site: Site) -> set[object]:
    return {one["title"] for one in _articles(site)}
