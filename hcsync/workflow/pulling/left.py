"""What was edited in Intercom and no file takes in → why, and what to do about it. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from hcsync.model.address import Address, Kind
from hcsync.model.plan import Field
from hcsync.model.pulled import Left
from hcsync.planner.drift import Found
from hcsync.planner.tokens import split


def left(found: Iterable[Found], names: Mapping[str, str], locales: Collection[str]) -> Iterator[Left]:
    """`names` maps a collection's remote id to the words it is told by; `locales` are those of the repository."""
    for one in found:
        address, twin = one.address, one.twin
        if twin is None:
            hint = "delete its files as well, or make it again: hcsync apply --on-drift overwrite"
            yield Left(address, "", "was deleted in Intercom", hint)
            continue
        slots = [split(name) for name in one.slots]
        if any(field is Field.PARENT for _, field in slots):
            yield Left(address, "", f"was moved to {_named(twin.parent, names)} in Intercom", _move(address))
        here = one.node.versions if one.node else {}
        for locale in dict.fromkeys(locale for locale, _ in slots if locale and locale not in here):
            why = "was edited in Intercom, and its file is gone from here"
            yield Left(address, locale, why, "bring the file back with git and pull again, or leave it")
        for locale in one.removed:
            hint = "delete its file as well, or write it again: hcsync apply --on-drift overwrite"
            yield Left(address, locale, "was removed in Intercom", hint)
        new = twin.versions.keys() - here.keys() - one.entry.locales.keys()
        for locale in sorted(new & set(locales)):
            yield Left(address, locale, "was written in Intercom, and there is no file for it here")


def _named(parent: str | None, names: Mapping[str, str]) -> str:
    return "no collection" if parent is None else names.get(parent, f"collection {parent}")


def _move(address: Address) -> str:
    files = "its folder" if address.kind is Kind.COLLECTION else "its files"
    key = "parent" if address.kind is Kind.COLLECTION else "collection"
    return f"move {files} there as well, or name it under `{key}:`"
