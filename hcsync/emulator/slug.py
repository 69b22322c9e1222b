"""A title goes in; the readable part of its URL comes out.

As seen in public help centers: lower case, each run of other characters is one "-" (so "What's new" is what-s-new),
Latin letters lose their accents, other scripts stay as they are.
"""

import unicodedata
from functools import lru_cache

_SPELLED = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"}
_LATIN_END = 0x250
_LATIN_MORE = range(0x1E00, 0x1F00)


@lru_cache(maxsize=8192)
def slug(title: str) -> str:
    """May be empty, if the title has neither letters nor digits."""
    parts: list[str] = []
    for letter in unicodedata.normalize("NFC", title).lower():
        if unicodedata.category(letter)[0] not in "LNM":
            parts.append("-")
        else:
            parts.append(_plain(letter))
    return "-".join(word for word in "".join(parts).split("-") if word)


def _plain(letter: str) -> str:
    if letter in _SPELLED:
        return _SPELLED[letter]
    code = ord(letter)
    if code < _LATIN_END or code in _LATIN_MORE:
        return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
    return letter
