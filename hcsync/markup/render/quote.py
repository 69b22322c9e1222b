"""Quotes and GitHub's alerts: Intercom has callouts in colours, and no quotes, so a quote is a grey one.

`> [!NOTE]` on a line of its own says which colour, `> [!#f0e6ff]` one of the writer's own. Within lists, cells and
other callouts there are none: what is in them stands as paragraphs.
"""

import re
from dataclasses import replace

from hcsync.markup import callouts
from hcsync.markup.render.context import Context, Item
from hcsync.model.codes import Code

_ALMOST = re.compile(r"\[!(?:\w+|#[^\]\s]*)\]")


def quote(item: Item, context: Context) -> str:
    mark, kids = _marked(item)
    line = (item.token.map or [0])[0] + 1
    if mark is None and _is_almost_marked(item):
        message = "this says no colour of a callout; it will show as it is written"
        hint = "write [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION] on a line of its own"
        context.complain(Code.UNSUPPORTED_HTML, message, (line, 1), hint, warning=True)
    if "list" in context.inside or "callout" in context.inside:
        where = "a list" if "list" in context.inside else "another one"
        message = f"Intercom has no quotes and callouts within {where}; the text will stand there plain"
        context.complain(Code.UNSUPPORTED_HTML, message, (line, 1), "move it out", warning=True)
        return context.blocks(kids)
    with context.within("callout"):
        html = context.blocks(kids)
    if mark and not html:
        context.complain(Code.UNSUPPORTED_HTML, "a callout without text is not shown", (line, 1), warning=True)
    return f"{callouts.opening(*(mark or callouts.GREY))}{html}</div>" if html else ""


def _is_almost_marked(item: Item) -> bool:
    first = item.kids[0] if item.kids else None
    return first is not None and first.type == "paragraph" and _ALMOST.match(first.kids[0].token.content) is not None


def _marked(item: Item) -> tuple[tuple[str, str] | None, list[Item]]:
    """The colours that the first line asks for, and what is left without it."""
    first = item.kids[0] if item.kids else None
    line = first.kids[0] if first is not None and first.type == "paragraph" else None
    if first is None or line is None:
        return None, item.kids
    # The source and not the parsed text, in which an escaped `\[!NOTE]` looks the same.
    found = callouts.MARK.match(line.token.content.partition("\n")[0])
    own_line = len(line.kids) == 1 or (line.kids[1:2] and line.kids[1].type in ("softbreak", "hardbreak"))
    if not found or found.end() != len(line.token.content.partition("\n")[0]) or not own_line:
        return None, item.kids
    rest = replace(line, kids=line.kids[2:])
    kids = [replace(first, kids=[rest]), *item.kids[1:]] if rest.kids else item.kids[1:]
    return callouts.colours(found), kids
