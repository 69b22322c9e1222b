"""Relative targets as paths: where they may lie, whether that is inside the content folder, what was likely meant."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from posixpath import basename, join, normpath, relpath, splitext
from urllib.parse import quote, unquote

from hcsync.model.codes import Code
from hcsync.model.source import SourceTree

# What means something else in a link's target.
_IN_A_LINK = re.compile(r"[ %?#<>()\\]")


@dataclass(frozen=True, slots=True)
class Lost:
    """A target that names nothing, or not what it seems to: why, and what to write instead."""

    code: Code
    message: str
    hint: str | None = None
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a source file lies: below the locale folder `folder` of the content folder, in its folder `rest` ("" for
    its top)."""

    folder: str
    rest: str


def spot(tree: SourceTree, path: str) -> Spot:
    """`path` is a source file's, relative to the project's root."""
    folder, _, rest = path.removeprefix(f"{tree.content}/").rpartition("/")[0].partition("/")
    return Spot(folder, rest)


def places(tree: SourceTree, spot: Spot, written: str) -> tuple[str, ...]:
    """The paths from the project's root that a target may mean, the likeliest first; a query is none of the file's.
    One that begins with `/` begins at the project's root, as on GitHub, or else at the locale's or content's folder."""
    path = written.partition("?")[0]
    home = join(tree.content, spot.folder)
    spellings = dict.fromkeys((unquote(path), path))
    if not path.startswith("/"):
        return tuple(normpath(join(home, spot.rest, each)) for each in spellings)
    return tuple(normpath(join(root, each.lstrip("/"))) for root in ("", home, tree.content) for each in spellings)


def composed(path: str) -> str:
    """In Unicode's form NFC: one name may be stored in two ways, and look the same."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def below(content: str, place: str) -> str | None:
    """`place` relative to the content folder; None if it lies elsewhere."""
    if content in ("", "."):
        return None if place == ".." or place.startswith("../") else place
    return place.removeprefix(f"{content}/") if place.startswith(f"{content}/") else None


def outside(what: str, raw: str) -> Lost:
    return Lost(Code.OUTSIDE, f'{what} target "{raw}" leads out of the content folder', "use an https address")


def near(spot: Spot, inside: str, known: Iterable[str]) -> str | None:
    """The likeliest meant: a file of that name elsewhere, else one whose name and path look alike. Paths are relative
    to the content folder."""
    shown = {each.removeprefix(f"{spot.folder}/"): each for each in known}
    inside = unquote(inside).replace("\\", "/")
    name = basename(inside).lower()
    same = [each for each in shown if basename(each).lower() in (name, f"{name}.md")]
    stems = {splitext(basename(each).lower())[0] for each in shown} if not same else set()
    alike = set(get_close_matches(splitext(name)[0], stems, n=len(stems) or 1))
    chosen = same or [each for each in shown if splitext(basename(each).lower())[0] in alike]
    found = get_close_matches(inside.removeprefix(f"{spot.folder}/"), chosen, n=1, cutoff=0.0 if same else 0.6)
    if not found:
        return None
    return f'did you mean "{as_target(relpath(shown[found[0]], join(spot.folder, spot.rest)))}"?'


def as_target(path: str) -> str:
    """A path as it stands in a link, whatever it holds."""
    return _IN_A_LINK.sub(lambda each: quote(each[0]), path)
