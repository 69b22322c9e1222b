"""`hcsync status`: what is whose, and how far the translations have come."""

import json

from served import serving
from typed import Shell


def test_status(tmp_path, monkeypatch, capfd) -> None:
    with serving(tmp_path, locales=("en", "fr")) as site:
        shell = Shell(site, monkeypatch, capfd)
        site.config("en, fr")
        site.article("a", "One.")
        site.article("a", "Un.", locale="fr")
        site.article("b", "Two.", state="draft")
        shell("apply", "--auto-approve", "-q")
        theirs = site.call("POST", "/articles", {"title": "Theirs", "author_id": 1, "state": "published", "body": "x"})
        (site.root / "content/en/b.md").unlink()

        said = shell("status", "--unowned").out
        assert "in this repository  1 article, 0 collections; 2 of the articles in Intercom" in said
        assert "not owned by it     1 object, left alone" in said
        assert "without a file      1 orphan" in said
        assert "  fr  100%  1 of 1 article" in said
        assert f'  article     {theirs["id"]}  "Theirs"  [en]  published  {theirs["url"]}' in said

        found = json.loads(shell("status", "--output", "json").out)
        assert (found["articles"], found["owned"], found["orphans"]) == (1, 2, 1)
        assert found["translated"] == {"en": 1, "fr": 1}
        assert [(one["remote_id"], one["title"]) for one in found["unowned"]] == [(theirs["id"], "Theirs")]
        assert found["pending"] is True
