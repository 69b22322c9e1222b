"""Code, boxes and collapsible parts: a node goes in; the blocks as Intercom stores them come out."""

from dataclasses import replace

from selectolax.lexbor import LexborNode

from hcsync.emulator.body.style import styled
from hcsync.emulator.body.walk import BLANK, Place, Walk, escape
from hcsync.emulator.refusal import unsupported_html

_CALLOUT_STYLE = frozenset({"background-color", "border-color"})


def code(node: LexborNode, place: Place, walk: Walk) -> list[str]:  # noqa: ARG001 (a construct takes all three)
    """`<pre>`: its text alone, without a language; newlines by the quirk code-newlines."""
    parts: list[str] = []
    for inner in node.traverse(include_text=True):
        if inner.tag == "br":
            parts.append("\n")
        elif inner.tag == "-text":
            parts.append(inner.text_content or "")
    text = escape("".join(parts))
    if walk.quirks["code-newlines"] == "br":
        text = text.replace("\n", "<br>")
    return [f"<pre><code>{text}</code></pre>"]


def box(node: LexborNode, place: Place, walk: Walk) -> list[str]:
    """`<div>`: a callout or a container of Intercom's by its class; any other gives way to what it holds."""
    classes = (node.attributes.get("class") or "").split()
    if "intercom-interblocks-callout" in classes and walk.quirks["containers"] == "accept":
        inner = "".join(walk.blocks(node, replace(place, align=""))) or BLANK
        return [f'<div class="intercom-interblocks-callout"{styled(node, _CALLOUT_STYLE)}>{inner}</div>']
    if "intercom-interblocks-table-container" in classes:
        return walk.blocks(node, replace(place, boxed=True, gaps=False))
    return walk.blocks(node, place.within(node))


def collapsible(node: LexborNode, place: Place, walk: Walk) -> list[str]:
    """`<details>`: its summary as a heading, its content in a box of its own."""
    if walk.quirks["collapsibles"] == "strip":
        return walk.blocks(node, place)
    summary = ""
    for child in node.iter():
        if child.tag == "summary":
            # Only its text counts: headings in a summary are all alike, the one level seen there is h2.
            flat = replace(walk, constructs={}, spread=walk.spread | walk.constructs.keys())
            summary = " ".join(flat.blocks(child, Place(gaps=False), lambda text, _: text))
            child.decompose()
            break
    content = "".join(walk.blocks(node, replace(place, align="")))
    return [
        f"<details><summary><h2>{summary}</h2></summary>"
        f'<div class="collapsible-section-content">{content}</div></details>'
    ]


def definitions(node: LexborNode, place: Place, walk: Walk) -> list[str]:  # noqa: ARG001 (a construct takes all three)
    """`<dl>` is a 400 (docs)."""
    raise unsupported_html("Definition lists are not supported")
