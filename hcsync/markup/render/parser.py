"""Markdown in, tokens out: CommonMark with tables, strikethrough, bare addresses, footnotes, definitions
and attributes of links and images; links with places."""

from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
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
    return parser


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
