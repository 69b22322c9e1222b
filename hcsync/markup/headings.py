"""The headings of a body: its HTML in, each one's anchor with the id it bears out; or the same HTML with ids put in.

Readers' links lead to ids of Intercom's own (`h_6e3ac983b6`, observed), a writer's to the heading's words in GitHub's
spelling. Headings in the summary of a collapsible part have no anchor on GitHub, and so none here.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from hcsync.markup.render.slugs import slugs
from hcsync.markup.tree import escape_attribute
from hcsync.model.digest import digest

# On HTML as we or Intercom write it: attributes are quoted, and no ">" stands within one.
_HEADING = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
_SUMMARY = re.compile(r"<summary\b.*?</summary>", re.DOTALL)
_ID = re.compile(r'(?<![\w-])id="([^"\s]+)"')
_TAG = re.compile(r"<[^>]*>")
_INWARD = re.compile(r'(<a\b[^>]*?\shref=")#([^"]+)"')


def headings(html: str) -> dict[str, str]:
    """Anchor → id ("" where it has none), in the order of the page."""
    found = list(_headings(html))
    ids = (_ID.search(each[2]) for each in found)
    return {slug: each[1] if each else "" for slug, each in zip(_anchors(found), ids, strict=True)}


def live_ids(html: str) -> dict[str, str]:
    """The same, of the headings that have an id."""
    if "<h" not in html:
        return {}
    return {slug: own for slug, own in headings(html).items() if own}


def inward(html: str) -> set[str]:
    """The anchors that the page links to within itself."""
    return {_anchor(found[2]) for found in _INWARD.finditer(html)}


def chosen(anchors: tuple[str, ...], live: Mapping[str, str], name: str) -> dict[str, str]:
    """Anchor → the id to send. `live` is what the page has in Intercom, in its order. A heading keeps its id, for
    others link to it, be it that only its words changed; a new one gets one that hangs on `name` and its anchor alone,
    so that links to it can be known before it is written."""
    ids = {anchor: live[anchor] for anchor in anchors if anchor in live}
    if len(live) == len(anchors):
        for anchor, was in zip(anchors, live, strict=True):
            if anchor not in live and was not in ids:
                ids[anchor] = live[was]
    return {anchor: ids.get(anchor) or f"h_{digest(name, anchor)[:10]}" for anchor in anchors}


def identified(html: str, ids: Mapping[str, str], *, inwards: bool = True) -> str:
    """`html` with an id for each heading in `ids` that has none and, with `inwards`, links within the page that lead to
    these."""
    found = list(_headings(html))
    out, at = [], 0
    for anchor, each in zip(_anchors(found), found, strict=True):
        if anchor in ids and not _ID.search(each[2]):
            out += [html[at : each.end(1)], f' id="{escape_attribute(ids[anchor])}"']
            at = each.end(1)
    made = "".join([*out, html[at:]])
    return linked_to(made, ids) if inwards else made


def linked_to(html: str, ids: Mapping[str, str]) -> str:
    """`html` with links within the page that lead to `ids`, whatever ids its headings have."""

    def link(found: re.Match[str]) -> str:
        known = ids.get(_anchor(found[2]))
        return found[0] if known is None else f'{found[1]}#{escape_attribute(known)}"'

    return _INWARD.sub(link, html)


def words(html: str) -> str:
    """The text of a heading, as its anchor is made of it."""
    return unicodedata.normalize("NFC", " ".join(unescape(_TAG.sub("", html)).split()))


def _anchor(written: str) -> str:
    return unquote(unescape(written))


def _anchors(found: list[re.Match[str]]) -> tuple[str, ...]:
    return slugs(words(each[3]) for each in found)


def _headings(html: str) -> Iterator[re.Match[str]]:
    summaries = [each.span() for each in _SUMMARY.finditer(html)] if "<summary" in html else []
    starts = [start for start, _ in summaries]
    for found in _HEADING.finditer(html):
        before = bisect_right(starts, found.start()) - 1
        within = before >= 0 and found.start() < summaries[before][1]
        if not within and words(found[3]).strip("\u200b"):
            yield found
