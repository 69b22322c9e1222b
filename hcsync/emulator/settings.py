"""What an embedded help center is asked to be goes in; the frozen `Settings` all its parts read comes out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from hcsync.emulator.faults import Faults
from hcsync.emulator.quirks import Quirks
from hcsync.errors import UsageError

CDN_HOSTS: Mapping[str, str] = MappingProxyType(
    {
        "us": "downloads.intercomcdn.com",
        "eu": "downloads.intercomcdn.eu",
        "au": "downloads.au.intercomcdn.com",
    }
)
"""Region → host of uploaded images (observed)."""

DEFAULT_NAME = "Acme Help"
DEFAULT_RATE = 10_000
"""Requests a minute of a private app (docs); 1,666 in each window of ten seconds."""


@dataclass(frozen=True, slots=True)
class Admin:
    """A teammate: may be an author. `id` is what articles name as `author_id`."""

    id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`db`: SQLite file, None for memory only. `token`: None takes any non-empty one. `workspace`, `name`: None for
    what the db holds, or the default in a new db; they and `default_locale` are fixed when the db is made.
    `admins`: empty for those of the db, or one in a new db. `rate_limit`: requests a minute, None for no limit (and
    no rate headers). `assets`: folder behind https://hcsync.localhost/assets/. `seed`: file loaded into an empty db.
    """

    db: Path | None = None
    token: str | None = None
    region: str = "us"
    workspace: str | None = None
    name: str | None = None
    locales: tuple[str, ...] = ("en",)
    default_locale: str = "en"
    admins: tuple[Admin, ...] = ()
    rate_limit: int | None = DEFAULT_RATE
    quirks: Quirks = field(default_factory=Quirks)
    faults: Faults | None = None
    log: Path | None = None
    assets: Path | None = None
    seed: Path | None = None

    def __post_init__(self) -> None:
        if self.region not in CDN_HOSTS:
            raise UsageError(f'There is no region "{self.region}".', hint="It can be us, eu or au.")
        if self.default_locale not in self.locales:
            raise UsageError(
                f'The default locale "{self.default_locale}" is not among the locales {", ".join(self.locales)}.',
                hint="Name it in --locales, or choose another with --default-locale.",
            )
        if self.rate_limit is not None and self.rate_limit < 6:
            raise UsageError(
                "A rate limit under 6 requests a minute leaves nothing for a window of ten seconds.",
                hint='Give 6 or more, or "off".',
            )

    @property
    def cdn_host(self) -> str:
        return CDN_HOSTS[self.region]

    @property
    def multilingual(self) -> bool:
        """Whether answers carry default_locale and translated_content."""
        wanted = self.quirks["multilingual"]
        return len(self.locales) > 1 if wanted == "auto" else wanted == "always"


def generated_admins(count: int) -> tuple[Admin, ...]:
    """`count` teammates with ids from 1."""
    return tuple(Admin(number, f"Teammate {number}", f"teammate{number}@example.com") for number in range(1, count + 1))


def parse_rate(word: str) -> int | None:
    """`--rate-limit` → requests a minute, None for "off". Raises UsageError."""
    if word == "off":
        return None
    if not (word.isascii() and word.isdecimal()):
        raise UsageError(f'--rate-limit: "{word}" is neither a number nor "off".')
    return int(word)


def parse_admins(word: str) -> tuple[Admin, ...]:
    """`--admins` → teammates. A file (JSON list of {id, name, email}, or lines "id,name,email"), a count, or ids with
    commas (a single id needs a trailing comma: "1295,"). Raises UsageError."""
    path = Path(word)
    if path.is_file():
        return _from_file(path)
    parts = [part.strip() for part in word.split(",") if part.strip()]
    if not parts or not all(part.isdecimal() for part in parts):
        raise UsageError(
            f'--admins: "{word}" is neither a file, nor a number, nor ids.', hint="For example: --admins 1295,1296"
        )
    if "," in word:
        return _unique(tuple(_named(int(part)) for part in parts), word)
    if not 1 <= int(word) <= 10_000:
        raise UsageError(f"--admins {word}: a count lies between 1 and 10,000.", hint=f"A single id: --admins {word},")
    return generated_admins(int(word))


def _from_file(path: Path) -> tuple[Admin, ...]:
    try:
        text = path.read_text(encoding="utf-8")
        if text.lstrip().startswith("["):
            found = [_from_json(item) for item in json.loads(text)]
        else:
            found = [_from_line(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UsageError(
            f"--admins: {path} cannot be read ({error}).",
            hint='Give a JSON list of {"id", "name", "email"}, or lines "id,name,email".',
        ) from error
    if not found:
        raise UsageError(f"--admins: {path} names nobody.")
    return _unique(tuple(found), str(path))


def _from_json(item: object) -> Admin:
    if isinstance(item, int):
        return _named(item)
    if not isinstance(item, dict):
        raise TypeError(f"{item!r} is not a teammate")
    return _named(int(item["id"]), str(item.get("name") or ""), str(item.get("email") or ""))


def _from_line(line: str) -> Admin:
    number, name, email, *_ = [*(part.strip() for part in line.split(",")), "", ""]
    return _named(int(number), name, email)


def _named(number: int, name: str = "", email: str = "") -> Admin:
    if number < 1:
        raise ValueError(f"{number} is no id")
    return Admin(number, name or f"Teammate {number}", email or f"teammate{number}@example.com")


def _unique(admins: tuple[Admin, ...], source: str) -> tuple[Admin, ...]:
    if len({admin.id for admin in admins}) != len(admins):
        raise UsageError(f"--admins: {source} names an id twice.")
    return admins
