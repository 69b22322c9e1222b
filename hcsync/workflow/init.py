"""`hcsync init`: a small repository to start from. Files that are there already are left as they are."""

import subprocess
from pathlib import Path

from hcsync.model.locale import is_locale
from hcsync.state.files import write_atomically
from hcsync.workflow import ci
from hcsync.workflow.ci import Provider

_CONFIG = """\
# What hcsync knows about this repository. Every key is described in the user guide.
content: content
default_locale: {default}
locales: [{locales}]

environments:
  local:                      # the embedded help center; nothing leaves your machine
    emulator: .hcsync/local.db
  # production:
  #   default: true
  #   region: us              # us, eu or au
  #   token_env: INTERCOM_TOKEN
  #   workspace: ab12cd34     # refused when the token belongs to another workspace
"""

_IGNORE = """\
# What hcsync keeps beside the content: the state is for git (and the journal, should a run die), the rest is not.
.hcsync/*
!.hcsync/*.state.json
!.hcsync/*.journal.ndjson
!.hcsync/*.pulled.json
.hcsync/local.*
"""

_COLLECTION = """\
name: Getting started
description: The first steps.
"""

_ARTICLE = """\
---
title: Welcome
description: What this help center is about.
author: {author}
state: published
---

This is your first article. It is a file in Git: `{path}`.

- Run `hcsync plan` to see what would change in the help center.
- Run `hcsync apply` to change it.

To link to another article, link to its file: `[your next article](your-next-article.md)`.
"""

_NEXT = """\
---
title: Your next article
author: {author}
state: draft
---

A draft: readers do not see it until `state` says `published`. Back to [Welcome](welcome.md).
"""


def locales_there(root: Path) -> tuple[str, ...]:
    """The locales that `content/` below `root` has folders of, English first: what the structure is most likely in."""
    try:
        found = [entry.name for entry in (root / "content").iterdir() if is_locale(entry.name) and entry.is_dir()]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda locale: (locale != "en", locale)))


def scaffold(root: Path, locales: tuple[str, ...], provider: Provider | None = None) -> tuple[list[Path], list[Path]]:
    """Write what is missing below `root`. `locales` has the default one first; translations are left to be written.
    Returns the files that were made and those that were there, relative to `root`. Raises OSError."""
    default = locales[0]
    author = _author(root)
    folder = f"content/{default}/getting-started"
    files = {
        "hcsync.yml": _CONFIG.format(default=default, locales=", ".join(locales)),
        ".gitignore": _IGNORE,
        f"{folder}/_collection.yml": _COLLECTION,
        f"{folder}/welcome.md": _ARTICLE.format(author=author, path=f"{folder}/welcome.md"),
        f"{folder}/your-next-article.md": _NEXT.format(author=author),
    }
    if (root / "content").exists():
        files = {name: text for name, text in files.items() if not name.startswith("content/")}
    files |= ci.files(provider) if provider else {}
    made: list[Path] = []
    kept: list[Path] = []
    for name, text in files.items():
        path = root / name
        if path.exists():
            kept.append(Path(name))
            continue
        write_atomically(path, text.encode())
        made.append(Path(name))
    return made, kept


def ignore(root: Path) -> list[Path]:
    """What git is not to keep. The file, unless one was there. Raises OSError."""
    path = root / ".gitignore"
    if path.exists():
        return []
    write_atomically(path, _IGNORE.encode())
    return [path]


def _author(root: Path) -> str:
    """The e-mail git knows the user by: most likely the one Intercom knows, too."""
    try:
        done = subprocess.run(
            ["git", "config", "user.email"], cwd=root, capture_output=True, text=True, check=False, timeout=10
        )
    except (OSError, subprocess.TimeoutExpired):
        return "you@example.com"
    return done.stdout.strip() or "you@example.com"
