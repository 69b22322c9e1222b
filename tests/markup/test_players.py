"""Addresses of videos and of their players."""

import pytest

from hcsync.markup.players import embedded, is_player, shared

YOUTUBE = "https://www.youtube.com/embed/dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("page", "player"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", YOUTUBE),
        ("https://m.youtube.com/watch?list=a&v=dQw4w9WgXcQ&t=1m30s", f"{YOUTUBE}?start=90"),
        ("https://youtu.be/dQw4w9WgXcQ?t=90", f"{YOUTUBE}?start=90"),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0", YOUTUBE),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789"),
        ("https://vimeo.com/123456789/0a1b2c3d4e", "https://player.vimeo.com/video/123456789?h=0a1b2c3d4e"),
        ("https://acme.wistia.com/medias/abc123defg", "https://fast.wistia.net/embed/iframe/abc123defg"),
        (
            "https://www.loom.com/share/0281766fa2d04bb788eaf19e65135184?sid=1",
            "https://www.loom.com/embed/0281766fa2d04bb788eaf19e65135184",
        ),
        ("https://vimeo.com/123456789#t=1m10s", "https://player.vimeo.com/video/123456789#t=70s"),
        (
            "https://acme.wistia.com/medias/abc123defg?wtime=1m",
            "https://fast.wistia.net/embed/iframe/abc123defg?time=60",
        ),
        (
            "https://www.loom.com/share/0281766fa2d04bb788eaf19e65135184?t=30",
            "https://www.loom.com/embed/0281766fa2d04bb788eaf19e65135184?t=30",
        ),
        ("https://share.vidyard.com/watch/aBcDeFgHiJkLmNoP", "https://play.vidyard.com/aBcDeFgHiJkLmNoP"),
    ],
)
def test_a_page_has_one_player_and_the_player_one_page(page: str, player: str) -> None:
    assert embedded(page) == player
    assert embedded(player) == player
    assert is_player(player)
    home = shared(player)
    assert home is not None and embedded(home) == player


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x.md",
        "http://youtu.be/dQw4w9WgXcQ",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/@someone",
        "https://www.loom.com/pricing",
        "https://vimeo.com/about",
        "https://youtu.be.evil.example/dQw4w9WgXcQ",
        "https://evil.example/youtu.be/dQw4w9WgXcQ",
        "https://[::1",
    ],
)
def test_what_is_no_video(url: str) -> None:
    assert embedded(url) is None
    assert shared(url) is None


@pytest.mark.parametrize(
    "player",
    [
        "https://www.youtube.com/embed/videoseries?list=PL0123456789",
        "https://www.youtube.com/embed/live_stream?channel=UC0123456789",
        f"{YOUTUBE}?start=1&end=3",
    ],
)
def test_a_player_that_plays_more_or_less_than_a_video_has_no_page(player: str) -> None:
    assert embedded(f"{player}&rel=0") == player
    assert shared(player) is None


def test_streamio_has_a_player_and_no_page() -> None:
    player = "https://streamio.com/api/v1/videos/abc/public_show?player_id=1"
    assert embedded(player) == player
    assert shared(player) is None
