"""A body from the files and the live one → both as Markdown in one spelling: only what reads differently differs."""

import asyncio
import difflib
from collections.abc import Iterable, Sequence
from itertools import islice

from hcsync.errors import ApiError
from hcsync.intercom import convert
from hcsync.model.live import LiveSnapshot
from hcsync.model.source import SourceFile
from hcsync.planner.decide import Decision
from hcsync.report.view import Line
from hcsync.workflow.connection import Connection
from hcsync.workflow.project import Project
from hcsync.workflow.pulling.spell import Speller, speller

# Requests on their way at a time.
_AT_ONCE = 8


class Bodies:
    """A held resource of one command: what Intercom holds, each article fetched once. A link to what the repository
    owns is shown as the path that a file beside it would say."""

    def __init__(self, project: Project, connection: Connection, decision: Decision, live: LiveSnapshot) -> None:
        self._project = project
        self._connection = connection
        self._decision = decision
        self._live = live
        self._made: Speller | None = None
        self._found: dict[str, dict[str, convert.Content]] = {}
        self._coming: dict[str, None] = {}

    def expect(self, remote_ids: Iterable[str | None]) -> None:
        """The articles that will be asked for, in this order: a few are fetched at once then."""
        self._coming |= dict.fromkeys(one for one in remote_ids if one)

    async def beside(
        self, remote_id: str, at: SourceFile, markdown: str | None, marks: Sequence[str] = ()
    ) -> tuple[str | None, str]:
        """The file's text and Intercom's, "" where that cannot be read just now. `at` says where the file lies and its
        locale; `markdown` is its text, None where it is not known; `marks` are those of the images that were live when
        Intercom said the same. A link or picture that is in both is written in both as the file writes it."""
        from hcsync.markup.render.body import render
        from hcsync.markup.revert.markdown import to_markdown

        theirs = self._spelled(at, markdown or "", await self._html(remote_id, at.locale), marks)
        return None if markdown is None else to_markdown(render(markdown).html), theirs

    async def beside_kept(self, remote_id: str, at: SourceFile, html: str) -> tuple[str, str]:
        """A body as it was once kept and as Intercom has it, both as the file `at` would say them."""
        now = await self._html(remote_id, at.locale)
        return self._spelled(at, "", html), self._spelled(at, "", now)

    def _spelled(self, at: SourceFile, markdown: str, html: str, marks: Sequence[str] = ()) -> str:
        from hcsync.markup.revert.markdown import to_markdown

        if self._made is None:
            self._made = speller(self._project, self._decision, self._live, self._connection.sites)
        return to_markdown(self._made.spelling(at, markdown, sure=True).live(html, marks))

    async def _html(self, remote_id: str, locale: str) -> str:
        """Empty where there is none, or where it cannot be read just now: what is shown stands without."""
        if remote_id not in self._found:
            self._coming.pop(remote_id, None)
            some = [remote_id, *islice(self._coming, _AT_ONCE - 1)]
            for one in some[1:]:
                del self._coming[one]
            self._found |= zip(some, await asyncio.gather(*map(self._contents, some)), strict=True)
        content = self._found[remote_id].get(locale)
        return content.body if content else ""

    async def _contents(self, remote_id: str) -> dict[str, convert.Content]:
        try:
            article = await self._connection.client.article(remote_id)
        except ApiError:
            return {}
        return convert.contents(article, self._project.config.default_locale)


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
