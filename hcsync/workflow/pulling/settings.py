"""What was edited of an object's short fields → which keys of its files are to say what. Pure."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from hcsync.model.address import Kind
from hcsync.model.desired import DesiredNode
from hcsync.model.digest import canonical_text
from hcsync.model.live import LiveNode
from hcsync.model.plan import Field
from hcsync.model.source import Meta, SourceFile, SourceNode
from hcsync.planner.tokens import slot

Value = str | int


class Setting(msgspec.Struct, frozen=True):
    """`key` of the file in `locale` becomes `value`. `clash`: the file has changed it as well, from `before`. `field`
    is None where Intercom changed nothing: the file only says now what it inherited until then."""

    locale: str
    key: str
    value: Value
    field: Field | None
    clash: bool = False
    before: Value = ""


def settings(
    source: SourceNode,
    node: DesiredNode,
    live: LiveNode,
    moved: Mapping[str, bool],
    applied: Mapping[str, Meta],
    name_of: Callable[[str], str | None],
) -> list[Setting]:
    """`moved` is slot → whether it clashes, `applied` what the files said when they were last applied, where that is
    known, `name_of` the e-mail or name an admin is known by."""
    keys = {Field.TITLE: "title" if source.address.kind is Kind.ARTICLE else "name", Field.DESCRIPTION: "description"}
    found: list[Setting] = []
    for field, key in keys.items():
        for locale in node.versions:
            clash = moved.get(slot(locale, field))
            if clash is not None:
                text = live.versions[locale].title if field is Field.TITLE else live.versions[locale].description
                was = applied.get(locale, Meta())
                before = (was.title if field is Field.TITLE else was.description) or ""
                found.append(Setting(locale, key, canonical_text(text), field, clash, before))
    for field in (Field.STATE, Field.AUTHOR):
        found += _inherited(source, node, live, moved, applied, field, name_of)
    return found


def _inherited(
    source: SourceNode,
    node: DesiredNode,
    live: LiveNode,
    moved: Mapping[str, bool],
    applied: Mapping[str, Meta],
    field: Field,
    name_of: Callable[[str], str | None],
) -> Iterator[Setting]:
    """State and author, which a translation may leave to the default locale's file. It says one of its own only where
    it has one already, or where it would otherwise come to say what it did not."""
    main = next(iter(node.versions))
    taken = {locale: _live(live, locale, field) for locale in node.versions if slot(locale, field) in moved}
    taken = {locale: value for locale, value in taken.items() if value}
    if not taken:
        return
    after = {locale: taken.get(locale) or _desired(node, locale, field) for locale in node.versions}
    for locale, value in after.items():
        clash = moved.get(slot(locale, field), False)
        own = locale == main or _own(source.files[locale].meta, field) is not None
        needed = locale in taken if own else value != after[main] and not moved.get(slot(main, field))
        if needed and value:
            key, written = _written(source, locale, field, value, name_of)
            before = _own(applied.get(locale, Meta()), field) or ""
            yield Setting(locale, key, written, field if locale in taken else None, clash, before)


def _live(live: LiveNode, locale: str, field: Field) -> str | None:
    version = live.versions[locale]
    return version.state if field is Field.STATE else version.author


def _desired(node: DesiredNode, locale: str, field: Field) -> str | None:
    version = node.versions[locale]
    return version.state if field is Field.STATE else version.author


def _own(meta: Meta, field: Field) -> Value | None:
    return meta.state if field is Field.STATE else meta.author


def _written(
    source: SourceNode, locale: str, field: Field, value: str, name_of: Callable[[str], str | None]
) -> tuple[str, Value]:
    """An author as the file names its own, else as the default locale's file does."""
    if field is Field.STATE:
        return "state", value
    file: SourceFile = source.files[locale] if source.files[locale].meta.author is not None else source.main
    number: Value = int(value) if value.isdecimal() else value
    if "author_id" in file.meta.places:
        return "author_id", number
    return "author", number if isinstance(file.meta.author, int) else name_of(value) or number
