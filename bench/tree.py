"""A seed → a content tree of any size, the same every time: prose of about 5 KB a file, links, lists, a table, code."""

import random
from pathlib import Path

LOCALES = ("en", "fr", "de", "es", "it", "ja", "pt-BR", "tr")
COLLECTIONS = 20

# fmt: off
_WORDS = (
    "account", "invoice", "settings", "open", "save", "button", "screen", "device", "phone", "pair", "cloud", "team",
    "member", "invite", "role", "access", "password", "reset", "code", "email", "address", "change", "plan", "price",
    "month", "year", "card", "paid", "refund", "order", "ship", "track", "return", "report", "chart", "filter",
    "export", "import", "file", "folder", "sync", "search", "result", "error", "help", "contact", "reply", "message",
)
# fmt: on


def make(root: Path, articles: int, seed: int = 1) -> None:
    """Write `hcsync.yml` and `content/` below `root`. Links lead to earlier articles only."""
    chance = random.Random(seed)
    (root / "hcsync.yml").write_text(
        f"default_locale: en\nlocales: [{', '.join(LOCALES)}]\n"
        "environments:\n  bench:\n    default: true\n    base_url: ${BASE}\n    token_env: BENCH_TOKEN\n"
    )
    for locale in LOCALES:
        for number in range(COLLECTIONS):
            folder = root / "content" / locale / f"topic-{number:02}"
            folder.mkdir(parents=True)
            (folder / "_collection.yml").write_text(f"name: Topic {number} ({locale})\n")
    for number in range(articles):
        for locale in LOCALES:
            path = _path(root, locale, number)
            path.write_text(_article(chance, locale, number))


def _path(root: Path, locale: str, number: int) -> Path:
    return root / "content" / locale / f"topic-{number % COLLECTIONS:02}" / f"article-{number:05}.md"


def _article(chance: random.Random, locale: str, number: int) -> str:
    head = f"---\ntitle: Article {number} {' '.join(chance.choices(_WORDS, k=3))} ({locale})\n"
    head += f"description: {_sentence(chance)}\n"
    if locale == "en":
        head += "author_id: 1001\nstate: published\n"
    parts = [head + "---\n", _paragraph(chance)]
    while sum(map(len, parts)) < 5_000:
        parts += [f"## {' '.join(chance.choices(_WORDS, k=3)).title()}", _paragraph(chance)]
        if number:
            target = chance.randrange(number)
            folder = f"../topic-{target % COLLECTIONS:02}"
            parts.append(f"See also [article {target}]({folder}/article-{target:05}.md) and **{_sentence(chance)}**")
        parts.append("\n".join(f"- {_sentence(chance)}" for _ in range(4)))
        if chance.random() < 0.2:
            rows = "\n".join(f"| {chance.choice(_WORDS)} | {_sentence(chance)} |" for _ in range(3))
            parts.append(f"| Name | Meaning |\n|---|---|\n{rows}")
        if chance.random() < 0.1:
            parts.append(f"```\n{_sentence(chance)}\n```")
    return "\n\n".join(parts) + "\n"


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=9)).capitalize() + "."


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(5))
