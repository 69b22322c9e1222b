"""`NAME=VALUE` choices go in, the behaviour of the embedded help center where Intercom's is unknown comes out.

Nobody has published what Intercom does in these cases, or sources disagree. Each case is a quirk: a name, the values
it may take (the first is the default) and why that is the default. A client that is right under every value is right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType

from hcsync.errors import UsageError


@dataclass(frozen=True, slots=True)
class Quirk:
    """One unknown. `values[0]` is the default; `why` says in a line what is known."""

    name: str
    values: tuple[str, ...]
    why: str


TABLE: tuple[Quirk, ...] = (
    # Locales
    Quirk("multilingual", ("auto", "always", "never"),
          "default_locale and translated_content show when the help center has more than one locale (docs)"),
    Quirk("missing-locales", ("absent", "null", "empty"),
          "a locale without content: left out (observed), null (docs), or an empty object (observed)"),
    Quirk("echo-default-locale", ("off", "on"),
          "docs say translated_content holds the other locales; some clients read the default one there too"),
    Quirk("locale-merge", ("merge", "replace"),
          "the docs' own example sends part of a locale to change that part; one client says the block is replaced"),
    Quirk("locale-null", ("ignore", "delete", "draft", "refuse"),
          "a locale sent as null is undocumented; doing nothing loses nothing"),
    Quirk("unlisted-locale", ("store", "ignore", "refuse"),
          "a locale the help center has not enabled; clients write locales beyond the documented list (observed)"),
    Quirk("empty-translation", ("store", "drop"),
          "a locale sent without title and body comes back as \"not started\" (observed)"),
    Quirk("untitled-translation", ("accept", "refuse"), "one client sends a locale's body alone (observed)"),
    Quirk("default-locale-twice", ("root", "translation"),
          "which wins when the default locale is sent at the root and in translated_content; the root is documented"),
    Quirk("translation-bumps-root", ("off", "on"),
          "updated_at at the root is that of the default language's content (docs)"),
    # Writes
    Quirk("author-omitted", ("keep", "acting"),
          "PUT without author_id; overwriting it with the acting admin was seen through another door than REST"),
    Quirk("unknown-author", ("400", "404", "401", "accept"),
          "author_id \"must be a teammate\" (docs); the answer otherwise is unspecified"),
    Quirk("noop-put", ("keep", "bump"),
          "whether a PUT that changes nothing moves updated_at; frameworks of this kind save only what changed"),
    Quirk("pending-draft", ("off", "on"),
          "on: every published article has a draft pending in the editor, so PUT without state changes nothing live"),
    Quirk("draft-with-state", ("publish", "hold"),
          "PUT with the state a text has already, over a pending draft: both go live (inferred), or all of it waits"),
    Quirk("draft-answer", ("live", "sent"),
          "whether the answer to a PUT that went into a pending draft shows what readers see or what was sent"),
    Quirk("article-parent-null", ("detach", "ignore", "refuse"),
          "parent_id null, '' or 0 on PUT /articles is undocumented; null detaches a collection (docs)"),
    Quirk("unknown-parent", ("404", "400"), "the answer to a parent_id that does not exist is unspecified"),
    Quirk("blank-title", ("refuse", "accept"), "an empty title or name is valid by the schema; refusing is stricter"),
    Quirk("empty-body", ("accept", "refuse"), "the docs show articles with an empty body; a client met a 400 on POST"),
    Quirk("size-limits", ("off", "on"),
          "undocumented; on: titles and names to 255 characters, one body to 1,000,000"),
    # Collections
    Quirk("collection-depth", ("refuse", "allow"), "the editor allows 3 levels; the API beyond that is undocumented"),
    Quirk("collection-delete", ("orphan", "cascade", "refuse"),
          "deleting a collection that is not empty: what it held is said to survive (one weak source)"),
    Quirk("collection-order", ("updated", "position", "id"), "the description says updated_at desc, its example not"),
    Quirk("collection-url", ("page", "root"), "the url of a collection may be just the help center's root (observed)"),
    Quirk("nested-help-center", ("null", "inherit"), "help_center_id of a nested collection is null (spec example)"),
    # Answers
    Quirk("stale-parent", ("off", "on"), "on: parent_id keeps showing an article's first parent; parent_ids is true"),
    Quirk("parent-ids", ("full", "empty"), "the spec's examples show [] beside a parent_id; real answers are filled"),
    Quirk("title-escaping", ("off", "on"), "on: titles and names come back HTML-escaped (one source)"),
    Quirk("url-encoding", ("raw", "percent"), "slugs in other scripts are kept raw (observed)"),
    Quirk("paging-numbers", ("integer", "string"), "page and per_page come back as text when sent (2.17 docs)"),
    Quirk("last-page-next", ("absent", "null"), "pages.next is left out on the last page (spec examples)"),
    Quirk("bad-page", ("refuse", "clamp"), "page=0 and page=abc are undocumented"),
    Quirk("per-page-over-250", ("cap", "refuse"), "the maximum is 250 (docs); what more does is unspecified"),
    Quirk("search-default-state", ("all", "published"), "the spec's example finds a draft without asking for drafts"),
    Quirk("search-lag", ("off", "on"), "on: search does not see writes of the last 5 seconds; no evidence either way"),
    Quirk("wrong-method", ("405", "404"), "405 is what HTTP says and clients expect; the 2.17 docs speak of 404"),
    Quirk("retry-after", ("off", "on"), "a Retry-After header on 429 is not documented"),
    # Bodies
    Quirk("block-gaps", ("blank", "drop"), "whitespace between block tags becomes an empty paragraph (observed twice)"),
    Quirk("heading-blanks", ("off", "on"),
          "on: empty paragraphs appear around headings and at the end, even for gap-free input (one source)"),
    Quirk("empty-paragraphs", ("drop", "keep"), "an empty <p> is stripped, <p>&nbsp;</p> stays (observed)"),
    Quirk("headings", ("rebase", "clamp"),
          "the shallowest heading becomes h1 (observed); the docs of old: h3 to h6 become h2 and nothing else moves"),
    Quirk("deep-headings", ("h2", "keep"), "only h1 and h2 are documented; the editor itself makes h3 and h4"),
    Quirk("heading-ids", ("fresh", "keep-own", "by-words", "none"),
          "ids are made anew on each write (observed); keep-own: an id of Intercom's own form is kept; by-words: they "
          "hang on the heading's words alone; none: headings have no ids"),
    Quirk("nested-lists", ("accept", "refuse"), "the docs say 400; a client writes them with success (observed)"),
    Quirk("empty-list-item", ("refuse", "drop"), "a list with an empty item is a 400 (observed)"),
    Quirk("code-in-list", ("keep", "split"), "split: a code block in a list splits the list (seen in live bodies)"),
    Quirk("list-start", ("drop", "keep"), "the start of a numbered list is not among the documented attributes"),
    Quirk("containers", ("accept", "strip"), "callouts and table colours are accepted (three clients) or not (one)"),
    Quirk("collapsibles", ("accept", "strip"), "<details> comes from the editor; whether REST takes it is unknown"),
    Quirk("code-newlines", ("keep", "br"), "how newlines in <pre> come back is unknown"),
    Quirk("inline-space", ("keep", "collapse"), "runs of whitespace inside a text are not known to be touched"),
    Quirk("link-rel", ("off", "on"), "on: links carry rel=\"nofollow noopener noreferrer\" as in older messages"),
    # Images
    Quirk("image-fetch", ("off", "on"),
          "on: images are really downloaded and must be images; off works without a network"),
    Quirk("image-reupload", ("fresh", "reuse"),
          "the same source sent again becomes a new file (likely; no mapping is returned)"),
    Quirk("image-query", ("full", "no-req", "none"), "signed with expires, signature and req; older ones lack req"),
    Quirk("image-unreachable", ("refuse", "drop", "keep"),
          "an image out of reach is a 400 (docs); drop: it is left out, keep: it stays where it is"),
    Quirk("bad-image", ("parameter_invalid", "unsupported_html"), "the code for an image out of reach is unknown"),
)  # fmt: skip

_BY_NAME: Mapping[str, Quirk] = MappingProxyType({quirk.name: quirk for quirk in TABLE})


@dataclass(frozen=True, slots=True)
class Quirks:
    """The chosen value of each quirk: `quirks["noop-put"]`. What is not chosen has its default."""

    chosen: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, value in self.chosen.items():
            _check(name, value)

    def __getitem__(self, name: str) -> str:
        chosen = self.chosen.get(name)
        return _BY_NAME[name].values[0] if chosen is None else chosen


def parse_quirks(words: Iterable[str]) -> Quirks:
    """`("noop-put=bump", …)` → Quirks; the last word about a quirk counts. Raises UsageError with the nearest name."""
    chosen: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            hint = "Write --quirk NAME=VALUE; --quirk list shows all."
            raise UsageError(f'"{word}" is not a quirk setting.', hint=hint)
        chosen[name.strip()] = value.strip()
    return Quirks(chosen)


def listing() -> str:
    """The table as text: name, values with the default first, why."""
    width = max(len(quirk.name) for quirk in TABLE)
    lines = []
    for quirk in TABLE:
        default, *others = quirk.values
        lines.append(f"{quirk.name:<{width}}  {default} (default) | {' | '.join(others)}")
        lines.append(f"{'':<{width}}  {quirk.why}")
    return "\n".join(lines)


def _check(name: str, value: str) -> None:
    quirk = _BY_NAME.get(name)
    if quirk is None:
        near = get_close_matches(name, _BY_NAME, n=1)
        hint = f'Did you mean "{near[0]}"? ' if near else ""
        raise UsageError(f'There is no quirk "{name}".', hint=f"{hint}--quirk list shows all.")
    if value not in quirk.values:
        raise UsageError(
            f'The quirk "{name}" cannot be "{value}".', hint=f"It can be {', '.join(quirk.values)}. {quirk.why}."
        )
