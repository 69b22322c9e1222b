"""Intercom's HTML in, Markdown out that renders to the same; what Markdown cannot say stays HTML in a fence.

What was written is rendered again and compared before it is given out, so nothing is lost on the way, however odd.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.render.body import render
from hcsync.markup.render.rendered import Rendered
from hcsync.markup.render.tidy import dressed
from hcsync.markup.revert import blocks, lists, tables
from hcsync.markup.revert.context import Context, Writer
from hcsync.markup.revert.manner import PLAIN, Manner
from hcsync.markup.tree import Kid, Node, parse, serialise, walk
from hcsync.model.body import BodyForm

WRITERS: dict[str, Writer] = {
    "p": blocks.paragraph,
    "h1": blocks.heading,
    "h2": blocks.heading,
    "ul": lists.listing,
    "ol": lists.listing,
    "table": tables.table,
    "pre": blocks.code,
    "hr": blocks.line_across,
    "div": blocks.callout,
    "iframe": blocks.video,
    "details": blocks.collapsible,
}


class Reverted(NamedTuple):
    """`markdown` ends with a newline unless empty; `page` is what it renders to."""

    markdown: str
    page: Rendered


def to_markdown(html: str) -> str:
    """Ends with a newline unless empty. Never raises."""
    return reverted(html).markdown


def reverted(html: str) -> Reverted:
    """The Markdown, with the page that was made of it to prove it. Never raises."""
    whole = canonical(html)
    return _proven(parse(whole).kids, form(whole), PLAIN, "")


def written(kids: list[Kid], manner: Manner = PLAIN, last: str = "") -> list[str]:
    """Blocks of a canonical form as lines of Markdown, in the manner given. `last` is the tag of a list right before
    them, if its marker must not be used again."""
    return _proven(kids, _form_of(kids), manner, last).markdown.split("\n")[:-1]


def _proven(kids: list[Kid], wanted: BodyForm, manner: Manner, last: str) -> Reverted:
    """All blocks at once; only where that does not hold, one by one."""
    before = _with_list_before(kids, last)
    context = Context(WRITERS, manner=manner)
    plain = _page(context.block(kid, tag) or _fence(kid, dressed) for kid, tag in before)
    if plain.page.form == wanted:
        return plain
    return _page(_faithful(kid, tag, manner) for kid, tag in before)


def _page(blocks: Iterable[list[str]]) -> Reverted:
    lines: list[str] = []
    for block in blocks:
        lines += [*([""] if lines else []), *block]
    text = "".join(f"{line}\n" for line in lines)
    return Reverted(text, render(text))


def _form_of(kids: list[Kid]) -> BodyForm:
    return form(canonical(serialise(kids)))


def _with_list_before(kids: list[Kid], before: str) -> list[tuple[Kid, str]]:
    """Each block with the tag of the list right before it, if that has the first marker."""
    out = []
    for kid in kids:
        out.append((kid, before))
        tag = kid.tag if isinstance(kid, Node) else ""
        before = tag if tag != before else ""
    return out


def _faithful(kid: Kid, before: str, manner: Manner) -> list[str]:
    """The first way to write one block that renders back to it."""
    wanted = _form_of([kid])
    for tags in (False, True):
        lines = Context(WRITERS, tags=tags, manner=manner).block(kid, before)
        if lines is not None and _says(lines, wanted):
            return lines
    fence = _fence(kid, dressed)
    # Dressing parts a line with an image in it; where it was not parted, it goes bare.
    return fence if _says(fence, wanted) else _fence(kid, list)


def _says(lines: list[str], wanted: BodyForm) -> bool:
    return render("\n".join(lines)).form == wanted


def _fence(kid: Kid, dress: Callable[[list[Kid]], list[Kid]]) -> list[str]:
    root = parse(serialise([kid]))
    _restore(root)
    return blocks.fenced(serialise(dress(root.kids)), "html intercom")


def _restore(root: Node) -> None:
    """Targets as they were written, without hcsync's mark."""
    for node in walk(root):
        for name in ("href", "src"):
            if name in node.attrs:
                node.attrs[name] = node.attrs[name].removeprefix("hcsync:")
