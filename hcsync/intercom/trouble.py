"""What went wrong with one attempt, as a value; and the error it becomes when there is no further attempt."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from hcsync.errors import AmbiguousWrite, ApiError, Unavailable
from hcsync.model.codes import Code


@dataclass(frozen=True, slots=True)
class Call:
    """One operation to send. `path` is below the host and holds no query."""

    method: str
    path: str
    params: dict[str, str]
    body: bytes | None = None

    @property
    def operation(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice is the same as once. Our PUTs carry whole contents; a second POST is a duplicate."""
        return self.method != "POST"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One attempt without a usable answer.

    `landed`: Intercom may have done what was asked. `final`: another attempt would fare no better. `pause` is how many
    seconds Intercom asks us to wait. `words` completes "Intercom could not be reached: …" or the like.
    """

    words: str
    landed: bool
    final: bool = False
    pause: float | None = None
    status: int | None = None
    api_code: str | None = None
    api_message: str | None = None
    request_id: str | None = None
    hint: str | None = None
    code: Code | None = None


# Nothing of the request has left this machine, or a proxy refused the way.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# Of our own making: the next attempt would be the same.
_OURS = (httpx.LocalProtocolError, httpx.UnsupportedProtocol)


def of_transport(error: httpx.HTTPError | OSError, host: str, hide: Callable[[str], str]) -> Trouble:
    """The trouble behind an error of the transport. `hide` takes the token out of a text."""
    if isinstance(error, _OURS):
        return Trouble("the request cannot be sent in this form", landed=False, final=True)
    if isinstance(error, _UNSENT):
        return _unreachable(error, host, hide)
    if isinstance(error, httpx.TimeoutException):
        return Trouble("no answer in time", landed=True)
    if isinstance(error, httpx.DecodingError):
        return Trouble("the answer arrived damaged", landed=True, code=Code.BAD_ANSWER)
    return Trouble("the connection broke off before the answer was complete", landed=True)


def _unreachable(error: Exception, host: str, hide: Callable[[str], str]) -> Trouble:
    said = hide(str(error)).strip()
    if _is_certificate(error):
        return Trouble(
            f"the certificate of {host} could not be verified" + (f" ({said})" if said else ""),
            landed=False,
            final=True,
            hint=f"Check that {host} is the right host. Behind a company proxy, SSL_CERT_FILE names its certificates.",
            code=Code.UNREACHABLE,
        )
    slow = isinstance(error, httpx.ConnectTimeout)
    return Trouble(
        f"{host} does not answer" + (" in time" if slow else f" ({said})" if said else ""),
        landed=False,
        hint=f"Check the network, and that {host} is the right host: `region` or `base_url` in hcsync.yml.",
        code=Code.UNREACHABLE,
    )


def _is_certificate(error: BaseException) -> bool:
    """httpx says ConnectError for all of it; the cause, or the words, tell a refused certificate."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return True
        seen = seen.__cause__ or seen.__context__
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


_LOOK = "Look in Intercom whether it happened, or run the command again: it looks by itself."
_LATER = "Try again later; https://www.intercomstatus.com says whether Intercom has an outage."
_STRANGER = "Check `region` or `base_url` in hcsync.yml, and what stands between here and Intercom (a proxy)."


def given_up(call: Call, trouble: Trouble, *, attempts: int, doubt: bool) -> ApiError:
    """The error that ends the operation. `doubt`: some attempt of a write may have been processed."""
    after = f" after {attempts} attempts" if attempts > 1 else ""
    if call.writes and doubt:
        kind: type[ApiError] = AmbiguousWrite
        message, hint = f"It is not known whether Intercom did this: {trouble.words}{after}.", _LOOK
    else:
        kind = Unavailable
        unreached = trouble.code is Code.UNREACHABLE
        what = "Intercom could not be reached" if unreached else "Intercom gave no usable answer"
        message, hint = f"{what}: {trouble.words}{after}.", _STRANGER if trouble.code is Code.BAD_ANSWER else _LATER
    return kind(
        message,
        operation=call.operation,
        status=trouble.status,
        api_code=trouble.api_code,
        api_message=trouble.api_message,
        request_id=trouble.request_id,
        hint=trouble.hint or hint,
        code=trouble.code,
    )
