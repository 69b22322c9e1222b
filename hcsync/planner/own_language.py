"""Links that fall back to the default locale → links to the reader's own language, where Intercom still speaks it.

A translation whose file is gone stays in Intercom until somebody decides otherwise. Articles that link to it need no
rewriting for as long as readers can follow the link. Where there is a file, it has the say: what it makes a draft is
one after this apply, whatever Intercom still shows.
"""

from collections.abc import Mapping, Set

import msgspec

from hcsync.model.address import Address
from hcsync.model.desired import DesiredNode, DesiredState, DesiredVersion
from hcsync.model.live import LiveSnapshot
from hcsync.model.reference import Reference


def prefer_own_language(
    desired: DesiredState,
    ids: Mapping[Address, str],
    live: LiveSnapshot,
    leaving: Set[tuple[Address, str]] = frozenset(),
) -> DesiredState:
    """The same desired state, with such links changed; an equal one where there are none. `leaving` are translations
    that are about to be hidden."""
    changed: dict[Address, DesiredNode] = {}
    for address, node in desired.nodes.items():
        versions = {
            locale: version
            if locale == desired.default_locale
            else _version(version, locale, desired, ids, live, leaving)
            for locale, version in node.versions.items()
        }
        if any(version is not node.versions[locale] for locale, version in versions.items()):
            changed[address] = msgspec.structs.replace(node, versions=versions)
    return msgspec.structs.replace(desired, nodes=desired.nodes | changed) if changed else desired


def _version(
    version: DesiredVersion,
    locale: str,
    desired: DesiredState,
    ids: Mapping[Address, str],
    live: LiveSnapshot,
    leaving: Set[tuple[Address, str]],
) -> DesiredVersion:
    if version.body is None or not version.body.links:
        return version
    fallback = f"@{desired.default_locale}"
    links = tuple(
        in_own_language(link, locale, desired, ids, live, leaving) if fallback in link else link
        for link in version.body.links
    )
    if links == version.body.links:
        return version
    return msgspec.structs.replace(version, body=msgspec.structs.replace(version.body, links=links))


def in_own_language(
    link: str,
    locale: str,
    desired: DesiredState,
    ids: Mapping[Address, str],
    live: LiveSnapshot,
    leaving: Set[tuple[Address, str]] = frozenset(),
) -> str:
    """The same for one link; `locale` is the reader's own."""
    reference = Reference.parse(link)
    if reference is None or reference.locale != desired.default_locale or reference.address not in ids:
        return link
    target = desired.nodes.get(reference.address)
    if target and locale in target.versions:
        return link
    if (reference.address, locale) in leaving:
        return link
    node = live.of(reference.address.kind).get(ids[reference.address])
    there = node.versions.get(locale) if node else None
    if there is None or there.state == "draft":
        return link
    return str(msgspec.structs.replace(reference, locale=locale))
