"""Links that fall back to the default locale → links to the reader's own language, where Intercom still speaks it.

A translation whose file is gone stays in Intercom until somebody decides otherwise. Articles that link to it need no
rewriting for as long as readers can follow the link.
"""

from collections.abc import Mapping

import msgspec

from hcsync.model.address import Address
from hcsync.model.desired import DesiredNode, DesiredState, DesiredVersion
from hcsync.model.live import LiveSnapshot
from hcsync.model.reference import Reference


def prefer_own_language(desired: DesiredState, ids: Mapping[Address, str], live: LiveSnapshot) -> DesiredState:
    """The same desired state, with such links changed; an equal one where there are none."""
    changed: dict[Address, DesiredNode] = {}
    for address, node in desired.nodes.items():
        versions = {locale: _version(version, locale, ids, live) for locale, version in node.versions.items()}
        if any(version is not node.versions[locale] for locale, version in versions.items()):
            changed[address] = msgspec.structs.replace(node, versions=versions)
    return msgspec.structs.replace(desired, nodes=desired.nodes | changed) if changed else desired


def _version(version: DesiredVersion, locale: str, ids: Mapping[Address, str], live: LiveSnapshot) -> DesiredVersion:
    if version.body is None or not version.body.links:
        return version
    links = tuple(_link(link, locale, ids, live) for link in version.body.links)
    if links == version.body.links:
        return version
    return msgspec.structs.replace(version, body=msgspec.structs.replace(version.body, links=links))


def _link(link: str, locale: str, ids: Mapping[Address, str], live: LiveSnapshot) -> str:
    if f"@{locale}" in link:
        return link
    reference = Reference.parse(link)
    if reference is None or reference.locale == locale or reference.address not in ids:
        return link
    node = live.of(reference.address.kind).get(ids[reference.address])
    there = node.versions.get(locale) if node else None
    if there is None or there.state == "draft":
        return link
    return str(msgspec.structs.replace(reference, locale=locale))
