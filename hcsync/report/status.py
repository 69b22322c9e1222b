"""How a repository and its help center stand → text for a terminal, and JSON."""

from collections.abc import Iterator

import msgspec

from hcsync.model.standing import Standing, Unowned
from hcsync.report.json import FORMAT_VERSION, dumped
from hcsync.report.page import Paint, plain
from hcsync.report.safe import shown
from hcsync.report.view import counted, locales_shown


def status_text(standing: Standing, listed: bool, paint: Paint = plain) -> str:
    """`listed`: what nobody here owns is listed, one object a line."""
    name = (
        f'{standing.environment} (workspace {standing.workspace}, help center "{standing.help_center}"), '
        f"state serial {standing.serial}"
    )
    lines = [paint("strong", shown(name)), "", *_counts(standing), "", "Translated:"]
    width = max(map(len, standing.translated), default=0)
    for locale, number in standing.translated.items():
        share = f"{number * 100 // standing.articles:3d}%" if standing.articles else "  -"
        lines.append(f"  {locale:<{width}}  {share}  {number:,} of {counted(standing.articles, 'article')}")
    if listed:
        lines += ["", *_listed(standing)]
    elif standing.unowned:
        lines += ["", "hcsync status --unowned lists what this repository does not own."]
    return "\n".join(lines)


def _counts(standing: Standing) -> Iterator[str]:
    here = f"{counted(standing.articles, 'article')}, {counted(standing.collections, 'collection')}"
    yield f"  in this repository  {here}; {standing.owned:,} of the articles in Intercom"
    yield f"  not owned by it     {counted(len(standing.unowned), 'object')}, left alone"
    yield f"  without a file      {counted(standing.orphans, 'orphan')}"
    yield f"  edited in Intercom  {counted(standing.drift, 'object')}"
    yield f"  in pending drafts   {counted(standing.held, 'object')}"
    yield f"  to apply            {'something: hcsync plan shows it' if standing.pending else 'nothing'}"


def _listed(standing: Standing) -> Iterator[str]:
    if not standing.unowned:
        yield "Everything in the help center is owned by this repository."
        return
    yield "Not owned by this repository, and left alone:"
    width = max(len(one.remote_id) for one in standing.unowned)
    for one in standing.unowned:
        yield _row(one, width, len(standing.translated))
    yield ""
    yield "To write files for these: hcsync import. If there is a file already: hcsync adopt shows which may be which."


def _row(one: Unowned, width: int, held: int) -> str:
    parts = (f'"{shown(one.title)}"', locales_shown(one.locales, held), one.state or "", shown(one.url or ""))
    return f"  {one.kind.value:<10}  {one.remote_id:<{width}}  {'  '.join(filter(None, parts))}"


def status_json(standing: Standing) -> str:
    """The document, indented, with a newline at its end."""
    return dumped({"format_version": FORMAT_VERSION, **msgspec.to_builtins(standing)})
