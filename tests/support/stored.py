"""A help center in memory that keeps one body: how what is sent comes back."""

import asyncio

import httpx

from hcsync.emulator.app import create_app
from hcsync.emulator.quirks import Quirks
from hcsync.emulator.settings import Settings

BODY_QUIRKS = [
    {},
    {"block-gaps": "drop"},
    {"heading-blanks": "on"},
    {"empty-paragraphs": "keep"},
    {"headings": "clamp"},
    {"deep-headings": "keep"},
    {"heading-ids": "keep-own"},
    {"empty-list-item": "drop"},
    {"list-start": "keep"},
    {"code-newlines": "br"},
    {"inline-space": "collapse"},
    {"link-rel": "on"},
    {"image-query": "no-req"},
    {"image-query": "none"},
]
"""Each value under which nothing a reader sees is lost. Under the others (`containers=strip`, `code-in-list=split`,
`nested-lists=refuse`) a callout or list does not come back as it was sent, and must compare different."""


class Center:
    """A help center in memory that keeps one article, and a client for it."""

    def __init__(self, quirks: dict[str, str]) -> None:
        self.app = create_app(Settings(quirks=Quirks(quirks), rate_limit=None))
        self.runner = asyncio.Runner()
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="https://api.intercom.io",
            headers={"Authorization": "Bearer t0ken", "Intercom-Version": "2.10"},
        )
        self.author = self.ask("GET", "/admins")["admins"][0]["id"]
        self.article = self.ask("POST", "/articles", {"title": "T", "author_id": self.author})["id"]

    def ask(self, method: str, path: str, body: object = None) -> dict[str, object]:
        answer = self.runner.run(self.client.request(method, path, json=body))
        assert answer.status_code == 200, answer.text
        found: dict[str, object] = answer.json()
        return found

    def stored(self, html: str) -> str:
        """How a body comes back when it is read again."""
        self.ask("PUT", f"/articles/{self.article}", {"body": html})
        return str(self.ask("GET", f"/articles/{self.article}")["body"])

    def close(self) -> None:
        self.runner.run(self.client.aclose())
        self.runner.close()
        self.app.state.store.close()
