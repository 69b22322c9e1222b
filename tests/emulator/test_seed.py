"""Seeds: loaded once, whole or not at all."""

import json

import pytest

from hcsync.emulator.app import create_app
from hcsync.emulator.settings import Settings
from hcsync.errors import UsageError

SEED = {
    "collections": [
        {"key": "start", "name": "Start", "translated_content": {"fr": {"name": "Début"}}},
        {"key": "apps", "parent": "start", "name": "Apps"},
        {"name": "Alone"},
    ],
    "articles": [
        {"collection": "apps", "title": "Install", "body": "<h2>Do</h2>", "state": "published"},
        {"title": "Loose", "author_id": 2},
    ],
}


def seeded(start, tmp_path, seed):
    path = tmp_path / "seed.json"
    path.write_text(seed if isinstance(seed, str) else json.dumps(seed))
    return start({"seed": path})


def test_a_seed_goes_through_the_api(start, tmp_path):
    center = seeded(start, tmp_path, SEED)
    groups = {group["name"]: group for group in center.get("/help_center/collections")["data"]}
    assert groups["Apps"]["parent_id"] == groups["Start"]["id"] and groups["Alone"]["order"] == 2
    articles = {article["title"]: article for article in center.get("/articles")["data"]}
    assert articles["Install"]["parent_ids"] == [int(groups["Apps"]["id"])]
    assert articles["Install"]["body"].startswith("<h1 ")
    assert (articles["Install"]["author_id"], articles["Loose"]["author_id"]) == (1, 2)


def test_a_seed_is_loaded_once(tmp_path):
    path = tmp_path / "seed.json"
    path.write_text(json.dumps(SEED))
    settings = Settings(db=tmp_path / "x.db", seed=path)
    path.write_text(json.dumps({"articles": [{"title": "T"}]}))
    for _ in range(2):
        store = create_app(settings).state.store
        assert store.value("SELECT count(*) FROM articles") == 1
        store.close()


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        ("{", "cannot be read"),
        ({"article": []}, "cannot be read"),
        ({"collections": [{"key": "a"}]}, "collection 1: Name is a required parameter."),
        ({"collections": [{"name": "A", "parent": "b"}]}, 'collection 1: "b" is the key of no collection above.'),
        ({"articles": [{"title": "T"}, {"title": "T", "author_id": 9}]}, "article 2: author_id must be a teammate"),
        ({"articles": [{"title": "T", "body": "<dl></dl>"}]}, "article 1: Definition lists are not supported."),
    ],
)
def test_a_seed_that_cannot_be(start, tmp_path, seed, message):
    with pytest.raises(UsageError) as caught:
        seeded(start, tmp_path, seed)
    assert message in caught.value.message


def test_a_seed_that_failed_is_tried_again(tmp_path):
    path = tmp_path / "seed.json"
    settings = Settings(db=tmp_path / "x.db", seed=path)
    path.write_text(json.dumps({"articles": [{"title": ""}]}))
    with pytest.raises(UsageError):
        create_app(settings)
    path.write_text(json.dumps({"articles": [{"title": "T"}]}))
    store = create_app(settings).state.store
    assert store.value("SELECT count(*) FROM articles") == 1
    store.close()
