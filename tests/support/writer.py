"""A writer at work in a repository: every kind of edit that one makes, chosen by whoever drives it.

Each word a person writes, here or in Intercom, is a new one ("ours17", "theirs18"), so that none can be lost unseen.
"""

import json
import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import yaml

# Given what can be chosen (never nothing), gives one of it.
Choose = Callable[[Sequence[Any]], Any]

LOCALES = ("en", "fr")
_LINK = re.compile(r"\]\(([^)@]+\.md)\)")
_HELD = re.compile(r"\]\(@([^)]+)\)")


@dataclass
class Words:
    """A word of its own for each text."""

    numbers: Any = field(default_factory=lambda: count(1))

    def ours(self) -> str:
        return f"ours{next(self.numbers)}"

    def theirs(self) -> str:
        return f"theirs{next(self.numbers)}"


def words_in(text: str, whose: str = "theirs") -> set[str]:
    return set(re.findall(rf"{whose}\d+", text))


_MARKS = re.compile(r"<<<<<<< this file\n(.*?)=======\n(.*?)>>>>>>> Intercom\n", re.DOTALL)


def settled(root: Path, choose: Choose) -> list[str]:
    """Takes the conflict markers out of all files, and one of the sides with them. Says which was chosen."""
    found: list[str] = []
    for path in sorted((root / "content").rglob("*.*")):
        text = path.read_text()

        def side(marks: re.Match[str], path: Path = path) -> str:
            chosen = choose((1, 2))
            found.append(f"{path.name}: {'theirs' if chosen == 2 else 'ours'}")
            return marks[chosen]

        if "<<<<<<<" in text:
            path.write_text(_MARKS.sub(side, text))
    return found


@dataclass
class Text:
    """One Markdown file. `body` holds its paragraphs; links to other articles stand in it as `](@key)`."""

    head: dict[str, str]
    body: list[str]


class Repository:
    """The content folder below `root`, read into memory, changed there, and written back. A file that was not changed
    stays as it is, byte for byte."""

    def __init__(self, root: Path) -> None:
        self._content = root / "content"
        self.texts: dict[tuple[str, str], Text] = {}
        self.names: dict[tuple[str, str], dict[str, str]] = {}
        for path in sorted(self._content.rglob("*")):
            locale, _, key = path.relative_to(self._content).with_suffix("").as_posix().partition("/")
            if path.name == "_collection.yml":
                self.names[locale, posixpath.dirname(key)] = _head(path.read_text())
            elif path.suffix == ".md":
                self.texts[locale, key] = _text(key, path.read_text())
        self._before = self._files()

    def save(self) -> None:
        wanted = self._files()
        for name in self._before.keys() - wanted.keys():
            (self._content / name).unlink()
        for name, content in wanted.items():
            if self._before.get(name) != content:
                path = self._content / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content)
        self._before = wanted

    def _files(self) -> dict[str, str]:
        found = {f"{locale}/{key}.md": _written(key, text) for (locale, key), text in self.texts.items()}
        return found | {f"{locale}/{key}/_collection.yml": _yaml(one) for (locale, key), one in self.names.items()}

    @property
    def keys(self) -> list[str]:
        return sorted({key for _, key in self.texts})

    @property
    def folders(self) -> list[str]:
        return sorted({key for _, key in self.names})

    def locales(self, key: str) -> list[str]:
        return [locale for locale in LOCALES if (locale, key) in self.texts]

    def heads(self) -> list[dict[str, str]]:
        return [*(text.head for text in self.texts.values()), *self.names.values()]

    def home(self, key: str) -> str:
        """The collection that an article or a collection is in; "" for none."""
        text, name = self.texts.get(("en", key)), self.names.get(("en", key))
        said = text.head.get("collection") if text else (name or {}).get("parent")
        return posixpath.dirname(key) if said is None else said.replace("null", "")

    def depth(self, folder: str) -> int:
        """How many levels down a collection is; many for one within itself."""
        levels = 0
        while folder and levels < 9:
            folder, levels = self.home(folder), levels + 1
        return levels

    def reading(self, key: str) -> str:
        """All that an article says, wherever it lies and whatever its links lead to."""
        said = {
            locale: (text.head["title"], text.head.get("description", ""), [_HELD.sub("", part) for part in text.body])
            for locale in self.locales(key)
            if (text := self.texts[locale, key])
        }
        return json.dumps(said)

    def move(self, old: str, new: str) -> None:
        """One article, and the links to it."""
        for locale in self.locales(old):
            self.texts[locale, new] = self.texts.pop((locale, old))
        for text in self.texts.values():
            text.body = [part.replace(f"](@{old})", f"](@{new})") for part in text.body]

    def remove(self, key: str, locales: Sequence[str] = LOCALES) -> None:
        """One article in some of its locales; where nothing is left, paragraphs that link to it go too."""
        for locale in locales:
            self.texts.pop((locale, key), None)
        if key not in self.keys:
            for text in self.texts.values():
                text.body = [part for part in text.body if f"](@{key})" not in part]


def _head(text: str) -> dict[str, str]:
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in yaml.safe_load(text).items()}


def _yaml(head: dict[str, str]) -> str:
    """A number is written as one."""
    return "".join(f"{key}: {value if _bare(value) else json.dumps(value)}\n" for key, value in head.items())


def _bare(value: str) -> bool:
    return value.isdigit() or value in ("true", "false", "null", "draft", "published")


def _text(key: str, text: str) -> Text:
    _, head, body = text.split("---\n", 2)
    folder = posixpath.dirname(key)

    def held(found: re.Match[str]) -> str:
        return f"](@{posixpath.normpath(posixpath.join(folder, found[1])).removesuffix('.md')})"

    return Text(_head(head), [_LINK.sub(held, part) for part in body.strip().split("\n\n")])


def _written(key: str, text: Text) -> str:
    folder = posixpath.dirname(key) or "."

    def relative(found: re.Match[str]) -> str:
        return f"]({posixpath.relpath(found[1], folder)}.md)"

    body = "\n\n".join(_HELD.sub(relative, part) for part in text.body)
    return f"---\n{_yaml(text.head)}---\n\n{body}\n"


class Writer:
    """`choose` decides what to do and where; `removed` holds texts that were deleted and may come back."""

    def __init__(self, root: Path, words: Words, choose: Choose) -> None:
        self.root, self.words, self.choose = root, words, choose
        self.removed: list[dict[tuple[str, str], Text]] = []
        # The names of collections in the locale that is not worked in at the moment.
        self.put_away: dict[tuple[str, str], dict[str, str]] = {}

    @property
    def locales(self) -> tuple[str, ...]:
        """Those that hcsync.yml lists."""
        first = (self.root / "hcsync.yml").read_text().partition("\n")[0]
        return tuple(first.removeprefix("locales: [").removesuffix("]").split(", "))

    def work(self) -> str:
        """Do one thing; says what."""
        repository = Repository(self.root)
        if not repository.keys:
            return self._and_saved(repository, self.begin(repository))
        action = self.choose((
            self.rewrite, self.rewrite, self.retitle, self.describe, self.author, self.state, self.begin, self.rename,
            self.delete, self.bring_back, self.translate, self.untranslate, self.link, self.found, self.name,
            self.rename_folder, self.close, self.edit_and_rename, self.protect, self.exchange, self.succeed,
            self.place, self.place_folder, self.language,
        ))  # fmt: skip
        return self._and_saved(repository, action(repository))

    def _and_saved(self, repository: Repository, said: str) -> str:
        if any(repository.depth(folder) > 3 for folder in repository.folders):
            return f"nothing, since too deep: {said}"
        repository.save()
        return said

    def _one(self, repository: Repository) -> tuple[str, str]:
        return self.choose(sorted(repository.texts))

    def begin(self, repository: Repository) -> str:
        """A new article."""
        key = self._free(repository)
        if key is None:
            return "nothing"
        for locale in self.choose((("en",), self.locales)):
            head = {"title": self._words("Title"), "author_id": self.choose("123")}
            head |= {"state": self.choose(("published", "draft"))} if locale == "en" else {}
            repository.texts[locale, key] = Text(head, [self._paragraph() for _ in range(3)])
        return f"new article {key}"

    def _free(self, repository: Repository) -> str | None:
        folder = self.choose(["", *repository.folders])
        keys = [posixpath.join(folder, letter) for letter in "abcdef"]
        free = [key for key in keys if key not in repository.keys and key not in repository.folders]
        return self.choose(free) if free else None

    def _paragraph(self) -> str:
        return (
            self.choose(("Words {} and **more** & more.", "<{}> *here*.", "- one {}\n- two", "## {}"))
            .replace("<{}>", "“{}”")
            .format(self.words.ours())
        )

    def _words(self, what: str) -> str:
        return f"{what} & {self.words.ours()}"

    def rewrite(self, repository: Repository) -> str:
        where = self._one(repository)
        body = repository.texts[where].body
        body[self.choose(range(len(body)))] = self._paragraph()
        return f"text of {where}"

    def retitle(self, repository: Repository) -> str:
        where = self._one(repository)
        repository.texts[where].head["title"] = self._words("Title")
        return f"title of {where}"

    def describe(self, repository: Repository) -> str:
        where = self._one(repository)
        repository.texts[where].head["description"] = self.choose((self._words("About"), ""))
        return f"description of {where}"

    def author(self, repository: Repository) -> str:
        where = self._one(repository)
        repository.texts[where].head["author_id"] = self.choose("123")
        return f"author of {where}"

    def state(self, repository: Repository) -> str:
        where = self._one(repository)
        repository.texts[where].head["state"] = self.choose(("published", "draft"))
        return f"state of {where}"

    def protect(self, repository: Repository) -> str:
        head = repository.texts["en", self.choose(repository.keys)].head
        head["protect"] = "false" if head.get("protect") == "true" else "true"
        return f"protection of {head['title']}"

    def link(self, repository: Repository) -> str:
        where = self._one(repository)
        target = self.choose(repository.keys)
        repository.texts[where].body.append(f"See [{self.words.ours()}](@{target}).")
        return f"link from {where} to {target}"

    def rename(self, repository: Repository) -> str:
        """Within its collection or into another."""
        return self._renamed(repository, self.choose(repository.keys))

    def _renamed(self, repository: Repository, old: str) -> str:
        new = self._free(repository)
        if new is None:
            return "nothing"
        repository.move(old, new)
        return f"{old} is {new} now"

    def edit_and_rename(self, repository: Repository) -> str:
        return f"{self.rewrite(repository)}, {self.rename(repository)}"

    def delete(self, repository: Repository) -> str:
        key = self.choose(repository.keys)
        if len(repository.keys) == 1:
            return "nothing: a help center without an article is refused"
        self.removed.append({(loc, key): repository.texts[loc, key] for loc in repository.locales(key)})
        repository.remove(key)
        return f"{key} is deleted"

    def bring_back(self, repository: Repository) -> str:
        texts = self.choose(self.removed) if self.removed else {}
        for (locale, key), text in sorted(texts.items(), key=lambda one: one[0]):
            there = posixpath.dirname(key) in ["", *repository.folders]
            translated = locale == "en" or (("en", key) in repository.texts and "fr" in self.locales)
            if (locale, key) not in repository.texts and there and translated:
                body = [part for part in text.body if "](@" not in part]
                head = {name: value for name, value in text.head.items() if name != "collection"}
                repository.texts[locale, key] = Text(head, body or [self._paragraph()])
        return f"{sorted(texts)} is back"

    def translate(self, repository: Repository) -> str:
        missing = [key for key in repository.keys if ("fr", key) not in repository.texts]
        if not missing or "fr" not in self.locales:
            return "nothing"
        key = self.choose(missing)
        head = {"title": self._words("Titre")}
        repository.texts["fr", key] = Text(head, [self._paragraph() for _ in range(2)])
        return f"{key} in fr is new"

    def untranslate(self, repository: Repository) -> str:
        there = [key for key in repository.keys if ("fr", key) in repository.texts]
        if not there:
            return "nothing"
        key = self.choose(there)
        self.removed.append({("fr", key): repository.texts["fr", key]})
        repository.remove(key, ("fr",))
        return f"{key} in fr is deleted"

    def found(self, repository: Repository) -> str:
        """A new collection."""
        above = self.choose(["", *(folder for folder in repository.folders if folder.count("/") < 2)])
        free = [posixpath.join(above, letter) for letter in "gh"]
        free = [key for key in free if key not in repository.folders]
        if not free:
            return "nothing"
        key = self.choose(free)
        for locale in self.locales:
            repository.names[locale, key] = {"name": self._words("Name")}
        return f"new collection {key}"

    def name(self, repository: Repository) -> str:
        if not repository.names:
            return "nothing"
        where = self.choose(sorted(repository.names))
        repository.names[where][self.choose(("name", "description"))] = self._words("Name")
        return f"name or description of {where}"

    def rename_folder(self, repository: Repository) -> str:
        """Within the collection it lies in, or into another one."""
        if not repository.folders:
            return "nothing"
        old = self.choose(repository.folders)
        home = self.choose([posixpath.dirname(old), "", *repository.folders])
        new = posixpath.join(home, self.choose("ijk"))
        if new in repository.folders or _lies_in(new, old):
            return "nothing"
        for locale, key in list(repository.names):
            if _lies_in(key, old):
                repository.names[locale, new + key.removeprefix(old)] = repository.names.pop((locale, key))
        for key in repository.keys:
            if _lies_in(key, old):
                repository.move(key, new + key.removeprefix(old))
        for head in repository.heads():
            for name in ("collection", "parent"):
                if name in head and _lies_in(head[name], old):
                    head[name] = new + head[name].removeprefix(old)
        return f"folder {old} is {new} now"

    def close(self, repository: Repository) -> str:
        """An empty collection goes."""
        inner = (*repository.keys, *repository.folders)
        named = {head.get(name) for head in repository.heads() for name in ("collection", "parent")}
        empty = [
            folder
            for folder in repository.folders
            if folder not in named and not any(key.startswith(f"{folder}/") for key in inner)
        ]
        if not empty:
            return "nothing"
        key = self.choose(empty)
        for locale in LOCALES:
            repository.names.pop((locale, key), None)
        return f"collection {key} is deleted"

    def exchange(self, repository: Repository) -> str:
        """Two articles take each other's name; links go along."""
        if len(repository.keys) == 1:
            return "nothing"
        one = self.choose(repository.keys)
        other = self.choose([key for key in repository.keys if key != one])
        for old, new in ((one, "between"), (other, one), ("between", other)):
            repository.move(old, new)
        return f"{one} and {other} have changed places"

    def succeed(self, repository: Repository) -> str:
        """An article is renamed, and another one, old or new, takes its name."""
        one = self.choose(repository.keys)
        said = self._renamed(repository, one)
        if one in repository.keys:
            return "nothing"
        other = self.choose(["", *(key for key in repository.keys)])
        if other:
            repository.move(other, one)
            return f"{said}, and {other} has taken its name"
        head = {"title": self._words("Title"), "author_id": self.choose("123"), "state": "published"}
        repository.texts["en", one] = Text(head, [self._paragraph() for _ in range(3)])
        return f"{said}, and a new one has taken its name"

    def place(self, repository: Repository) -> str:
        """Into another collection, with the file where it is."""
        key = self.choose(repository.keys)
        head = repository.texts["en", key].head
        home = self.choose(["", "null", *repository.folders])
        head.pop("collection", None)
        if home:
            head["collection"] = home
        return f"collection of {key}: {home}"

    def place_folder(self, repository: Repository) -> str:
        if not repository.folders:
            return "nothing"
        key = self.choose(repository.folders)
        head = repository.names["en", key]
        home = self.choose(["", "null", *repository.folders])
        head.pop("parent", None)
        if home:
            head["parent"] = home
        return f"parent of {key}: {home}"

    def language(self, repository: Repository) -> str:
        """A locale is given up, or taken up (again)."""
        path = self.root / "hcsync.yml"
        if "fr" in self.locales:
            texts = {where: text for where, text in repository.texts.items() if where[0] == "fr"}
            self.removed.append(texts)
            self.put_away = {where: name for where, name in repository.names.items() if where[0] == "fr"}
            for where in texts:
                del repository.texts[where]
            for where in self.put_away:
                del repository.names[where]
            path.write_text(path.read_text().replace("[en, fr]", "[en]"))
            return "fr is given up"
        path.write_text(path.read_text().replace("[en]", "[en, fr]"))
        for folder in repository.folders:
            fresh = {"name": self._words("Name")}
            repository.names["fr", folder] = self.put_away.get(("fr", folder), fresh)
        return "fr is taken up"


def _lies_in(key: str, folder: str) -> bool:
    return key == folder or key.startswith(f"{folder}/")
