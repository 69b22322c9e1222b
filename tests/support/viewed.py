"""Plans to be shown: a dozen made by hand, and hypothesis strategies over plans with anything in their texts."""

import msgspec
from hypothesis import strategies as st

from hcsync.model.address import Address, Kind, article, collection
from hcsync.model.codes import Code
from hcsync.model.diagnostic import Diagnostic, Place, Severity
from hcsync.model.plan import Action, Change, Cost, Divergence, Field, FieldDelta, Held, Orphan, Plan, Refusal
from hcsync.report.view import BodyDiff, Line, PlanView

PAGE, LOGIN, COLLECTION = article("start/install"), article("start/login"), collection("billing")
EDITED = 1787184000  # 2026-08-20


def plan(**changes: object) -> Plan:
    empty = Plan(
        environment="production",
        workspace="ef56gh78",
        help_center="Acme Help",
        changes=(),
        drift=(),
        conflicts=(),
        orphans=(),
        refresh=(),
        diagnostics=(),
        cost=Cost(0, 0),
        articles=214,
        locales=6,
        unowned=0,
        source_digest="digest",
        lineage="l1",
        serial=7,
        tool="1.0",
    )
    return msgspec.structs.replace(empty, **changes)


def view(made: Plan, bodies: dict[tuple[Address, str], BodyDiff] | None = None) -> PlanView:
    return PlanView(made, (), bodies or {}, {"1295": "Jane"})


def change(address: Address, action: Action, remote_id: str | None = None, **more: object) -> Change:
    values: dict[str, object] = {"title": "Install", "reason": "why", "locales": ("en",), "state": "published"}
    return Change(address, action, remote_id=remote_id, **{**values, **more})  # type: ignore[arg-type]


def moved(
    address: Address, remote_id: str, before: Address, reason: str = "its text is the same", **more: object
) -> Change:
    return change(address, Action.MOVE, remote_id, reason=reason, locales=(), moved_from=before, **more)


def delta(locale: str, field: Field, before: str | None = None, after: str | None = None) -> FieldDelta:
    return FieldDelta(locale, field, before, after, Place(f"content/{locale or 'en'}/start/install.md", 12, 1))


NEW = (
    change(COLLECTION, Action.CREATE, title="Billing", locales=("en", "fr"), state=""),
    change(article("billing/refunds"), Action.CREATE, title="Refunds", locales=("en", "fr"), state="draft"),
)
RETITLED = change(
    PAGE,
    Action.UPDATE,
    "8137",
    fields=(delta("en", Field.TITLE, "Install", "Install the app"), delta("en", Field.BODY)),
    retitled=("en",),
)
TEXT = BodyDiff(
    "content/en/start/install.md:12-14",
    (Line("-", "Open the **Settings** page."), Line("+", "Open **Settings > Apps**.")),
    2,
    1,
)
CONFLICT = Divergence(LOGIN, "8140", "Log in", (delta("de", Field.BODY),), EDITED, "1295")
DRIFT = Divergence(
    article("start/logout"),
    "8141",
    "Log out",
    (delta("fr", Field.TITLE, "Partir", "Se déconnecter"), delta("fr", Field.AUTHOR, "1295", "7")),
    EDITED,
    "7",
)
HIDDEN = FieldDelta("fr", Field.STATE, "published", "draft")
LOST = BodyDiff("", (Line("-", "A line that somebody wrote in Intercom."),), 0, 1)
GONE = Divergence(article("old"), "12", "Old", (), gone=True)
TWIN = Diagnostic(
    Code.LOOKALIKE,
    'Intercom has an article titled "FAQ" that no file here owns (5)',
    Place("content/en/faq.md", 2, 1),
    "write id: 5 in the frontmatter to take it over; as it is, a new one is made",
    Severity.WARNING,
)
HELD = Held(PAGE, "8137", "Install", ("en", "fr"))
PROTECTED = Refusal(
    Code.PROTECTED, "refused by a protection: old (12) is protected and would be unpublished", "Leave it out."
)
OVER = Refusal(
    Code.OVER_LIMIT,
    "refused by a safety limit: this plan deletes 1 of 4 owned articles (25%, limit 0%) and 1 collection",
    "To allow exactly this: --allow-deletes 2",
)
LONG = "a/very/long/key/that/goes/on/and/on/until/it/does/not/fit/any-column"


def three_hundred() -> PlanView:
    """A new title and a new paragraph in each of 300 articles."""
    pages = [article(f"guides/part-{number % 12:02}/page-{number:03}") for number in range(300)]
    fields = (delta("en", Field.TITLE, "Page", "A page of its own"), delta("en", Field.BODY))
    changes = [
        change(page, Action.UPDATE, str(9000 + number), title=f"Page {number}", fields=fields, retitled=("en",))
        for number, page in enumerate(pages)
    ]
    lines = (Line("-", "Here it says what it said. " * 6), Line("+", "Here it says what it is to say. " * 6))
    bodies = {
        (page, "en"): BodyDiff(f"content/en/{page.key}.md:{12 + number % 7}", lines, 1, 1)
        for number, page in enumerate(pages)
    }
    return view(plan(changes=tuple(changes), cost=Cost(300, 600), articles=300, locales=1), bodies)


HOSTILE_TEXT = (
    "```",
    "````diff",
    "~~~",
    "</details></summary></code><script>alert(1)</script>",
    "@octocat @org/team #12 GH-12 https://evil.example www.evil.example",
    "<img src=x onerror=alert(1)> ![x](https://evil.example/x.png) [a]: b",
    "<!-- hcsync:changes v1 AAAA --> <!-- hcsync:plan env=production label=default digest=0 -->",
    "::error file=x::gotcha %0A %25",
    "| a | b |\\| $x$ \\",
)


HOSTILE_MARKDOWN = "\n\n".join(HOSTILE_TEXT)
# Everything by which a page could be made to do or to fetch something.
SCRIPTS = """
```html intercom
<script>alert(1)</script><img src="https://evil.example/a.png" onerror="alert(2)"><iframe src="https://evil.example">
</iframe><a href="javascript:alert(3)" onclick="alert(4)">x</a><style>@import "https://evil.example/x.css";</style>
<p style="background: url(https://evil.example/b.png)" class="intercom-h2b-button x" id="changes">y</p></div></details>
<svg><script>alert(5)</script></svg><object data="https://evil.example"></object><base href="https://evil.example/">
<form action="https://evil.example"><input autofocus onfocus="alert(6)"></form><meta http-equiv="refresh" content="0">
```
![a](https://evil.example/c.png) ![b](images/b.png) [c](javascript:alert(7)) \u202eabc\u2028d
"""


def traps() -> PlanView:
    """Everything that means something to Markdown, to HTML, to GitHub or to its runner, in every text there is."""
    words = " ".join(HOSTILE_TEXT)
    page = article("a|b`c`</code>@octocat/#12")
    edit = Divergence(
        page, "8|1", words, (delta("e|n", Field.TITLE, words, "`"), delta("e|n", Field.BODY)), EDITED, "9"
    )
    first = change(page, Action.UPDATE, "8|1", title=words, reason=words, locales=("e|n",), fields=edit.fields)
    body = BodyDiff(
        "x`y|z.md:1", tuple(Line(sign, text) for text in HOSTILE_TEXT for sign in "-+"), 9, 9, SCRIPTS, HOSTILE_MARKDOWN
    )
    made = plan(
        help_center=words,
        changes=(first, change(article("new"), Action.CREATE, title=words)),
        conflicts=(msgspec.structs.replace(edit, address=article("```")),),
        drift=(msgspec.structs.replace(edit, address=article("@octocat")),),
        orphans=(Orphan(article("<b>"), "`", words),),
        held=(Held(article("--> x"), "#1", words, ("|",)),),
        diagnostics=(Diagnostic(Code.LOOKALIKE, words, Place("a`b::c,d.md", 2, 1), words, Severity.WARNING),),
        refusals=(Refusal(Code.OVER_LIMIT, words, words),),
        cost=Cost(2, 4),
    )
    bodies = {(one, "e|n"): body for one in (page, article("```"), article("@octocat"))}
    return PlanView(made, (), bodies, {"9": "<b>@eve|</b>"})


CASES: dict[str, PlanView] = {
    "no-changes": view(plan()),
    "no-changes-narrowed": view(msgspec.structs.replace(plan(), narrowed=True)),
    "no-changes-orphans": view(plan(orphans=(Orphan(article("old"), "12", "Old", known=True),))),
    "no-changes-warning": view(plan(diagnostics=(TWIN,))),
    "create": view(plan(changes=NEW, cost=Cost(2, 2))),
    "update": view(plan(changes=(RETITLED,), cost=Cost(1, 2), unowned=1), {(PAGE, "en"): TEXT}),
    "fields": view(
        plan(
            changes=(
                change(
                    PAGE,
                    Action.UPDATE,
                    "8137",
                    locales=("en", "fr", "zh-Hant"),
                    fields=(
                        delta("", Field.PARENT, "start", "no collection"),
                        delta("en", Field.DESCRIPTION, "", "How to install"),
                        delta("en", Field.AUTHOR, "1295", "7"),
                        delta("fr", Field.TITLE, None, "Installer"),
                        delta("fr", Field.DESCRIPTION, None, ""),
                        delta("fr", Field.BODY),
                        delta("fr", Field.AUTHOR, None, "7"),
                        delta("fr", Field.STATE, None, "draft"),
                        delta("zh-Hant", Field.TITLE, "安裝", "安裝應用程式"),
                        delta("zh-Hant", Field.BODY),
                        delta("zh-Hant", Field.STATE, "draft", "published"),
                    ),
                ),
                change(
                    COLLECTION, Action.UPDATE, "7", state="", fields=(delta("en", Field.TITLE, "Bills", "Billing"),)
                ),
            ),
            cost=Cost(2, 4),
        ),
        {(PAGE, "zh-Hant"): BodyDiff("content/zh-Hant/start/install.md", (), 0, 0)},
    ),
    "unpublish": view(
        plan(
            changes=(
                change(
                    PAGE,
                    Action.UNPUBLISH,
                    "8137",
                    state="draft",
                    fields=(delta("en", Field.STATE, "published", "draft"),),
                ),
            ),
            cost=Cost(1, 2),
        )
    ),
    "moves": view(
        plan(
            changes=(
                moved(COLLECTION, "12", collection("payments"), "what was in it is in it now"),
                moved(
                    collection("pay/inner"),
                    "13",
                    collection("payments/inner"),
                    fields=(delta("", Field.PARENT, "payments", "pay"),),
                ),
                moved(collection("billing/deep"), "14", collection("payments/deep")),
                moved(article("billing/deep/taxes"), "8138", article("payments/deep/taxes")),
                moved(article("billing/refunds"), "8137", article("payments/refunds")),
                moved(article("billing/vat"), "8139", article("payments/tax"), "`moved` in hcsync.yml says so"),
                change(
                    PAGE,
                    Action.UPDATE,
                    "8140",
                    reason="72 % of its text is the same",
                    moved_from=article("install"),
                    fields=(delta("en", Field.TITLE, "Install", "Install the app"),),
                ),
            ),
            cost=Cost(2, 4),
        )
    ),
    "adopt-forget": view(
        plan(
            changes=(
                change(COLLECTION, Action.ADOPT, "7", reason="an equal one exists in Intercom", locales=("en", "fr")),
                change(PAGE, Action.FORGET, "8137", reason="it is gone on both sides", locales=()),
            )
        )
    ),
    "conflict": view(
        plan(
            conflicts=(
                CONFLICT,
                Divergence(PAGE, "8137", "Install", (delta("", Field.PARENT, "start", "billing"),)),
                Divergence(
                    article("gone/there"),
                    "9",
                    "T",
                    (
                        delta("fr", Field.TITLE, None, "T"),
                        delta("fr", Field.BODY),
                        delta("fr", Field.STATE, None, "draft"),
                    ),
                    EDITED,
                ),
            )
        ),
        {(LOGIN, "de"): msgspec.structs.replace(TEXT, span="content/de/start/login.md")},
    ),
    "drift": view(plan(drift=(DRIFT, GONE))),
    "orphans": view(
        plan(
            orphans=(
                Orphan(article("known"), "11", "Known", known=True),
                Orphan(article("old"), "12", "Old"),
                Orphan(PAGE, "8137", "Installer", ("fr",)),
            )
        )
    ),
    "removed": view(
        plan(
            changes=(
                change(
                    PAGE,
                    Action.UNPUBLISH,
                    "8137",
                    reason="the file has changed; the file in fr is gone, and Intercom cannot delete a translation: "
                    "it becomes a draft",
                    locales=("en", "fr"),
                    fields=(delta("en", Field.TITLE, "Install", "Install the app"), HIDDEN),
                    retitled=("en",),
                ),
                change(
                    article("old"),
                    Action.UNPUBLISH,
                    "12",
                    title="Old",
                    reason="its file is gone; it is not deleted, since no file here has ever held it in de",
                    locales=("en", "fr"),
                    fields=(msgspec.structs.replace(HIDDEN, locale="en"), HIDDEN),
                ),
                change(
                    article("older"),
                    Action.DELETE,
                    "11",
                    title="Older",
                    reason="its file is gone",
                    fields=(FieldDelta("en", Field.TITLE, "Older"), FieldDelta("en", Field.BODY)),
                ),
                change(COLLECTION, Action.DELETE, "7", title="Billing", reason="its file is gone", state=""),
            ),
            conflicts=(
                Divergence(
                    LOGIN,
                    "8140",
                    "Log in",
                    (FieldDelta("de", Field.TITLE, "Anmelden"), FieldDelta("de", Field.BODY)),
                    EDITED,
                    "1295",
                    fileless=True,
                ),
            ),
            cost=Cost(4, 10),
            refusals=(PROTECTED, OVER),
        ),
        {(LOGIN, "de"): LOST, (article("older"), "en"): LOST},
    ),
    "held": view(plan(changes=(RETITLED,), held=(HELD,), cost=Cost(1, 2)), {(PAGE, "en"): TEXT}),
    "no-changes-held": view(plan(held=(HELD, msgspec.structs.replace(HELD, address=LOGIN)))),
    "refresh": view(plan(refresh=(PAGE,))),
    "long": view(
        plan(
            changes=(
                change(article(LONG), Action.CREATE, locales=tuple("abcdef"), state="draft"),
                change(article("short"), Action.CREATE, locales=tuple("abcdefghijklm")),
                change(
                    article("b"),
                    Action.UPDATE,
                    "123456789012",
                    locales=tuple("abcdefg"),
                    fields=(delta("en", Field.DESCRIPTION, "same " * 30 + "old end", "same " * 30 + "new end"),),
                ),
            ),
            locales=13,
            cost=Cost(3, 1200),
        )
    ),
    "hostile": view(
        plan(
            help_center="Acme\x1b]0;owned\x07",
            changes=(
                change(
                    article("a\u202eb"),
                    Action.UPDATE,
                    "1\n2",
                    fields=(delta("en", Field.TITLE, "a\nb", "\x1b[31mred\x9b0m"), delta("en", Field.BODY)),
                ),
            ),
            cost=Cost(1, 2),
        ),
        {(article("a\u202eb"), "en"): BodyDiff("x\ry", (Line("+", "tab\tand \x1b[2J\u2028more"),), 1, 0)},
    ),
    "one-word": view(
        plan(changes=(change(PAGE, Action.UPDATE, "8137", fields=(delta("en", Field.BODY),)),), cost=Cost(1, 2)),
        {
            (PAGE, "en"): BodyDiff(
                "content/en/start/install.md:12",
                (Line("-", "Open the old page."), Line("+", "Open the new page.")),
                1,
                1,
                "# Start\n\nOpen the old page.\n\n> [!TIP]\n> Stay *calm*.",
                "# Start\n\nOpen the new page.\n\n> [!TIP]\n> Stay *calm*.",
            )
        },
    ),
    "right-to-left": view(
        plan(
            changes=(
                change(
                    article("دليل/البدء"),
                    Action.UPDATE,
                    "8150",
                    title="ابدأ هنا",
                    locales=("ar", "he"),
                    fields=(
                        delta("ar", Field.TITLE, "البداية", "ابدأ هنا"),
                        delta("ar", Field.BODY),
                        delta("he", Field.DESCRIPTION, "מדריך", "מדריך התקנה (PDF)"),
                    ),
                ),
            ),
            cost=Cost(1, 2),
        ),
        {
            (article("دليل/البدء"), "ar"): BodyDiff(
                "content/ar/دليل/البدء.md:7",
                (Line("-", "افتح **الإعدادات**."), Line("+", "افتح **الإعدادات** ثم Settings > Apps.")),
                1,
                1,
                "افتح **الإعدادات**.",
                "افتح **الإعدادات** ثم Settings > Apps.",
            )
        },
    ),
    "three-hundred": three_hundred(),
    "traps": traps(),
    "mixed": view(
        plan(
            changes=(*NEW, RETITLED, change(LOGIN, Action.ADOPT, "8142", reason="an equal one exists in Intercom")),
            conflicts=(CONFLICT,),
            drift=(DRIFT,),
            orphans=(Orphan(article("old"), "12", "Old"),),
            refresh=(PAGE, LOGIN),
            diagnostics=(TWIN,),
            cost=Cost(3, 3),
            unowned=12,
        ),
        {(PAGE, "en"): TEXT},
    ),
}

TRAPS = [
    *("```", "~~~~", "`", "</details>", "-->", "@octocat", "#12", "<script>", "<b", "|", "\\|", "\\", "![x](y)"),
    *("https://evil.example", "www.evil.example", "a\n\n# b", "\r", "\u2028", "\u202e", "\udcff", "\x1b[2J", "&lt;"),
    *("- [ ] x", "[^1]", "[a]: b", "$x$", "", " ", "    code", "\t", "😀", "\x9b", "%0A", "::error::x", "<img src=x>"),
]
_text = st.text(max_size=8) | st.lists(st.sampled_from(TRAPS), max_size=3).map("".join)
_addresses = st.builds(Address, st.sampled_from(Kind), _text.filter(bool))
_ids = st.none() | _text
_deltas = st.builds(
    FieldDelta,
    _text,
    st.sampled_from(Field),
    _ids,
    _ids,
    st.none() | st.builds(Place, _text, st.integers(0, 99), st.integers(0, 99)),
)
_fields = st.lists(_deltas, max_size=4).map(tuple)
_locales = st.lists(_text, max_size=8).map(tuple)
_changes = st.builds(
    Change,
    _addresses,
    st.sampled_from(Action),
    _text,
    _text,
    _locales,
    _ids,
    st.sampled_from(["", "draft", "published"]),
    _fields,
    retitled=_locales,
    depends_on=st.lists(_addresses, max_size=2).map(tuple),
)
_divergences = st.builds(
    Divergence, _addresses, _text, _text, _fields, st.integers(0, 2**33), _text, *[st.booleans()] * 2
)
_orphans = st.builds(Orphan, _addresses, _text, _text, _locales, st.booleans())
_diagnostics = st.builds(
    Diagnostic,
    st.sampled_from(Code),
    _text,
    st.none() | st.builds(Place, _text, st.integers(0, 9), st.integers(0, 9)),
    _ids,
    st.sampled_from(Severity),
)
_some = 2
plans = st.builds(
    Plan,
    *[_text] * 3,
    changes=st.lists(_changes, max_size=_some).map(tuple),
    drift=st.lists(_divergences, max_size=_some).map(tuple),
    conflicts=st.lists(_divergences, max_size=_some).map(tuple),
    orphans=st.lists(_orphans, max_size=_some).map(tuple),
    refresh=st.lists(_addresses, max_size=_some).map(tuple),
    diagnostics=st.lists(_diagnostics, max_size=_some).map(tuple),
    cost=st.builds(Cost, st.integers(0, 10**5), st.integers(0, 10**5)),
    articles=st.integers(0, 10**4),
    locales=st.integers(0, 50),
    unowned=st.integers(0, 10**4),
    source_digest=_text,
    lineage=_text,
    serial=st.integers(0, 99),
    tool=_text,
    held=st.lists(st.builds(Held, _addresses, _text, _text, _locales), max_size=_some).map(tuple),
    refusals=st.lists(st.builds(Refusal, st.sampled_from(Code), _text, _text), max_size=_some).map(tuple),
)
_bodies = st.builds(
    BodyDiff,
    _text,
    st.lists(st.builds(Line, st.sampled_from("+-…"), _text), max_size=2).map(tuple),
    st.integers(0, 9),
    st.integers(0, 9),
    st.none() | _text,
    st.none() | _text,
)


@st.composite
def _views(draw: st.DrawFn) -> PlanView:
    made = draw(plans)
    keys = [
        (one.address, each.locale)
        for one in (*made.changes, *made.drift, *made.conflicts)
        for each in one.fields
        if each.field is Field.BODY
    ]
    bodies = {key: draw(_bodies) for key in keys if draw(st.booleans())}
    content = draw(st.lists(_diagnostics, max_size=2).map(tuple))
    return PlanView(made, content, bodies, draw(st.dictionaries(_text, _text, max_size=2)))


views = _views()
