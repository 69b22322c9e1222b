"""A desired object → the JSON body of the request that makes it so. Pure."""

from collections.abc import Callable, Mapping
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
    the fields in `change.keep`. The parent is sent only where it is to change."""
    keep = [split(name) for name in change.keep]
    locales: dict[str, Payload] = {}
    for locale, version in node.versions.items():
        mine = {field for kept_locale, field in keep if kept_locale == locale}
        theirs = kept.get(locale)
        if mine and theirs is None:
            # The locale was removed in Intercom and that is left so.
            continue
        locales[locale] = {
            "title": theirs.title if theirs and Field.TITLE in mine else version.title,
            "description": theirs.description if theirs and Field.DESCRIPTION in mine else version.description,
            "body": theirs.body if theirs and Field.BODY in mine else bodies(locale),
            "author_id": int(theirs.author_id if theirs and Field.AUTHOR in mine else version.author or 0),
            "state": theirs.state if theirs and Field.STATE in mine else version.state,
        }
    assert locales.keys() >= set(list(node.versions)[:1]), "the default locale is always live"
    main, *others = locales.items()
    payload = dict(main[1])
    if others:
        payload["translated_content"] = {"type": "article_translated_content"} | {
            locale: {"type": "article_content", **content} for locale, content in others
        }
    if change.action is Action.CREATE:
        if parent_id is not None:
            payload |= {"parent_id": int(parent_id), "parent_type": "collection"}
    elif _moves(change):
        payload["parent_id"] = parent_id
        payload["parent_type"] = None if parent_id is None else "collection"
    return payload


def collection(
    node: DesiredNode,
    kept: Mapping[str, tuple[str, str]],
    change: Change,
    parent_id: str | None,
    help_center: str | None,
) -> Payload:
    """Every managed locale complete. `kept` maps a locale to the (name, description) Intercom has now; `help_center`
    is the remote id to create a first-level collection in, None for the default one."""
    keep = [split(name) for name in change.keep]
    locales: dict[str, Payload] = {}
    for locale, version in node.versions.items():
        mine = {field for kept_locale, field in keep if kept_locale == locale}
        theirs = kept.get(locale)
        if mine and theirs is None:
            continue
        locales[locale] = {
            "name": theirs[0] if theirs and Field.TITLE in mine else version.title,
            "description": theirs[1] if theirs and Field.DESCRIPTION in mine else version.description,
        }
    main, *others = locales.items()
    payload = dict(main[1])
    if others:
        payload["translated_content"] = {"type": "group_translated_content"} | {
            locale: {"type": "group_content", **content} for locale, content in others
        }
    if change.action is Action.CREATE:
        if parent_id is not None:
            payload["parent_id"] = parent_id
        elif help_center is not None:
            payload["help_center_id"] = int(help_center)
    elif _moves(change):
        payload["parent_id"] = parent_id
    return payload


def _moves(change: Change) -> bool:
    return any(delta.field is Field.PARENT for delta in change.fields)


def parent_id(node: DesiredNode, ids: Mapping[Address, str]) -> str | None:
    """The remote id of the parent collection. Raises KeyError if it does not exist: dependencies come first."""
    return None if node.parent is None else ids[node.parent]
