"""A stored body goes in; the text a reader sees, without tags, comes out."""

import html
import re

_BREAKS = re.compile(r"</(?:p|h[1-4]|li|td|pre|summary)>|<br>")
_TAGS = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"[ \t\n]*\n[ \t\n]*")


def plain(body: str) -> str:
    """One line a block; entities resolved."""
    return _SPACES.sub("\n", html.unescape(_TAGS.sub("", _BREAKS.sub("\n", body)))).strip()
