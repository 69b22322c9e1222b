"""A help center in which every field that is compared, in each of two languages, is the one thing that ever changes of
some object: what a row of the three-way table says can be seen of all of them at once."""

import json
from dataclasses import dataclass
from typing import Any

from running import Folder
from served import TOKEN, Site

LOCALES = ("en", "fr")


@dataclass(frozen=True, order=True)
class Slot:
    """`locale` is "" for the parent. `of` is the key of the object, where it is not the one made for this slot."""

    kind: str
    locale: str
    field: str
    of: str = ""

    @property
    def key(self) -> str:
        return self.of or "-".join(filter(None, (self.kind[0], self.locale, self.field)))

    @property
    def address(self) -> str:
        return f"{self.kind}.{self.folder}{self.key}"

    @property
    def folder(self) -> str:
        return "guide/" if self.kind == "article" else ""

    @property
    def named(self) -> tuple[str, str | None, str]:
        """As the JSON of a plan names it."""
        return (self.address, self.locale or None, self.field)


SLOTS = [
    *(
        Slot("article", locale, field)
        for locale in LOCALES
        for field in ("title", "description", "body", "author", "state")
    ),
    *(Slot("collection", locale, field) for locale in LOCALES for field in ("title", "description")),
    Slot("article", "", "parent"),
    Slot("collection", "", "parent"),
]
# A state is one of two, so that what moved on both sides has always moved to the same.
TWO_VALUED = [slot for slot in SLOTS if slot.field == "state"]

# What each field is to begin with, and what either side makes of it.
VALUES = {
    "title": ("Title", "Our title", "Their title"),
    "description": ("About", "About, by us", "About, by them"),
    "body": ("Text.", "Text by us.", "Text by them."),
    "author": ("1", "2", "3"),
    "state": ("published", "draft", "draft"),
    "parent": ("guide", "ours", "theirs"),
}


def base(slot: Slot) -> str:
    return _value(slot, slot.locale, slot.field, 0)


def ours(slot: Slot) -> str:
    return _value(slot, slot.locale, slot.field, 1)


def theirs(slot: Slot) -> str:
    return _value(slot, slot.locale, slot.field, 2)


def _value(slot: Slot, locale: str, field: str, side: int) -> str:
    value = VALUES[field][side]
    return f"{value} {slot.key} {locale}" if field in ("title", "description", "body") else value


def beside(slot: Slot) -> Slot:
    """Another field of the same object."""
    field = "description" if (slot.locale, slot.field) == ("fr", "title") else "title"
    return Slot(slot.kind, "fr", field, slot.key)


class World:
    """A repository and the live help center, and one way each to look at a slot and to change it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        # (key, locale, field) → what the file says, where that is not what it said at first.
        self._written: dict[tuple[str, str, str], str] = {}

    def fill(self) -> None:
        self.site.config("en, fr")
        for folder in ("guide", "ours", "theirs"):
            for locale in LOCALES:
                self.site.write(f"content/{locale}/{folder}/_collection.yml", f"name: {folder} in {locale}\n")
        for slot in SLOTS:
            self.write(slot, base(slot))

    def write(self, slot: Slot, value: str) -> None:
        """The writer's side."""
        self._written[slot.key, slot.locale, slot.field] = value
        for locale in LOCALES:
            name, text = self._file(slot, locale)
            self.site.write(f"content/{locale}/{name}", text)

    def _file(self, slot: Slot, locale: str) -> tuple[str, str]:
        def mine(field: str, at: str = locale) -> str:
            return self._written.get((slot.key, at, field)) or _value(slot, locale, field, 0)

        lies = "" if locale != "en" or not slot.key.endswith("parent") else mine("parent", "")
        if slot.kind == "collection":
            parent = f"parent: {lies}\n" if lies else ""
            head = f"name: {mine('title')}\ndescription: {mine('description')}\n{parent}"
            return f"{slot.key}/_collection.yml", head
        parent = f"collection: {lies}\n" if lies else ""
        head = f"title: {mine('title')}\ndescription: {mine('description')}\n{parent}"
        head += f"author_id: {mine('author')}\nstate: {mine('state')}\n"
        return f"guide/{slot.key}.md", f"---\n{head}---\n\n{mine('body')}\n"

    def files(self, slot: Slot) -> str:
        """What the files of its object say, in all locales."""
        name = f"guide/{slot.key}.md" if slot.kind == "article" else f"{slot.key}/_collection.yml"
        return "".join((self.site.root / "content" / locale / name).read_text() for locale in LOCALES)

    def remove(self, slot: Slot, locales: tuple[str, ...] = LOCALES) -> None:
        """The file goes, in some locales or in all."""
        for locale in locales:
            path = f"guide/{slot.key}.md" if slot.kind == "article" else f"{slot.key}/_collection.yml"
            (self.site.root / "content" / locale / path).unlink()

    def live(self, slot: Slot) -> dict[str, Any]:
        """The live object that is this slot's, wherever its title went. Raises StopIteration."""
        return next(one for one in self._all(slot.kind) if slot.key in _words(one))

    def _all(self, kind: str) -> list[dict[str, Any]]:
        path = "/articles" if kind == "article" else "/help_center/collections"
        found: list[dict[str, Any]] = self.site.call("GET", f"{path}?per_page=250")["data"]
        return found

    def number(self, name: str) -> str:
        """The id of a collection by its English name."""
        return next(one["id"] for one in self._all("collection") if one["name"] == f"{name} in en")

    def edit(self, slot: Slot, value: str) -> None:
        """The editor's side."""
        there = self.live(slot)
        path = f"/articles/{there['id']}" if slot.kind == "article" else f"/help_center/collections/{there['id']}"
        fields = ("title", "description", "body", "author_id", "state") if slot.kind == "article" else _NAME
        french = {field: there["translated_content"]["fr"][field] for field in fields}
        whole = {field: there[field] for field in fields} | {"translated_content": {"fr": french}}
        if slot.field == "parent":
            whole |= {"parent_id": self.number(value)}
        else:
            name = _wire_name(slot)
            (whole if slot.locale == "en" else french)[name] = f"<p>{value}</p>" if name == "body" else value
        self.site.call("PUT", path, whole)

    def held(self, slot: Slot) -> str:
        """What is live there, in the words in which it is written."""
        there = self.live(slot)
        if slot.field == "parent":
            parent = str(there["parent_id"])
            return next(one["name"] for one in self._all("collection") if one["id"] == parent).removesuffix(" in en")
        text = there if slot.locale == "en" else there["translated_content"]["fr"]
        value = str(text[_wire_name(slot)])
        return value.removeprefix('<p class="no-margin">').removesuffix("</p>") if slot.field == "body" else value

    def all_held(self) -> dict[Slot, str]:
        """Of every slot, and of what is beside it."""
        return {one: self.held(one) for slot in SLOTS for one in (slot, beside(slot))}


_NAME = ("name", "description")


def _wire_name(slot: Slot) -> str:
    if slot.kind == "collection" and slot.field == "title":
        return "name"
    return "author_id" if slot.field == "author" else slot.field


def _words(found: dict[str, Any]) -> str:
    return f"{found.get('title') or found.get('name')} {found['description']}"


def place(named: tuple[str, str | None, str]) -> tuple[str, str, str]:
    address, locale, field = named
    return address, locale or "", field


NOTHING: dict[str, list[Any]] = {"changes": [], "drift": [], "conflicts": [], "orphans": [], "refresh": []}


class Command:
    """The command line in the world's repository."""

    def __init__(self, world: World) -> None:
        self.world, self.folder = world, Folder(world.site.root)

    def __call__(self, *arguments: str, code: int = 0) -> str:
        return self.folder.run(*arguments, code=code, HELP_TOKEN=TOKEN).stdout

    def plan(self, *arguments: str, code: int) -> dict[str, list[Any]]:
        """What it names: (address, locale, field) of changes, drift and conflicts; orphans with their locales."""
        said = json.loads(self("plan", "--output", "json", "--detailed-exitcode", *arguments, code=code))
        found: dict[str, list[Any]] = {
            kind: sorted(
                (
                    (item["address"], field["locale"], field["field"])
                    for item in said[kind]
                    for field in item["change"]["fields"]
                ),
                key=place,
            )
            for kind in ("changes", "drift", "conflicts")
        }
        found["orphans"] = sorted((item["address"], item["locales"]) for item in said["orphans"])
        return found | {"refresh": sorted(said["refresh"])}

    def drift(self, code: int) -> list[tuple[str, str | None, str]]:
        """What `hcsync drift` calls edited in Intercom."""
        said = json.loads(self("drift", "--output", "json", code=code))
        return sorted(
            (
                (item["address"], one["locale"], one["field"])
                for item in said["drift"]
                for one in item["change"]["fields"]
            ),
            key=place,
        )

    def actions(self, *arguments: str, code: int) -> dict[str, str]:
        """Address → what is to be done with it, or "gone" for what was deleted in Intercom."""
        said = json.loads(self("plan", "--output", "json", "--detailed-exitcode", *arguments, code=code))
        found = {item["address"]: item["change"]["actions"][0] for item in said["changes"]}
        return found | {item["address"]: "gone" for item in said["drift"] if item["gone"]}

    def apply(self, *arguments: str, code: int = 0) -> set[str]:
        """The methods that were sent while it ran."""
        seen = self.world.site.weather.seen
        before = len(seen)
        self("apply", "--auto-approve", *arguments, code=code)
        return {method for method, _, _ in seen[before:]}
