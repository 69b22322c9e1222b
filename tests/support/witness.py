"""What was live before and after an apply, and the plan that was shown in between → whatever nobody was told of."""

import html
import json
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor import contents, everything, names
from served import Site
from writer import Repository, words_in

from hcsync.model.address import Kind
from hcsync.model.plan import Action, Divergence, Field
from hcsync.model.pulled import Pull
from hcsync.report.text import plan_text
from hcsync.report.view import PlanView

# (kind, remote id, locale, field) → what is there, as far as readers can tell.
Slots = dict[tuple[str, str, str, str], Any]


@dataclass(frozen=True)
class Scene:
    """A help center at one moment. `raw` is each object byte for byte."""

    raw: dict[tuple[str, str], str]
    slots: Slots

    def words(self, kind: str, ident: str) -> set[str]:
        """What people wrote there in Intercom."""
        return {
            word
            for (k, i, _, _), value in self.slots.items()
            if (k, i) == (kind, ident)
            for word in words_in(str(value))
        }


def scene(site: Site) -> Scene:
    raw: dict[tuple[str, str], str] = {}
    slots: Slots = {}
    articles, collections = everything(site)
    for article in articles:
        where = (Kind.ARTICLE.value, article["id"])
        raw[where] = json.dumps(article, sort_keys=True)
        slots[*where, "", Field.PARENT] = (article["parent_id"], tuple(article["parent_ids"]))
        for locale, text in contents(article).items():
            slots[*where, locale, Field.TITLE] = text["title"]
            slots[*where, locale, Field.DESCRIPTION] = text["description"]
            slots[*where, locale, Field.BODY] = read(text["body"])
            slots[*where, locale, Field.AUTHOR] = str(text["author_id"])
            slots[*where, locale, Field.STATE] = text["state"]
    for group in collections:
        where = (Kind.COLLECTION.value, group["id"])
        raw[where] = json.dumps(group, sort_keys=True)
        slots[*where, "", Field.PARENT] = group["parent_id"]
        for locale, name in names(group).items():
            slots[*where, locale, Field.TITLE] = name["name"]
            slots[*where, locale, Field.DESCRIPTION] = name["description"]
    return Scene(raw, slots)


def read(body: str) -> tuple[str, ...]:
    """Its words, and the articles it links to: heading ids and slugs change with each write."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", body))
    return (*text.split(), *re.findall(r'href="[^"]*?/articles/(\d+)', body))


def untold(before: Scene, after: Scene, view: PlanView, home: Set[str]) -> list[str]:
    """Whatever the apply did that the plan had not named, object by object, field by field; and what people had written
    in Intercom that is gone and was not shown. `home` are the words that were in a file before it was deleted."""
    found: list[str] = []
    plan = view.plan
    writing = [change for change in plan.changes if change.action not in (Action.ADOPT, Action.FORGET)]
    named = {
        (change.address.kind.value, change.remote_id, delta.locale, delta.field)
        for change in writing
        for delta in change.fields
    }
    touched = {(change.address.kind.value, change.remote_id) for change in writing}
    deleted = {(c.address.kind.value, c.remote_id) for c in plan.changes if c.action is Action.DELETE}
    created = [change for change in plan.changes if change.action is Action.CREATE]
    shown = words_in(plan_text(view))
    for where, raw in before.raw.items():
        if where not in after.raw:
            found += [] if where in deleted else [f"{where} is gone"]
            if lost := before.words(*where) - shown - home:
                found.append(f"{where} is gone, and {lost} unseen")
        elif where not in touched and after.raw[where] != raw:
            found.append(f"{where} was not to be touched: {raw} → {after.raw[where]}")
        elif where in touched and (lost := before.words(*where) - after.words(*where) - shown):
            found.append(f"{where} lost {lost} unseen")
    for slot in sorted(before.slots.keys() | after.slots.keys()):
        there = slot[:2] in before.raw and slot[:2] in after.raw
        if there and slot not in named and before.slots.get(slot) != after.slots.get(slot):
            found.append(f"{slot} unnamed: {before.slots.get(slot)} → {after.slots.get(slot)}")
    fresh = after.raw.keys() - before.raw.keys()
    if len(fresh) > len(created):
        found.append(f"{sorted(fresh)} are new, and {len(created)} were to be made")
    return found


def diverged(items: Iterable[Divergence]) -> set[tuple[str, str, str]]:
    """(address, locale, field) of all that is called drift or conflict."""
    found: set[tuple[str, str, str]] = set()
    for item in items:
        found |= {(str(item.address), delta.locale, delta.field.value) for delta in item.fields}
        found |= {(str(item.address), "", "gone")} if item.gone else set()
    return found


def undone(before: Scene, between: Scene, after: Scene) -> list[str]:
    """What an apply changed and the rollback did not bring back."""
    there = before.raw.keys() & between.raw.keys()
    return [
        f"{slot}: {before.slots.get(slot)} → {between.slots.get(slot)} → {after.slots.get(slot)}"
        for slot in sorted(before.slots)
        if slot[:2] in there and after.slots.get(slot) != before.slots[slot]
    ]


def files(root: Path) -> dict[tuple[str, str], str]:
    """(locale, key) → each article's file as it is."""
    found: dict[tuple[str, str], str] = {}
    for path in (root / "content").rglob("*.md"):
        locale, _, key = path.relative_to(root / "content").with_suffix("").as_posix().partition("/")
        found[locale, key] = path.read_text()
    return found


def stranded(site: Site, ids: Mapping[str, str], found: Pull) -> set[str]:
    """Words from Intercom that a pull has put into no file, but for what it says it has left."""
    left = {(str(one.address), one.locale) for one in found.left}
    articles = {one["id"]: contents(one) for one in everything(site)[0]}
    words: set[str] = set()
    for (locale, key), text in files(site.root).items():
        address = f"article.{key}"
        there = articles.get(ids.get(address, ""), {}).get(locale)
        if there and not {(address, locale), (address, "")} & left:
            words |= words_in(" ".join([there["title"], there["description"], *read(there["body"])])) - words_in(text)
    return words


def as_the_files_say(site: Site, ids: Mapping[str, str]) -> None:
    repository = Repository(site.root)
    articles, groups = ({one["id"]: one for one in found} for found in everything(site))
    for (locale, key), text in repository.texts.items():
        article = articles[ids[f"article.{key}"]]
        there, head = contents(article)[locale], repository.texts["en", key].head | text.head
        assert (there["title"], there["description"]) == (text.head["title"], text.head.get("description", ""))
        assert (there["state"], str(there["author_id"])) == (head["state"], head["author_id"]), (locale, key)
        # Not of what links lead to: an address may hold the words of a title.
        said = re.sub(r"\]\([^)]*\)", "]", " ".join(text.body))
        for whose in ("ours", "theirs"):
            assert words_in(" ".join(read(there["body"])), whose) == words_in(said, whose)
        parent = ids.get(f"collection.{repository.home(key)}")
        assert article["parent_ids"] == ([int(parent)] if parent else []), (key, ids)
    for (locale, key), name in repository.names.items():
        there = names(groups[ids[f"collection.{key}"]])[locale]
        assert there == {"name": name["name"], "description": name.get("description", "")}
        assert groups[ids[f"collection.{key}"]]["parent_id"] == ids.get(f"collection.{repository.home(key)}")
