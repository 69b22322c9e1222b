"""Markdown → the page that GitHub Actions shows of a job, where there is one to be filled."""

import os
from collections.abc import Callable
from pathlib import Path

from hcsync.cli.console import Console

# What GitHub takes of one step, in bytes (docs: workflow commands, job summaries); a little is kept free.
LARGEST = 1024 * 1024 - 1024
# With less room than this a report would say nothing.
_LEAST = 2_000


def summarise(console: Console, made: Callable[[int], str]) -> None:
    """Append what `made` gives for so many characters. Nothing fails for it: what cannot be written is told."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        file = Path(path)
        room = LARGEST - (file.stat().st_size if file.exists() else 0)
        text = _fitted(made, room)
        if text:
            with file.open("a", encoding="utf-8") as page:
                page.write(text + "\n")
        else:
            console.tell("Warning: the job summary is full; nothing was added to it.")
    except OSError as fault:
        console.tell(f"Warning: the job summary cannot be written: {fault.strerror}.")


def _fitted(made: Callable[[int], str], room: int) -> str:
    """ "" where nothing fits into so many bytes."""
    largest = room
    while largest >= _LEAST:
        text = made(largest)
        if len(text.encode()) < room:
            return text
        largest = min(largest - 1, int(largest * room / len(text.encode()) * 0.95))
    return ""
