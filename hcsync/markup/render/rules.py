"""The tables of constructs. For each token the first rule of its type that answers is taken; None passes it on.

A new construct is a file and a row here: a video is a row for "paragraph" above `paragraph`.
"""

from hcsync.markup.render import (
    code_block,
    definitions,
    footnotes,
    heading,
    images,
    inline,
    line_across,
    links,
    lists,
    paragraph,
    quote,
    raw_html,
    tables,
    untouched,
    video,
)
from hcsync.markup.render.context import BlockRule, InlineRule

BLOCKS: tuple[tuple[str, BlockRule], ...] = (
    ("paragraph", video.video),
    ("paragraph", paragraph.paragraph),
    ("heading", heading.heading),
    ("bullet_list", lists.bullets),
    ("ordered_list", lists.numbers),
    ("table", tables.table),
    ("fence", untouched.fence),
    ("fence", code_block.code),
    ("code_block", code_block.code),
    ("blockquote", quote.quote),
    ("hr", line_across.line_across),
    ("html_block", raw_html.block),
    ("footnote_block", footnotes.notes),
    ("footnote_lost", footnotes.lost),
    ("dl", definitions.definitions),
)

INLINES: tuple[tuple[str, InlineRule], ...] = (
    ("text", inline.text),
    ("code_inline", inline.code),
    ("softbreak", inline.soft_break),
    ("hardbreak", inline.hard_break),
    ("strong", inline.strong),
    ("em", inline.emphasis),
    ("s", inline.struck),
    ("link", links.link),
    ("image", images.image),
    ("html_inline", raw_html.tag),
    ("footnote_ref", inline.footnote),
)
