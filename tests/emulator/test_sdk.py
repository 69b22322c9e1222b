"""The official Python SDK at home: it speaks to the server as it does to Intercom."""

import subprocess
import sys

import pytest

intercom = pytest.importorskip("intercom", reason="python-intercom, the official SDK, is not installed")

from intercom.core.api_error import ApiError  # noqa: E402
from intercom.types.article_content import ArticleContent  # noqa: E402
from intercom.types.article_translated_content import ArticleTranslatedContent  # noqa: E402
from intercom.types.create_article_request import CreateArticleRequest  # noqa: E402
from intercom.types.group_content import GroupContent  # noqa: E402
from intercom.types.group_translated_content import GroupTranslatedContent  # noqa: E402


@pytest.fixture(scope="module")
def url():
    command = [sys.executable, "-m", "hcsync", "emulator", "--port", "0", "--token", "secret", "--locales", "en,fr"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    yield process.stdout.readline().removeprefix("Listening on ").strip()
    process.terminate()
    assert process.wait(timeout=20) == 0


@pytest.fixture
def client(url):
    return intercom.Intercom(token="secret", base_url=url)


def french(title, body):
    content = ArticleContent(type="article_content", title=title, body=body, author_id=1, state="published")
    return ArticleTranslatedContent(type="article_translated_content", fr=content)


def test_who_am_i(client):
    assert client.admins.identify().app.id_code == "53f8b23b"
    assert [admin.id for admin in client.admins.list().admins] == ["1"]
    assert [center.identifier for center in client.help_centers.list()] == ["acme-help"]


def test_nested_collections_with_translations(client):
    collections = client.help_centers.collections
    names = GroupTranslatedContent(fr=GroupContent(type="group_content", name="Facturation", description="d"))
    top = collections.create(name="Billing", translated_content=names)
    inner = collections.create(name="Refunds", parent_id=top.id)
    found = {group.id: group for group in collections.list(per_page=1)}
    assert (found[inner.id].parent_id, found[top.id].translated_content.fr.name) == (top.id, "Facturation")
    assert collections.update(int(inner.id), name="Money back").parent_id == top.id
    assert collections.delete(int(inner.id)).deleted
    with pytest.raises(ApiError) as caught:
        collections.find(int(inner.id))
    assert caught.value.status_code == 404


def test_articles_from_first_to_last(client):
    articles = client.articles
    made = [
        articles.create(
            request=CreateArticleRequest(
                title=f"Title {number}", author_id=1, body="Body", state="published",
                translated_content=french(f"Titre {number}", "Corps"),
            )
        )
        for number in range(7)
    ]  # fmt: skip
    seen = list(articles.list(per_page=3))
    assert [article.id for article in seen] == [article.id for article in made][::-1]
    assert {article.translated_content.fr.state for article in seen} == {"published"}
    one = int(made[0].id)
    changed = articles.update(one, title="Straße", translated_content=french("Rue", "<h2>Corps</h2>"))
    assert (changed.title, changed.body, changed.author_id) == ("Straße", '<p class="no-margin">Body</p>', 1)
    again = articles.find(one)
    assert again.translated_content.fr.title == "Rue" and again.translated_content.fr.body.startswith("<h1 ")
    assert again.statistics.views == 0
    found = articles.search(phrase="straße", highlight=True, state="published")
    assert [article.id for article in found.data.articles] == [made[0].id]
    assert found.data.highlights[0].highlighted_title[0].type == "highlight"
    assert articles.delete(one).deleted
    assert made[0].id not in [article.id for article in articles.list()]


@pytest.mark.parametrize(
    ("act", "status", "code"),
    [
        (lambda articles: articles.create(request={"title": "T"}), 400, "parameter_not_found"),
        (lambda articles: articles.create(request={"author_id": 1}), 400, "parameter_not_found"),
        (lambda articles: articles.create(request={"title": "T", "author_id": 9}), 400, "parameter_invalid"),
        (lambda articles: articles.create(request={"title": "T", "author_id": 1, "state": "x"}), 400,
         "parameter_invalid"),
        (lambda articles: articles.find(123), 404, "not_found"),
        (lambda articles: articles.update(123, title="T"), 404, "not_found"),
        (lambda articles: articles.delete(123), 404, "not_found"),
    ],
)  # fmt: skip
def test_errors_are_the_documented_ones(client, act, status, code):
    with pytest.raises(ApiError) as caught:
        act(client.articles)
    body = caught.value.body
    errors = body["errors"] if isinstance(body, dict) else [dict(error) for error in body.errors]
    assert (caught.value.status_code, [error["code"] for error in errors]) == (status, [code])


def test_a_bad_token(url):
    with pytest.raises(ApiError) as caught:
        intercom.Intercom(token="wrong", base_url=url).articles.list()
    assert caught.value.status_code == 401
