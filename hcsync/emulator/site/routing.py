"""A store goes in; the routes of the reader's web site come out.

/help leads to the home page in the reader's language; pages lie under /help/<locale>/, images of articles under
/i/o/ as on Intercom's CDN. No page needs a token. Templates and sanitiser are loaded with the first page asked for,
since most who open a help center only want its API.
"""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from hcsync.emulator.rows import images
from hcsync.emulator.settings import Settings
from hcsync.emulator.site import addresses
from hcsync.emulator.site.catalogue import served_locales
from hcsync.emulator.site.locales import negotiate
from hcsync.emulator.store import Store

STATIC = Path(__file__).parent.parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_PAGES = (
    ("/{locale}", "home"),
    ("/{locale}/", "home"),
    ("/{locale}/search", "search"),
    ("/{locale}/articles/{tail}", "article"),
    ("/{locale}/collections/{tail}", "collection"),
    ("/{rest:path}", "missing"),
)
"""Path below /help → the view in `pages`."""

_Endpoint = Callable[[Request], Awaitable[Response]]


def routes(store: Store, settings: Settings) -> list[BaseRoute]:
    """Mounted beside the API."""
    home = addresses.HOME
    return [
        Route("/", _front),
        Route(home, _start(store, settings)),
        Route(f"{home}/", _start(store, settings)),
        Route(f"{home}/_static/{{name}}", _static),
        Route("/i/o/{path:path}", _picture(store)),
        *(Route(f"{home}{path}", _page(store, view)) for path, view in _PAGES),
    ]


async def _front(request: Request) -> Response:
    """Someone who opens the bare address in a browser wants to look; a program gets what the API has there: nothing."""
    if "text/html" not in request.headers.get("accept", ""):
        raise HTTPException(404)
    return RedirectResponse(addresses.HOME, 302)


def _start(store: Store, settings: Settings) -> _Endpoint:
    async def start(request: Request) -> Response:
        accept = request.headers.get("accept-language", "")
        locale = negotiate(accept, served_locales(store), settings.default_locale)
        return RedirectResponse(addresses.home(locale), 302, {"Vary": "Accept-Language"})

    return start


def _page(store: Store, view: str) -> _Endpoint:
    async def page(request: Request) -> Response:
        from hcsync.emulator.site.pages import VIEWS, visit

        return VIEWS[view](visit(store, request))

    return page


async def _static(request: Request) -> Response:
    file = STATIC / request.path_params["name"]
    if file.suffix not in _TYPES or not file.is_file():
        raise HTTPException(404)
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return _unless_held(request, file.read_bytes(), _TYPES[file.suffix], headers)


def _picture(store: Store) -> _Endpoint:
    async def picture(request: Request) -> Response:
        """Signatures are not asked for: any query will do."""
        image = images.get(store, quote(request.scope["path"]))
        if image is None or image.data is None:
            raise HTTPException(404)
        media_type = image.media_type or ""
        headers = {
            "Cache-Control": "max-age=900",
            "X-Content-Type-Options": "nosniff",
            # An SVG opened by itself must not run what may be in it.
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        }
        kind = media_type if media_type.startswith("image/") else "application/octet-stream"
        return _unless_held(request, image.data, kind, headers)

    return picture


def _unless_held(request: Request, data: bytes, media_type: str, headers: dict[str, str]) -> Response:
    """The bytes, or 304 if the browser has them."""
    tag = f'"{sha256(data).hexdigest()[:16]}"'
    headers = {**headers, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=media_type, headers=headers)
