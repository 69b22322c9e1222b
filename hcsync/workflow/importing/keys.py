"""A title → the last part of a key: a file name that people can read, on any system, unlike all those around it."""

import re
import unicodedata
from collections.abc import Callable

# Longer ones are cut at a word: a file name may have 255 bytes, and a character up to four.
LONGEST = 60

_GAP = re.compile(r"[^\w]+|_+")
# What Windows keeps for itself, what the content folder gives another meaning, and what Markdown's habits do.
_TAKEN = frozenset(
    ["con", "prn", "aux", "nul", "readme", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))]
)


def stem(title: str, fallback: str) -> str:
    """Letters and digits of any script, in lower case, with `-` between words. `fallback` where nothing is left."""
    plain = unicodedata.normalize("NFC", title).lower().replace("'", "").replace("’", "")
    kept = "".join(one if _fits(one) else " " for one in plain)
    words = unicodedata.normalize("NFC", _GAP.sub("-", kept).strip("-"))
    if len(words) > LONGEST:
        cut = words[: LONGEST + 1]
        words = (cut.rpartition("-")[0] or cut[:LONGEST]).strip("-") if "-" in cut else cut[:LONGEST]
    if not words or words in _TAKEN:
        return fallback
    return words


def _fits(character: str) -> bool:
    """Marks that join a letter (as in Hindi or Thai) are part of the word."""
    return unicodedata.category(character)[0] in "LNM" or character == "_"


def unlike(folder: str, name: str, taken: Callable[[str], bool]) -> str:
    """The key in `folder` ("" for the top): `name`, or the first of `name-2`, `name-3` … that is not `taken`."""
    number = 1
    while True:
        last = name if number == 1 else f"{name}-{number}"
        key = f"{folder}/{last}" if folder else last
        if not taken(key):
            return key
        number += 1


def folded(key: str) -> str:
    """Two keys that are one file on some systems are the same here."""
    return unicodedata.normalize("NFC", key).casefold()
