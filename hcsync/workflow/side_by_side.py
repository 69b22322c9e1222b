"""A body from the files and the live one → both as Markdown in one spelling: only what reads differently differs."""

import difflib
from posixpath import dirname, relpath

from hcsync.errors import ApiError
from hcsync.intercom import convert
from hcsync.model.address import Address, Kind
from hcsync.model.body import BodyForm
from hcsync.model.source import SourceFile, SourceTree
from hcsync.planner.tokens import Ids, resolve
from hcsync.report.view import Line
from hcsync.workflow.connection import Connection


class Bodies:
    """A held resource of one command: what Intercom holds, each article fetched once. `ids` are the remote ids of what
    `tree` and the state name; a link to one of these is shown as the path that a file beside it would say."""

    def __init__(self, connection: Connection, tree: SourceTree, ids: Ids) -> None:
        self._connection = connection
        self._tree = tree
        self._ids = ids
        self._owned = {f"intercom:{address.kind}/{id_}": address for address, id_ in ids.items()}
        self._found: dict[str, dict[str, convert.Content]] = {}

    async def live(self, remote_id: str, locale: str) -> convert.Content | None:
        """None where there is none, or where it cannot be read just now: what is shown stands without."""
        if remote_id not in self._found:
            try:
                article = await self._connection.client.article(remote_id)
                self._found[remote_id] = convert.contents(article, self._tree.default_locale)
            except ApiError:
                self._found[remote_id] = {}
        return self._found[remote_id].get(locale)

    async def beside(
        self, remote_id: str, at: SourceFile, markdown: str | None, form: BodyForm | None
    ) -> tuple[str | None, str]:
        """The file's text and Intercom's. `at` says where the file lies and its locale; `markdown` is its text, and
        `form` what the text comes to, None where it is not known. A link or picture that is in both is written in both
        as the file writes it. Both are empty where there is nothing."""
        from hcsync.markup.render.body import render
        from hcsync.markup.revert.home import brought_home, pictures_of
        from hcsync.markup.revert.markdown import to_markdown

        page = None if markdown is None else render(markdown)
        spelled: dict[str, str] = {}
        if page is not None and form is not None:
            links = resolve(form, self._ids).links
            spelled = {refers: target.raw for refers, target in zip(links, page.links, strict=False)}

        def written(refers: str) -> str | None:
            return spelled.get(refers) or self._path(refers, at)

        content = await self.live(remote_id, at.locale)
        pictures = {} if page is None else pictures_of(page.html)
        home = brought_home(content.body, self._connection.sites, written, pictures) if content else ""
        # An address of our own that the file writes out is the same link as a path.
        mine = None if page is None else to_markdown(brought_home(page.html, self._connection.sites, written, {}))
        return mine, to_markdown(home)

    async def beside_kept(self, remote_id: str, at: SourceFile, html: str) -> tuple[str, str]:
        """A body as it was once kept and as Intercom has it, both as the file `at` would say them."""
        from hcsync.markup.revert.home import brought_home
        from hcsync.markup.revert.markdown import to_markdown

        def written(refers: str) -> str | None:
            return self._path(refers, at)

        content = await self.live(remote_id, at.locale)
        then, now = (
            to_markdown(brought_home(body, self._connection.sites, written, {}))
            for body in (html, content.body if content else "")
        )
        return then, now

    def _path(self, refers: str, at: SourceFile) -> str | None:
        """`intercom:article/12@fr#h_1` → `../billing/refunds.md#h_1`, seen from the file `at`; None where no file is
        known for it."""
        target, _, fragment = refers.partition("#")
        name, _, locale = target.rpartition("@")
        address = self._owned.get(name)
        node = self._tree.nodes.get(address) if address else None
        if address is None or node is None:
            return None
        falls_back = locale == self._tree.default_locale and at.locale not in node.files
        folder = at.locale if locale == at.locale or falls_back else locale
        path = relpath(f"{self._tree.content}/{folder}/{_file_of(address)}", dirname(at.path))
        return f"{path}#{fragment}" if fragment else path


def _file_of(address: Address) -> str:
    return address.key if address.kind is Kind.COLLECTION else f"{address.key}.md"


def differing(before: str, after: str) -> tuple[list[Line], list[int], int, int]:
    """The lines that differ; which lines of `after` that touches, from 0; how many come, and how many go."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    touched: list[int] = []
    gone = come = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = gone + b - a, come + d - c
        touched += [c, max(c, d - 1)]
        lines += [Line("-", text) for text in old[a:b]] + [Line("+", text) for text in new[c:d]]
    return lines or [Line("…", "the same words; its links or images lead elsewhere")], touched, come, gone
