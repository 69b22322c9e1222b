"""Addresses of videos: which may be embedded, how the player's is made from the page's, and back.

Hosts: YouTube, Vimeo, Wistia, Loom, Vidyard and Streamio, over https (docs). Each row of `PLAYERS` knows one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, urlsplit

_HOSTS = (
    "youtube.com",
    "youtube-nocookie.com",
    "youtu.be",
    "vimeo.com",
    "wistia.com",
    "wistia.net",
    "loom.com",
    "vidyard.com",
    "streamio.com",
)


@dataclass(frozen=True, slots=True)
class _Player:
    """`page` matches host and path of a page or player; its group 1 is the video. `embed` and `watch` are the addresses
    of the player and of the page people share."""

    page: re.Pattern[str]
    embed: str
    watch: str


PLAYERS = (
    _Player(
        re.compile(r"(?:www\.|m\.|music\.)?youtube(?:-nocookie)?\.com/(?:embed|shorts|live|v)/([\w-]{6,20})/?"),
        "https://www.youtube.com/embed/{0}",
        "https://www.youtube.com/watch?v={0}",
    ),
    _Player(
        re.compile(r"youtu\.be/([\w-]{6,20})/?"),
        "https://www.youtube.com/embed/{0}",
        "https://www.youtube.com/watch?v={0}",
    ),
    _Player(
        re.compile(r"(?:www\.)?vimeo\.com/(?:channels/[\w-]+/|groups/[\w-]+/videos/)?(\d{5,12}(?:/[0-9a-f]{8,12})?)/?"),
        "https://player.vimeo.com/video/{0}",
        "https://vimeo.com/{0}",
    ),
    _Player(
        re.compile(r"player\.vimeo\.com/video/(\d{5,12})/?"),
        "https://player.vimeo.com/video/{0}",
        "https://vimeo.com/{0}",
    ),
    _Player(
        re.compile(r"(?:[\w-]+\.)?wistia\.(?:com|net)/(?:medias|embed/iframe)/(\w{6,16})/?"),
        "https://fast.wistia.net/embed/iframe/{0}",
        "https://fast.wistia.net/medias/{0}",
    ),
    _Player(
        re.compile(r"(?:www\.)?loom\.com/(?:share|embed)/([0-9a-f]{16,40})/?"),
        "https://www.loom.com/embed/{0}",
        "https://www.loom.com/share/{0}",
    ),
    _Player(
        re.compile(r"(?:share\.vidyard\.com/watch|play\.vidyard\.com)/([\w-]{10,40})/?"),
        "https://play.vidyard.com/{0}",
        "https://share.vidyard.com/watch/{0}",
    ),
)
_STREAMIO = re.compile(r"(?:[\w-]+\.)?streamio\.com/api/v1/videos/\w+/public_show/?")
_SECONDS = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")


def is_player(url: str) -> bool:
    """Whether Intercom takes an iframe of this address."""
    parts = _split(url)
    return parts is not None and any(_host(parts) == known or _host(parts).endswith(f".{known}") for known in _HOSTS)


@lru_cache(maxsize=4096)
def embedded(url: str) -> str | None:
    """The player's address for that of a video's page or player; None where it is neither. One video always gets the
    same address, whichever of its addresses is given; where it starts is kept."""
    parts = _split(url)
    if parts is None:
        return None
    said = parse_qs(parts.query)
    path = f"{_host(parts)}{parts.path}"
    if re.fullmatch(r"(?:www\.|m\.)?youtube\.com/watch/?", path):
        path = f"youtu.be/{(said.get('v') or [''])[0]}"
    for player in PLAYERS:
        if found := player.page.fullmatch(path):
            return _started(player, found[1], said)
    return url if _STREAMIO.fullmatch(path) else None


def _started(player: _Player, video: str, said: dict[str, list[str]]) -> str:
    video, _, secret = video.partition("/")
    address = player.embed.format(video)
    if "vimeo" in address:
        secret = secret or (said.get("h") or [""])[0]
        return f"{address}?h={secret}" if re.fullmatch(r"[0-9a-f]+", secret) else address
    if "youtube" in address:
        start = _seconds((said.get("start") or said.get("t") or [""])[0])
        return f"{address}?start={start}" if start else address
    return address


def _seconds(text: str) -> int:
    """`90`, `90s`, `1m30s` → 90."""
    found = _SECONDS.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def shared(player_url: str) -> str | None:
    """The address of the page that people share, where `embedded` makes just this player's address from it."""
    parts = _split(player_url)
    if parts is None:
        return None
    said = parse_qs(parts.query)
    for player in PLAYERS:
        found = player.page.fullmatch(f"{_host(parts)}{parts.path}")
        if found:
            page = player.watch.format(found[1])
            if "h" in said:
                page = f"{page}/{said['h'][0]}"
            if "start" in said:
                page = f"{page}&t={said['start'][0]}s"
            return page if embedded(page) == player_url else None
    return None


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.hostname  # noqa: B018 - it is what raises
    except ValueError:
        return None
    return parts if parts.scheme == "https" and parts.hostname else None


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").lower()
