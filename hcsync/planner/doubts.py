"""A new file that may be an old one, moved → a warning with what it may be, and the line that says so."""

import json
import re
from collections.abc import Mapping

from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredNode
from hcsync.model.diagnostic import Diagnostic, Severity

_MOST = 3


def doubt(node: DesiredNode, candidates: Mapping[Address, str]) -> Diagnostic:
    """`candidates` maps the addresses it may have been moved from to the reason for thinking so."""
    shown = list(candidates.items())[:_MOST]
    names = " or ".join(f"{old.key} ({why})" for old, why in shown)
    more = f" or one of {len(candidates) - _MOST} more" if len(candidates) > _MOST else ""
    kind = "an article" if node.address.kind is Kind.ARTICLE else "a collection"
    return Diagnostic(
        Code.DOUBTFUL_MOVE,
        f"{node.address.key} may be {names}{more}, moved; as it is, {kind} is made anew and the old one is an orphan",
        node.main.place,
        f"if it was moved, write in hcsync.yml: {line(shown[0][0], node.address)}",
        Severity.WARNING,
    )


def ousted(node: DesiredNode, remote_id: str, old: Address) -> Diagnostic:
    """Of an orphan that made room for what was moved to its address."""
    return Diagnostic(
        Code.DOUBTFUL_MOVE,
        f"{old.key} is {node.address.key} now; the {old.kind.value} that was there before and lost its file "
        f"({remote_id}) stays in Intercom and belongs to no file any more",
        node.main.place,
        f"delete {remote_id} in Intercom, unless readers are to keep it",
        Severity.WARNING,
    )


def line(old: Address, new: Address) -> str:
    """The line of hcsync.yml that says it, as YAML."""
    return f"moved: {{{_quoted(old)}: {_quoted(new)}}}"


def _quoted(address: Address) -> str:
    key = address.key
    return key if re.fullmatch(r"[^\W\d][\w/-]*", key) else json.dumps(key, ensure_ascii=False)
