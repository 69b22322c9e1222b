"""Links and pictures of a live body, in the words of the file they come home to."""

from hcsync.markup.revert.spelling import Spelling
from hcsync.model.digest import image_mark

SITE = "https://help.acme.com"
CDN = "https://downloads.intercomcdn.com/i/o/1"
LEADS = {
    "b.md": "intercom:article/2@en",
    "./b.md": "intercom:article/2@en",
    "b.md#x": "intercom:article/2@en#x",
    "c.md": "intercom:article/3@fr",
    "new.md": "intercom:article/9@en",
}
PATHS = {"intercom:article/9@en": "new.md", "intercom:article/3@en": "c.md"}


def _spelling(markdown: str, *, sure: bool = True) -> Spelling:
    return Spelling(markdown, lambda raw: LEADS.get(raw, f"hcsync:{raw}"), PATHS.get, [SITE], sure=sure)


def _links(*targets: str) -> str:
    return "".join(f'<a href="{target}">x</a>' for target in targets)


def test_a_link_keeps_the_target_that_stands_in_the_file() -> None:
    spelling = _spelling("[a](./b.md) [b](b.md) [c](https://help.acme.com/en/articles/4-four)")
    assert spelling.live(_links(f"{SITE}/en/articles/2-two", f"{SITE}/en/articles/4-now-five")) == _links(
        "hcsync:./b.md", f"{SITE}/en/articles/4-four"
    )
    assert [spelling.same(target) for target in ("hcsync:b.md", "hcsync:b.md#x", "https://a.b")] == [
        "hcsync:./b.md",
        "hcsync:b.md#x",
        "https://a.b",
    ]


def test_a_new_link_becomes_a_path_where_that_leads_to_the_same() -> None:
    live = _links(
        f"{SITE}/en/articles/9-nine", f"{SITE}/en/articles/3-three", f"{SITE}/en/articles/7", "https://a.b/ c", "#x"
    )
    assert _spelling("").live(live) == _links(
        "hcsync:new.md", f"{SITE}/en/articles/3-three", f"{SITE}/en/articles/7", "https://a.b/ c", "#x"
    )


def test_the_language_of_a_link_counts_only_where_it_is_known() -> None:
    live = _links(f"{SITE}/en/articles/3-three")
    assert _spelling("[a](c.md)").live(live) == live
    assert _spelling("[a](c.md)", sure=False).live(live) == _links("hcsync:c.md")


def _images(*sources: str) -> str:
    return "".join(f'<img src="{source}">' for source in sources)


def test_a_picture_is_known_by_its_mark() -> None:
    spelling = _spelling("![a](i/a.png) ![b](j/a.png)")
    marks = (image_mark(f"{CDN}/1/a.png"), image_mark(f"{CDN}/2/a.png"))
    live = _images(f"{CDN}/2/a.png?expires=1&amp;signature=2", f"{CDN}/3/a.png?expires=1", f"{CDN}/1/a.png")
    assert spelling.live(live, marks) == _images("hcsync:j/a.png", f"{CDN}/3/a.png", "hcsync:i/a.png")


def test_without_marks_a_picture_is_known_by_its_name_in_order() -> None:
    spelling = _spelling("![a](i/a%20b.png) ![b](j/a%20b.png) ![c](https://c.d/C.PNG)")
    live = _images(f"{CDN}/5/c.png", f"{CDN}/2/a-b.png", f"{CDN}/2/a-b.png", f"{CDN}/3/a-b.png", f"{CDN}/4/a-b.png")
    assert spelling.live(live, ("one too few",)) == _images(
        "https://c.d/C.PNG", "hcsync:i/a%20b.png", "hcsync:i/a%20b.png", "hcsync:j/a%20b.png", f"{CDN}/4/a-b.png"
    )
