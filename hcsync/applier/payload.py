"""A desired object → the JSON body of the request that makes it so. Pure."""

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from hcsync.intercom.convert import Content
from hcsync.model.address import Address
from hcsync.model.desired import DesiredNode
from hcsync.model.plan import Action, Change, Field
from hcsync.planner.tokens import split

Payload = dict[str, Any]


def article(
    node: DesiredNode,
    bodies: Callable[[str], str],
    kept: Mapping[str, Content],
    change: Change,
    parent_id: str | None,
) -> Payload:
    """Every managed locale complete, with state and author, whatever has changed: what Intercom does with an omitted
    field is not documented. `bodies` gives the HTML of a locale. `kept` holds, by locale, what Intercom has now, for
    the fields in `change.keep` and for the locales that have lost their file: these go back as drafts. The parent is
    sent only where it is to change."""
    locales: dict[str, Payload] = {}
    for locale, keep in _written(node, kept, change):
        version, theirs = node.versions[locale], kept.get(locale)
        locales[locale] = {
            "title": theirs.title if theirs and Field.TITLE in keep else version.title,
            "description": theirs.description if theirs and Field.DESCRIPTION in keep else version.description,
            "body": theirs.body if theirs and Field.BODY in keep else bodies(locale),
            "state": theirs.state if theirs and Field.STATE in keep else version.state,
        }
        author = theirs.author_id if theirs and Field.AUTHOR in keep else version.author
        if author:  # Intercom may hold a text whose author it does not name, and that is left so.
            locales[locale]["author_id"] = int(author)
    locales |= {locale: _draft(kept[locale]) for locale in left(node, change) if locale in kept}
    payload = _translated("article", locales)
    if change.action is Action.CREATE and parent_id is not None:
        payload |= {"parent_id": int(parent_id), "parent_type": "collection"}
    elif _moves(change):
        payload |= {"parent_id": parent_id, "parent_type": None if parent_id is None else "collection"}
    return payload


def left(node: DesiredNode, change: Change) -> list[str]:
    """The locales of a change that have lost their file, and are to be drafts."""
    return [delta.locale for delta in change.fields if delta.field is Field.STATE and delta.locale not in node.versions]


def drafts(kept: Mapping[str, Content], root: str) -> Payload:
    """Locales whose files are gone, complete as Intercom has them, but as drafts. `root` is the default locale."""
    locales = {locale: _draft(content) for locale, content in kept.items()}
    if root in locales:
        return _translated("article", {root: locales.pop(root), **locales})
    return {"translated_content": _texts("article", locales)}


def _draft(content: Content) -> Payload:
    found: Payload = {
        "title": content.title,
        "description": content.description,
        "body": content.body,
        "state": "draft",
    }
    return found | ({"author_id": int(content.author_id)} if content.author_id else {})


def collection(
    node: DesiredNode,
    kept: Mapping[str, tuple[str, str]],
    change: Change,
    parent_id: str | None,
    help_center: str | None,
) -> Payload:
    """Every managed locale complete. `kept` maps a locale to the (name, description) Intercom has now; `help_center`
    is the remote id to create a first-level collection in, None for the default one."""
    locales: dict[str, Payload] = {}
    for locale, keep in _written(node, kept, change):
        version, theirs = node.versions[locale], kept.get(locale)
        locales[locale] = {
            "name": theirs[0] if theirs and Field.TITLE in keep else version.title,
            "description": theirs[1] if theirs and Field.DESCRIPTION in keep else version.description,
        }
    payload = _translated("group", locales)
    if _moves(change) or (change.action is Action.CREATE and parent_id is not None):
        payload["parent_id"] = parent_id
    elif change.action is Action.CREATE and help_center is not None:
        payload["help_center_id"] = int(help_center)
    return payload


def _written(node: DesiredNode, kept: Container[str], change: Change) -> Iterator[tuple[str, set[Field]]]:
    """Each locale to send, and its fields that Intercom's own text goes into. A locale that was removed in Intercom,
    and is left so, is not sent; the default one is always live."""
    keep = [split(name) for name in change.keep]
    for locale in node.versions:
        mine = {field for kept_locale, field in keep if kept_locale == locale}
        if not mine or locale in kept:
            yield locale, mine


def _translated(kind: str, locales: Mapping[str, Payload]) -> Payload:
    """The default locale at the root and the others below it (2.10 document)."""
    (_, root), *others = locales.items()
    if not others:
        return dict(root)
    return {**root, "translated_content": _texts(kind, dict(others))}


def _texts(kind: str, locales: Mapping[str, Payload]) -> Payload:
    texts = {locale: {"type": f"{kind}_content", **content} for locale, content in locales.items()}
    return {"type": f"{kind}_translated_content", **texts}


def _moves(change: Change) -> bool:
    return any(delta.field is Field.PARENT for delta in change.fields)


def parent_id(node: DesiredNode, ids: Mapping[Address, str]) -> str | None:
    """The remote id of the parent collection. Raises KeyError if it does not exist: dependencies come first."""
    return None if node.parent is None else ids[node.parent]
