"""One request to the API of a code forge (GitHub, GitLab) in; its answer as plain values, or a ForgeError, out.

Repeats what is safe to repeat, by the rules that hold for Intercom (`intercom.retry`): a second POST would be a second
comment, so a POST whose answer was lost ends in `Unsure`, and who sent it looks whether it happened.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Self

import httpx
import msgspec

from hcsync.errors import AmbiguousWrite, ApiError, ForgeError, UsageError
from hcsync.intercom.asked import pause_asked
from hcsync.intercom.retry import persist
from hcsync.intercom.rings.identity import Secret
from hcsync.intercom.rings.network import opened
from hcsync.intercom.timing import REAL, Timing
from hcsync.intercom.trouble import Call, Trouble, of_transport
from hcsync.model.codes import Code
from hcsync.version import __version__

PAGE = 100  # the most that either forge gives at once (docs)
_ATTEMPTS = 4
# Of nothing that is downloaded more than this is read.
_LARGEST = 100_000_000


class Unsure(ForgeError):
    """A POST was sent and no usable answer came back: it may have happened."""


class Refused(ForgeError):
    """The forge refused the request as it stands. `status` is the HTTP status."""

    def __init__(self, message: str, *, status: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint, code=Code.FORGE_REFUSED)
        self.status = status


class Forge(AbstractAsyncContextManager["Forge"]):
    """A held resource: an open client. `name` is what people call the forge; `api` its address, without a slash at the
    end; `header` names the header that carries the token, `scheme` what stands before it there."""

    def __init__(
        self,
        name: str,
        api: str,
        token: Secret,
        *,
        header: str = "Authorization",
        scheme: str = "Bearer ",
        accept: str = "application/json",
        timing: Timing = REAL,
    ) -> None:
        if not token.usable:
            raise UsageError(
                f"the token for {name} is empty or holds characters that no token has.",
                hint="Give the job its token again, without quotes and line breaks.",
                code=Code.FORGE_SURROUNDINGS,
            )
        if not _is_address(api):
            raise UsageError(f"{api!r} is not the address of {name}'s API.", code=Code.FORGE_SURROUNDINGS)
        self.name = name
        self._api = api.rstrip("/")
        self._token = token
        self._timing = timing
        secret = token.authorization.removeprefix("Bearer ")
        self._own = {header: f"{scheme}{secret}", "Accept": accept, "User-Agent": f"hcsync/{__version__}"}
        del secret
        # Redirects are not followed: the token would go along.
        self._client = opened(
            timeout=httpx.Timeout(timing.read_timeout, connect=timing.connect_timeout), follow_redirects=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    def beside(self, name: str) -> str:
        """The path of what lies beside the API: GraphQL is at /graphql of api.github.com, and at /api/graphql where a
        server of its own has the API at /api/v3 (docs)."""
        return f"{self._api.removesuffix('/v3')}/{name}"

    async def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Any:
        return _json(await self._send("GET", path, params))

    async def write(self, method: str, path: str, body: object) -> Any:
        """Raises Unsure where a POST may or may not have happened."""
        return _json(await self._send(method, path, None, msgspec.json.encode(body)))

    async def remove(self, path: str) -> None:
        await self._send("DELETE", path, None)

    async def items(
        self, path: str, params: Mapping[str, str | int] | None = None, key: str = ""
    ) -> AsyncIterator[dict[str, Any]]:
        """All of a list, page after page, for as long as the forge says that there is another. `key` is where the list
        stands, "" where it is the answer itself."""
        number = 1
        while True:
            answer = await self._send("GET", path, {**(params or {}), "per_page": PAGE, "page": number})
            found = _json(answer)
            for one in (found.get(key) if key and isinstance(found, dict) else found) or ():
                if isinstance(one, dict):
                    yield one
            if "next" not in answer.links:
                return
            number += 1

    async def download(self, path: str) -> bytes:
        """A file. Where the forge sends on to another host, the token stays here."""
        answer = await self._send("GET", path, None, redirects=True)
        target = answer.headers.get("location") if answer.is_redirect else None
        if target is None:
            return answer.content
        try:
            async with self._client.stream("GET", httpx.URL(self._api).join(target)) as there:
                if not there.is_success:
                    raise Refused(f"{self.name} sent on to a file that cannot be read.", status=there.status_code)
                data = bytearray()
                async for part in there.aiter_bytes():
                    data += part
                    if len(data) > _LARGEST:
                        raise Refused(f"{self.name} sent on to a file that is too large.", status=413)
        except httpx.HTTPError as error:
            raise self._unreached(of_transport(error, target, self._token.hide)) from None
        return bytes(data)

    async def _send(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None,
        body: bytes | None = None,
        *,
        redirects: bool = False,
    ) -> httpx.Response:
        call = Call(method, path, {key: str(value) for key, value in (params or {}).items()}, body)
        last: list[Trouble] = []

        async def attempt() -> httpx.Response | Trouble | ApiError:
            result = await self._attempt(call, redirects)
            if isinstance(result, Trouble):
                last.append(result)
            return result

        try:
            answer = await persist(call, attempt, self._timing, lambda _trouble: _ATTEMPTS)
        except AmbiguousWrite:
            raise Unsure(
                f"it is not known whether {self.name} did this ({call.operation}): {last[-1].words}.",
                code=Code.FORGE_UNREACHABLE,
            ) from None
        except ApiError:
            raise self._unreached(last[-1]) from None
        assert answer is not None
        return answer

    async def _attempt(self, call: Call, redirects: bool) -> httpx.Response | Trouble:
        try:
            answer = await self._client.request(
                call.method,
                call.path if call.path.startswith(self._api.removesuffix("/v3")) else self._api + call.path,
                params=call.params or None,
                content=call.body,
                headers=self._own | ({"Content-Type": "application/json"} if call.body else {}),
            )
        except (httpx.HTTPError, OSError) as error:
            return of_transport(error, httpx.URL(self._api).host, self._token.hide)
        status = answer.status_code
        if answer.is_success or (redirects and answer.is_redirect):
            return answer
        if status in (408, 429) or status >= 500 or _out_of_budget(answer):
            refused = status in (403, 429)
            words = f"{self.name} has had enough requests" if refused else f"{self.name} failed ({status})"
            return Trouble(words, landed=not refused, pause=pause_asked(answer, self._timing), status=status)
        raise self._refused(call, answer)

    def _refused(self, call: Call, answer: httpx.Response) -> Refused:
        status = answer.status_code
        try:
            said = answer.json()
        except ValueError:
            said = {}
        words = said.get("message") or said.get("error") if isinstance(said, dict) else ""
        told = " ".join(self._token.hide(str(words)).split())[:300] if words else ""
        message = f"{self.name} refused {call.operation} ({status}{f': {told}' if told else ''})."
        return Refused(message, status=status, hint=_HINTS.get(status))

    def _unreached(self, trouble: Trouble) -> ForgeError:
        return ForgeError(f"{self.name} could not be reached: {trouble.words}.", code=Code.FORGE_UNREACHABLE)


_HINTS = {
    401: "The token is wrong, or has expired.",
    403: "The job's token may not do this: look at `permissions` in the workflow. "
    "A pull request from a fork has a token that only reads.",
    404: "There is no such thing, or the token may not see it.",
    410: "Issues are switched off in the settings of this repository.",
}


def _is_address(text: str) -> bool:
    try:
        return httpx.URL(text).scheme in ("https", "http") and bool(httpx.URL(text).host)
    except httpx.InvalidURL:
        return False


def _out_of_budget(answer: httpx.Response) -> bool:
    """GitHub says 403 where others say 429, and of its secondary limits maybe in words alone (docs: rate limits)."""
    return answer.status_code == 403 and (
        answer.headers.get("x-ratelimit-remaining") == "0"
        or "retry-after" in answer.headers
        or b"rate limit" in answer.content.lower()
    )


def stranger() -> ForgeError:
    """What answers is no such API."""
    return ForgeError(
        "an answer came back that cannot be read.",
        hint="Check the address of the API, and what stands between here and there (a proxy).",
        code=Code.FORGE_UNREACHABLE,
    )


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        raise stranger() from None
