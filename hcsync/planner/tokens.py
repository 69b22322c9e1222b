"""A desired or live object → its comparable fields, slot by slot. A slot is "fr/body"; the parent's is "/parent"."""

from collections.abc import Mapping
from functools import lru_cache

from hcsync.model.address import Address
from hcsync.model.body import BodyForm
from hcsync.model.desired import DesiredNode, DesiredVersion
from hcsync.model.digest import canonical_text, digest
from hcsync.model.live import LiveNode, LiveVersion
from hcsync.model.plan import Field
from hcsync.model.reference import Reference
from hcsync.model.state import Base, Entry

PARENT = f"/{Field.PARENT}"


def slot(locale: str, field: str) -> str:
    return f"{locale}/{field}"


def split(slot: str) -> tuple[str, Field]:
    """The locale ("" for the parent) and the field of a slot."""
    locale, _, field = slot.rpartition("/")
    return locale, Field(field)


# What is wanted and what is live are mostly the same words.
@lru_cache(maxsize=2**16)
def text_token(text: str) -> str:
    return digest(canonical_text(text))


def resolve(form: BodyForm, ids: Mapping[Address, str]) -> BodyForm:
    """The same body with every link to an object whose remote id is known written as Intercom would have it."""
    return BodyForm(form.text, tuple(_resolved(link, ids) for link in form.links), form.images)


def _resolved(link: str, ids: Mapping[Address, str]) -> str:
    reference = Reference.parse(link)
    if reference is None or reference.address not in ids:
        return link
    return reference.at(ids[reference.address])


def desired_fields(version: DesiredVersion, ids: Mapping[Address, str]) -> dict[str, str]:
    """Field → token, for one locale."""
    found: dict[str, str] = {
        Field.TITLE: text_token(version.title),
        Field.DESCRIPTION: text_token(version.description),
    }
    if version.body is not None:
        found[Field.BODY] = resolve(version.body, ids).token
    if version.author is not None:
        found[Field.AUTHOR] = version.author
    if version.state is not None:
        found[Field.STATE] = version.state
    return found


def live_fields(version: LiveVersion) -> dict[str, str]:
    """Field → token, for one locale."""
    found: dict[str, str] = {
        Field.TITLE: text_token(version.title),
        Field.DESCRIPTION: text_token(version.description),
    }
    if version.body is not None:
        found[Field.BODY] = version.body
    if version.author is not None:
        found[Field.AUTHOR] = version.author
    if version.state is not None:
        found[Field.STATE] = version.state
    return found


def desired_tokens(node: DesiredNode, ids: Mapping[Address, str]) -> dict[str, str]:
    """Slot → token. A parent without a remote id yet is written as its address, which equals no id."""
    found = {PARENT: "" if node.parent is None else ids.get(node.parent, str(node.parent))}
    for locale, version in node.versions.items():
        found |= {slot(locale, field): token for field, token in desired_fields(version, ids).items()}
    return found


def live_tokens(node: LiveNode) -> dict[str, str]:
    """Slot → token."""
    found = {PARENT: node.parent or ""}
    for locale, version in node.versions.items():
        found |= {slot(locale, field): token for field, token in live_fields(version).items()}
    return found


def bases(entry: Entry) -> dict[str, Base]:
    """Slot → the two tokens of the last apply."""
    found = {PARENT: entry.parent}
    for locale, kept in entry.locales.items():
        found |= {f"{locale}/{field}": base for field, base in kept.fields.items()}
    return found


def same_body(form: BodyForm, live: LiveVersion) -> bool:
    """Whether readers see the same body; images that Intercom re-hosted count by file name. `form` is resolved."""
    return form.token == live.body or (
        bool(live.likeness) and form.likeness == live.likeness and form.links == live.links
    )
