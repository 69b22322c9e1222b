"""`hcsync adopt`: says which live object a file is, in the file; or shows which it may be."""

import os
from pathlib import Path

import click

from hcsync.cli import options
from hcsync.cli.console import Console, colour_wanted


@click.command("adopt")
@click.argument("what", required=False)
@click.argument("remote_id", metavar="[ID]", required=False)
@options.environment
@options.output("text", "json")
@options.verbose
@options.manners
def command(
    what: str | None,
    remote_id: str | None,
    env: str | None,
    config_path: Path | None,
    outputs: tuple[str, ...],
    no_color: bool,
    quiet: bool,
) -> int:
    """Say which live article or collection a file is.

    WHAT is an address (article.billing/refunds), a key or a file, ID the number in Intercom. It is written into the
    file, and the next apply takes the live one over.

    Without ID: list what may be which, with the reasons, and write nothing.
    """
    from hcsync.cli.loop import run
    from hcsync.cli.output import Formats, parsed, written
    from hcsync.model.candidate import Suggested
    from hcsync.report.adoption import candidates_json, candidates_text
    from hcsync.report.safe import shown
    from hcsync.workflow.adopt import adopt
    from hcsync.workflow.suggest import suggest

    if remote_id is not None and not (remote_id.isascii() and remote_id.isdecimal()):
        raise click.BadParameter(f"{remote_id!r} is not a number, as Intercom's ids are.", param_hint="ID")
    formats: Formats[Suggested] = {"text": candidates_text, "json": lambda found, _paint: candidates_json(found)}
    wanted = parsed(outputs, formats)
    console = Console(quiet=quiet, color=colour_wanted(no_color))
    config, environment = options.opened(config_path, env)
    named = options.placed((what,), config)[0] if what else None
    if named is None or remote_id is None:
        written(run(suggest(config, environment, os.environ, named)), formats, wanted, console)
        return 0
    done = run(adopt(config, environment, os.environ, named, remote_id))
    words = "says now" if done.written else "says already"
    console.say(f'{shown(done.path)} {words} that it is {done.address.kind.value} {remote_id} ("{shown(done.title)}").')
    console.tell("See what an apply would change in it: hcsync plan")
    return 0
