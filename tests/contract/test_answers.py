"""What the embedded help center answers, held to the official document: each status, each refusal, each quirk."""

import json

import pytest

from hcsync.emulator.quirks import TABLE, Quirks

GROUPS = "/help_center/collections"
CENTERS = "/help_center/help_centers"
UNKNOWN = 987_654_321
BODY_LIMIT = 25_000_000
TEXT = {"title": "Texte", "description": "D", "body": "<p>B</p>", "author_id": 1, "state": "published"}
ARTICLE = {**TEXT, "title": "Text", "translated_content": {"fr": {"type": "article_content", **TEXT}}}
GROUP = {"name": "Group", "description": "D", "translated_content": {"fr": {"name": "Groupe", "description": ""}}}

# Operation → a path that exists (N is the id of what `prepared` makes) and, for a write, what to send.
GOOD = {
    "GET /me": ("/me", None),
    "GET /admins": ("/admins?display_avatar=true", None),
    "GET /admins/{id}": ("/admins/1", None),
    "GET /articles": ("/articles?page=1&per_page=250", None),
    "POST /articles": ("/articles", ARTICLE),
    "GET /articles/{id}": ("/articles/N", None),
    "PUT /articles/{id}": ("/articles/N", ARTICLE | {"title": "New"}),
    "DELETE /articles/{id}": ("/articles/N", None),
    "GET /articles/search": ("/articles/search?phrase=text&highlight=true&state=all", None),
    "GET /help_center/collections": (f"{GROUPS}?page=1&per_page=250", None),
    "POST /help_center/collections": (GROUPS, GROUP),
    "GET /help_center/collections/{id}": (f"{GROUPS}/N", None),
    "PUT /help_center/collections/{id}": (f"{GROUPS}/N", GROUP | {"name": "New"}),
    "DELETE /help_center/collections/{id}": (f"{GROUPS}/N", None),
    "GET /help_center/help_centers": (CENTERS, None),
    "GET /help_center/help_centers/{id}": (f"{CENTERS}/N", None),
}
STATUSES = (200, 400, 401, 404, 413, 415, 422, 429)

# What is documented but never answered, and why.
NEVER = {
    (operation, 422): "every invalid value is a 400, which is what the 2.10 document and its error codes name"
    for operation in GOOD
    if operation != "DELETE /help_center/collections/{id}"
}


def exists(operation, status):
    """Whether the document names the status there; `test_the_table_is_whole` holds this to the document."""
    method, path = operation.split()
    writes = method in ("POST", "PUT")
    return {404: writes or "{id}" in path, 413: writes, 415: writes}.get(status, True)


CASES = [
    (operation, status)
    for operation in GOOD
    for status in STATUSES
    if exists(operation, status) and (operation, status) not in NEVER
]


def prepared(center, operation):
    """Make what the operation is about; returns its path."""
    path, _ = GOOD[operation]
    if "N" not in path:
        return path
    if path.startswith(CENTERS):
        found = center.ask("GET", CENTERS).json()["data"][0]
    else:
        kind = GROUPS if path.startswith(GROUPS) else "/articles"
        found = center.made(kind, GROUP if kind == GROUPS else ARTICLE)
    center.now += 10  # into the next rate window
    return path.replace("N", found["id"])


def test_the_table_is_whole(contract):
    documented = {(operation.name, status) for operation in contract.operations for status in operation.statuses}
    assert {*CASES, *NEVER} == documented
    assert len(GOOD) == 16
    assert not set(CASES) & set(NEVER)


@pytest.mark.parametrize(("operation", "status"), CASES, ids=str)
def test_each_documented_status_is_answered_as_documented(stage, operation, status):
    settings = {"rate_limit": 6} if status == 429 else {}
    if status == 422:
        settings = {"quirks": Quirks({"collection-delete": "refuse"})}
    center = stage(**settings)
    path = prepared(center, operation)
    method, body = operation.split()[0], GOOD[operation][1]
    if status == 400:
        answer = center.ask(method, path, body, wrong=True, Intercom_Version="9.9")
    elif status == 401:
        answer = center.ask(method, path, body, Authorization="Bearer another")
    elif status == 404 and "{id}" in operation:
        answer = center.ask(method, f"{path.rpartition('/')[0]}/{UNKNOWN}", body)
    elif status == 404:
        answer = center.ask(method, path, body | {"parent_id": str(UNKNOWN)})
    elif status == 413:
        answer = center.ask(method, path, raw=json.dumps(body).encode().ljust(BODY_LIMIT + 1))
    elif status == 415:
        answer = center.ask(method, path, raw=b"name=T", wrong=True, Content_Type="application/x-www-form-urlencoded")
    elif status == 422:
        center.made("/articles", ARTICLE | {"parent_id": path.rpartition("/")[2]})
        answer = center.ask(method, path)
    elif status == 429:
        center.ask("GET", "/me")
        answer = center.ask(method, path, body)
    else:
        answer = center.ask(method, path, body)
    assert answer.status_code == status, answer.text
    assert (operation, status) in center.recorder.seen
    assert center.recorder.faults == []


# What is refused: (method, path, body, status, code, whether the document is against it too).
REFUSED = [
    ("POST", "/articles", {"author_id": 1}, 400, "parameter_not_found", True),
    ("POST", "/articles", {"title": "T"}, 400, "parameter_not_found", True),
    ("POST", "/articles", TEXT | {"title": ""}, 400, "parameter_invalid", True),
    ("POST", "/articles", TEXT | {"title": "a\nb"}, 400, "parameter_invalid", True),
    ("POST", "/articles", TEXT | {"title": 5}, 400, "type_mismatch", True),
    ("POST", "/articles", TEXT | {"author_id": UNKNOWN}, 400, "parameter_invalid", False),
    ("POST", "/articles", TEXT | {"author_id": "me"}, 400, "parameter_invalid", True),
    ("POST", "/articles", TEXT | {"state": "hidden"}, 400, "parameter_invalid", True),
    ("POST", "/articles", TEXT | {"parent_type": "folder"}, 400, "parameter_invalid", True),
    ("POST", "/articles", TEXT | {"parent_id": "home"}, 400, "parameter_invalid", True),
    ("POST", "/articles", TEXT | {"translated_content": []}, 400, "type_mismatch", True),
    ("POST", "/articles", TEXT | {"translated_content": {"fr": "Texte"}}, 400, "type_mismatch", True),
    ("POST", "/articles", TEXT | {"translated_content": {"fr": {"state": "on"}}}, 400, "parameter_invalid", True),
    ("POST", "/articles", TEXT | {"body": "<ul><li></li></ul>"}, 400, "unsupported_html", False),
    ("POST", "/articles", TEXT | {"body": 5}, 400, "type_mismatch", True),
    ("POST", "/articles", [], 400, "parameter_invalid", True),
    ("PUT", "/articles/N", {"state": "hidden"}, 400, "parameter_invalid", True),
    ("PUT", "/articles/N", {"author_id": UNKNOWN}, 400, "parameter_invalid", False),
    ("PUT", "/articles/N", {"parent_id": UNKNOWN}, 404, "not_found", False),
    ("GET", "/articles/abc", None, 404, "not_found", True),
    ("GET", "/articles?page=0", None, 400, "parameter_invalid", True),
    ("GET", "/articles?per_page=many", None, 400, "parameter_invalid", True),
    ("GET", "/articles/search?state=hidden", None, 400, "parameter_invalid", True),
    ("GET", "/articles/search?highlight=maybe", None, 400, "parameter_invalid", True),
    ("GET", "/articles/search?help_center_id=home", None, 400, "parameter_invalid", True),
    ("GET", "/admins/abc", None, 404, "admin_not_found", True),
    ("GET", "/admins?display_avatar=maybe", None, 400, "parameter_invalid", True),
    ("GET", f"{CENTERS}/abc", None, 404, "not_found", True),
    ("POST", GROUPS, {"description": "D"}, 400, "parameter_not_found", True),
    ("POST", GROUPS, {"name": " "}, 400, "parameter_invalid", True),
    ("POST", GROUPS, {"name": ["N"]}, 400, "type_mismatch", True),
    ("POST", GROUPS, {"name": "N", "help_center_id": UNKNOWN}, 404, "not_found", False),
    ("PUT", f"{GROUPS}/N", {"parent_id": "N"}, 400, "parameter_invalid", False),
    ("PUT", f"{GROUPS}/N", {"parent_id": str(UNKNOWN)}, 404, "not_found", False),
    ("GET", f"{GROUPS}?page=-1", None, 400, "parameter_invalid", True),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "code", "wrong"), REFUSED)
def test_each_refusal_has_the_documented_form(stage, method, path, body, status, code, wrong):
    center = stage()
    if "/N" in path:
        kind = path.rpartition("/")[0]
        ident = center.made(kind, GROUP if kind == GROUPS else TEXT)["id"]
        path = path.replace("/N", f"/{ident}")
        body = {name: ident if value == "N" else value for name, value in body.items()}
    answer = center.ask(method, path, body, wrong=wrong)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)
    assert center.recorder.faults == []


def test_no_token_at_all(stage, secret):
    center = stage()
    answers = [
        center.ask("GET", "/me", wrong=True, Authorization=""),
        center.ask("GET", "/me", wrong=True, Authorization=f"Basic {secret.token}"),
        center.ask("GET", "/me", wrong=True, Authorization="Bearer"),
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert center.recorder.faults == []


@pytest.mark.parametrize("path", ["/articles", GROUPS, "/articles/search?state=all&phrase=Name"])
@pytest.mark.parametrize("quirks", [{}, {"last-page-next": "null"}])
def test_the_first_a_middle_the_last_and_the_page_after(stage, path, quirks):
    """Each `next` is a URL that the document allows to be asked as it is."""
    center = stage(quirks=Quirks(quirks))
    ids = set()
    for number in range(5):
        body = {"name": f"Name {number}"} if path == GROUPS else TEXT | {"title": f"Name {number}"}
        ids.add(center.made(GROUPS if path == GROUPS else "/articles", body)["id"])
    asked, pages, found = f"{path}{'&' if '?' in path else '?'}per_page=2&page=1", [], []
    while asked:
        answer = center.ask("GET", asked).json()
        data = answer["data"]["articles"] if "search" in path else answer["data"]
        found += [item["id"] for item in data]
        pages.append((answer["pages"]["page"], answer["total_count"], len(data)))
        last, asked = asked, answer["pages"].get("next")
    assert pages == [(1, 5, 2), (2, 5, 2), (3, 5, 1)]
    assert sorted(found) == sorted(ids)
    after = center.ask("GET", last.replace("&page=3", "&page=4")).json()
    assert (after["pages"]["page"], after["total_count"]) == (4, 5)
    assert after["data"] == ({"articles": [], "highlights": []} if "search" in path else [])
    assert center.recorder.faults == []


# These change nothing but the text of a body, so they are set all at once.
BODIES = {
    "block-gaps": "drop", "heading-blanks": "on", "empty-paragraphs": "keep", "headings": "clamp",
    "deep-headings": "keep", "heading-ids": "keep-own", "code-in-list": "split", "list-start": "keep",
    "containers": "strip", "collapsibles": "strip", "code-newlines": "br", "inline-space": "collapse",
    "link-rel": "on", "image-reupload": "reuse", "image-query": "no-req",
}  # fmt: skip
# Every value but the defaults, except what reaches for the network.
CHOICES = [
    {},
    BODIES,
    *(
        {quirk.name: value}
        for quirk in TABLE
        for value in quirk.values[1:]
        if (quirk.name, value) not in {*BODIES.items(), ("image-fetch", "on")}
    ),
]
# The document says integer; that it may be otherwise is what this quirk is for.
AGAINST = {
    "paging-numbers=string": {
        f"answer: pages.{name}: '{number}' is not of type 'integer'"
        for name, number in (("page", 1), ("page", 9), ("per_page", 2), ("per_page", 250))
    }
}

HTML = (
    "<h2>Head</h2>\n<p>a <b>b</b></p><p></p><h4>Deep</h4>"
    '<ol start="3"><li>x<ul><li>y</li></ul><pre>c\nd</pre></li></ol>'
    '<div class="intercom-interblocks-callout" style="background-color: #feedaf80; border-color: #fbc91633;">'
    "<p>n</p></div><table><tr><td>1</td></tr></table><details><summary>S</summary><p>t</p></details>"
    '<p><a href="https://example.com">l</a></p><img src="https://pictures.example.com/a.png">'
)


def lived_in(center):
    """A help center in which a little of everything is done; what a quirk refuses is refused."""
    ask = center.ask
    outer = ask("POST", GROUPS, {"name": "A & B", "translated_content": {"fr": {"name": "<", "description": "d"}}})
    groups = [outer.json()["id"]]
    for name in "bcd":
        groups.append(ask("POST", GROUPS, {"name": name, "parent_id": groups[-1]}).json().get("id") or groups[-1])
    ask("PUT", f"{GROUPS}/{groups[1]}", {"description": "new", "translated_content": {"de": {"name": ""}, "fr": None}})
    plain = center.made("/articles", TEXT | {"title": "Title & text", "body": "plain", "parent_id": groups[0]})["id"]
    others = {
        "type": "article_translated_content", "fr": TEXT, "de": {"title": "", "body": ""},
        "en": {"title": "twice"}, "it": {"body": "ohne"}, "hi": {"title": "H"},
    }  # fmt: skip
    for locale, text in others.items():
        ask("PUT", f"/articles/{plain}", {"translated_content": {locale: text}})
    ask("POST", "/articles", TEXT | {"body": HTML, "translated_content": {"fr": TEXT | {"body": HTML}}})
    ask("POST", "/articles", TEXT | {"title": "東京 A", "state": "draft", "body": " "})
    ask("POST", "/articles", TEXT | {"author_id": UNKNOWN})
    ask("POST", "/articles", TEXT | {"parent_id": UNKNOWN})
    ask("POST", "/articles", TEXT | {"title": " "}, wrong=True)
    ask("POST", "/articles", TEXT | {"title": "x" * 300}, wrong=True)
    for change in ({"title": "New"}, {"title": "New"}, {"parent_id": groups[1]}, {"parent_id": None}, {"body": HTML}):
        center.now += 1
        ask("PUT", f"/articles/{plain}", change)
    ask("PUT", f"/articles/{plain}", {"translated_content": {"fr": None}})
    ask("PUT", f"/articles/{plain}", {"parent_id": groups[0]})
    ask("GET", f"/articles/{plain}")
    for query in ("page=1&per_page=2", "per_page=2&page=9", ""):
        for path in ("/articles", GROUPS, "/articles/search"):
            more = "&phrase=new&highlight=true" if path.endswith("search") else ""
            ask("GET", f"{path}?{query}{more}")
    for query in ("page=0", "per_page=900"):
        ask("GET", f"/articles?{query}", wrong=True)
    for path in (f"{GROUPS}/{groups[0]}", f"/articles/{plain}", f"/articles/{plain}", CENTERS, "/me", "/admins"):
        ask("DELETE" if path[-1].isdigit() else "GET", path)


def named(quirks):
    return " ".join(f"{name}={value}" for name, value in quirks.items()) if len(quirks) < 2 else "bodies"


@pytest.mark.parametrize("quirks", CHOICES, ids=named)
def test_under_every_quirk_the_document_holds(stage, quirks):
    center = stage(quirks=Quirks(quirks))
    lived_in(center)
    found = {fault for exchange in center.recorder.exchanges for fault in exchange.faults}
    assert found == AGAINST.get(named(quirks), set())
    assert len(center.recorder.exchanges) > 35


@pytest.mark.parametrize("multilingual", [True, False])
def test_a_help_center_of_one_language_and_of_several(stage, multilingual):
    center = stage(locales=("en", "fr", "de") if multilingual else ("en",))
    lived_in(center)
    article = center.made("/articles", TEXT)
    assert ("default_locale" in article, "translated_content" in article) == (multilingual, multilingual)
    assert center.recorder.faults == []
