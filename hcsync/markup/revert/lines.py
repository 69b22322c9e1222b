"""The inside of a paragraph in, a line of Markdown out; None where Markdown cannot say it."""

import re
from dataclasses import dataclass, replace

from hcsync.markup.revert import escape
from hcsync.markup.tree import Kid, Node, text_of

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:[^\s<>]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """`breaks` is what a line break is written as, `strong` and `emphasis` what bold and italic are marked with.
    `tags`: these two are HTML, for `a<b>"b"</b>c` cannot be said with asterisks. `in_link`: the text stands in the
    brackets of a link; `in_bold`: in bold, where italic has another mark, or the two would change places."""

    breaks: str = "\\\n"
    strong: str = "**"
    emphasis: str = "*"
    tags: bool = False
    in_link: bool = False
    in_bold: bool = False


def line(kids: list[Kid], style: Style) -> str | None:
    out = []
    for number, kid in enumerate(kids):
        if isinstance(kid, str):
            text = escape.escape(kid, in_link=style.in_link)
            before = kids[number - 1] if number else None
            # Right after a link or image a brace would begin its attributes.
            braced = text.startswith("{") and isinstance(before, Node) and before.tag in ("a", "img")
            out.append(f"\\{text}" if braced else text)
            continue
        written = _element(kid, style)
        if written is None:
            return None
        out.append(written)
    return "".join(out)


def _element(node: Node, style: Style) -> str | None:
    match node.tag:
        case "br":
            return style.breaks
        case "img":
            return _image(node)
        case "code":
            return _code(node)
        case "a":
            return _link(node, style)
        case "b" | "i":
            return _marked(node, style)
        case _:
            return None


def _code(node: Node) -> str | None:
    return None if node.attrs or any(isinstance(kid, Node) for kid in node.kids) else escape.code(text_of(node))


def _marked(node: Node, style: Style) -> str | None:
    bold = node.tag == "b"
    inner = None if node.attrs else line(node.kids, replace(style, in_bold=bold))
    if inner is None:
        return None
    if style.tags:
        return f"<{node.tag}>{inner}</{node.tag}>"
    mark = style.strong if bold else style.emphasis
    if style.in_bold and not bold and mark in style.strong:
        mark = "_" if mark == "*" else "*"
    return f"{mark}{inner}{mark}"


def _link(node: Node, style: Style) -> str | None:
    inner = line(node.kids, replace(style, in_link=True))
    button = node.attrs.get("class") == "intercom-h2b-button"
    if inner is None or node.attrs.keys() - ({"class"} if button else set()) != {"href"}:
        return None
    href = node.attrs["href"].removeprefix("hcsync:")
    if button:
        return f"[{inner}]({escape.target(href)}){{.button}}"
    if text_of(node) == href and _ADDRESS.fullmatch(href):
        return f"<{href}>"
    return f"[{inner}]({escape.target(href)})"


def _image(node: Node) -> str | None:
    if not node.attrs.keys() <= {"src", "alt", "width", "height"}:
        return None
    size = " ".join(f"{name}={node.attrs[name]}" for name in ("width", "height") if name in node.attrs)
    alt = escape.escape(node.attrs.get("alt", ""), in_link=True)
    return f"![{alt}]({escape.target(node.attrs.get('src', '').removeprefix('hcsync:'))})" + (
        f"{{{size}}}" if size else ""
    )
