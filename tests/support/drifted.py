"""Drift to be shown: cases made by hand, and a hypothesis strategy over edits with anything in their texts."""

import msgspec
from hypothesis import strategies as st
from viewed import EDITED

from hcsync.model.address import Address, Kind, article, collection
from hcsync.model.diagnostic import Place
from hcsync.model.drift import Drift, Edit, Origin, Touch
from hcsync.model.plan import Field, FieldDelta
from hcsync.report.drift_view import NOT_KEPT, DriftView
from hcsync.report.view import BodyDiff, Line

PAGE, LOGIN = article("start/install"), article("start/login")


def drift(*edits: Edit, **changes: object) -> Drift:
    made = Drift("production", "ef56gh78", "Acme Help", edits, 214, 12, "0123456789abcdef", "l1", 7, "1.0")
    return msgspec.structs.replace(made, **changes)


def delta(locale: str, field: Field, before: str | None = None, after: str | None = None) -> FieldDelta:
    return FieldDelta(locale, field, before, after, Place(f"content/{locale or 'en'}/start/install.md", 12, 1))


EDITS = Edit(
    PAGE,
    "8137",
    "Install the app",
    (
        delta("", Field.PARENT, "start", '"Old things" (99)'),
        delta("en", Field.TITLE, "Install", "Install the app"),
        delta("en", Field.DESCRIPTION, None, ""),
        delta("en", Field.AUTHOR, "1295", "7"),
        delta("en", Field.STATE, "published", "draft"),
        delta("fr", Field.BODY),
        delta("de", Field.BODY),
    ),
    removed=("pt-BR",),
    touched={"": Touch(EDITED), "en": Touch(EDITED, "7"), "fr": Touch(EDITED + 86400, "1295"), "de": Touch()},
    sources={"fr": Origin("blob", "content/fr/start/install.md")},
)
BODIES = {
    (PAGE, "fr"): BodyDiff(
        "content/fr/start/install.md",
        (Line("-", "Ouvrez les **Réglages**."), Line("+", "Ouvrez [vos réglages](../account/settings.md).")),
        1,
        1,
    ),
    (PAGE, "de"): BodyDiff(
        "content/de/start/install.md", (Line("…", NOT_KEPT), Line("+", "Öffnen Sie die Einstellungen.")), 0, 1
    ),
}
RENAMED = Edit(
    collection("billing"), "7", "Bills", (delta("en", Field.TITLE, "Billing", "Bills"),), touched={"en": Touch(EDITED)}
)
GONE = Edit(LOGIN, "8140", "Log in", gone=True)
LOST = Edit(article("old"), "12", "Old", (delta("en", Field.TITLE, "Old", "Older"),), fileless=True)
BACK = Edit(LOGIN, "8140", "Log in", (delta("en", Field.TITLE, "Sign in", "Log in"),), put_back=True)
LONG = Edit(PAGE, "8137", "Install", (delta("en", Field.BODY),), touched={"en": Touch(EDITED, "1295")})
HOSTILE = Edit(
    article("a|b\\|`c`</summary>"),
    "1",
    "T",
    (
        delta("en", Field.TITLE, "@octocat #12 `x` </details>", "![x](http://evil) <script> | \x1b[2J"),
        delta("en", Field.BODY),
    ),
    touched={"en": Touch(EDITED, "9")},
)

CASES: dict[str, DriftView] = {
    "none": DriftView(drift()),
    "nothing-applied": DriftView(drift(articles=0, collections=0)),
    "edits": DriftView(drift(RENAMED, EDITS, LOST), BODIES, {"1295": "Jane", "7": "Joe"}),
    "put-back": DriftView(drift(BACK)),
    "deleted": DriftView(drift(GONE)),
    "deleted-and-edited": DriftView(drift(RENAMED, GONE)),
    "long": DriftView(
        drift(LONG),
        {(PAGE, "en"): BodyDiff("x.md", tuple(Line("+", f"line {number}") for number in range(60)), 0, 60)},
    ),
    "hostile": DriftView(
        drift(HOSTILE, help_center="Acme\x1b]0;owned\x07"),
        {
            (HOSTILE.address, "en"): BodyDiff(
                "x\ry", (Line("-", "```"), Line("+", "````\u2028@octocat</details>"), Line("+", "")), 1, 2
            )
        },
        {"9": "<b>@eve|</b>"},
    ),
}

_TRAPS = ["```", "~~~~", "`", "</details>", "-->", "@octocat", "#12", "<script>", "<b", "|", "\\|", "\\", "![x](y)"]
_TRAPS += [
    "https://evil.example",
    "www.evil.example",
    "a\n\n# b",
    "\r",
    "\u2028",
    "\u202e",
    "\udcff",
    "\x1b[2J",
    "&lt;",
]
_TRAPS += ["- [ ] x", "[^1]", "[a]: b", "$x$", "", " ", "    code", "\t", "😀"]
_text = st.lists(st.sampled_from(_TRAPS) | st.text(max_size=4), max_size=4).map("".join)
_deltas = st.builds(FieldDelta, _text, st.sampled_from(Field), st.none() | _text, st.none() | _text)
_edits = st.builds(
    Edit,
    st.builds(Address, st.sampled_from(Kind), _text.filter(bool)),
    _text,
    _text,
    st.lists(_deltas, max_size=4).map(tuple),
    st.lists(_text, max_size=2).map(tuple),
    st.dictionaries(_text, st.builds(Touch, st.integers(0, 2**33), _text), max_size=2),
    gone=st.booleans(),
    fileless=st.booleans(),
    put_back=st.booleans(),
)
_bodies = st.builds(
    BodyDiff,
    _text,
    st.lists(st.builds(Line, st.sampled_from("+-…"), _text), min_size=1, max_size=50).map(tuple),
    st.just(0),
    st.just(0),
)


@st.composite
def _views(draw: st.DrawFn) -> DriftView:
    edits = draw(st.lists(_edits, max_size=4))
    keys = [(edit.address, one.locale) for edit in edits for one in edit.fields if one.field is Field.BODY]
    bodies = {key: draw(_bodies) for key in keys if draw(st.booleans())}
    made = drift(*edits, help_center=draw(_text), workspace=draw(_text))
    return DriftView(made, bodies, draw(st.dictionaries(_text, _text, max_size=2)))


views = _views()
