"""Diagnostics → SARIF 2.1.0, which code scanning and editors read (OASIS)."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.report.safe import shown
from hcsync.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


# A file with more results is refused as a whole (docs: SARIF support for code scanning, limits).
MOST = 25_000


def sarif(found: Iterable[Diagnostic], folder: str = "") -> str:
    """One run, indented, with a newline at its end. A fault without a place is one of hcsync.yml: code scanning takes
    none without (docs). `folder` is where the project lies in its repository, with a slash at its end. Where there are
    too many, warnings go first."""
    diagnostics = list(found)
    if len(diagnostics) > MOST:
        diagnostics = sorted(diagnostics, key=lambda one: one.severity is not Severity.ERROR)[:MOST]
    codes = sorted({one.code for one in diagnostics})
    run = {
        "tool": {
            "driver": {"name": "hcsync", "semanticVersion": __version__, "rules": [_rule(code) for code in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, codes.index(one.code), folder) for one in diagnostics],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    words = code.name.replace("_", " ")
    return {
        "id": code.value,
        "name": words.title().replace(" ", ""),
        "shortDescription": {"text": f"{words.capitalize()}."},
        "help": {"text": f"hcsync's guide lists {code.value} on its page of error codes."},
    }


def _result(one: Diagnostic, rule: int, folder: str) -> dict[str, Any]:
    hint = f" ({shown(one.hint)})" if one.hint else ""
    return {
        "ruleId": one.code.value,
        "ruleIndex": rule,
        "level": one.severity.value,
        "message": {"text": f"{shown(one.message)}{hint}"},
        "locations": [{"physicalLocation": _location(one.place or Place("hcsync.yml"), folder)}],
    }


def _location(place: Place, folder: str) -> dict[str, Any]:
    artifact = {"uri": quote(folder + (place.path or "hcsync.yml"), errors="replace"), "uriBaseId": "%SRCROOT%"}
    region = {"startLine": place.line or 1} | ({"startColumn": place.column} if place.column else {})
    return {"artifactLocation": artifact, "region": region}
