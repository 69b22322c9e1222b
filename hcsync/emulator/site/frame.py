"""A visit, a template and what it shows go in; the finished answer, with the frame all pages share, comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from hcsync.emulator.site import addresses
from hcsync.emulator.site.body import VIDEO_HOSTS
from hcsync.emulator.site.locales import direction, endonym
from hcsync.emulator.site.words import Words, words
from hcsync.emulator.store import Store

TEMPLATES = Path(__file__).parent.parent / "templates"

_FRAMES = " ".join(f"https://{host} https://*.{host}" for host in VIDEO_HOSTS)
HEADERS: Mapping[str, str] = {
    # Style attributes are let in for the colours of callouts and cells, which the sanitiser spells itself.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' https: http:; "
        f"frame-src {_FRAMES}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks for what: `locale` is the page's, `served` are all of the site."""

    store: Store
    request: Request
    locale: str
    served: tuple[str, ...]

    @property
    def words(self) -> Words:
        return words(self.locale)


@dataclass(frozen=True, slots=True)
class Tongue:
    """A line of the language menu. `translated`: it leads to this very page, else to the home page."""

    locale: str
    name: str
    path: str
    translated: bool
    current: bool


def answer(visit: Visit, template: str, paths: Mapping[str, str], status: int = 200, **shown: object) -> Response:
    """`paths` leads to this page by locale, where it exists; the one of the visit's locale is the canonical one."""
    page = _environment().get_template(template)
    origin = str(visit.request.base_url).rstrip("/")
    default = visit.store.settings.default_locale
    tongues = tuple(
        Tongue(one, endonym(one), paths.get(one, addresses.home(one)), one in paths, one == visit.locale)
        for one in visit.served
    )
    html = page.render(
        site=visit.store.name,
        words=visit.words,
        locale=visit.locale,
        direction=direction(visit.locale),
        tongues=tongues,
        home=addresses.home(visit.locale),
        search_path=addresses.search(visit.locale),
        canonical=origin + paths[visit.locale] if visit.locale in paths else None,
        alternates=[(one.locale, origin + one.path) for one in tongues if one.translated] if len(paths) > 1 else [],
        fallback=origin + paths[default] if default in paths and len(paths) > 1 else None,
        **shown,
    )
    return HTMLResponse(html, status, dict(HEADERS))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
