"""A list request goes in; which stretch it asks for, and the `pages` object of its answer, come out.

Lists are paged by `page` and `per_page`; `pages.next` is a URL string (observed; the description says otherwise).
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from hcsync.emulator.quirks import Quirks
from hcsync.emulator.refusal import invalid

MOST = 250
_FAR = 10**12
"""Beyond any page; keeps what SQLite is asked within 64 bits."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which page of how many items a request asks for."""

    page: int
    per_page: int

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page


def read(request: Request, quirks: Quirks, default: int) -> Stretch:
    """The page asked for; raises Refusal for one that cannot be (quirks bad-page, per-page-over-250)."""
    page = _number(request, quirks, "page", 1)
    per_page = _number(request, quirks, "per_page", default)
    if per_page > MOST and quirks["per-page-over-250"] == "refuse":
        raise invalid("per_page", f"per_page must be at most {MOST}")
    return Stretch(min(page, _FAR), min(per_page, MOST))


def pages(request: Request, quirks: Quirks, stretch: Stretch, total: int) -> dict[str, Any]:
    """The `pages` object; `next` points at this server, with the other parameters kept."""
    total_pages = -(-total // stretch.per_page)
    item: dict[str, Any] = {
        "type": "pages",
        "page": _shown(request, quirks, "page", stretch.page),
        "per_page": _shown(request, quirks, "per_page", stretch.per_page),
        "total_pages": total_pages,
    }
    if stretch.page < total_pages:
        others = [(key, value) for key, value in request.query_params.multi_items() if key not in ("page", "per_page")]
        query = urlencode([*others, ("per_page", stretch.per_page), ("page", stretch.page + 1)])
        item["next"] = f"{str(request.base_url).rstrip('/')}{request.url.path}?{query}"
    elif quirks["last-page-next"] == "null":
        item["next"] = None
    return item


def _number(request: Request, quirks: Quirks, name: str, default: int) -> int:
    word = request.query_params.get(name)
    if word is None:
        return default
    if word.isascii() and word.isdecimal() and int(word[:20]) > 0:
        return int(word[:20])
    if quirks["bad-page"] == "clamp":
        return 1 if name == "page" else default
    raise invalid(name, f"{name} must be a positive integer")


def _shown(request: Request, quirks: Quirks, name: str, number: int) -> int | str:
    return str(number) if quirks["paging-numbers"] == "string" and name in request.query_params else number
