"""Code blocks, fenced or indented. Their language is not kept by Intercom."""

from hcsync.markup.render.context import Context, Item
from hcsync.markup.tree import escape


def code(item: Item, context: Context) -> str:
    return f"<pre><code>{escape(item.token.content.removesuffix(chr(10)))}</code></pre>"
