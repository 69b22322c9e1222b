"""Plain text in, Markdown that reads as that text out. Only what would mean something is escaped: people read this."""

import re

_ALWAYS = re.compile(r"[\\`*\[]|~~|_(?!\w)|(?<!\w)_|!$|(?<=\w)@(?=\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_BARE_ADDRESS = re.compile(r"\b(https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)", re.IGNORECASE)
_LINE_START = re.compile(r"(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|[-=]+$|>|~~~|:)|(\d{1,9})(?=[.)](?:\s|$))")
_EDGE_SPACE = re.compile(r"^[^\S ]+|[^\S ]+$")


def escape(text: str, *, in_link: bool = False) -> str:
    """`text` has no line breaks of its own; what begins or ends it may be joined to other Markdown. Within the
    brackets of a link its closing bracket counts, and bare addresses do not."""
    text = _ALWAYS.sub(lambda found: "\\" + found[0], text)
    text = text.replace("]", "\\]") if in_link else _BARE_ADDRESS.sub(lambda found: found[0] + "\\", text)
    text = text.replace("\u00a0", "&nbsp;")
    return _EDGE_SPACE.sub(lambda found: "".join(f"&#x{ord(each):x};" for each in found[0]), text)


def escape_start(line: str) -> str:
    """A line of Markdown that must not be taken for a heading, a list, a quote or a rule."""
    found = _LINE_START.match(line)
    if not found:
        return line
    at = len(found[1]) if found[1] else 0
    return f"{line[:at]}\\{line[at:]}"


def code(text: str) -> str:
    """An inline code span, fenced by more backticks than it holds."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def target(url: str) -> str:
    """A link's target as it stands in parentheses."""
    if re.search(r"[\s()<>\\]", url) or not url:
        return "<" + re.sub(r"[<>\\]", lambda found: "\\" + found[0], url) + ">"
    return re.sub(r"[&*_](?=#?\w+;)", lambda found: "\\" + found[0], url)
