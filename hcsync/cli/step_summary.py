"""Markdown → the page that GitHub Actions shows of a job, where there is one to be filled."""

import os
from collections.abc import Callable
from pathlib import Path

from hcsync.cli.console import Console
from hcsync.report.fitting import within

# What GitHub takes of one step, in bytes (docs: workflow commands, job summaries); a little is kept free.
LARGEST = 1024 * 1024 - 1024


def summarise(console: Console, made: Callable[[int], str]) -> None:
    """Append what `made` gives for so many characters. Nothing fails for it: what cannot be written is told."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        file = Path(path)
        room = LARGEST - (file.stat().st_size if file.exists() else 0)
        text = within(made, room - 1)
        if text:
            with file.open("a", encoding="utf-8") as page:
                page.write(text + "\n")
        else:
            console.tell("Warning: the job summary is full; nothing was added to it.")
    except OSError as fault:
        console.tell(f"Warning: the job summary cannot be written: {fault.strerror}.")
