"""Intercom's HTML in, Markdown out that renders to the same; what Markdown cannot say stays HTML in a fence.

Every block is rendered again and compared before it is given out, so nothing is lost on the way, however odd.
"""

from collections.abc import Callable

from hcsync.markup.canonical.form import canonical
from hcsync.markup.render.body import render
from hcsync.markup.render.tidy import dressed
from hcsync.markup.revert import blocks, lists, tables
from hcsync.markup.revert.context import Context, Writer
from hcsync.markup.revert.manner import PLAIN, Manner
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
    lines = written(parse(canonical(html)).kids)
    return "\n".join(lines) + "\n" if lines else ""


def written(kids: list[Kid], manner: Manner = PLAIN, last: str = "") -> list[str]:
    """Blocks of a canonical form as lines of Markdown, in the manner given. `last` is the tag of a list right before
    them, if its marker must not be used again."""
    whole = canonical(serialise(kids))
    before = _with_list_before(kids, last)
    plain = _joined([Context(WRITERS, manner=manner).block(kid, tag) for kid, tag in before])
    if plain is not None and canonical(render("\n".join(plain)).html) == whole:
        return plain
    careful = _joined([_faithful(kid, tag, manner) for kid, tag in before])
    assert careful is not None
    return careful


def _with_list_before(kids: list[Kid], before: str) -> list[tuple[Kid, str]]:
    """Each block with the tag of the list right before it, if that has the first marker."""
    out = []
    for kid in kids:
        out.append((kid, before))
        tag = kid.tag if isinstance(kid, Node) else ""
        before = tag if tag != before else ""
    return out


def _joined(blocks: list[list[str] | None]) -> list[str] | None:
    out: list[str] = []
    for lines in blocks:
        if lines is None:
            return None
        out += [*([""] if out else []), *lines]
    return out


def _faithful(kid: Kid, before: str, manner: Manner) -> list[str]:
    """The first way to write one block that renders back to it."""
    wanted = canonical(serialise([kid]))
    for tags in (False, True):
        lines = Context(WRITERS, tags=tags, manner=manner).block(kid, before)
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
