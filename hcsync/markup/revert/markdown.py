"""Intercom's HTML in, Markdown out that renders to the same; what Markdown cannot say stays HTML in a fence.

Every block is rendered again and compared before it is given out, so nothing is lost on the way, however odd.
"""

from collections.abc import Callable

from hcsync.markup.canonical.form import canonical
from hcsync.markup.render.body import render
from hcsync.markup.render.tidy import dressed
from hcsync.markup.revert import blocks, lists, tables
from hcsync.markup.revert.context import Context, Writer
from hcsync.markup.tree import Kid, Node, parse, serialise, walk

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


def to_markdown(html: str) -> str:
    """Ends with a newline unless empty. Never raises."""
    whole = canonical(html)
    kids = parse(whole).kids
    plain = _joined(kids, [Context(WRITERS).block(kid, before) for kid, before in _with_list_before(kids)])
    if plain is not None and canonical(render(plain).html) == whole:
        return plain
    careful = _joined(kids, [_faithful(kid, before) for kid, before in _with_list_before(kids)])
    assert careful is not None
    return careful


def _with_list_before(kids: list[Kid]) -> list[tuple[Kid, str]]:
    """Each block with the tag of the list right before it, if that has the first marker."""
    out = []
    before = ""
    for kid in kids:
        out.append((kid, before))
        tag = kid.tag if isinstance(kid, Node) else ""
        before = tag if tag != before else ""
    return out


def _joined(kids: list[Kid], written: list[list[str] | None]) -> str | None:
    if any(lines is None for lines in written):
        return None
    text = "\n\n".join("\n".join(lines or ()) for lines in written)
    return f"{text}\n" if kids else ""


def _faithful(kid: Kid, before: str) -> list[str]:
    """The first way to write one block that renders back to it."""
    wanted = canonical(serialise([kid]))
    for tags in (False, True):
        lines = Context(WRITERS, tags=tags).block(kid, before)
        if lines is not None and canonical(render("\n".join(lines)).html) == wanted:
            return lines
    html = serialise([kid])
    fence = _fence(html, dressed)
    # Dressing parts a line with an image in it; where it was not parted, it goes bare.
    return fence if canonical(render("\n".join(fence)).html) == wanted else _fence(html, list)


def _fence(html: str, dress: Callable[[list[Kid]], list[Kid]]) -> list[str]:
    root = parse(html)
    _restore(root)
    return blocks.fenced(serialise(dress(root.kids)), "html intercom")


def _restore(root: Node) -> None:
    """Targets as they were written, without hcsync's mark."""
    for node in walk(root):
        for name in ("href", "src"):
            if name in node.attrs:
                node.attrs[name] = node.attrs[name].removeprefix("hcsync:")
