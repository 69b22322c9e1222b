"""Request headers go in; whether the caller may proceed comes out: token, API version, content type.

A refused token gets no rate headers (docs). Later versions than 2.10 are answered in the 2.10 shape.
"""

import base64
import binascii
import hmac

from starlette.datastructures import Headers

from hcsync.emulator.refusal import Refusal

VERSIONS = frozenset(
    [*(f"1.{minor}" for minor in range(5)), *(f"2.{minor}" for minor in range(17)), "Preview", "Unstable"]
)


def check_token(headers: Headers, wanted: str | None) -> None:
    """Bearer, or Basic with the token as user name (old SDKs). `wanted` None takes any non-empty token."""
    given = _token(headers.get("authorization", ""))
    if not given or (wanted is not None and not hmac.compare_digest(given.encode(), wanted.encode())):
        raise Refusal(401, "unauthorized", "Access Token Invalid")


def check_version(headers: Headers) -> None:
    """No version answers as 2.10; an unknown one is a 400 (observed)."""
    version = headers.get("intercom-version", "").strip()
    if version and version not in VERSIONS:
        raise Refusal(400, "intercom_version_invalid", "The requested version could not be found")


def check_content_type(headers: Headers) -> None:
    """A body must be JSON, in whatever dialect of the media type; an absent header is taken on trust."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Refusal(415, "client_error", f"Content-Type must be application/json, not {kind}")


def _token(header: str) -> str:
    scheme, _, rest = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(rest.strip(), validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""
