"""An HTTP answer in; the struct it holds, or the trouble, or the error it stands for, out. Raises nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import msgspec

from hcsync.errors import ApiError, NotFound, Rejected, Unauthorized
from hcsync.intercom import wire
from hcsync.intercom.asked import pause_asked
from hcsync.intercom.timing import Timing
from hcsync.intercom.trouble import Call, Trouble
from hcsync.model.codes import Code

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Said:
    """What an error body says; all None where it is no JSON."""

    code: str | None = None
    message: str | None = None
    field: str | None = None
    request_id: str | None = None


def read(
    call: Call, response: httpx.Response, shape: type[T], timing: Timing, hide: Callable[[str], str]
) -> T | Trouble | ApiError:
    """`hide` takes the token out of what Intercom said."""
    status = response.status_code
    if 300 <= status < 400:
        return _redirect(call, response, hide)
    if not response.is_success:
        return _refusal(call, response, timing, hide)
    if not response.content.strip():
        return Trouble("an empty answer", landed=True, status=status, code=Code.BAD_ANSWER)
    try:
        return wire.decode(shape, response.content)
    except msgspec.ValidationError as error:
        what = hide(str(error))
    except (msgspec.DecodeError, UnicodeDecodeError):
        kind = "an HTML page" if response.content.lstrip()[:1] == b"<" else "an answer that is not complete JSON"
        return Trouble(kind, landed=True, status=status, code=Code.BAD_ANSWER)
    words = f"an answer of an unknown form ({what})"
    return Trouble(words, landed=True, final=True, status=status, code=Code.BAD_ANSWER)


def _refusal(call: Call, response: httpx.Response, timing: Timing, hide: Callable[[str], str]) -> Trouble | ApiError:
    status = response.status_code
    said = _said(response, hide)
    if status in (408, 429) or status >= 500:
        return Trouble(
            {408: "Intercom ran out of time", 429: "too many requests"}.get(status, "Intercom failed"),
            landed=status != 429,  # the one refusal that says nothing was done (docs)
            pause=pause_asked(response, timing),
            status=status,
            api_code=said.code,
            api_message=said.message,
            request_id=said.request_id,
        )
    kind, message, hint, code = _words(status, said)
    return kind(
        message,
        operation=call.operation,
        status=status,
        api_code=said.code,
        api_message=said.message,
        request_id=said.request_id,
        hint=hint,
        code=code,
    )


def _words(status: int, said: _Said) -> tuple[type[ApiError], str, str | None, Code | None]:
    if status == 401:
        return (
            Unauthorized,
            "Intercom does not accept the access token.",
            "Check the token in the environment variable that `token_env` names, and the region of its workspace: "
            "a token of one region is not known in another.",
            Code.UNAUTHORIZED,
        )
    if status == 403:
        return (
            Unauthorized,
            "The access token may not do this.",
            "Check the permissions of the token's app, and that the workspace's plan includes the help center.",
            Code.UNAUTHORIZED,
        )
    if status == 404:
        strange = None if said.code else "The answer is not of Intercom's form. Check `base_url` in hcsync.yml."
        return NotFound, "Intercom has no such object.", strange, None
    field = f" because of its field {said.field!r}" if said.field else ""
    return Rejected, f"Intercom refused the request{field}.", None, None


def _redirect(call: Call, response: httpx.Response, hide: Callable[[str], str]) -> ApiError:
    """Not followed: the token would go along, perhaps to another host."""
    target = hide(response.headers.get("location", "")) or "somewhere else"
    return Rejected(
        f"The host redirects to {target}. hcsync does not follow, since the access token would go along.",
        operation=call.operation,
        status=response.status_code,
        hint="Check `region` or `base_url` in hcsync.yml.",
        code=Code.BAD_ANSWER,
    )


def _said(response: httpx.Response, hide: Callable[[str], str]) -> _Said:
    """Intercom's error list, as far as it can be read: edges answer in HTML, some services without a request id."""
    fallback = _text(response.headers.get("x-request-id"), hide)
    try:
        body: Any = msgspec.json.decode(response.content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _Said(request_id=fallback)
    if not isinstance(body, dict):
        return _Said(request_id=fallback)
    listed = body.get("errors")
    errors = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    first = errors[0] if errors else {}
    messages = [words for one in errors if (words := _text(one.get("message"), hide))]
    return _Said(
        code=_text(first.get("code"), hide),
        message="; ".join(messages) or None,
        field=_text(first.get("field"), hide),
        request_id=_text(body.get("request_id"), hide) or fallback,
    )


def _text(value: object, hide: Callable[[str], str]) -> str | None:
    """At most 300 characters on one line: an error is a sentence, whatever was sent."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    return " ".join(hide(str(value)).split())[:300] or None
