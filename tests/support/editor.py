"""An editor at work in Intercom, on what the repository owns and on what it does not."""

import html
import re
from typing import Any

from served import Site
from writer import LOCALES, Choose, Words

_PARAGRAPH = re.compile(r"<p[^>]*>.*?</p>", re.DOTALL)
Live = dict[str, Any]
ACTIONS = ("body", "body", "whole", "title", "description", "author", "state", "move", "delete", "translate", "pending")


class Editor:
    """`removable`: this help center deletes a locale that is sent as null."""

    def __init__(self, site: Site, words: Words, choose: Choose, *, removable: bool = False) -> None:
        self.site, self.words, self.choose, self.removable = site, words, choose, removable

    def work(self) -> str:
        """Do one thing; says what."""
        articles, collections = everything(self.site)
        if articles and self.choose((True, True, True, False)):
            article = self.choose(articles)
            return f"in Intercom, article {article['id']}: {self._article(article, collections)}"
        if collections and self.choose((True, False)):
            group = self.choose(collections)
            return f"in Intercom, collection {group['id']}: {self._collection(group, collections)}"
        return f"in Intercom: {self._new(collections)}"

    def _article(self, article: Live, collections: list[Live]) -> str:
        there = contents(article)
        locale = self.choose(sorted(there))
        text = there[locale]
        action = self.choose(ACTIONS)
        match action:
            case "body":
                parts = _PARAGRAPH.findall(text["body"])
                new = f"<p>{self.words.theirs()} by hand</p>"
                old = self.choose(parts) if parts else text["body"]
                text["body"] = text["body"].replace(old, new, 1) if old else new
            case "whole":
                text["body"] = f"<p>All of it is {self.words.theirs()}.</p>"
            case "title" | "description":
                text[action] = f"{action} “{self.words.theirs()}” & more"
            case "author":
                text["author_id"] = self.choose((1, 2, 3))
            case "state":
                text["state"] = "draft" if text["state"] == "published" else "published"
            case "move":
                parent = self.choose([None, *(group["id"] for group in collections)])
                self._put(article, there, parent_id=parent)
                return f"moved to {parent}"
            case "delete":
                self.site.call("DELETE", f"/articles/{article['id']}")
                return "deleted"
            case "translate" if "fr" in there and self.removable:
                self.site.call("PUT", f"/articles/{article['id']}", {"translated_content": {"fr": None}})
                return "fr is gone"
            case "translate" if "fr" not in there:
                there["fr"] = self._text()
            case "pending":
                self.site.call("PUT", f"/_emulator/articles/{article['id']}/pending-draft", {"pending": True})
                return "a draft is pending"
            case _:
                return "nothing"
        self._put(article, there)
        return f"{action} of {locale}"

    def _text(self) -> Live:
        word = self.words.theirs()
        return {
            "title": f"title & {word}",
            "description": "",
            "body": f"<p>{word}</p>",
            "state": self.choose(("draft", "published")),
            "author_id": 1,
        }

    def _put(self, article: Live, texts: dict[str, Live], **more: object) -> None:
        root = texts["en"]
        others = {locale: text for locale, text in texts.items() if locale != "en"}
        body = {**root, **({"translated_content": others} if others else {}), **more}
        self.site.call("PUT", f"/articles/{article['id']}", body)

    def _collection(self, group: Live, collections: list[Live]) -> str:
        locale, what = self.choose(sorted(names(group))), self.choose(("name", "description", "move", "delete"))
        if what == "move":
            parent = self.choose([None, *(one["id"] for one in collections)])
            path = f"/help_center/collections/{group['id']}"
            return f"moved to {parent}" if self.site.asks("PUT", path, {"parent_id": parent}) else "nothing"
        if what == "delete":
            return "deleted" if self.site.asks("DELETE", f"/help_center/collections/{group['id']}") else "nothing"
        there = names(group)
        there[locale][what] = f"{what} {self.words.theirs()}"
        others = {one: name for one, name in there.items() if one != "en"}
        self.site.call("PUT", f"/help_center/collections/{group['id']}", {**there["en"], "translated_content": others})
        return f"{what} of {locale}"

    def _new(self, collections: list[Live]) -> str:
        parent = self.choose([None, *(group["id"] for group in collections)])
        if self.choose((True, True, False)):
            body = self._text() | ({"parent_id": parent, "parent_type": "collection"} if parent else {})
            return f"new article {self.site.call('POST', '/articles', body)['id']}"
        body = {"name": f"name {self.words.theirs()}"}
        return f"new collection {self.site.call('POST', '/help_center/collections', body)['id']}"


def everything(site: Site) -> tuple[list[Live], list[Live]]:
    """All articles and all collections as the API lists them, by id."""
    articles = site.call("GET", "/articles?per_page=250")["data"]
    collections = site.call("GET", "/help_center/collections?per_page=250")["data"]
    return sorted(articles, key=_number), sorted(collections, key=_number)


def _number(one: Live) -> int:
    return int(one["id"])


def contents(article: Live) -> dict[str, Live]:
    """Locale → what can be written of it, as it is."""
    found = {"en": _content(article)}
    for locale, text in (article.get("translated_content") or {}).items():
        if locale in LOCALES[1:] and text and (text["title"] or text["body"]):
            found[locale] = _content(text)
    return found


def _content(text: Live) -> Live:
    return {
        "title": html.unescape(text["title"] or ""),
        **{name: text[name] or "" for name in ("description", "body", "state")},
        "author_id": text["author_id"],
    }


def names(group: Live) -> dict[str, Live]:
    found = {"en": _name(group)}
    for locale, text in (group.get("translated_content") or {}).items():
        if locale in LOCALES[1:] and text and (text["name"] or text["description"]):
            found[locale] = _name(text)
    return found


def _name(text: Live) -> Live:
    return {"name": html.unescape(text["name"] or ""), "description": text["description"] or ""}
