"""Anchors of headings in GitHub's spelling: "How long, exactly?" → `how-long-exactly`, the second of a name `-1`."""

import unicodedata
from collections.abc import Iterable

# Letters, marks (vowels in Hindi and Thai are such), numbers and what joins words; "²" is none of these.
_KEPT = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"))


def slugs(headings: Iterable[str]) -> tuple[str, ...]:
    """`headings` are plain texts in the order of the page."""
    seen: dict[str, int] = {}
    out = []
    for heading in headings:
        slug = first = "".join(filter(_is_kept, heading.strip().lower())).replace(" ", "-")
        while slug in seen:
            seen[first] += 1
            slug = f"{first}-{seen[first]}"
        seen[slug] = 0
        out.append(slug)
    return tuple(out)


def _is_kept(character: str) -> bool:
    return character in "- " or unicodedata.category(character) in _KEPT
