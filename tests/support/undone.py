"""A small help center to be gone back on, and what its articles are like."""

import re
from typing import Any

from served import Site

from hcsync.model.outcome import Outcome
from hcsync.state import snapshots
from hcsync.state.backends.folder import FolderBackend


def fill(site: Site) -> None:
    """Two collections; an article in two languages and two in English alone."""
    site.config("en, fr", "safety:\n  max_delete: 100%\n")
    site.write("content/en/start/_collection.yml", "name: Start\ndescription: First steps.\n")
    site.write("content/fr/start/_collection.yml", "name: Début\n")
    site.write("content/en/more/_collection.yml", "name: More\n")
    site.article("start/install", "The **old** text.\n\n- a list", "Install")
    site.article("start/install", "L'ancien texte.", "Installer", "fr")
    site.article("start/login", "Log in, see [install](install.md).", "Log in")
    site.article("stay", "It stays.")
    assert site.apply().complete


def done(outcome: Outcome) -> dict[str, tuple[str, str]]:
    return {one.address.key: (one.action.value, one.status.value) for one in outcome.results}


def texts(site: Site, title: str) -> dict[str, Any]:
    """What readers and writers see of an article."""
    one = site.articles()[title]
    names = ("title", "description", "body", "state", "author_id")
    french = one["translated_content"].get("fr")
    return {
        "parent": one["parent_id"],
        "en": {name: one[name] for name in names},
        "fr": french and {name: french[name] for name in names},
    }


def edit(site: Site, name: str, **fields: Any) -> None:
    one = site.articles()[name]
    known = {name: one[name] for name in ("title", "body", "state", "author_id")}
    site.call("PUT", f"/articles/{one['id']}", known | fields)


def runs(site: Site) -> list[snapshots.KeptRun]:
    return snapshots.runs(FolderBackend(site.root / ".hcsync", "production"))


def but_places(texts: dict[str, Any]) -> dict[str, Any]:
    """The same without what another id changes: the place, and links to what was made anew."""
    return {
        title: {
            locale: text and {name: re.sub(r"articles/\d+[^\"]*", "articles/…", str(one)) for name, one in text.items()}
            for locale, text in found.items()
            if locale != "parent"
        }
        for title, found in texts.items()
    }


def remove(site: Site, *names: str) -> None:
    for name in names:
        (site.root / "content" / name).unlink()
