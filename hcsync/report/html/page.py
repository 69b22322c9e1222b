"""A Sheet → one HTML file that needs nothing beside it and asks nobody for anything.

Its own policy (Content-Security-Policy) lets in nothing but its one style and its one script, by their digests.
"""

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from hcsync.markup.render.body import closed, opened, unnumbered
from hcsync.report.drift_view import DriftView
from hcsync.report.html.body import beside
from hcsync.report.html.others import drift_sheet, outcome_sheet
from hcsync.report.html.sheet import Item, Pane, Row, Sheet, counted_items, plan_sheet
from hcsync.report.outcome_view import OutcomeView
from hcsync.report.safe import shown
from hcsync.report.view import PlanView

_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# Languages that are written from right to left (CLDR).
_TURNED = frozenset("ar arc ckb dv fa he iw ks ku ps sd ug ur yi".split())


def plan_html(view: PlanView) -> str:
    return page(plan_sheet(view))


def drift_html(view: DriftView) -> str:
    return page(drift_sheet(view))


def outcome_html(view: OutcomeView) -> str:
    return page(outcome_sheet(view))


def page(sheet: Sheet) -> str:
    """The document. Every text is made safe here, whatever the sheet holds."""
    style, script = _part("report.css"), _part("report.js")
    return _template().render(
        sheet={
            "name": shown(sheet.name),
            "verdict": shown(sheet.verdict),
            "facts": [shown(fact) for fact in sheet.facts],
            "alarms": [shown(words) for words in sheet.alarms],
            "notes": [shown(words) for words in sheet.notes],
            "objects": [_item(item) for item in sheet.items],
            "counted": counted_items(sheet),
            "sides": sheet.sides,
            "digest": sheet.digest,
            "tool": shown(sheet.tool),
        },
        style=Markup(style),  # noqa: S704 - our own files
        script=Markup(script),  # noqa: S704
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _item(item: Item) -> dict[str, Any]:
    return {
        "symbol": item.symbol,
        "role": item.role,
        "action": shown(item.action),
        "kind": item.address.kind.value,
        "key": shown(item.address.key),
        "id": shown(item.id),
        "title": shown(item.title),
        "notes": [shown(note) for note in item.notes],
        "panes": [_pane(pane) for pane in item.panes],
    }


def _pane(pane: Pane) -> dict[str, Any]:
    body = pane.body
    before, after = beside(_html(body.before), _html(body.after)) if body else (None, None)
    return {
        "name": shown(pane.name),
        "lang": pane.name if _LANGUAGE.fullmatch(pane.name) else "en",
        "direction": "rtl" if pane.name.split("-")[0].lower() in _TURNED else "ltr",
        "fields": [_row(row) for row in pane.rows],
        "has_body": body is not None,
        "before": _safe(before),
        "after": _safe(after),
        "no_before": "No text." if before == "" else pane.missing[0],
        "no_after": pane.missing[1],
    }


def _row(row: Row) -> dict[str, Any]:
    """Where a field was empty, or becomes so, all of the other side is marked."""
    before, after = beside(escape(row.before), escape(row.after))
    return {"name": row.name, "before": _safe(before), "after": _safe(after)}


def _html(markdown: str | None) -> str | None:
    """What rendering gives, without the form for comparison, which takes a third of its time."""
    if markdown is None:
        return None
    context, items = opened(markdown)
    return unnumbered(closed(context, context.blocks(items)))


def _safe(html: str | None) -> Markup | None:
    return None if html is None else Markup(html)  # noqa: S704 - `beside` makes nothing but tags of our own


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _part(name: str) -> str:
    return (files("hcsync.report.html") / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(_part("report.html"))
