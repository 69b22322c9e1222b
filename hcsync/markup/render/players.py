"""Which players may be embedded: YouTube, Vimeo, Wistia, Loom, Vidyard and Streamio, over https (docs)."""

from urllib.parse import urlsplit

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


def is_player(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and any(host == known or host.endswith(f".{known}") for known in _HOSTS)
