"""Paragraphs, headings, code, rules and quotes: one node in, lines of Markdown out; None if Markdown has no words."""

import re

from hcsync.markup import callouts
from hcsync.markup.kinds import ALIGNMENTS, classes
from hcsync.markup.players import embedded, is_player, shared
from hcsync.markup.revert import escape
from hcsync.markup.revert.context import Context
from hcsync.markup.revert.lines import line
from hcsync.markup.tree import Node, serialise, text_of

# What would be read as an alignment, or as the widths of a table below, written as text.
_SIDE = re.compile(r"(?<![^ \n])\{(?=\.(?:center|right|justify)\}$)|\A\{(?=widths=)")


def paragraph(node: Node, context: Context) -> list[str] | None:
    side = _side(node)
    written = None if side is None else line(node.kids, context.style())
    if written is None:
        return None
    if _is_lone_video(node):
        written += "{.link}"
    rows = [escape.escape_start(row) for row in _SIDE.sub(r"\\{", written).split("\n")]
    rows[-1] += f" {side}" if side else ""
    return rows


def heading(node: Node, context: Context) -> list[str] | None:
    side = _side(node)
    written = None if side is None else line(node.kids, context.style("<br>"))
    if written is None:
        return None
    # A heading may be closed with "#"; one that ends so must say it means it.
    written = re.sub(r"#$", r"\\#", _SIDE.sub(r"\\{", written))
    marks = "#" * context.manner.levels[int(node.tag[1]) - 1]
    return [" ".join(filter(None, (marks, written, side)))]


def _side(node: Node) -> str | None:
    """What says on which side the text stands, "" for the usual one; None where something else is said of it."""
    if not node.attrs:
        return ""
    names = classes(node) if node.attrs.keys() == {"class"} else []
    if len(names) != 1 or names[0] not in ALIGNMENTS:
        return None
    return f"{{.{names[0].removeprefix('intercom-align-')}}}"


def _is_lone_video(node: Node) -> bool:
    """A link alone in its paragraph that would be read as a video."""
    only = node.kids[0] if len(node.kids) == 1 else None
    return (
        isinstance(only, Node)
        and only.tag == "a"
        and text_of(only) in (only.attrs.get("href"), only.attrs.get("href", "").removeprefix("https://"))
        and embedded(only.attrs.get("href", "")) is not None
    )


def video(node: Node, context: Context) -> list[str] | None:
    """The page people share, on a line of its own; a player that has none is named as a video."""
    source = node.attrs.get("src", "")
    if node.attrs.keys() != {"src"} or not is_player(source):
        return None
    page = shared(source)
    return [page] if page else [f"@[video]({escape.target(source)})"]


def collapsible(node: Node, context: Context) -> list[str] | None:
    """HTML around Markdown: `<details>` is how GitHub writes it, too."""
    summary = node.kids[0] if node.kids else None
    if node.attrs or not isinstance(summary, Node) or summary.tag != "summary" or len(summary.kids) != 1:
        return None
    head = summary.kids[0]
    if not isinstance(head, Node) or head.tag != "h2" or head.attrs:
        return None
    inner = context.blocks(node.kids[1:])
    title = serialise(head.kids)
    if inner is None or "\n" in title:
        return None
    return ["<details>", f"<summary>{title}</summary>", "", *inner, *([""] if inner else []), "</details>"]


def code(node: Node, context: Context) -> list[str] | None:
    inner = node.kids[0]
    if node.attrs or not isinstance(inner, Node) or any(isinstance(kid, Node) for kid in inner.kids):
        return None
    return fenced(text_of(inner))


def fenced(text: str, info: str = "") -> list[str]:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{info}", *(text.split("\n") if text else []), fence]


def line_across(node: Node, context: Context) -> list[str] | None:
    return None if node.attrs else ["---"]


def callout(node: Node, context: Context) -> list[str] | None:
    """An alert by its colour; a grey one is what a quote becomes."""
    if node.attrs.keys() != {"class", "style"} or node.attrs["class"] != callouts.CLASS:
        return None
    mark = callouts.mark_of(node.attrs["style"])
    inner = context.blocks(node.kids)
    if mark is None or not inner:
        return None
    # A mark goes before a paragraph only on a line of its own; before anything else a blank line parts them.
    first = node.kids[0]
    gap = [] if isinstance(first, Node) and first.tag == "p" else [""]
    return [f"> {row}" if row else ">" for row in ([mark, *gap, *inner] if mark else inner)]
