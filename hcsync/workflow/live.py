"""An open client → a LiveSnapshot, page by page; the state says which bodies need no parsing."""

from collections.abc import Callable, Container, Mapping
from types import MappingProxyType

from hcsync.applier.observe import Known, Observer
from hcsync.errors import RefusedError
from hcsync.intercom import wire
from hcsync.markup.versions import CANONICAL_VERSION
from hcsync.model.address import Address, Kind
from hcsync.model.codes import Code
from hcsync.model.desired import DesiredState
from hcsync.model.live import LiveNode, LiveSnapshot, LiveVersion
from hcsync.model.plan import Field
from hcsync.model.state import Entry, LocaleEntry, State
from hcsync.planner.headings import Linked, linked_headings
from hcsync.workflow.connection import Connection


def observer(connection: Connection, desired: DesiredState, state: State) -> Observer:
    """An article without a file may be a renamed file's: it is read in full, and so is one to whose headings somebody
    links that the state does not know."""
    return Observer(desired.default_locale, connection.sites, _known(desired.nodes, state, linked_headings(desired)))


def observer_of_state(connection: Connection, default_locale: str, state: State) -> Observer:
    """Whatever the files say by now."""
    return Observer(default_locale, connection.sites, _known(state.entries, state))


async def snapshot(
    connection: Connection, observe: Observer, keep: Callable[[list[wire.Article]], None] | None = None
) -> LiveSnapshot:
    """Everything the help center holds, as digests. One request a page; `keep` is given each page of articles."""
    collections: dict[str, LiveNode] = {}
    articles: dict[str, LiveNode] = {}
    async for groups in connection.client.collection_pages():
        for group in groups:
            _same_default(group, observe.default_locale)
            collections[group.id] = observe.collection(group)
    async for page in connection.client.article_pages():
        if keep is not None:
            keep(page)
        for article in page:
            _same_default(article, observe.default_locale)
            articles[article.id] = observe.article(article)
    return LiveSnapshot(connection.workspace, collections, articles)


def _known(addresses: Container[Address], state: State, linked: Linked = MappingProxyType({})) -> Known:
    """What was last observed of these articles."""
    if state.canonical != CANONICAL_VERSION:
        return lambda _id, _locale: None
    entries: Mapping[str, tuple[Address, Entry]] = {
        entry.id: (address, entry)
        for address, entry in state.entries.items()
        if _is_article(address) and address in addresses
    }

    def known(remote_id: str, locale: str) -> LiveVersion | None:
        address, entry = entries.get(remote_id, (None, None))
        kept: LocaleEntry | None = entry.locales.get(locale) if entry else None
        body = kept.fields.get(Field.BODY) if kept else None
        if kept is None or body is None or not kept.raw:
            return None
        if address and not linked.get((address, locale), set()) <= kept.headings.keys():
            return None
        return LiveVersion("", "", body=body.observed, raw=kept.raw, images=kept.images, headings=kept.headings)

    return known


def _is_article(address: Address) -> bool:
    return address.kind is Kind.ARTICLE


def _same_default(found: wire.Article | wire.Collection, expected: str) -> None:
    """The root fields of every object are in the default locale: with another one, texts would change languages."""
    if found.default_locale and found.default_locale != expected:
        raise RefusedError(
            f"the help center's default locale is {found.default_locale}, but this repository's is {expected}. "
            "Nothing was written.",
            hint=f"Write `default_locale: {found.default_locale}` in hcsync.yml.",
            code=Code.OTHER_DEFAULT_LOCALE,
        )
