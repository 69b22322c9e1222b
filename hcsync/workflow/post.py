"""A report (a saved plan, or Markdown that `--output markdown` wrote) → the one comment, issue or check that shows it.

Each is found again by the marker on its first line, among what this very token wrote: it is edited in place, and never
doubled.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from hcsync.errors import ConflictError, ForgeError, RefusedError, UsageError
from hcsync.forge import github, gitlab, marker
from hcsync.forge.github import Post
from hcsync.forge.http import Forge, Refused, Unsure
from hcsync.forge.marker import Mark
from hcsync.forge.surroundings import Surroundings
from hcsync.model.codes import Code
from hcsync.report.failure import failure_markdown
from hcsync.report.fitting import LARGEST, within
from hcsync.report.ledger import plan_digest
from hcsync.report.plan_markdown import plan_markdown
from hcsync.workflow import saved

# What GitHub takes as the text of a check, in bytes (observed; docs say characters).
_LARGEST_CHECK = 65_535


@dataclass(frozen=True, slots=True)
class Report:
    """`body` makes the Markdown, given that of the post it replaces ("" for none) and how many characters there is room
    for, which a file that was written before pays no heed. `code` is the exit code that goes with it: 0, or why what it
    tells of cannot be applied as it is."""

    mark: Mark
    body: Callable[[str, int], str]
    code: int = 0


def report_of(path: Path, label: str = "") -> Report:
    """Raises UsageError where there is no such file or it is no report, RefusedError for a damaged plan."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(
            f"the report {path} cannot be read: {error.strerror}.",
            hint="hcsync plan --out FILE saves a plan; hcsync drift --output markdown=FILE writes a report.",
        ) from None
    mark = marker.read(text)
    if mark is None and text.lstrip().startswith("{"):
        return _of_plan(path, label or marker.DEFAULT_LABEL)
    if mark is None:
        raise UsageError(
            f"{path} is not a report of hcsync: its first line does not say of what.",
            hint="Give a plan saved with --out, or what --output markdown=FILE has written.",
        )
    if label:
        mark = replace(mark, label=label)
        text = "\n".join([marker.line_of(mark), *text.split("\n")[1:]])
    return Report(mark, lambda _previous, _largest: text)


def _of_plan(path: Path, label: str) -> Report:
    view = saved.load(path).view
    refused = RefusedError.exit_code if view.plan.refusals else 0
    conflicts = ConflictError.exit_code if view.plan.conflicts else 0
    mark = Mark("plan", view.plan.environment, label, plan_digest(view))

    def body(previous: str, largest: int) -> str:
        return plan_markdown(view, label=label, previous=previous, largest=largest)

    return Report(mark, body, refused or conflicts)


def failed(environment: str, label: str, said: str) -> Report:
    """There is no plan: `said` is what hcsync printed about why."""
    mark = Mark("plan", environment, label or marker.DEFAULT_LABEL)
    text = failure_markdown(marker.line_of(mark), environment, said)
    return Report(mark, lambda _previous, _largest: text, code=1)


@dataclass(frozen=True, slots=True)
class Board:
    """Where posts stand, one below the other."""

    me: Callable[[], Awaitable[str]]
    listed: Callable[[], Awaitable[list[Post]]]
    make: Callable[[str], Awaitable[Post]]
    edit: Callable[[int, str], Awaitable[Post]]
    remove: Callable[[int], Awaitable[None]]


async def comment(place: Surroundings, report: Report) -> Post:
    """On the pull request. Raises UsageError where there is none, ForgeError where GitHub does not do it."""
    _needs_number(place, "pull request", "--pull-request N")
    async with github.opened(place) as client:
        return await _posted(
            Board(
                partial(github.myself, client),
                partial(github.comments, client, place),
                partial(github.comment, client, place, place.number),
                partial(github.edit_comment, client, place),
                partial(github.remove_comment, client, place),
            ),
            report,
        )


async def note(place: Surroundings, report: Report) -> Post:
    """The same on a merge request of GitLab."""
    _needs_number(place, "merge request", "--merge-request N")
    async with gitlab.opened(place) as client:
        return await _posted(
            Board(
                partial(gitlab.myself, client),
                partial(gitlab.notes, client, place),
                partial(gitlab.note, client, place),
                partial(gitlab.edit_note, client, place),
                partial(gitlab.remove_note, client, place),
            ),
            report,
        )


async def issue(place: Surroundings, report: Report) -> tuple[str, Post | None]:
    """What was done (opened, edited, closed, left) and to which issue. Raises UsageError for a report that is not of
    drift, ForgeError where GitHub does not do it."""
    edits = report.mark.edits
    if report.mark.kind != "drift" or edits < 0:
        raise UsageError(
            "an issue is about edits made in Intercom, and this report is not.",
            hint="Give what hcsync drift --output markdown=FILE has written.",
        )
    async with github.opened(place) as client:
        me = await github.myself(client)
        there = _own(await github.open_issues(client, place), me, report.mark)
        body = report.body("", LARGEST)
        if not there:
            return ("opened", await _opened(client, place, me, report)) if edits else ("left", None)
        mine = there[0]
        for one in there[1:]:
            await github.change_issue(client, place, one.id, state="closed", state_reason="not_planned")
        if not edits:
            return await _closed(client, place, mine, report)
        if mine.body.rstrip() == body.rstrip():
            return "left", mine
        return "edited", await github.change_issue(client, place, mine.id, body=body)


async def _opened(client: Forge, place: Surroundings, me: str, report: Report) -> Post:
    title = _title(report.mark)
    try:
        return await github.open_issue(client, place, title, report.body("", LARGEST))
    except Unsure:
        there = _own(await github.open_issues(client, place), me, report.mark)
        return there[0] if there else await github.open_issue(client, place, title, report.body("", LARGEST))


async def _closed(client: Forge, place: Surroundings, mine: Post, report: Report) -> tuple[str, Post]:
    said = f"{marker.verdict(report.body('', LARGEST))} This issue is done."
    # In this order: where the second fails, nothing is left to be said once more the next time.
    closed = await github.change_issue(client, place, mine.id, state="closed", state_reason="completed")
    await github.comment(client, place, mine.id, said)
    return "closed", closed


def _title(mark: Mark) -> str:
    label = "" if mark.label == marker.DEFAULT_LABEL else f", {mark.label}"
    return f"Edited in Intercom ({mark.environment}{label})"


async def check(place: Surroundings, report: Report, exit_code: int | None) -> Post:
    """On the last commit of the pull request, or the one that is checked out. `exit_code` is how the command ended
    that made the report; None: as the report itself says."""
    mark = report.mark
    label = "" if mark.label == marker.DEFAULT_LABEL else f", {mark.label}"
    name = f"hcsync {mark.kind} ({mark.environment}{label})"
    key = ":".join(mark.key)
    body = report.body("", LARGEST)
    fields: dict[str, object] = {
        "name": name,
        "external_id": key,
        "status": "completed",
        "conclusion": "success" if (report.code if exit_code is None else exit_code) in (0, 2) else "failure",
        "output": {
            "title": marker.verdict(body)[:200],
            "summary": within(partial(report.body, ""), _LARGEST_CHECK) or marker.verdict(body),
        },
    }
    async with github.opened(place) as client:
        there = [run.id for run in await github.checks(client, place, name) if run.body == key]
        return await github.check(client, place, max(there, default=0), fields)


async def pull_request(place: Surroundings, branch: str, into: str, title: str, body: str) -> tuple[bool, Post]:
    """Whether it is new, and the pull request out of `branch`: an open one is left as it is."""
    if not into:
        raise UsageError(
            "nothing says which branch the pull request is to go into.",
            hint="Name it with --base.",
            code=Code.FORGE_SURROUNDINGS,
        )
    async with github.opened(place) as client:
        for _ in range(2):
            there = await github.pull_requests_from(client, place, branch)
            if there:
                return False, there[0]
            try:
                return True, await github.open_pull_request(client, place, branch, into, title, body)
            except Unsure:
                continue
        return False, (await github.pull_requests_from(client, place, branch))[0]


async def fetch_plan(place: Surroundings, artifact: str) -> tuple[int, bytes]:
    """The pull request that this commit came in with, and the plan that was saved for its last commit: the bytes of
    the one file in the artifact `NAME-COMMIT`. Raises ConflictError where there is none."""
    async with github.opened(place) as client:
        heads = await github.merged_heads(client, place)
        for number, head in heads:
            found = await github.artifact(client, place, f"{artifact}-{head}", head)
            if found is not None:
                return number, await github.file_of_artifact(client, place, found)
    which = f"pull request #{heads[0][0]}" if heads else f"commit {place.commit[:12]}, which no pull request brought in"
    raise ConflictError(
        f"there is no saved plan of {which}. Nothing was written.",
        hint="Plans of forks are never taken, and artifacts expire. Start the workflow by hand: it makes a new plan.",
        code=Code.NO_REVIEWED_PLAN,
    )


async def _posted(board: Board, report: Report) -> Post:
    me = await board.me()
    there = _own(await board.listed(), me, report.mark)
    body = report.body(there[0].body if there else "", LARGEST)
    if not there:
        made = await _made(board, me, report.mark, body)
        there = [made]
        # Another job may have looked at the same moment and found none either. What is not seen now, the next run sees.
        with suppress(ForgeError):
            there = _own(await board.listed(), me, report.mark) or [made]
    mine = await _edited(board, me, report.mark, there[0], body)
    for double in there[1:]:
        await _gone(board, double)
    return mine


async def _edited(board: Board, me: str, mark: Mark, there: Post, body: str) -> Post:
    if there.body.replace("\r\n", "\n").rstrip() == body.rstrip():
        return there
    try:
        return await board.edit(there.id, body)
    except Refused as error:
        if error.status not in _DELETED:  # somebody deleted it just now
            raise
        return await _made(board, me, mark, body)


async def _made(board: Board, me: str, mark: Mark, body: str) -> Post:
    try:
        return await board.make(body)
    except Unsure:
        # Look before sending again: a second one would stay for ever.
        there = _own(await board.listed(), me, mark)
        return there[0] if there else await board.make(body)


async def _gone(board: Board, double: Post) -> None:
    """It may be gone already, and where it may not be removed the report stands in the other one all the same."""
    with suppress(Refused):
        await board.remove(double.id)


_DELETED = (404, 410)


def _own(posts: list[Post], me: str, mark: Mark) -> list[Post]:
    """Those that this token wrote for this report, the oldest first; more than one where two jobs wrote at a time."""
    found = [(post, marker.read(post.body)) for post in posts if post.author == me]
    return sorted((post for post, said in found if said and said.key == mark.key), key=lambda post: post.id)


def _needs_number(place: Surroundings, what: str, option: str) -> None:
    if not place.number:
        raise UsageError(
            f"nothing says which {what} is meant: this job was not started by one.",
            hint=f"Give {option}.",
            code=Code.FORGE_SURROUNDINGS,
        )
