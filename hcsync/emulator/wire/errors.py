"""A refusal goes in; the answer with Intercom's error body comes out. Every error answer of the API is made here."""

import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.responses import Response

from hcsync.emulator.refusal import Refusal

JSON = "application/json; charset=utf-8"


def answer(refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    """`{"type":"error.list","request_id":…,"errors":[{"code","message"[,"field"]}]}` (spec: error)."""
    request_id = str(uuid.uuid4())
    error: dict[str, Any] = {"code": refusal.code, "message": refusal.message}
    if refusal.field is not None:
        error["field"] = refusal.field
    body = {"type": "error.list", "request_id": request_id, "errors": [error]}
    return Response(
        msgspec.json.encode(body), refusal.status, {**(headers or {}), "X-Request-Id": request_id}, media_type=JSON
    )
