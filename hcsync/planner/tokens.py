"""A desired or live object → its comparable fields, slot by slot. A slot is "fr/body"; the parent's is "/parent"."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import msgspec

from hcsync.model.address import Address, Kind
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


# What an object is live as (kind, remote id, locale) → the anchors of its headings → the ids Intercom gave these.
HeadingIds = Callable[[Kind, str, str], Mapping[str, str]]


def no_headings(_kind: Kind, _remote_id: str, _locale: str) -> Mapping[str, str]:
    return {}


class Ids(dict[Address, str]):
    """Address → remote id, once it is settled, and the ids of headings; remembers how each link reads with them, for
    most stand in many bodies."""

    def __init__(self, known: Mapping[Address, str], headings: HeadingIds = no_headings) -> None:
        super().__init__(known)
        self.headings = headings
        self.links = _Links(self)

    def live(self, reference: Reference) -> Reference | None:
        """The same with the heading's id for its words, where that is known; None if its object is not."""
        remote_id = self.get(reference.address)
        if remote_id is None:
            return None
        if not reference.fragment:
            return reference
        known = self.headings(reference.address.kind, remote_id, reference.locale).get(reference.fragment)
        return msgspec.structs.replace(reference, fragment=known) if known else reference


def headings_of(ids: Mapping[Address, str]) -> HeadingIds:
    return ids.headings if isinstance(ids, Ids) else no_headings


class _Links(dict[str, str]):
    """Link as the repository says it → the same as Intercom has it, where its target is known."""

    def __init__(self, ids: Ids) -> None:
        super().__init__()
        self._ids = ids

    def __missing__(self, link: str) -> str:
        reference = Reference.parse(link)
        known = None if reference is None else self._ids.live(reference)
        self[link] = found = link if known is None else known.at(self._ids[known.address])
        return found


def resolve(form: BodyForm, ids: Mapping[Address, str]) -> BodyForm:
    """The same body with every link to an object whose remote id is known written as Intercom would have it, headings
    by their ids, as far as `ids` knows these."""
    if not form.links:
        return form
    links = (ids if isinstance(ids, Ids) else Ids(ids)).links
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
