"""Links of a body to objects that have another address by now."""

import pytest

from hcsync.markup.relink import relinked

SITES = ("https://help.acme.com", "https://intercom.help/acme")


def _moved(refers: str) -> str | None:
    return "https://help.acme.com/fr/articles/99-x?a=1&b=2" if refers.startswith("intercom:article/12@") else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '<p>a <a class="c" href="https://help.acme.com/fr/articles/12-old#h_1" target="_blank">b</a></p>',
            '<p>a <a class="c" href="https://help.acme.com/fr/articles/99-x?a=1&amp;b=2" target="_blank">b</a></p>',
        ),
        (
            '<a href="https://intercom.help/acme/en/articles/12">b</a>',
            '<a href="https://help.acme.com/fr/articles/99-x?a=1&amp;b=2">b</a>',
        ),
        ('<a href="https://help.acme.com/fr/articles/13-other">b</a>', None),
        ('<a href="https://help.acme.com/fr/collections/12-c">b</a>', None),
        ('<a href="https://example.com/fr/articles/12-old">b</a>', None),
        ('<p>href="https://help.acme.com/fr/articles/12-old"</p>&nbsp;<br>', None),
        ('<img src="https://help.acme.com/fr/articles/12-old">', None),
    ],
)
def test_only_links_to_what_moved_change(before: str, after: str | None) -> None:
    assert relinked(before, SITES, _moved) == (before if after is None else after)
