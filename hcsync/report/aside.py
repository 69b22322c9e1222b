"""What a plan leaves alone and yet has to tell of → lines for people: orphans, and what waits in a pending draft."""

from collections.abc import Iterator

from hcsync.model.plan import Orphan
from hcsync.report.page import Page
from hcsync.report.safe import shown
from hcsync.report.view import counted, locales_shown


def orphans(page: Page) -> Iterator[str]:
    fresh = [orphan for orphan in page.view.plan.orphans if not orphan.known]
    if len(fresh) == 1:
        yield "1 orphan: its file is gone, its text stays in Intercom as it is:"
    elif fresh:
        yield f"{counted(len(fresh), 'orphan')}: their files are gone, their texts stay in Intercom as they are:"
    for orphan in fresh:
        yield _orphan(orphan, page)


def _orphan(orphan: Orphan, page: Page) -> str:
    locales = locales_shown(orphan.locales, page.view.plan.locales)
    return page.row("faint", "·", orphan.address, orphan.remote_id, locales, f'"{shown(orphan.title)}"')


def held(page: Page) -> Iterator[str]:
    waiting = page.view.plan.held
    if waiting:
        wait = "1 article waits" if len(waiting) == 1 else f"{len(waiting):,} articles wait"
        yield f"{wait} in a pending draft, so that readers still see the old text. Publish or discard the draft in"
        yield "Intercom, or apply with --publish-pending:"
    for item in waiting:
        locales = locales_shown(item.locales, page.view.plan.locales)
        yield page.row("update", "?", item.address, item.remote_id, locales, f'"{shown(item.title)}"')
