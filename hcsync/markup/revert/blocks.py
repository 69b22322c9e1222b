"""Paragraphs, headings, code, rules and quotes: one node in, lines of Markdown out; None if Markdown has no words."""

import re

from hcsync.markup.revert import escape
from hcsync.markup.revert.context import Context
from hcsync.markup.revert.lines import Style, line
from hcsync.markup.tree import Node, text_of

_GREY = "background-color:#e8e8e880;border-color:#73737633"


def paragraph(node: Node, context: Context) -> list[str] | None:
    written = None if node.attrs else line(node.kids, Style(tags=context.tags))
    return None if written is None else [escape.escape_start(row) for row in written.split("\n")]


def heading(node: Node, context: Context) -> list[str] | None:
    written = None if node.attrs else line(node.kids, Style("<br>", context.tags))
    if written is None:
        return None
    # A heading may be closed with "#"; one that ends so must say it means it.
    return [f"{'#' * int(node.tag[1])} {re.sub(r'#$', chr(92) * 2 + '#', written)}"]


def code(node: Node, context: Context) -> list[str] | None:
    inner = node.kids[0]
    if node.attrs or not isinstance(inner, Node) or any(isinstance(kid, Node) for kid in inner.kids):
        return None
    return fenced(text_of(inner))


def fenced(text: str, info: str = "") -> list[str]:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{info}", *(text.split("\n") if text else []), fence]


def line_across(node: Node, context: Context) -> list[str] | None:
    return None if node.attrs else ["---"]


def callout(node: Node, context: Context) -> list[str] | None:
    """A grey callout is what a quote becomes."""
    if node.attrs != {"class": "intercom-interblocks-callout", "style": _GREY}:
        return None
    inner = context.blocks(node.kids)
    return [f"> {row}" if row else ">" for row in inner] if inner else None
