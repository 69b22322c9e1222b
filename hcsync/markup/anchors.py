"""The part of a link after `#` in, a fault out if no heading of the page bears it."""

import re
from difflib import get_close_matches

from hcsync.markup.paths import Lost
from hcsync.model.codes import Code

# Ids that Intercom itself gave to headings; they can be known only to whoever copied one from there.
_LIVE_ID = re.compile(r"h_[0-9a-f]{10}")


def check_anchor(fragment: str, headings: tuple[str, ...], written: str, locale: str) -> Lost | None:
    """`headings` are the anchors of the page that is linked to, in `locale`; `written` is the target as in the file."""
    if not fragment or fragment == "top" or fragment in headings or _LIVE_ID.fullmatch(fragment):
        return None
    message = f'link target "{written}" has no heading "{fragment}" in {locale}'
    near = get_close_matches(fragment.lower(), headings, n=1)
    return Lost(Code.BROKEN_ANCHOR, message, f'did you mean "{near[0]}"?' if near else None, warning=True)
