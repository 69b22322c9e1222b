"""A paragraph that is nothing but the address of a video, or `@[video](address)`: a player.

`[text](address){.link}` keeps a link a link.
"""

import re

from hcsync.markup.players import embedded, is_player
from hcsync.markup.render.context import Context, Item
from hcsync.markup.tree import escape_attribute
from hcsync.model.codes import Code

_FLAGS = 'frameborder="0" webkitallowfullscreen="" mozallowfullscreen="" allowfullscreen=""'
_ASKED = re.compile(r"@\[[^\]]*\]\(")


def video(item: Item, context: Context) -> str | None:
    line = item.kids[0] if len(item.kids) == 1 else None
    kids = [] if line is None else line.kids
    # The source and not the parsed text, in which an escaped `\@` looks the same.
    asked = len(kids) == 2 and line is not None and _ASKED.match(line.token.content) is not None
    link = kids[-1] if asked or len(kids) == 1 else None
    if line is None or link is None or link.type != "link":
        return None
    url = str(link.token.attrs.get("href", ""))
    player = embedded(url)
    if asked:
        place = ((line.token.map or item.token.map or [0])[0] + 1, 1)
        player = player or (url if is_player(url) else None)
        if player is None:
            hint = "YouTube, Vimeo, Wistia, Loom, Vidyard and Streamio are; link to anything else"
            context.complain(Code.UNSUPPORTED_HTML, "a video from a host that Intercom does not allow", place, hint)
            return None
        if "list" in context.inside:
            message = "Intercom has no videos within a list"
            context.complain(Code.UNSUPPORTED_HTML, message, place, "move it below the list")
            return None
    if player is None or "list" in context.inside or _has_text_of_its_own(link, url, asked=asked):
        return None
    return f'<div class="intercom-h2b-video"><iframe src="{escape_attribute(player)}" {_FLAGS}></iframe></div>'


def _has_text_of_its_own(link: Item, url: str, *, asked: bool) -> bool:
    """A link with words of its own says more than a player shows; `{.link}` says the same of a bare address."""
    if asked:
        return False
    words = "".join(kid.token.content for kid in link.kids)
    plain = link.token.info == "auto" or words in (url, url.removeprefix("https://"))
    return not plain or "link" in str(link.token.attrs.get("class", "")).split()
