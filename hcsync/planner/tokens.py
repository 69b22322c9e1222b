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


class Ids(dict[Address, str]):
    """Address → remote id, once it is settled; remembers how each link reads with it, for most stand in many bodies."""

    def __init__(self, known: Mapping[Address, str]) -> None:
        super().__init__(known)
        self.links = _Links(self)


class _Links(dict[str, str]):
    """Link as the repository says it → the same as Intercom has it, where its target is known."""

    def __init__(self, ids: Mapping[Address, str]) -> None:
        super().__init__()
        self._ids = ids

    def __missing__(self, link: str) -> str:
        reference = Reference.parse(link)
        known = None if reference is None else self._ids.get(reference.address)
        self[link] = found = link if reference is None or known is None else reference.at(known)
        return found


def resolve(form: BodyForm, ids: Mapping[Address, str]) -> BodyForm:
    """The same body with every link to an object whose remote id is known written as Intercom would have it."""
    if not form.links:
        return form
    links = ids.links if isinstance(ids, Ids) else _Links(ids)
    return BodyForm(form.text, tuple(map(links.__getitem__, form.links)), form.images, form.sizes)


# Looking up an enum's member takes longer than comparing what it names.
_TITLE, _DESCRIPTION, _BODY, _AUTHOR, _STATE = (
    field.value for field in (Field.TITLE, Field.DESCRIPTION, Field.BODY, Field.AUTHOR, Field.STATE)
)


def desired_fields(version: DesiredVersion, ids: Mapping[Address, str]) -> dict[str, str]:
    """Field → token, for one locale."""
    body = None if version.body is None else resolve(version.body, ids).token
    return _fields(version, body)


def live_fields(version: LiveVersion) -> dict[str, str]:
    """Field → token, for one locale."""
    return version.tokens if version.tokens is not None else _fields(version, version.body)


def _fields(version: DesiredVersion | LiveVersion, body: str | None) -> dict[str, str]:
    found = {_TITLE: text_token(version.title), _DESCRIPTION: text_token(version.description)}
    if body is not None:
        found[_BODY] = body
    if version.author is not None:
        found[_AUTHOR] = version.author
    if version.state is not None:
        found[_STATE] = version.state
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
