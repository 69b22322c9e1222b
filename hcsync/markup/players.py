"""Addresses of videos: which may be embedded, how the player's is made from the page's, and back.

Hosts: YouTube, Vimeo, Wistia, Loom, Vidyard and Streamio, over https (docs). Each row of `PLAYERS` knows one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

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
    of the player and of the page people share. `start` is what the player calls the second it starts at, "" if it has
    no word for that, `moment` how the page says it."""

    page: re.Pattern[str]
    embed: str
    watch: str
    start: str = ""
    moment: str = ""


PLAYERS = (
    _Player(
        re.compile(r"(?:www\.|m\.|music\.)?youtube(?:-nocookie)?\.com/(?:embed|shorts|live|v)/([\w-]{6,20})/?"),
        "https://www.youtube.com/embed/{0}",
        "https://www.youtube.com/watch?v={0}",
        "start",
        "&t={}s",
    ),
    _Player(
        re.compile(r"youtu\.be/([\w-]{6,20})/?"),
        "https://www.youtube.com/embed/{0}",
        "https://www.youtube.com/watch?v={0}",
        "start",
        "&t={}s",
    ),
    _Player(
        re.compile(r"(?:www\.)?vimeo\.com/(?:channels/[\w-]+/|groups/[\w-]+/videos/)?(\d{5,12}(?:/[0-9a-f]{8,12})?)/?"),
        "https://player.vimeo.com/video/{0}",
        "https://vimeo.com/{0}",
        "#t",
        "#t={}s",
    ),
    _Player(
        re.compile(r"player\.vimeo\.com/video/(\d{5,12})/?"),
        "https://player.vimeo.com/video/{0}",
        "https://vimeo.com/{0}",
        "#t",
        "#t={}s",
    ),
    _Player(
        re.compile(r"(?:[\w-]+\.)?wistia\.(?:com|net)/(?:medias|embed/iframe)/(\w{6,16})/?"),
        "https://fast.wistia.net/embed/iframe/{0}",
        "https://fast.wistia.net/medias/{0}",
        "time",
        "?wtime={}",
    ),
    _Player(
        re.compile(r"(?:www\.)?loom\.com/(?:share|embed)/([0-9a-f]{16,40})/?"),
        "https://www.loom.com/embed/{0}",
        "https://www.loom.com/share/{0}",
        "t",
        "?t={}",
    ),
    _Player(
        re.compile(r"(?:share\.vidyard\.com/watch|play\.vidyard\.com)/([\w-]{10,40})/?"),
        "https://play.vidyard.com/{0}",
        "https://share.vidyard.com/watch/{0}",
    ),
)
# What a page or player may call the second it starts at, whoever's it is.
_STARTS = ("start", "t", "time", "wtime", "#t")
# Of a YouTube player: a list, a channel's live pictures, an end.
_LISTS = ("list", "listType", "channel", "playlist", "index", "end")
_STREAMIO = re.compile(r"(?:[\w-]+\.)?streamio\.com/api/v1/videos/\w+/public_show/?")
_SECONDS = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")


def is_player(url: str) -> bool:
    """Whether Intercom takes an iframe of this address."""
    parts = _split(url)
    return parts is not None and any(_host(parts) == known or _host(parts).endswith(f".{known}") for known in _HOSTS)


@lru_cache(maxsize=4096)
def embedded(url: str) -> str | None:
    """The player's address for that of a video's page or player; None where it is neither. One video always gets the
    same address, whichever of its addresses is given; where it starts is kept, and of a player, which list it plays."""
    parts = _split(url)
    if parts is None:
        return None
    said = _said(parts)
    path = f"{_host(parts)}{parts.path}"
    if re.fullmatch(r"(?:www\.|m\.)?youtube\.com/watch/?", path):
        path = f"youtu.be/{said.get('v', '')}"
    for player in PLAYERS:
        if found := player.page.fullmatch(path):
            video, _, secret = found[1].partition("/")
            said |= {"h": secret} if secret else {}
            return player.embed.format(video) + _tail(player, said, plays="/embed/" in path)
    return url if _STREAMIO.fullmatch(path) else None


def _tail(player: _Player, said: dict[str, str], *, plays: bool) -> str:
    """What stands behind a player's address: where it starts, and what else decides which pictures are shown."""
    start = next(filter(None, (_seconds(said.get(name, "")) for name in _STARTS)), 0) if player.start else 0
    query = {player.start: str(start)} if start and player.start != "#t" else {}
    if "youtube" in player.embed and plays:
        query |= {name: said[name] for name in _LISTS if name in said}
    if "vimeo" in player.embed and re.fullmatch(r"[0-9a-f]+", said.get("h", "")):
        query["h"] = said["h"]
    return (f"?{urlencode(query)}" if query else "") + (f"#t={start}s" if start and player.start == "#t" else "")


def _said(parts: SplitResult) -> dict[str, str]:
    """The query and, as `#t`, the time that the fragment names; of each name the first value."""
    said = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return said | ({"#t": parts.fragment[2:]} if parts.fragment.startswith("t=") else {})


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
    said = _said(parts)
    for player in PLAYERS:
        found = player.page.fullmatch(f"{_host(parts)}{parts.path}")
        if found:
            page = player.watch.format(found[1])
            if "h" in said:
                page = f"{page}/{said['h']}"
            if player.start in said:
                page += player.moment.format(_seconds(said[player.start]))
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
