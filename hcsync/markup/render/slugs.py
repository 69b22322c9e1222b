"""Anchors of headings in GitHub's spelling: "How long, exactly?" → `how-long-exactly`, the second of a name `-1`."""

import re
from collections.abc import Iterable

_DROPPED = re.compile(r"[^\w\- ]")


def slugs(headings: Iterable[str]) -> tuple[str, ...]:
    """`headings` are plain texts in the order of the page."""
    seen: dict[str, int] = {}
    out = []
    for heading in headings:
        slug = first = _DROPPED.sub("", heading.strip().lower()).replace(" ", "-")
        while slug in seen:
            seen[first] += 1
            slug = f"{first}-{seen[first]}"
        seen[slug] = 0
        out.append(slug)
    return tuple(out)
