"""The reader's site of a help center in memory, read as a browser would."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode


@dataclass(frozen=True)
class Page:
    answer: httpx.Response

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def goes_to(self) -> str:
        assert self.status == 302, self.answer.text
        return self.answer.headers["location"]

    @property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.answer.text)

    def texts(self, selector: str) -> list[str]:
        return [" ".join(node.text(deep=True).split()) for node in self.tree.css(selector)]

    def text(self, selector: str) -> str:
        (found,) = self.texts(selector)
        return found

    def links(self, selector: str) -> list[tuple[str, str]]:
        """(text, href) of links."""
        return [(" ".join(node.text(deep=True).split()), node.attributes["href"]) for node in self.tree.css(selector)]

    def one(self, selector: str) -> LexborNode:
        (found,) = self.tree.css(selector)
        return found


@dataclass
class Site:
    """`center` is filled through the API; `see` opens a path as a browser without a token does."""

    center: Any

    def see(self, path: str, **headers: str) -> Page:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return Page(self.center.ask("GET", path, headers={"Authorization": "", "Accept": "text/html", **names}))

    def follow(self, path: str) -> Page:
        return self.see(self.see(path).goes_to)

    def collection(self, name: str, parent: int | None = None, **locales: str) -> int:
        body = {"name": name, "description": f"About {name}", **({"parent_id": parent} if parent else {})}
        body["translated_content"] = {locale: {"name": text} for locale, text in locales.items()}
        return int(self.center.post("/help_center/collections", body)["id"])

    def article(self, title: str, parent: int | None = None, body: str = "<p>Text</p>", **more: Any) -> int:
        fields = {"title": title, "body": body, "state": "published", **({"parent_id": parent} if parent else {})}
        return int(self.center.article(**{**fields, **more})["id"])

    def shown(self, body: str) -> Page:
        """A new article with this body."""
        return self.see(f"/help/en/articles/{self.article('Shown', body=body)}-shown")


@pytest.fixture
def site(center: Any) -> Site:
    """In en (default), fr and de."""
    return Site(center)


@pytest.fixture
def site_in(start: Callable[..., Any]) -> Callable[..., Site]:
    """site_in("en", "ar") → a site in these locales, the first being the default."""

    def make(*locales: str, **settings: Any) -> Site:
        return Site(start(settings={"locales": locales, "default_locale": locales[0], **settings}))

    return make
