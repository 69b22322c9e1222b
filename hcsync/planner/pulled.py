"""The record of what the files took in of Intercom's edits, and a live object → the part of it that still holds."""

from collections.abc import Iterable, Mapping

from hcsync.model.live import LiveNode
from hcsync.model.pulled import AllPulled, Pulled, pulled_key
from hcsync.planner.tokens import live_tokens, slot


def taken_in(live: LiveNode, pulled: AllPulled) -> dict[str, frozenset[str]]:
    """Slot → the live tokens that were taken into its file."""
    if not pulled:
        return {}
    found: dict[str, frozenset[str]] = {}
    for locale in live.versions:
        for one in pulled.get(pulled_key(live.kind, live.remote_id, locale), ()):
            for field, token in one.fields.items():
                name = slot(locale, field)
                found[name] = found.get(name, frozenset()) | {token}
    return found


def still_true(pulled: AllPulled, nodes: Iterable[LiveNode]) -> AllPulled:
    """Without what Intercom no longer says; nor with what is said of an object that is not among `nodes`."""
    kept: AllPulled = {}
    for node in nodes:
        tokens = live_tokens(node)
        for locale in node.versions:
            key = pulled_key(node.kind, node.remote_id, locale)
            true = tuple(one for one in pulled.get(key, ()) if _holds(one, tokens, locale))
            if true:
                kept[key] = true
    return kept


def _holds(one: Pulled, tokens: Mapping[str, str], locale: str) -> bool:
    return any(tokens.get(slot(locale, field)) == token for field, token in one.fields.items())
