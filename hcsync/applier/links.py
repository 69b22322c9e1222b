"""Links between articles → the URLs readers follow. A URL exists once its target does; until then there is none."""

from collections.abc import Container, Mapping

from hcsync.model.address import Address, Kind
from hcsync.model.body import BodyForm
from hcsync.model.live import LiveNode
from hcsync.model.reference import Reference
from hcsync.planner.tokens import Ids, headings_of


class Links:
    """A held resource of one apply: which objects exist by now, and where readers find them."""

    def __init__(self, site: str, ids: Mapping[Address, str], nodes: Mapping[tuple[Kind, str], LiveNode]) -> None:
        """`site` is the help center's address without a slash at its end; `nodes` the live objects by kind and id."""
        self._site = site
        self._nodes = dict(nodes)
        self._planned = headings_of(ids)
        self.ids = Ids(ids, self._headings)

    def learn(self, address: Address, node: LiveNode) -> None:
        """An object was written; from now on links can point to it."""
        self.ids[address] = node.remote_id
        self._nodes[node.kind, node.remote_id] = node
        self.ids.links.clear()

    def live(self, address: Address) -> LiveNode | None:
        """The object as it was last seen."""
        return self._nodes.get((address.kind, self.ids.get(address, "")))

    def urls(self, form: BodyForm, known: Container[Address], promised: Container[Address] = ()) -> list[str | None]:
        """One URL a link, in order; None where the target is not `known`. One that is `promised` to exist by the time
        it is sent has the address of no article, which reads the same."""
        found: list[str | None] = []
        for link in form.links:
            reference = Reference.parse(link)
            if reference is None or reference.address in known:
                found.append(self.url(link))
            elif reference.address in promised:
                found.append(f"{self._site}/{reference.locale}/{reference.address.kind.value}s/0")
            else:
                found.append(None)
        return found

    def url(self, link: str) -> str | None:
        """None where what a reference names does not exist yet; what is no reference comes back as it is."""
        reference = Reference.parse(link)
        if reference is None:
            return link
        known = self.ids.live(reference)
        if known is None:
            return None
        fragment = f"#{known.fragment}" if known.fragment else ""
        return self._page(known.address.kind, self.ids[known.address], known.locale) + fragment

    def _headings(self, kind: Kind, remote_id: str, locale: str) -> Mapping[str, str]:
        node = self._nodes.get((kind, remote_id))
        version = node.versions.get(locale) if node else None
        planned = self._planned(kind, remote_id, locale)
        return {**planned, **(version.headings or {})} if version else planned

    def _page(self, kind: Kind, remote_id: str, locale: str) -> str:
        """Intercom's own URL where it has told one. A draft has none yet, and collections' are unreliable (2.10
        document): there the address is made from the id, which is all that Intercom looks at (docs)."""
        node = self._nodes.get((kind, remote_id))
        version = node.versions.get(locale) if node else None
        if kind is Kind.ARTICLE and version and version.url:
            return version.url
        return f"{self._site}/{locale}/{kind.value}s/{remote_id}"
