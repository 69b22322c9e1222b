"""`hcsync github`: what hcsync has to say, in a pull request or an issue of GitHub."""

import os
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hcsync.cli import options
from hcsync.errors import ForgeError, UsageError

if TYPE_CHECKING:
    from hcsync.forge.surroundings import Surroundings
    from hcsync.workflow.post import Report

T = TypeVar("T")

_file = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
_repo = click.option("--repo", "repository", default="", metavar="OWNER/NAME", help="[default: GITHUB_REPOSITORY]")
_number = click.option("--pull-request", "number", type=click.IntRange(1), metavar="N", help="[default: the job's own]")


def _short(_context: click.Context, _parameter: click.Parameter, label: str) -> str:
    """A report was made to the length that a comment may have; its first line takes no more than this on top."""
    if len(label) > _LONGEST_LABEL:
        raise click.BadParameter(f"no more than {_LONGEST_LABEL} characters.")
    return label


_LONGEST_LABEL = 50
label_option = click.option(
    "--label",
    default="",
    callback=_short,
    metavar="WORD",
    help="Keeps reports of one environment apart. [default: default]",
)

file_argument = click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
failed_option = click.option(
    "--failed",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="LOG",
    help="Without a FILE: there is no plan, and this is what hcsync said.",
)


@click.group("github")
def command() -> None:
    """Show plans in pull requests, and drift as an issue.

    The repository, the pull request and the API are those of the job (GITHUB_REPOSITORY, GITHUB_EVENT_PATH,
    GITHUB_API_URL); the token is read from GITHUB_TOKEN.
    """


@command.command("comment")
@file_argument
@failed_option
@label_option
@_number
@_repo
@options.environment
def comment_command(
    file: Path | None,
    failed: Path | None,
    label: str,
    number: int | None,
    repository: str,
    env: str | None,
    config_path: Path | None,
) -> int:
    """Show a plan as a comment on the pull request.

    FILE is a saved plan, or a report in Markdown. A comment of the same environment and label is edited in place. Where
    GitHub does not take it, that is a warning.
    """
    from hcsync.workflow import post

    report = report_from(file, failed, label, env, config_path)
    made = softly("the comment could not be posted", post.comment(_place(repository, number), report))
    if made:
        click.echo(made.url)
        hand_on({"comment-url": made.url})
    return 0


@command.command("issue")
@_file
@label_option
@_repo
def issue_command(file: Path, label: str, repository: str) -> int:
    """Open, edit or close the issue about edits made in Intercom.

    FILE is what `hcsync drift --output markdown=FILE` has written.
    """
    from hcsync.workflow import post

    done = softly("the issue could not be kept", post.issue(_place(repository), post.report_of(file, label)))
    if done:
        what, made = done
        click.echo(f"{what} {made.url}" if made else "no issue is open, and none is needed")
        hand_on({"issue-url": made.url if made else "", "issue": what})
    return 0


@command.command("check")
@_file
@click.option("--exit-code", type=int, metavar="N", help="How the command ended that made FILE. [default: as it says]")
@label_option
@_number
@_repo
def check_command(file: Path, exit_code: int | None, label: str, number: int | None, repository: str) -> int:
    """Set a check on the pull request's last commit.

    FILE is a saved plan, or a report in Markdown.
    """
    from hcsync.workflow import post

    report = post.report_of(file, label)
    made = softly("the check could not be set", post.check(_place(repository, number), report, exit_code))
    if made:
        click.echo(made.url)
    return 0


@command.command("pull-request")
@click.option("--branch", required=True, metavar="NAME", help="The branch that is to be merged.")
@click.option("--base", default="", metavar="NAME", help="Where it goes. [default: the repository's default branch]")
@click.option(
    "--title",
    default="Take in what was edited in Intercom",
    metavar="TEXT",
    show_default=True,
    help="What it is called.",
)
@click.option("--body", default="", metavar="TEXT", help="What it says.")
@_repo
def pull_request_command(branch: str, base: str, title: str, body: str, repository: str) -> int:
    """Open a pull request from a branch that was pushed.

    One that is open already is left as it is.
    """
    from hcsync.workflow import post

    place = _place(repository)
    _, made = run_now(post.pull_request(place, branch, base or place.branch, title, body))
    click.echo(made.url)
    hand_on({"pull-request-url": made.url})
    return 0


@command.command("fetch-plan")
@click.option(
    "--artifact", default="hcsync-plan", show_default=True, metavar="NAME", help="Its name, but for the commit."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Where it goes.")
@_repo
def fetch_plan_command(artifact: str, out: Path, repository: str) -> int:
    """Fetch the plan of the pull request that was merged.

    It is the one this commit came in with.
    The artifact is named NAME-COMMIT, by the pull request's last commit, and holds the plan alone.
    """
    from hcsync.state.files import write_atomically
    from hcsync.workflow import post

    number, data = run_now(post.fetch_plan(_place(repository), artifact))
    write_atomically(out, data)
    click.echo(f"The plan of pull request #{number} is in {out}.")
    return 0


@command.command("finish")
@click.argument("reports", nargs=-1, metavar="[REPORT]...", type=click.Path(path_type=Path))
@click.option("--exit-code", type=int, required=True, metavar="N", help="How the command ended.")
@click.option("--log", type=click.Path(path_type=Path), metavar="FILE", help="What it printed on stderr.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "conflict", "change"]),
    default="error",
    show_default=True,
    help="From where on the step fails.",
)
def finish_command(reports: tuple[Path, ...], exit_code: int, log: Path | None, fail_on: str) -> int:
    """Hand a command's result to the steps that follow.

    Its counts, digest and reason of a failure become the outputs of this step, which ends as --fail-on says.

    A REPORT is what --output json=FILE or markdown=FILE has written.
    """
    from hcsync.workflow.finish import ending, outputs

    found = outputs(reports, said_in(log) if log else "", exit_code)
    hand_on(found)
    return ending(found, exit_code, fail_on)


def report_from(
    file: Path | None, failed: Path | None, label: str, env: str | None, config_path: Path | None
) -> "Report":
    """What is to be posted. Raises UsageError, above all where neither or both are given."""
    from hcsync.workflow import post

    if file is not None and failed is None:
        return post.report_of(file, label)
    if failed is None or file is not None:
        raise UsageError(
            "either FILE or --failed LOG is needed, and not both.",
            hint="FILE is a saved plan, or a report in Markdown.",
        )
    name = env or os.environ.get("HCSYNC_ENV") or options.opened(config_path, env)[1].name
    return post.failed(name, label, said_in(failed))


def said_in(log: Path) -> str:
    try:
        return log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def softly(what: str, work: Coroutine[Any, Any, T]) -> T | None:
    """What `work` gives; None, and a warning, where the forge does not do it: a plan is a plan without its comment."""
    from hcsync.report.safe import shown

    try:
        return run_now(work)
    except ForgeError as error:
        code = f"{error.code} " if error.code else ""
        words = shown(f"{code}{what}: {error.message}{f' {error.hint}' if error.hint else ''}")
        if os.environ.get("GITHUB_ACTIONS") == "true":
            click.echo(f"::warning::{words.replace('%', '%25')}", err=True)
        else:
            click.echo(f"Warning: {words}", err=True)
        return None


def run_now(work: Coroutine[Any, Any, T]) -> T:
    from hcsync.cli.loop import run

    return run(work)


def hand_on(outputs: dict[str, str]) -> None:
    """Into the file that GITHUB_OUTPUT names, if any. No value can end its own lines and begin another output."""
    import secrets

    path = os.environ.get("GITHUB_OUTPUT")
    if not path:
        return
    with Path(path).open("a", encoding="utf-8") as file:
        for name, value in outputs.items():
            end = f"end-{secrets.token_hex(16)}"
            file.write(f"{name}<<{end}\n{value}\n{end}\n")


def _place(repository: str, number: int | None = None) -> "Surroundings":
    from hcsync.forge import surroundings

    return surroundings.github(os.environ, repository=repository, number=number or 0)
