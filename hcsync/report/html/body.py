"""The HTML of an article's text → pieces → HTML that is safe in a report, with the words marked that differ.

Nothing of what came in goes out as it was: tags and classes are ours, from short lists, and every text is escaped. So
no text can bring a script, an address to be loaded or a style along. Pictures and videos are told in words, since a
report asks nobody for anything.
"""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import msgspec

from hcsync.markup.callouts import ALERTS
from hcsync.report.html.words import differing
from hcsync.report.safe import shown

_BLOCKS = frozenset("p div h1 h2 h3 h4 ul ol li pre table tbody thead tr td th details summary blockquote hr".split())
_INLINE = {"b": "b", "strong": "b", "i": "i", "em": "i", "code": "code", "u": "u", "s": "s", "del": "s", "sub": "sub"}
_INLINE |= {"sup": "sup", "a": "span"}
_ALONE = frozenset(("br", "hr", "img", "iframe"))
_DROPPED = frozenset(("script", "style", "template", "svg", "math", "object", "select", "textarea", "noscript"))
_CLASSES = {
    "intercom-interblocks-callout": "callout",
    "intercom-align-center": "center",
    "intercom-align-right": "end",
    "intercom-h2b-button": "button",
}
_PARTS = re.compile(r"\s+|\S+")
_COLOUR = re.compile(r"background-color:\s*#([0-9a-f]{6})")
# Headings of a text stand below the report's own.
_LEVELS = {"h1": "h4", "h2": "h5", "h3": "h6", "h4": "h6"}
_TONES = {background[1:7]: f"tone-{name.lower()}" for name, (background, _) in ALERTS.items()}


class Piece(msgspec.Struct, frozen=True):
    """`kind`: "tag" (`text` is safe HTML), "space" or "word" (`text` is to be escaped), "atom" (safe HTML that counts
    as a word). `key` is what a word is compared by: its letters, and how it is set."""

    kind: str
    text: str
    key: tuple[str, ...] = ()


def beside(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Both sides as safe HTML; removed words stand in <del>, inserted ones in <ins>. None stands for no text at all:
    then nothing is marked on the other side."""
    old, new = (None if html is None else _pieces(html) for html in (before, after))
    gone: set[int] = set()
    come: set[int] = set()
    if old is not None and new is not None:
        gone, come = differing(_blocks(old), _blocks(new))
    return (
        None if old is None else _marked(old, gone, "del"),
        None if new is None else _marked(new, come, "ins"),
    )


class _Reader(HTMLParser):
    """What is left open at the end is closed; an end without a beginning is dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._open: list[tuple[str, str, str]] = []  # tag, what it is here, how it sets words
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self._dropped += 1
        if self._dropped:
            return
        given = {name: value or "" for name, value in attrs}
        if tag in _ALONE:
            self._alone(tag, given)
            return
        made, style = _made(tag, given)
        if made:
            self._open.append((tag, made.split(" ", 1)[0], style))
            self.pieces.append(Piece("tag", f"<{made}>"))

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
        if self._dropped or tag not in [name for name, *_ in self._open]:
            return
        while self._open:
            name, made, _ = self._open.pop()
            self.pieces.append(Piece("tag", f"</{made}>"))
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        style = self._style()
        for part in _PARTS.findall(data):
            kind = "space" if part.isspace() else "word"
            self.pieces.append(Piece(kind, part, () if kind == "space" else (part, *style)))

    def end(self) -> list[Piece]:
        self.close()
        self.pieces += [Piece("tag", f"</{made}>") for _, made, _ in reversed(self._open)]
        return self.pieces

    def _alone(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("br", "hr"):
            self.pieces.append(Piece("tag" if tag == "br" else "atom", f"<{tag}>", (tag,)))
            return
        source = given.get("src", "").removeprefix("hcsync:")
        what = "Picture" if tag == "img" else "Video"
        told = f"{given['alt']} · " if given.get("alt") else ""
        words = escape(shown(f"{what}: {told}{_short(source)}"))
        self.pieces.append(Piece("atom", f'<span class="{what.lower()}">{words}</span>', (what, source, told)))

    def _style(self) -> tuple[str, ...]:
        """What a word is set in: its innermost block, and all that is inline around it."""
        inline = [style for tag, _, style in self._open if tag in _INLINE]
        block = next((tag for tag, *_ in reversed(self._open) if tag in _BLOCKS), "")
        return (block, *sorted(inline))


def _made(tag: str, given: dict[str, str]) -> tuple[str, str]:
    """A tag of our own with its attributes, "" for one that is passed over, and how it sets the words in it."""
    classes = [_CLASSES[name] for name in given.get("class", "").split() if name in _CLASSES]
    if "callout" in classes:
        colour = _COLOUR.search(given.get("style", "").lower())
        classes.append(_TONES.get(colour[1], "") if colour else "")
    style, title = tag, ""
    if tag == "a":
        target = given.get("href", "").removeprefix("hcsync:")
        classes = classes or ["link"]
        style, title = f"a {target}", f' title="{escape(shown(target))}"'
    name = _INLINE.get(tag) or (tag if tag in _BLOCKS else "")
    name = {**_LEVELS, "details": "div", "summary": "p"}.get(name, name)
    classes += {"details": ["folded"], "summary": ["summary"]}.get(tag, [])
    attributes = f' class="{" ".join(filter(None, classes))}"' if classes else ""
    return f"{name}{attributes}{title}" if name else "", style


def _short(address: str) -> str:
    """A picture's file name, or a video's host."""
    parts = urlsplit(address) if "://" in address else None
    return f"{parts.netloc}{parts.path}" if parts else address


def _pieces(html: str) -> list[Piece]:
    reader = _Reader()
    reader.feed(html)
    return reader.end()


def _blocks(pieces: list[Piece]) -> list[list[tuple[str, ...]]]:
    """The words between one tag of a block and the next."""
    found: list[list[tuple[str, ...]]] = [[]]
    for piece in pieces:
        if piece.kind in ("word", "atom"):
            found[-1].append(piece.key)
        elif piece.kind == "tag" and piece.text.strip("</>").split(" ")[0] not in _INLINE.values():
            found.append([])
    return found


def _marked(pieces: list[Piece], marks: set[int], tag: str) -> str:
    """Words that follow each other are marked as one, up to the next tag."""
    out: list[str] = []
    number = 0
    for at, piece in enumerate(pieces):
        text = _escaped(piece.text) if piece.kind in ("word", "space") else piece.text
        marked = piece.kind in ("word", "atom") and number in marks
        number += piece.kind in ("word", "atom")
        if piece.kind == "space":
            marked = _between(pieces, at, marks, number)
        if marked and piece.text != "<hr>":
            text = f"<{tag}>{text}</{tag}>"
        out.append(text)
    return "".join(out).replace(f"</{tag}><{tag}>", "")


def _between(pieces: list[Piece], at: int, marks: set[int], number: int) -> bool:
    """Whether the words on both sides of this space are marked."""
    near = (pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None)
    return all(one and one.kind in ("word", "atom") for one in near) and {number - 1, number} <= marks


def _escaped(text: str) -> str:
    """Line ends stay, for code."""
    if text.isalnum() or text == " ":
        return text
    return "\n".join(escape(shown(line)) for line in text.split("\n"))
