"""A body's HTML in, its Markdown and what the cache keeps of it out: work for processes of their own, which have little
to import for it."""

from hcsync.markup import kept
from hcsync.markup.revert.markdown import reverted


def brought(html: str) -> tuple[str, kept.Made]:
    text = reverted(html)
    return text.markdown, kept.made(text.page)
