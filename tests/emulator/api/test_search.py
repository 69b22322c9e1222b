"""Search: words, state, help center, highlights, paging."""

import pytest


@pytest.fixture
def filled(center):
    parent = center.post("/help_center/collections", {"name": "C"})["id"]
    center.article(title="Refunds", body="<p>How to get <b>money</b> back</p>", state="published", parent_id=parent)
    center.clock.now += 1
    center.article(title="Money & more", body="<h2>Straße</h2><p>nothing</p>", description="Refunds here")
    return center


def titles(center, query):
    return [item["title"] for item in center.get(f"/articles/search?{query}")["data"]["articles"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("phrase=money", ["Money & more", "Refunds"]),
        ("phrase=MONEY+back", ["Refunds"]),
        ("phrase=refunds", ["Refunds", "Money & more"]),
        ("phrase=strasse", ["Money & more"]),
        ("phrase=margin", []),
        ("", ["Money & more", "Refunds"]),
        ("state=published", ["Refunds"]),
        ("state=draft&phrase=money", ["Money & more"]),
        ("state=all", ["Money & more", "Refunds"]),
        ("help_center_id=31415", ["Refunds"]),
        ("help_center_id=5", []),
        ("per_page=1&page=2", ["Refunds"]),
    ],
)
def test_finding(filled, query, found):
    assert titles(filled, query) == found


def test_the_answer_as_a_whole(filled):
    found = filled.get("/articles/search?phrase=money%20back&highlight=true&per_page=1")
    (article,) = found["data"]["articles"]
    assert "statistics" not in article
    assert found == {
        "type": "list",
        "total_count": 1,
        "data": {
            "articles": [article],
            "highlights": [
                {
                    "article_id": article["id"],
                    "highlighted_title": [{"type": "plain", "text": "Refunds"}],
                    "highlighted_summary": [
                        [
                            {"type": "plain", "text": "How to get "},
                            {"type": "highlight", "text": "money"},
                            {"type": "plain", "text": " "},
                            {"type": "highlight", "text": "back"},
                        ]
                    ],
                }
            ],
        },
        "pages": {"type": "pages", "page": 1, "per_page": 1, "total_pages": 1},
    }


def test_highlighted_titles_are_plain_text(filled):
    found = filled.get("/articles/search?phrase=money&highlight=true")["data"]["highlights"][0]
    assert found["highlighted_title"] == [
        {"type": "highlight", "text": "Money"}, {"type": "plain", "text": " & more"}
    ]  # fmt: skip
    assert found["highlighted_summary"] == []


def test_no_highlights_unless_asked_and_next_keeps_the_question(filled):
    found = filled.get("/articles/search?phrase=money&per_page=1")
    assert found["data"]["highlights"] == []
    assert found["pages"]["next"] == "https://api.intercom.io/articles/search?phrase=money&per_page=1&page=2"


@pytest.mark.parametrize("query", ["state=live", "highlight=perhaps", "help_center_id=x", "page=0", "per_page=x"])
def test_bad_questions(filled, query):
    assert filled.refused("GET", f"/articles/search?{query}")[:2] == (400, "parameter_invalid")
