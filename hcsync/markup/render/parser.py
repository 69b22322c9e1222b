"""Markdown in, tokens out: CommonMark with tables, strikethrough, bare addresses, footnotes, definitions
and attributes of links, images and tables; links with places."""

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.table import escapedSplit, getLine
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, html_inline, image, link, strikethrough
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from hcsync.markup.render.urls import Way, way

_InlineRule = Callable[[StateInline, bool], bool]
# Deeper nesting is given up by the parser without a word, so the limit lies beyond what anyone writes.
_DEEPEST = 60
_WIDTHS = re.compile(r'\{widths="([^"{}]*)"\}')


def tokens(markdown: str) -> list[Token]:
    return _parser().parse(markdown)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    parser.use(gfm_autolink_plugin).use(footnote_plugin, inline=False, move_to_end=True)
    parser.use(deflist_plugin).use(attrs_plugin, after=("image", "link_close"))
    parser.validateLink = _accepted  # type: ignore[method-assign]
    parser.normalizeLink = _normalised  # type: ignore[method-assign]
    placed: tuple[tuple[str, _InlineRule, str], ...] = (
        ("link", link, "link_open"),
        ("image", image, "image"),
        ("autolink", autolink, "link_open"),
        ("html_inline", html_inline, "html_inline"),
        # Its marks are text until their partners are found.
        ("strikethrough", strikethrough.tokenize, "text"),
    )
    for name, rule, opens in placed:
        parser.inline.ruler.at(name, _placed(rule, opens))
    parser.block.ruler.at("table", _counted, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.after("block", "widths", _measured)
    # The plugin's own rule loses a note with another one in it, and what is open around it.
    parser.core.ruler.at("footnote_tail", _gathered)
    return parser


def _counted(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """The parser's own rule for tables, noting in the table's token the lines with more cells than the head has: it
    drops what is in these."""
    before = len(state.tokens)
    matched = table(state, first, end, silent)
    if matched and not silent:
        opened = state.tokens[before]
        columns = sum(token.type == "th_open" for token in state.tokens[before:])
        rows = range(first + 2, (opened.map or [0, 0])[1])
        opened.meta = {"beyond": [line for line in rows if any(_cells(getLine(state, line))[columns:])]}
    return matched


def _cells(row: str) -> list[str]:
    """Without white space around them."""
    cells = [cell.strip() for cell in escapedSplit(row.strip())]
    return cells[1:] if cells[:1] == [""] else cells


def _measured(state: StateCore) -> None:
    """A paragraph of `{widths="120 50%"}` right before a table becomes an attribute of that."""
    found = state.tokens
    at = 0
    while at + 3 < len(found):
        paragraph, line, _, table = found[at : at + 4]
        said = _WIDTHS.fullmatch(line.content) if line.type == "inline" and table.type == "table_open" else None
        if said and paragraph.type == "paragraph_open":
            table.attrs["widths"] = said[1]
            table.map = [(paragraph.map or [0])[0], (table.map or [0, 0])[1]]
            del found[at : at + 3]
        at += 1


def _gathered(state: StateCore) -> None:
    """The texts of notes at the end, in the order in which they are first referred to. What is not shown there (nobody
    refers to it, or it is written twice: the first counts) leaves a token that says so in its place."""
    refs = state.env.get("footnotes", {}).get("refs", {})
    kept: list[Token] = []
    open_: list[tuple[Token, list[Token]]] = []
    texts: dict[int, tuple[Token, list[Token]]] = {}
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            open_.append((token, []))
        elif token.type == "footnote_reference_close":
            start, held = open_.pop()
            number = refs[f":{start.meta['label']}"]
            if number < 0 or number in texts:
                meta = {**start.meta, "twice": number >= 0}
                (open_[-1][1] if open_ else kept).append(Token("footnote_lost", "", 0, map=start.map, meta=meta))
            else:
                texts[number] = start, held
        else:
            (open_[-1][1] if open_ else kept).append(token)
    if texts:
        kept.append(Token("footnote_block_open", "", 1))
        for number, (start, held) in sorted(texts.items()):
            meta = {**start.meta, "id": number}
            kept += [Token("footnote_open", "", 1, meta=meta), *held, Token("footnote_close", "", -1)]
        kept.append(Token("footnote_block_close", "", -1))
    state.tokens = kept


def _accepted(url: str) -> bool:
    """Refusing a link here would leave its Markdown as text; it is refused later, with a diagnostic."""
    return True


def _normalised(url: str) -> str:
    """Addresses are percent-encoded as browsers do; everything else stays as written, to be judged by that."""
    return normalizeLink(url) if way(url) is Way.ABSOLUTE else url


def _placed(rule: _InlineRule, opens: str) -> _InlineRule:
    """The same rule, noting in the token it opens where in the text that was."""

    def noting(state: StateInline, silent: bool) -> bool:
        before, at = len(state.tokens), state.pos
        matched = rule(state, silent)
        if matched and not silent:
            for token in state.tokens[before:]:
                if token.type == opens and "at" not in token.meta:
                    token.meta = {**token.meta, "at": at}
        return matched

    return noting
