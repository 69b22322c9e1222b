"""The digests of a body, and the laws of its canonical form."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hcsync.markup.canonical.form import canonical, form, raw_digest

_TAGS = st.sampled_from(
    "p b i strong em a code br ul ol li table thead tbody tr td th h1 h2 h3 div span pre hr img details summary iframe "
    "blockquote x-y section svg form button select option textarea title style script template dl dt caption u".split()
)
_ATTRIBUTES = st.sampled_from(
    [
        "",
        ' class="no-margin"',
        ' class="intercom-container intercom-align-center"',
        ' href="https://a.b/en/articles/1-x"',
        ' src="https://x/y.png?expires=1&signature=a"',
        " id=h",
        ' style="color: #ABC;width:3px"',
        ' x="a<b>&quot;"',
        " colspan=1",
    ]
)
_PIECES = st.one_of(
    st.builds("<{}{}>".format, _TAGS, _ATTRIBUTES),
    st.builds("</{}>".format, _TAGS),
    st.sampled_from(
        [
            "text",
            " ",
            "\n",
            "&nbsp;",
            "\u200b",
            "&amp;lt;",
            "&#769;e",
            "e\u0301",
            "<!-- c -->",
            "\u0338",
            "&#13;",
            "\x00",
        ]
    ),
    st.text(max_size=4),
)
HTML = st.lists(_PIECES, max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(HTML)
def test_the_canonical_form_is_its_own(html: str) -> None:
    once = canonical(html, sites=["https://a.b"])
    assert canonical(once, sites=["https://a.b"]) == once
    assert canonical(once) == once


def test_deep_nesting_is_no_trouble() -> None:
    html = "<div>" * 5000 + "deep" + "<b>" * 5000
    assert canonical(canonical(html)) == canonical(html)
    assert "deep" in canonical(html)


def test_form_takes_links_and_images_out_of_the_text() -> None:
    body = (
        '<p><a href="{}">x</a> <a href="https://example.com/a">y</a></p>'
        '<p><img alt="q &amp; &quot;" src="{}"></p><p><a class="intercom-h2b-button" href="{}">z</a></p>'
    )
    here = form(canonical(body.format("hcsync:../a.md#b&amp;c", "hcsync:a.png", "hcsync:b.md")))
    there = form(
        canonical(
            body.format(
                "https://intercom.help/acme/en/articles/1-a#h_1",
                "https://downloads.intercomcdn.com/a.png?expires=900&amp;signature=ab",
                "intercom:collection/2@en",
            ),
            sites=["https://intercom.help/acme"],
        )
    )
    assert here.text == there.text
    assert here.links == ("hcsync:../a.md#b&c", "hcsync:b.md")
    assert here.images == ("hcsync:a.png",)
    assert there.links == ("intercom:article/1@en#h_1", "intercom:collection/2@en")
    assert there.images == ("https://downloads.intercomcdn.com/a.png",)
    assert here.token != there.token


def test_external_links_are_text() -> None:
    one, other = (form(canonical(f'<p><a href="https://example.com/{page}">x</a></p>')) for page in "ab")
    assert one.links == other.links == ()
    assert one.text != other.text


def test_raw_digest_ignores_signatures_alone() -> None:
    body = '<p>a</p><img src="https://downloads.intercomcdn.com/i/o/1/a.png{}" alt="b"><p>c expires=1</p>'
    signed = raw_digest(body.format("?expires=1756680300&amp;signature=0a1b&amp;req=dSg%2FE%2BJ%0A"))
    assert signed == raw_digest(body.format("?expires=1756681200&amp;signature=ffff&amp;req=x%0A"))
    assert signed == raw_digest(body.format("?expires=1756681200&amp;signature=ffff"))
    assert signed == raw_digest(body.format(""))
    assert signed != raw_digest(body.format("?expires=1756680300&amp;signature=0a1b").replace("<p>a", "<p>b"))
    assert raw_digest("\ud800") != raw_digest("")
