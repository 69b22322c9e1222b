"""The tags of raw HTML as they come → a word about those that do not go together.

HTML is forgiving: an element that is not closed takes in all that follows, up to the end of the page.
"""

from hcsync.markup.kinds import HEADINGS
from hcsync.markup.render.context import Context, Open
from hcsync.model.codes import Code

# Closed by what follows or by what they stand in, as HTML has it.
_OPTIONAL = frozenset("p li td th tr thead tbody tfoot dt dd".split())
_VOID = frozenset(("br", "hr"))
# They begin again in the next line if what they stand in is closed first.
_RUNS = frozenset("a b strong i em code".split())
# What an element makes sense in, and what that is called; `inside` has other names for what Markdown makes.
_HOMES = {
    **dict.fromkeys(("li",), (frozenset(("ul", "ol", "list")), "list")),
    **dict.fromkeys(("td", "th", "tr"), (frozenset(("table",)), "table")),
    "summary": (frozenset(("details",)), "<details>"),
}


def begun(name: str, context: Context, place: tuple[int, int]) -> None:
    """An opening tag of an element that means something here."""
    if name in _VOID:
        return
    if name == "summary":
        for each in context.raw_open:
            each.titled = each.titled or each.name == "details"
    if name in _HOMES:
        homes, what = _HOMES[name]
        if not homes & {*context.inside, *(each.name for each in context.raw_open)}:
            _warn(context, place, f"<{name}> stands in no {what}", None)
    context.raw_open.append(Open(name, place))


def ended(name: str, context: Context, place: tuple[int, int]) -> None:
    """A closing tag of such an element."""
    at = next((at for at in reversed(range(len(context.raw_open))) if context.raw_open[at].name == name), None)
    if at is None:
        if name not in _OPTIONAL and name not in _VOID and name != "a":
            _warn(context, place, f"</{name}> closes nothing", "take it out, or write where it begins")
        return
    _close(context, at)


def warn_of_summary(what: str, context: Context, place: tuple[int, int]) -> None:
    """Of an image or the like in a summary, which holds text alone."""
    if any(each.name == "summary" for each in context.raw_open):
        message = f"Intercom's summaries hold text alone; this {what} will stand below it"
        _warn(context, place, message, "move it below </summary>")


def left_open(context: Context) -> None:
    """At the end of the page."""
    for each in context.raw_open:
        _complain(each, context)
    context.raw_open.clear()


def _close(context: Context, at: int) -> None:
    inner = context.raw_open[at + 1 :]
    _complain_of_title(context.raw_open[at], context)
    for each in inner:
        if each.name not in _RUNS:
            _complain(each, context)
    context.raw_open[at:] = [each for each in inner if each.name in _RUNS]


def _complain(opened: Open, context: Context) -> None:
    if opened.name not in _OPTIONAL:
        outcome = "is no heading" if opened.name in HEADINGS else "takes in what follows"
        message, hint = f"<{opened.name}> is not closed, so it {outcome}", f"write </{opened.name}> where it ends"
        _warn(context, opened.place, message, hint)
    _complain_of_title(opened, context)


def _complain_of_title(opened: Open, context: Context) -> None:
    if opened.name == "details" and not opened.titled:
        message = "<details> has no <summary>, so nobody sees what it hides"
        _warn(context, opened.place, message, "write <summary>…</summary> right after it")


def _warn(context: Context, place: tuple[int, int], message: str, hint: str | None) -> None:
    context.complain(Code.UNSUPPORTED_HTML, message, place, hint, warning=True)
