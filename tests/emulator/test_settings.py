"""Settings and the words of the command line that make them."""

import pytest

from hcsync.emulator.settings import Admin, Settings, generated_admins, parse_admins, parse_rate
from hcsync.errors import UsageError


def named(number):
    return Admin(number, f"Teammate {number}", f"teammate{number}@example.com")


def test_admins_as_a_count_or_as_ids():
    assert parse_admins("2") == (named(1), named(2)) == generated_admins(2)
    assert parse_admins("1295001, 7") == (named(1295001), named(7))
    assert parse_admins("1295,") == (named(1295),)


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": "5", "name": "Jo", "email": "jo@example.com"}, {"id": 6}, 7]',
        "# who\n5, Jo, jo@example.com\n\n6\n7,,\n",
    ],
)
def test_admins_from_a_file(tmp_path, text):
    path = tmp_path / "admins"
    path.write_text(text)
    assert parse_admins(str(path)) == (Admin(5, "Jo", "jo@example.com"), named(6), named(7))


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("jane", '--admins: "jane" is neither a file, nor a number, nor ids.'),
        ("", '--admins: "" is neither a file, nor a number, nor ids.'),
        ("0", "--admins 0: a count lies between 1 and 10,000."),
        ("1295001", "--admins 1295001: a count lies between 1 and 10,000."),
        ("3,3", "--admins: 3,3 names an id twice."),
    ],
)
def test_admins_that_cannot_be(word, message):
    with pytest.raises(UsageError) as caught:
        parse_admins(word)
    assert caught.value.message == message


@pytest.mark.parametrize("text", ["[{}]", "[", "x,Jo", "", "[]", '["5"]'])
def test_files_of_admins_that_cannot_be(tmp_path, text):
    path = tmp_path / "admins"
    path.write_text(text)
    with pytest.raises(UsageError, match="--admins: "):
        parse_admins(str(path))


def test_rates():
    assert (parse_rate("off"), parse_rate("1000")) == (None, 1000)
    with pytest.raises(UsageError, match="neither a number nor"):
        parse_rate("-1")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"region": "mars"}, 'There is no region "mars".'),
        ({"default_locale": "fr"}, 'The default locale "fr" is not among the locales en.'),
        ({"rate_limit": 5}, "A rate limit under 6 requests a minute leaves nothing for a window of ten seconds."),
    ],
)
def test_settings_that_cannot_be(change, message):
    with pytest.raises(UsageError) as caught:
        Settings(**change)
    assert caught.value.message == message
