"""Every quirk changes what is answered: for each, one scenario and what comes of it under each value."""

import re
from functools import partial

import pytest

from hcsync.emulator.faults import Faults
from hcsync.emulator.quirks import TABLE, Quirks, listing, parse_quirks
from hcsync.errors import UsageError

GROUPS = "/help_center/collections"
IDS = re.compile(r' id="h_[0-9a-f]{10}"')
LOST = "https://pictures.invalid/a.png"
OURS = re.compile(r'src="[^"]*"')
FR = {"title": "F", "description": "D", "body": "B", "state": "published", "author_id": 2}


def stored(center, body):
    return IDS.sub("", center.stored(body))


def translations(center, sent, **fields):
    return center.article(translated_content=sent, **fields).get("translated_content")


def status(center, method, path, body=None):
    return center.ask(method, path, body).status_code


def code_and_status(center, body):
    return center.refused("POST", "/articles", {"title": "T", "author_id": 1, **body})[:2]


def after_locale_update(center, sent):
    """What is left of the French text after it was sent again as `sent`."""
    made = center.article(translated_content={"fr": FR})
    changed = center.put(f"/articles/{made['id']}", {"translated_content": {"fr": sent}})
    text = changed["translated_content"].get("fr")
    return text and (text["title"], text["body"], text["state"], text["author_id"])


def nulled(center):
    made = center.article(translated_content={"fr": FR})
    answer = center.ask("PUT", f"/articles/{made['id']}", {"translated_content": {"fr": None}})
    if answer.status_code != 200:
        return answer.status_code
    return answer.json()["translated_content"].get("fr", {}).get("state")


def unlisted(center):
    body = {"title": "T", "author_id": 1, "translated_content": {"hi": {"title": "H"}}}
    answer = center.ask("POST", "/articles", body)
    return "hi" in answer.json()["translated_content"] if answer.status_code == 200 else answer.status_code


def times(center, change):
    """Seconds by which an unchanged article's root moves when `change` is sent ten seconds later."""
    made = center.article(body="<p>x</p>", translated_content={"fr": {"title": "F"}})
    center.clock.now += 10
    return center.put(f"/articles/{made['id']}", change)["updated_at"] - made["updated_at"]


def author_after(center):
    made = center.article(author_id=2)
    return center.put(f"/articles/{made['id']}", {"title": "New"})["author_id"]


def unknown_author(center):
    answer = center.ask("POST", "/articles", {"title": "T", "author_id": 99})
    return answer.status_code


def live_title(center):
    made = center.article(title="Old", state="published")
    return center.put(f"/articles/{made['id']}", {"title": "New"})["title"]


def over_a_draft(center, state=None):
    """What a write over a pending draft answers, and what readers then see."""
    made = center.article(title="Old", state="published")
    center.put(f"/_emulator/articles/{made['id']}/pending-draft", {})
    answer = center.put(f"/articles/{made['id']}", {"title": "New", **({"state": state} if state else {})})
    return answer["title"], center.get(f"/articles/{made['id']}")["title"]


def parentless(center):
    parent = center.post(GROUPS, {"name": "A"})["id"]
    made = center.article(parent_id=parent)
    answers = [center.ask("PUT", f"/articles/{made['id']}", {"parent_id": none}) for none in ("", 0, None)]
    if answers[0].status_code != 200:
        return {answer.status_code for answer in answers}
    return {bool(answer.json()["parent_ids"]) for answer in answers}


def deep(center):
    parent = None
    for level in range(4):
        answer = center.ask("POST", GROUPS, {"name": str(level), "parent_id": parent})
        parent = answer.json().get("id")
    return answer.status_code


def deleted(center):
    """A collection with one inside, an article in each; the outer one is deleted: what is left."""
    outer = center.post(GROUPS, {"name": "outer"})["id"]
    inner = center.post(GROUPS, {"name": "inner", "parent_id": outer})["id"]
    center.article(title="in outer", parent_id=outer)
    center.article(title="in inner", parent_id=inner)
    code = status(center, "DELETE", f"{GROUPS}/{outer}")
    groups = {group["name"]: group["parent_id"] is None for group in center.get(GROUPS)["data"]}
    return code, groups, {item["title"]: bool(item["parent_ids"]) for item in center.get("/articles")["data"]}


def order(center):
    """a, then c, then b inside a, b touched last."""
    a = center.post(GROUPS, {"name": "a"})["id"]
    center.post(GROUPS, {"name": "c"})
    b = center.post(GROUPS, {"name": "b", "parent_id": a})["id"]
    center.clock.now += 1
    center.put(f"{GROUPS}/{b}", {"description": "d"})
    return "".join(group["name"] for group in center.get(GROUPS)["data"])


def nested_center(center):
    parent = center.post(GROUPS, {"name": "a"})["id"]
    return center.post(GROUPS, {"name": "b", "parent_id": parent})["help_center_id"]


def parents(center):
    first, second = (center.post(GROUPS, {"name": name})["id"] for name in "ab")
    made = center.article(parent_id=first)
    moved = center.put(f"/articles/{made['id']}", {"parent_id": second})
    return moved["parent_id"] == int(second), moved["parent_ids"] == [int(second)]


def escaped(center):
    group = center.post(GROUPS, {"name": "A & B", "translated_content": {"fr": {"name": "<"}}})
    made = center.article(title='"Q"', translated_content={"fr": {"title": "it's"}})
    return (
        group["name"],
        group["translated_content"]["fr"]["name"],
        made["title"],
        made["translated_content"]["fr"]["title"],
    )


def paging(center, query, field):
    center.article()
    answer = center.ask("GET", f"/articles?{query}")
    return answer.json()["pages"].get(field, "absent") if answer.status_code == 200 else answer.status_code


def found(center, query="phrase=title"):
    center.article()
    center.article(state="published")
    return center.get(f"/articles/search?{query}")["total_count"]


def limited(center):
    answers = [center.ask("GET", "/me") for _ in range(3)]
    return answers[-1].status_code, answers[-1].headers.get("retry-after")


def heading_ids(center):
    """Whether the ids of a body survive its being sent back; a foreign id never does."""
    made = center.article(body='<h1 id="mine">A</h1><h1 id="h_0123456789">B</h1>')
    again = center.put(f"/articles/{made['id']}", {"body": made["body"]})
    return "mine" in made["body"], "h_0123456789" in made["body"], again["body"] == made["body"]


def image_paths(center):
    body = '<img src="https://pictures.example.com/a.png">'
    first = center.article(body=body)
    again = center.put(f"/articles/{first['id']}", {"body": body})
    return [path.partition("?")[0] for path in OURS.findall(first["body"])] == [
        path.partition("?")[0] for path in OURS.findall(again["body"])
    ]


def image_query(center):
    query = center.stored('<img src="https://pictures.example.com/a.png">').partition("?")[2].partition('"')[0]
    return [part.partition("=")[0] for part in query.split("&amp;")]


def twice(center):
    made = center.article(title="root", translated_content={"en": {"title": "inner", "description": "inner"}})
    return made["title"], made["description"]


P = '<p class="no-margin">{}</p>'.format
LI = "<li>{}</li>".format
A = "https://pictures.invalid/a.png"
EMPTY = {
    "type": "article_content", "title": "", "description": "", "body": "", "author_id": 1, "state": "draft",
    "created_at": 1_790_000_000, "updated_at": 1_790_000_000, "url": None,
}  # fmt: skip
CALLOUT = (
    '<div class="intercom-interblocks-callout" style="background-color: #feedaf80; border-color: #fbc91633;">'
    f"{P('x')}</div>"
)
DETAILS = (
    "<details><summary><h2>S</h2></summary>"
    f'<div class="collapsible-section-content">{P("x")}</div></details>'
)  # fmt: skip
LISTED_CODE = "<ol start='3'><li>a<pre>c</pre>b</li><li>d</li></ol>"

CASES = {
    "multilingual": (
        lambda center: "default_locale" in center.article(), {"auto": True, "always": True, "never": False}
    ),
    "missing-locales": (
        lambda center: translations(center, {"fr": {"title": "F"}}).get("de", "absent"),
        {"absent": "absent", "null": None, "empty": EMPTY},
    ),
    "echo-default-locale": (
        lambda center: translations(center, {}).get("en", {}).get("title"), {"off": None, "on": "Title"}
    ),
    "locale-merge": (
        partial(after_locale_update, sent={"title": "G"}),
        {"merge": ("G", P("B"), "published", 2), "replace": ("G", "", "draft", 2)},
    ),
    "locale-null": (nulled, {"ignore": "published", "delete": None, "draft": "draft", "refuse": 400}),
    "unlisted-locale": (unlisted, {"store": True, "ignore": False, "refuse": 400}),
    "empty-translation": (
        lambda center: "fr" in translations(center, {"fr": {"title": "", "body": ""}}), {"store": True, "drop": False}
    ),
    "untitled-translation": (
        lambda center: status(
            center, "POST", "/articles", {"title": "T", "author_id": 1, "translated_content": {"fr": {"body": "B"}}}
        ),
        {"accept": 200, "refuse": 400},
    ),
    "default-locale-twice": (twice, {"root": ("root", "inner"), "translation": ("inner", "inner")}),
    "translation-bumps-root": (
        partial(times, change={"translated_content": {"fr": {"title": "G"}}}), {"off": 0, "on": 10}
    ),
    "author-omitted": (author_after, {"keep": 2, "acting": 1}),
    "unknown-author": (unknown_author, {"400": 400, "404": 404, "401": 401, "accept": 200}),
    "noop-put": (partial(times, change={"title": "Title", "body": "<p>x</p>"}), {"keep": 0, "bump": 10}),
    "pending-draft": (live_title, {"off": "New", "on": "Old"}),
    "draft-with-state": (
        partial(over_a_draft, state="published"), {"publish": ("New", "New"), "hold": ("Old", "Old")}
    ),
    "draft-answer": (over_a_draft, {"live": ("Old", "Old"), "sent": ("New", "Old")}),
    "article-parent-null": (parentless, {"detach": {False}, "ignore": {True}, "refuse": {400}}),
    "unknown-parent": (
        partial(code_and_status, body={"parent_id": 5}),
        {"404": (404, "not_found"), "400": (400, "parameter_invalid")},
    ),
    "blank-title": (
        lambda center: status(center, "POST", GROUPS, {"name": " "}), {"refuse": 400, "accept": 200}
    ),
    "empty-body": (
        lambda center: status(center, "POST", "/articles", {"title": "T", "author_id": 1, "body": " "}),
        {"accept": 200, "refuse": 400},
    ),
    "size-limits": (
        lambda center: status(center, "POST", GROUPS, {"name": "x" * 256}), {"off": 200, "on": 400}
    ),
    "collection-depth": (deep, {"refuse": 400, "allow": 200}),
    "collection-delete": (
        deleted,
        {
            "orphan": (200, {"inner": True}, {"in outer": False, "in inner": True}),
            "cascade": (200, {}, {}),
            "refuse": (422, {"outer": True, "inner": False}, {"in outer": True, "in inner": True}),
        },
    ),
    "collection-order": (order, {"updated": "bca", "position": "abc", "id": "acb"}),
    "collection-url": (
        lambda center: center.post(GROUPS, {"name": "A"})["url"],
        {
            "page": "https://intercom.help/acme-help/en/collections/4200001-a",
            "root": "https://intercom.help/acme-help/",
        },
    ),
    "nested-help-center": (nested_center, {"null": None, "inherit": 31415}),
    "stale-parent": (parents, {"off": (True, True), "on": (False, True)}),
    "parent-ids": (parents, {"full": (True, True), "empty": (True, False)}),
    "title-escaping": (
        escaped,
        {"off": ("A & B", "<", '"Q"', "it's"), "on": ("A &amp; B", "&lt;", "&quot;Q&quot;", "it&#x27;s")},
    ),
    "url-encoding": (
        lambda center: center.article(title="東京", state="published")["url"].rpartition("-")[2],
        {"raw": "東京", "percent": "%E6%9D%B1%E4%BA%AC"},
    ),
    "paging-numbers": (partial(paging, query="page=1", field="page"), {"integer": 1, "string": "1"}),
    "last-page-next": (partial(paging, query="", field="next"), {"absent": "absent", "null": None}),
    "bad-page": (partial(paging, query="page=0", field="page"), {"refuse": 400, "clamp": 1}),
    "per-page-over-250": (partial(paging, query="per_page=900", field="per_page"), {"cap": 250, "refuse": 400}),
    "search-default-state": (found, {"all": 2, "published": 1}),
    "search-lag": (found, {"off": 2, "on": 0}),
    "wrong-method": (lambda center: status(center, "PATCH", "/articles"), {"405": 405, "404": 404}),
    "retry-after": (limited, {"off": (429, None), "on": (429, "10")}),
    "block-gaps": (
        lambda center: stored(center, " <p>a</p>\n<p>b</p> <!-- c -->\n<p>d</p>\n"),
        {"blank": P("a") + P("") + P("b") + P("") + P("d"), "drop": P("a") + P("b") + P("d")},
    ),
    "heading-blanks": (
        lambda center: stored(center, "<h1>a</h1><p>b</p>"),
        {"off": f"<h1>a</h1>{P('b')}", "on": f"{P('')}<h1>a</h1>{P('')}{P('b')}{P('')}"},
    ),
    "empty-paragraphs": (
        lambda center: stored(center, "<p>a</p><p> </p><p>&nbsp;</p>"),
        {"drop": P("a") + P("&nbsp;"), "keep": P("a") + P("") + P("&nbsp;")},
    ),
    "headings": (
        lambda center: stored(center, "<h2>a</h2><h3>b</h3><h6>c</h6>"),
        {"rebase": "<h1>a</h1><h2>b</h2><h2>c</h2>", "clamp": "<h2>a</h2><h2>b</h2><h2>c</h2>"},
    ),
    "deep-headings": (
        lambda center: stored(center, "<h2>a</h2><h4>b</h4><h6>c</h6>"),
        {"h2": "<h1>a</h1><h2>b</h2><h2>c</h2>", "keep": "<h1>a</h1><h3>b</h3><h4>c</h4>"},
    ),
    "heading-ids": (
        heading_ids,
        {
            "fresh": (False, False, False),
            "keep-own": (False, True, True),
            "by-words": (False, False, True),
            "none": (False, False, True),
        },
    ),
    "nested-lists": (
        lambda center: status(
            center, "POST", "/articles", {"title": "T", "author_id": 1, "body": "<ul><li>a<ul><li>b</ul></ul>"}
        ),
        {"accept": 200, "refuse": 400},
    ),
    "empty-list-item": (
        lambda center: status(
            center, "POST", "/articles", {"title": "T", "author_id": 1, "body": "<ul><li>a</li><li></li></ul>"}
        ),
        {"refuse": 400, "drop": 200},
    ),
    "code-in-list": (
        lambda center: stored(center, LISTED_CODE),
        {
            "keep": f"<ol>{LI(P('a') + '<pre><code>c</code></pre>' + P('b'))}{LI(P('d'))}</ol>",
            "split": f"<ol>{LI(P('a'))}</ol><pre><code>c</code></pre><ol>{LI(P('b'))}{LI(P('d'))}</ol>",
        },
    ),
    "list-start": (
        lambda center: stored(center, "<ol start='3'><li>a</ol>"),
        {"drop": f"<ol>{LI(P('a'))}</ol>", "keep": f'<ol start="3">{LI(P("a"))}</ol>'},
    ),
    "containers": (lambda center: stored(center, CALLOUT), {"accept": CALLOUT, "strip": P("x")}),
    "collapsibles": (lambda center: stored(center, DETAILS), {"accept": DETAILS, "strip": f"<h1>S</h1>{P('x')}"}),
    "code-newlines": (
        lambda center: stored(center, "<pre>a\nb</pre>"),
        {"keep": "<pre><code>a\nb</code></pre>", "br": "<pre><code>a<br>b</code></pre>"},
    ),
    "inline-space": (
        lambda center: stored(center, "<p>a \n  b</p>"), {"keep": P("a \n  b"), "collapse": P("a b")}
    ),
    "link-rel": (
        lambda center: stored(center, '<a href="https://e.com">x</a>'),
        {
            "off": P('<a href="https://e.com" target="_blank" class="intercom-content-link">x</a>'),
            "on": P(
                '<a href="https://e.com" rel="nofollow noopener noreferrer" target="_blank"'
                ' class="intercom-content-link">x</a>'
            ),
        },
    ),
    "image-fetch": (
        lambda center: status(
            center, "POST", "/articles", {"title": "T", "author_id": 1, "body": '<img src="http://127.0.0.1:9/a.png">'}
        ),
        {"off": 200, "on": 400},
    ),
    "image-reupload": (image_paths, {"fresh": False, "reuse": True}),
    "image-unreachable": (
        lambda center: (
            code_and_status(center, {"body": f'<img src="{LOST}">'})
            if center.store.settings.quirks["image-unreachable"] == "refuse"
            else stored(center, f'<p>a</p><img src="{LOST}">')
        ),
        {
            "refuse": (400, "parameter_invalid"),
            "drop": '<p class="no-margin">a</p>',
            "keep": f'<p class="no-margin">a</p><div class="intercom-container"><img src="{LOST}"></div>',
        },
    ),
    "image-query": (
        image_query, {"full": ["expires", "signature", "req"], "no-req": ["expires", "signature"], "none": [""]}
    ),
    "bad-image": (
        partial(code_and_status, body={"body": f'<img src="{A}">'}),
        {"parameter_invalid": (400, "parameter_invalid"), "unsupported_html": (400, "unsupported_html")},
    ),
}  # fmt: skip

# Scenarios that need more than a quirk.
SETTINGS = {"retry-after": {"rate_limit": 12}}


@pytest.mark.parametrize(
    ("name", "value"),
    [pytest.param(quirk.name, value, id=f"{quirk.name}={value}") for quirk in TABLE for value in quirk.values],
)
def test_each_value(start, name, value):
    scenario, expected = CASES[name]
    center = start(SETTINGS.get(name), **{name: value})
    assert scenario(center) == expected[value]


def test_the_cases_are_those_of_the_table():
    assert {name: set(expected) for name, (_, expected) in CASES.items()} == {
        quirk.name: set(quirk.values) for quirk in TABLE
    }


def test_a_single_locale_decides_unless_the_quirk_does(start):
    alone = {"locales": ("en",)}
    assert "default_locale" not in start(alone).article()
    assert "default_locale" in start(alone, multilingual="always").article()


def test_the_listing_shows_all_with_their_defaults():
    text = listing()
    for quirk in TABLE:
        assert f"{quirk.values[0]} (default)" in text and quirk.why in text


def test_parsing():
    assert parse_quirks(["noop-put=bump", "headings=clamp", "noop-put=keep"]) == Quirks(
        {"noop-put": "keep", "headings": "clamp"}
    )
    for word, message, hint in (
        ("noop", '"noop" is not a quirk setting.', "--quirk NAME=VALUE"),
        ("noop-puts=bump", 'There is no quirk "noop-puts".', 'Did you mean "noop-put"?'),
        ("noop-put=maybe", 'The quirk "noop-put" cannot be "maybe".', "It can be keep, bump."),
    ):
        with pytest.raises(UsageError) as caught:
            parse_quirks([word])
        assert caught.value.message == message and hint in (caught.value.hint or "")


def test_faults_have_no_say_in_quirks(start):
    assert start({"faults": Faults({"500": 0.0})}).get("/me")["type"] == "admin"
