"""HTML written in Markdown: what Intercom accepts passes, the rest gives its text, and each loss is a diagnostic.

Accepted elements, hosts of players and what happens to others: Intercom's list of supported HTML (docs).
"""

import re
from collections.abc import Callable
from html import unescape

from hcsync.markup.canonical import sides
from hcsync.markup.canonical.attributes import sized
from hcsync.markup.players import is_player
from hcsync.markup.render import balance
from hcsync.markup.render.context import Context, Item, Piece
from hcsync.markup.render.urls import image_source, link_open
from hcsync.markup.tree import Node, escape, escape_attribute
from hcsync.model.codes import Code

_NAME = r"[A-Za-z][A-Za-z0-9:-]*"
_ATTRIBUTE = r"""[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
_TOKEN = re.compile(rf"<!--.*?(?:-->|\Z)|<[!?][^>]*>|<(/?)({_NAME})((?:\s+{_ATTRIBUTE})*)\s*/?>", re.DOTALL)
_EACH_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
_WIDTH = re.compile(r"(?:\A|;)\s*width:\s*([1-9]\d{0,3}(?:\.\d+)?(?:px|%))", re.IGNORECASE)
# What looks otherwise without it: declarations of a style, and attributes, of any element or of one.
_LOOK = re.compile(
    r"(?:\A|;)\s*((?:color|background|font|text|float|list-style|direction|display|visibility)[\w-]*)\s*:\s*([^;]+)",
    re.IGNORECASE,
)
_LOOKS = frozenset("align dir color bgcolor face hidden".split())
_LOOKS_OF = {
    "ol": frozenset(("start", "type", "reversed")),
    "li": frozenset(("value",)),
    "details": frozenset(("open",)),
}
_PLAIN = frozenset((("start", "1"), ("type", "1"), ("align", "left"), ("dir", "ltr"), ("dir", "auto")))
_EMPTY_ITEM = re.compile(r"<li\b[^>]*>(?:\s|&nbsp;|</?p\b[^>]*>|<br\b[^>]*>)*</li\s*>", re.IGNORECASE)

_CODE = re.compile(r"<(pre|script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
# What is Markdown beyond doubt, at the beginning of a line or anywhere in it.
_MARKDOWN = re.compile(
    r"^ {0,3}(?:[-*+] +\S|\d{1,9}[.)] +\S|#{1,6} +\S|```|~~~|\|.*\|[ \t]*$)"
    r"|\*\*\w[^*\n<>]*\*\*|\[[^\]\n<>]+\]\([^)\s<>]+\)",
    re.MULTILINE,
)

# Passed as they are, attributes apart.
_ACCEPTED = frozenset(
    "p br hr h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tfoot tr td th pre code b strong i em details summary".split()
)
# They lay out and say nothing; their text becomes paragraphs.
_LAYOUT = frozenset("div section article header footer main nav aside figure figcaption center address".split())
_OPENED = frozenset("span font wbr col colgroup html body label".split())
# Refused by Intercom as a whole; their text is kept as paragraphs. The second row goes with the first.
_REFUSED = frozenset("dl form".split())
_THEIRS = frozenset("dt dd fieldset legend".split())
# What is told of when it is not closed.
_BALANCED = _ACCEPTED | _LAYOUT | _REFUSED | _THEIRS | {"a"}
# Their content is no text to read.
_GONE = frozenset(
    "script style textarea select option object embed svg math video audio canvas template input applet "
    "frameset xmp noembed noframes plaintext title link meta base".split()
)


def block(item: Item, context: Context) -> str:
    context.line = (item.token.map or [0])[0] + 1
    context.text = item.token.content
    for empty in _EMPTY_ITEM.finditer(context.text):
        context.complain(
            Code.EMPTY_LIST_ITEM,
            "Intercom refuses a list item without text",
            context.place_in(empty.start()),
            "write it or remove it",
        )
    _complain_of_markdown(context)
    html = _clean(item.token.content, context, 0)
    if not html.strip():
        # The line end behind a comment would become an empty paragraph.
        return ""
    context.untidy = True
    return html


def _complain_of_markdown(context: Context) -> None:
    """A block of HTML goes on up to a blank line, and nothing in it is read as Markdown."""
    text = _CODE.sub(lambda found: "\n" * found[0].count("\n"), context.text)
    if found := _MARKDOWN.search(text):
        line = context.line + text[: found.start()].count("\n")
        message = "this is not read as Markdown, since it stands right below HTML"
        context.complain(Code.UNSUPPORTED_HTML, message, (line, 1), "leave a blank line above it", warning=True)


def tag(item: Item, context: Context) -> list[Piece]:
    return [_clean(item.token.content, context, item.token.meta.get("at", 0))]


def _clean(html: str, context: Context, offset: int) -> str:
    out = []
    at = 0
    while found := _TOKEN.search(html, at):
        out.append(escape(unescape(html[at : found.start()])))
        at = found.end()
        name = (found[2] or "").lower()
        if not name:
            if found[0].startswith("<!--") and not found[0].endswith("-->"):
                _complain_of_comment(context, context.place_in(offset + found.start()))
            continue
        context.untidy = True
        place = context.place_in(offset + found.start())
        if found[1]:
            out.append(_end(name, context, place))
            continue
        out.append(_start(name, _attributes(found[3]), context, place))
        if name in _GONE or name == "iframe":
            end = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(html, at)
            at = end.end() if end else at
    out.append(escape(unescape(html[at:])))
    return "".join(out)


def _end(name: str, context: Context, place: tuple[int, int]) -> str:
    if name in _BALANCED:
        balance.ended(name, context, place)
    if name in _ACCEPTED or name == "a":
        return f"</{name}>" if name != "br" else "<br>"
    return "</div>" if name in _LAYOUT or name in _REFUSED or name in _THEIRS else ""


def _start(name: str, attrs: dict[str, str], context: Context, place: tuple[int, int]) -> str:
    attrs = _sided(name, attrs)
    if name in _ACCEPTED or name in _LAYOUT or name in _OPENED or name in ("a", "img"):
        _complain_of_looks(name, attrs, context, place)
    targeted = _TARGETED.get(name)
    if targeted is not None:
        return targeted(attrs, context, place)
    if name == "table":
        _watch(context, place)
    if name in _BALANCED:
        balance.begun(name, context, place)
    if name in _ACCEPTED:
        return f"<{name}{_kept(name, attrs, context, place)}>"
    if name in _LAYOUT or name in _THEIRS:
        return f"<div{_kept('div', attrs, context, place)}>"
    if name not in _OPENED:
        _complain_of(name, context, place)
    return "<div>" if name in _REFUSED else ""


def _sided(name: str, attrs: dict[str, str]) -> dict[str, str]:
    """On which side its text stands, said as Intercom says it."""
    node = Node("div" if name in _LAYOUT else name, dict(attrs))
    if name == "center":
        node.attrs.setdefault("align", "center")
    sides.unify(node)
    return node.attrs


def _complain_of_looks(name: str, attrs: dict[str, str], context: Context, place: tuple[int, int]) -> None:
    lost = [
        f'{each}="{said}"' if said else each
        for each, said in attrs.items()
        if (each in _LOOKS or each in _LOOKS_OF.get(name, ()) or each.startswith("on")) and (each, said) not in _PLAIN
    ]
    if "intercom-interblocks-callout" not in attrs.get("class", ""):
        cell = name in ("td", "th")
        declared = _LOOK.findall(attrs.get("style", ""))
        lost += [
            f"{each}: {said.strip()}"
            for each, said in declared
            if not cell or not each.lower().startswith("background")
        ]
    if lost:
        message = f"Intercom does not keep {', '.join(lost)} of <{name}>"
        context.complain(Code.UNSUPPORTED_HTML, message, place, warning=True)


def _complain_of(name: str, context: Context, place: tuple[int, int]) -> None:
    if name in _REFUSED:
        message, hint = f"Intercom refuses <{name}>", "write it as paragraphs, a list or a table"
        context.complain(Code.UNSUPPORTED_HTML, message, place, hint)
    elif name in _GONE:
        context.complain(Code.UNSUPPORTED_HTML, f"Intercom does not take <{name}>", place, "remove it")
    else:
        message = f"Intercom does not know <{name}>; only its text is kept"
        context.complain(Code.UNSUPPORTED_HTML, message, place, warning=True)


def _complain_of_comment(context: Context, place: tuple[int, int]) -> None:
    message = "this comment is not closed; all that follows it is not shown"
    context.complain(Code.UNSUPPORTED_HTML, message, place, "write --> where it ends")


def _watch(context: Context, place: tuple[int, int]) -> None:
    """A table in a list item or in another table is refused as a whole."""
    around = {*(each.name for each in context.raw_open), *context.inside}
    if around & {"table", "li", "list"}:
        where = "another table" if "table" in around else "a list item"
        context.complain(Code.UNSUPPORTED_HTML, f"Intercom refuses a table inside {where}", place, "move it out")


def _link(attrs: dict[str, str], context: Context, place: tuple[int, int]) -> str:
    if "href" not in attrs:
        return ""
    _warn_of_title(attrs, context, place)
    button = "intercom-h2b-button" in attrs.get("class", "").split()
    opening = link_open(context, attrs["href"], place, button=button)
    if opening is not None:
        balance.begun("a", context, place)
    return opening or ""


def _warn_of_title(attrs: dict[str, str], context: Context, place: tuple[int, int]) -> None:
    if attrs.get("title"):
        message = "Intercom does not keep the titles of links and images"
        context.complain(Code.UNSUPPORTED_HTML, message, place, warning=True)


def _image(attrs: dict[str, str], context: Context, place: tuple[int, int]) -> str:
    _warn_of_title(attrs, context, place)
    alt = attrs.get("alt", "")
    source = image_source(context, attrs.get("src", ""), place)
    if source is None:
        return escape(alt)
    balance.warn_of_summary("image", context, place)
    kept = {"src": source, **({"alt": alt} if alt else {})}
    sizes = {name: attrs[name] for name in ("width", "height") if name in attrs} | sized(attrs.get("style", ""))
    for name, said in sizes.items():
        if said.removesuffix("px").isdecimal():
            kept[name] = said.removesuffix("px")
        else:
            message = f"{name}={said} is not a number of pixels"
            context.complain(Code.UNSUPPORTED_HTML, message, place, f"write {name}=300", warning=True)
    return f"<img{_written(kept)}>"


def _player(attrs: dict[str, str], context: Context, place: tuple[int, int]) -> str:
    source = attrs.get("src", "").strip()
    if source.startswith("//"):
        source = "https:" + source
    if is_player(source):
        balance.warn_of_summary("video", context, place)
        return f'<iframe src="{escape_attribute(source)}"></iframe>'
    hint = "YouTube, Vimeo, Wistia, Loom, Vidyard and Streamio are; link to anything else"
    context.complain(Code.UNSUPPORTED_HTML, "an iframe from a host that Intercom does not allow", place, hint)
    if source.startswith(("http://", "https://")):
        return f"{link_open(context, source, place)}{escape(source)}</a>"
    return ""


def _kept(name: str, attrs: dict[str, str], context: Context, place: tuple[int, int]) -> str:
    kept: dict[str, str] = {}
    own = [each for each in attrs.get("class", "").split() if each.startswith(("intercom-", "collapsible-"))]
    if own:
        kept["class"] = " ".join(own)
    style = attrs.get("style", "")
    if name == "div" and "intercom-interblocks-callout" in own and style:
        kept["style"] = style
    if name in ("td", "th"):
        if spans := [each for each in ("colspan", "rowspan") if attrs.get(each, "1") != "1"]:
            message = f"Intercom's tables have no {' and '.join(spans)}; the cell will be one cell"
            context.complain(Code.UNSUPPORTED_HTML, message, place, warning=True)
        said = [f"background-color: {found[1].strip()};"] if (found := _BACKGROUND.search(style)) else []
        said += [f"width: {found[1]};"] if (found := _WIDTH.search(f"{style};{_width(attrs)}")) else []
        if said:
            kept["style"] = " ".join(said)
    return _written(kept)


def _width(attrs: dict[str, str]) -> str:
    """HTML's old attribute, as a style says it."""
    said = attrs.get("width", "")
    return f"width: {said}{'px' if said.isdecimal() else ''}"


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _EACH_ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def _written(attrs: dict[str, str]) -> str:
    return "".join(f' {name}="{escape_attribute(value)}"' for name, value in attrs.items())


_TARGETED: dict[str, Callable[[dict[str, str], Context, tuple[int, int]], str]] = {
    "a": _link,
    "img": _image,
    "image": _image,
    "iframe": _player,
}
