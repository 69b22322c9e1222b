"""What may come in is wider than what the document says."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcsync.intercom import wire
from hcsync.intercom.convert import contents, names, parent

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KNOWN = {"id", *(field.encode_name for field in msgspec.structs.fields(wire.Article))}


@given(st.dictionaries(st.text(max_size=12).filter(lambda name: name not in KNOWN), json_values, max_size=4))
def test_unknown_fields_of_any_form_change_nothing(extra):
    plain = {"id": "8137", "title": "T", "translated_content": {"fr": {"title": "F"}}}
    assert wire.decode(wire.Article, json.dumps(extra | plain).encode()) == wire.decode(
        wire.Article, json.dumps(plain).encode()
    )


@given(st.dictionaries(st.sampled_from(["type", "fr", "hi", "de-form"]), json_values, max_size=4) | json_values)
def test_translated_content_of_any_form_is_read(translated):
    def objects_only(value):
        texts = ("title", "description", "body", "state", "url", "name", "author_id", "updated_at")
        return {key: one for key, one in value.items() if key not in texts} if isinstance(value, dict) else value

    if isinstance(translated, dict):
        translated = {locale: objects_only(value) for locale, value in translated.items()}
    sent = json.dumps({"id": "1", "title": "T", "name": "N", "translated_content": translated}).encode()
    assert list(contents(wire.decode(wire.Article, sent), "en")) == ["en"]
    assert list(names(wire.decode(wire.Collection, sent), "en")) == ["en"]


@pytest.mark.parametrize("ident", ["8137", 8137])
def test_ids_are_texts(ident):
    sent = json.dumps({"id": ident}).encode()
    shapes = (wire.Article, wire.Collection, wire.HelpCenter, wire.Admin, wire.Me)
    assert [wire.decode(shape, sent).id for shape in shapes] == ["8137"] * 5


@pytest.mark.parametrize("parents", [[145, 146], ["145", "146"], [145.0, None, True, {}, 146]])
def test_parents_of_any_type(parents):
    sent = json.dumps({"id": "1", "parent_id": "146", "parent_ids": parents}).encode()
    assert parent(wire.decode(wire.Article, sent)) == "146"


@pytest.mark.parametrize(
    ("value", "known"),
    [
        (12, "12"),
        ("12", "12"),
        (12.0, "12"),
        (0, None),
        ("0", None),
        ("", None),
        (None, None),
        (True, None),
        ([], None),
    ],
)
def test_text_id(value, known):
    assert wire.text_id(value) == known


@pytest.mark.parametrize(
    ("value", "known"), [(3, 3), ("3", 3), (3.0, 3), ("three", None), (None, None), (True, None), (float("inf"), None)]
)
def test_whole(value, known):
    assert wire.whole(value) == known


@pytest.mark.parametrize(
    "pages", [None, {}, {"page": "1", "per_page": "50", "total_pages": "3"}, {"next": {"page": 2}}]
)
def test_pages_of_any_form(pages):
    sent = json.dumps({"type": "list", "data": [], "pages": pages, "total_count": "0"}).encode()
    assert wire.decode(wire.ArticleList, sent).data == []


@pytest.mark.parametrize("sent", [b"", b"<html>", b'{"id": "1"', b"\xff"])
def test_what_is_no_json(sent):
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)) as caught:
        wire.decode(wire.Article, sent)
    assert not isinstance(caught.value, msgspec.ValidationError)


@pytest.mark.parametrize("sent", [b"[]", b"null", b"{}", b'{"id": null}'])
def test_what_is_no_article(sent):
    with pytest.raises(msgspec.ValidationError):
        wire.decode(wire.Article, sent)
    with pytest.raises(msgspec.ValidationError):
        wire.decode(wire.ArticleList, sent)
