"""A file of the project → how it spells links: what its paths lead to in Intercom, and the path to any page of ours."""

from dataclasses import dataclass
from posixpath import dirname, relpath

from hcsync.markup.desired import desire_some
from hcsync.markup.links import Links, links
from hcsync.markup.paths import spot
from hcsync.markup.revert.spelling import Spelling
from hcsync.model.address import Address, Kind
from hcsync.model.desired import DesiredState, DesiredVersion
from hcsync.model.digest import blob_id
from hcsync.model.live import LiveSnapshot
from hcsync.model.source import Meta, SourceFile, SourceNode
from hcsync.planner.decide import Decision
from hcsync.planner.own_language import in_own_language
from hcsync.planner.tokens import Ids, resolve
from hcsync.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Speller:
    """What all files are spelled with. `owned` maps `intercom:article/12` to an address."""

    project: Project
    desired: DesiredState
    live: LiveSnapshot
    sites: tuple[str, ...]
    ids: Ids
    owned: dict[str, Address]
    links: Links

    def spelling(self, file: SourceFile, markdown: str, *, sure: bool) -> Spelling:
        """See `Spelling`; `markdown` is the file's text, or one it had."""
        return Spelling(
            markdown,
            lambda raw: self._leads(file, raw),
            lambda refers: self._path(file, refers),
            self.sites,
            base=f"{self.sites[0]}/{file.locale}/articles/" if self.sites else "",
            sure=sure,
        )

    def token(self, source: SourceNode, file: SourceFile, markdown: str) -> str:
        """The body's token, if `file` said this today: the one that was written, if its links lead where they did."""
        text = SourceFile(file.path, file.locale, blob_id(markdown.encode()), Meta())
        node = SourceNode(source.address, source.parent, {file.locale: text})
        made = desire_some(self.project.tree, {node.address: node}, lambda _file: markdown, {}, self.project.cache)
        version: DesiredVersion = made[node.address].main
        assert version.body is not None
        own = tuple(self._own(file, link) for link in version.body.links)
        return resolve(type(version.body)(version.body.text, own, version.body.images), self.ids).token

    def _own(self, file: SourceFile, link: str) -> str:
        if file.locale == self.desired.default_locale:
            return link
        return in_own_language(link, file.locale, self.desired, self.ids, self.live)

    def _leads(self, file: SourceFile, raw: str) -> str:
        answer = self.links.answer(spot(self.project.tree, file.path), file.locale, raw)
        return self.ids.links[self._own(file, answer.reference)]

    def _path(self, file: SourceFile, refers: str) -> str | None:
        """`intercom:article/12@fr#h_1` → `../billing/refunds.md#how-long`, in the tree of the file's own locale; the id
        itself where nobody knows the heading."""
        target, sharp, fragment = refers.partition("#")
        tree = self.project.tree
        node = tree.nodes.get(self.owned.get(target.rpartition("@")[0]) or Address(Kind.ARTICLE, ""))
        if node is None:
            return None
        here = spot(tree, file.path)
        there = node.main.path.removeprefix(f"{tree.content}/").partition("/")[2]
        there = dirname(there) if node.address.kind is Kind.COLLECTION else there
        path = relpath(f"/{there}", f"/{here.rest}").replace("%", "%25").replace("?", "%3F")
        known = self.ids.headings(node.address.kind, self.ids[node.address], target.rpartition("@")[2])
        fragment = next((anchor for anchor, own in known.items() if own == fragment), fragment)
        return f"{path}{sharp}{fragment}"


def speller(project: Project, decision: Decision, live: LiveSnapshot, sites: tuple[str, ...]) -> Speller:
    ids = decision.ids if isinstance(decision.ids, Ids) else Ids(decision.ids)
    owned = {f"intercom:{address.kind}/{id_}": address for address, id_ in ids.items()}
    return Speller(project, decision.desired, live, sites, ids, owned, links(project.tree, lambda _file: ()))
