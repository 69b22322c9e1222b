"""Where links and images lead: into the page, into the repository, out into the world, or nowhere good."""

import re
from enum import Enum, auto

from hcsync.markup.render.context import Context
from hcsync.markup.render.rendered import Target
from hcsync.markup.tree import escape_attribute
from hcsync.model.codes import Code

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Browsers look through white space and control characters in front of and within a scheme.
_HIDDEN = re.compile(r"[\x00-\x20\x7f]+")
# The last two are hcsync's own words for targets.
_REFUSED = frozenset("javascript data vbscript file blob about filesystem hcsync intercom".split())


class Way(Enum):
    PAGE = auto()
    RELATIVE = auto()
    ABSOLUTE = auto()
    REFUSED = auto()


def way(url: str) -> Way:
    if url.startswith("#"):
        return Way.PAGE
    if url.startswith("//"):
        return Way.ABSOLUTE
    found = _SCHEME.match(_HIDDEN.sub("", url))
    if not found:
        return Way.RELATIVE if url.strip() else Way.REFUSED
    scheme = found[1].lower()
    return Way.REFUSED if scheme in _REFUSED or len(scheme) == 1 else Way.ABSOLUTE


def link_target(context: Context, url: str, place: tuple[int, int]) -> str | None:
    """The value of `href`, unescaped; None (with a diagnostic) if Intercom would not take it."""
    match way(url):
        case Way.REFUSED:
            _refuse(context, "link", url, place)
            return None
        case Way.RELATIVE:
            return _numbered(context, url, place)
        case Way.PAGE:
            context.anchors.append(Target(url, *place))
            return url
        case Way.ABSOLUTE:
            return url


def link_open(context: Context, url: str, place: tuple[int, int], *, button: bool = False) -> str | None:
    """The opening tag of a link to `url`, or None if Intercom would not take it."""
    target = link_target(context, url, place)
    if target is None:
        return None
    kind = "intercom-h2b-button" if button else "intercom-content-link"
    return f'<a href="{escape_attribute(target)}" target="_blank" class="{kind}">'


def image_source(context: Context, url: str, place: tuple[int, int]) -> str | None:
    """The value of `src`, unescaped; None (with a diagnostic) if Intercom could not fetch it."""
    direction = way(url)
    if direction is Way.RELATIVE:
        return _numbered(context, url, place)
    if direction is Way.ABSOLUTE:
        whole = "https:" + url if url.startswith("//") else url
        if whole.lower().startswith(("http://", "https://")):
            return whole
    _refuse(context, "image", url, place)
    return None


def _numbered(context: Context, url: str, place: tuple[int, int]) -> str:
    """A reference with the target's number, which is taken out again when the document is complete."""
    context.targets.append(Target(url, *place))
    return f"hcsync:{len(context.targets) - 1}:{url}"


def _refuse(context: Context, what: str, url: str, place: tuple[int, int]) -> None:
    if not url.strip():
        context.complain(Code.UNSUPPORTED_URL, f"this {what} leads nowhere", place, "write where it leads")
        return
    shown = url if len(url) <= 60 else url[:57] + "…"
    hint = "use an https address or a path in the repository"
    context.complain(Code.UNSUPPORTED_URL, f'Intercom does not take the {what} target "{shown}"', place, hint)
