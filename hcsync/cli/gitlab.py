"""`hcsync gitlab`: what hcsync has to say, in a merge request of GitLab."""

import os
from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.github import failed_option, file_argument, label_option, report_from, softly


@click.group("gitlab")
def command() -> None:
    """Show plans in merge requests.

    The project, the merge request and the API are those of the job (CI_PROJECT_ID, CI_MERGE_REQUEST_IID,
    CI_API_V4_URL); the token is read from HCSYNC_GITLAB_TOKEN: a token of the project, which may use the API.
    """


@command.command("comment")
@file_argument
@failed_option
@label_option
@click.option("--merge-request", "number", type=click.IntRange(1), metavar="N", help="[default: the job's own]")
@options.environment
def comment_command(
    file: Path | None, failed: Path | None, label: str, number: int | None, env: str | None, config_path: Path | None
) -> int:
    """Show a plan as a note on the merge request.

    FILE is a saved plan, or a report in Markdown. A note of the same environment and label is edited in place. Where
    GitLab does not take it, that is a warning.
    """
    from hcsync.forge import surroundings
    from hcsync.workflow import post

    report = report_from(file, failed, label, env, config_path)
    softly("the note could not be posted", post.note(surroundings.gitlab(os.environ, number=number or 0), report))
    return 0
