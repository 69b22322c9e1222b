"""The Markdown of a file and another target for some of its links → the same Markdown with that, and nothing else.

What comes out is rendered and compared with what was there: only where these links lead may have changed.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hcsync.markup.canonical.form import canonical, form
from hcsync.markup.canonical.links import known, reference
from hcsync.markup.render.body import render
from hcsync.model.body import BodyForm

# Where a target may stand: in a link, in a reference's definition, in an attribute of HTML.
_BEFORE = r"(?:\]\(\s*<?|^[ \t]{0,3}\[[^\]\n]+\]:[ \t]*<?|\bhref=[\"'])"
_AFTER = r"(?=[>\s)\"']|\Z)"
_URL = r"(?:https?:)?//[^\s<>()\"'\]]+"
# A target that no file has.
_ELSEWHERE = "elsewhere.md"


class Own(NamedTuple):
    """An address of the help center as it is spelled in a file, what it refers to (`intercom:article/12@fr#h_1`), and
    where it begins there."""

    raw: str
    refers: str
    offset: int


def own_addresses(markdown: str, sites: Iterable[str]) -> Iterator[Own]:
    """The links of a page to pages of the help center that could be written otherwise: not those in code, nor those
    that are their own text. `sites` are its readers' addresses."""
    spelled = known(sites)
    before = None
    for found in re.finditer(f"{_BEFORE}({_URL}){_AFTER}", markdown, re.MULTILINE):
        refers = reference(found[1], spelled)
        if refers is None:
            continue
        before = before or _form(markdown, spelled)
        if _replaced(markdown, found.span(1), _ELSEWHERE, refers, before, spelled):
            yield Own(found[1], refers, found.start(1))


def mended(markdown: str, raw: str, new: str, sites: Iterable[str] = ()) -> str | None:
    """`raw` is the target that stands there and `new` the one that is to, wherever a link has it; lines may end as they
    like. None where it stands nowhere, or nothing can be done without changing something else."""
    spelled = known(sites)
    was, text = reference(raw, spelled) or f"hcsync:{raw}", markdown
    before = _form(text, spelled)
    places = [each.span(1) for each in re.finditer(f"{_BEFORE}({re.escape(raw)}){_AFTER}", text, re.MULTILINE)]
    # From the end, so that the places that are left stay where they are.
    for place in reversed(places):
        after = _replaced(text, place, new, was, before, spelled)
        if after is not None:
            text, before = after, _form(after, spelled)
    return text if text != markdown else None


def _replaced(
    text: str, place: tuple[int, int], new: str, was: str, before: BodyForm, sites: tuple[str, ...]
) -> str | None:
    """The text with `new` at `place`, if all it does is to lead links from `was` there. One definition may serve many
    links."""
    made = text[: place[0]] + new + text[place[1] :]
    after = _form(made, sites)
    if (after.text, after.images, after.sizes, len(after.links)) != (
        before.text,
        before.images,
        before.sizes,
        len(before.links),
    ):
        return None
    changed = {pair for pair in zip(before.links, after.links, strict=True) if pair[0] != pair[1]}
    return made if changed == {(was, f"hcsync:{new}")} else None


def _form(markdown: str, sites: tuple[str, ...]) -> BodyForm:
    return form(canonical(render(markdown.replace("\r\n", "\n")).html, sites=sites))
