"""Settings go in; the embedded help center as an ASGI application comes out.

It needs no lifespan: `httpx.ASGITransport(create_app(settings))` works as it is. The open store is
`app.state.store`; close it when done (`app.state.store.close()`).
"""

import time
from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hcsync.emulator.api import articles, control, groups, people, search
from hcsync.emulator.api.call import Call, Operation, endpoint
from hcsync.emulator.api.rate import Windows
from hcsync.emulator.faultlayer import FaultLayer
from hcsync.emulator.refusal import Refusal, not_found
from hcsync.emulator.requestlog import RequestLog
from hcsync.emulator.seed import load_seed
from hcsync.emulator.settings import Settings
from hcsync.emulator.site import routing as site
from hcsync.emulator.store import Store
from hcsync.emulator.wire import errors


async def _gone(call: Call) -> object:  # noqa: ARG001 (an operation takes its call)
    """Sections ended with version 2.9 (message: observed)."""
    raise Refusal(400, "intercom_version_invalid", "Requested resource is not available in current API version.")


OPERATIONS: Sequence[tuple[str, str, Operation]] = (
    ("GET", "/me", people.me),
    ("GET", "/admins", people.admins),
    ("GET", "/admins/{id}", people.admin),
    ("GET", "/articles", articles.listing),
    ("POST", "/articles", articles.create),
    ("GET", "/articles/search", search.search),
    ("GET", "/articles/{id}", articles.read),
    ("PUT", "/articles/{id}", articles.update),
    ("DELETE", "/articles/{id}", articles.delete),
    ("GET", "/help_center/collections", groups.listing),
    ("POST", "/help_center/collections", groups.create),
    ("GET", "/help_center/collections/{id}", groups.read),
    ("PUT", "/help_center/collections/{id}", groups.update),
    ("DELETE", "/help_center/collections/{id}", groups.delete),
    ("GET", "/help_center/help_centers", people.help_centers),
    ("GET", "/help_center/help_centers/{id}", people.help_center),
    ("PUT", "/_emulator/articles/{id}/pending-draft", control.pending_draft),
    *((method, path, _gone) for path in ("/help_center/sections", "/help_center/sections/{id}")
      for method in ("GET", "POST", "PUT", "DELETE")),
)  # fmt: skip


def create_app(settings: Settings, clock: Callable[[], float] = time.time) -> Starlette:
    """The application; opens the database and loads the seed. `clock` gives Unix seconds. Raises UsageError."""
    store = Store(settings, clock)
    try:
        if settings.seed is not None:
            load_seed(store, settings.seed)
    except BaseException:
        store.close()
        raise
    windows = Windows(settings.rate_limit)
    routes: list[BaseRoute] = [
        Route(path, endpoint(store, windows, operation), methods=[method]) for method, path, operation in OPERATIONS
    ]
    routes += site.routes(store, settings)
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(RequestLog, path=settings.log),
            Middleware(FaultLayer, faults=settings.faults),
        ],
        exception_handlers={HTTPException: _outside, Exception: _broken},
    )
    app.router.redirect_slashes = False
    app.state.store = store
    app.state.settings = settings
    return app


async def _outside(request: Request, error: Exception) -> Response:
    """No operation at that path, or not with that method."""
    assert isinstance(error, HTTPException)
    wrong_method = error.status_code == 405
    if wrong_method and request.app.state.settings.quirks["wrong-method"] == "405":
        refusal = Refusal(405, "client_error", f"{request.method} is not allowed here")
        return errors.answer(refusal, error.headers)
    return errors.answer(not_found())


async def _broken(_request: Request, _error: Exception) -> Response:
    """A bug of the emulator itself; Starlette raises it again afterwards, so that it is seen."""
    return errors.answer(Refusal(500, "server_error", "Internal server error"))
