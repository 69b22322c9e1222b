"""Options that several commands share, and what they stand for."""

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from hcsync.config import Config, Environment, load
from hcsync.errors import UsageError
from hcsync.model.codes import Code

if TYPE_CHECKING:
    from hcsync.workflow.request import Request

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _all(*options: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Decorator:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


environment = _all(
    click.option("--env", metavar="NAME", help="The environment of hcsync.yml. [default: the one marked so, or local]"),
    click.option(
        "--config",
        "config_path",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="The configuration. [default: hcsync.yml here or above]",
    ),
)

manners = _all(
    click.option("--no-color", is_flag=True, help="Print without colours, as with the variable NO_COLOR."),
    click.option("-q", "--quiet", is_flag=True, help="Print the result alone."),
)

events = click.option("--json", "events", is_flag=True, help="Print events as they happen: JSON on stdout, one a line.")

auto_approve = click.option("--auto-approve", is_flag=True, help="Do not ask. Required where stdin is not a terminal.")

lock_timeout = click.option(
    "--lock-timeout",
    type=click.FloatRange(min=0),
    default=0,
    metavar="SECONDS",
    help="How long to wait while another run writes. [default: 0]",
)

parallelism = click.option(
    "--parallelism",
    type=click.IntRange(1, 16),
    default=8,
    metavar="N",
    help="How many articles to write at the same time. [default: 8]",
)

_verbose = click.option("-v", "--verbose", is_flag=True, help="Print a line for each request to Intercom, on stderr.")


def verbose(function: Callable[..., Any]) -> Callable[..., Any]:
    """-v, for a command that talks to Intercom. The function does not see it."""

    @functools.wraps(function)
    def told(*, verbose: bool, **values: Any) -> Any:
        if verbose:
            from hcsync.cli.console import tell_requests

            tell_requests()
        return function(**values)

    return _verbose(told)


selection = _all(
    click.option(
        "--target",
        "targets",
        multiple=True,
        metavar="WHAT",
        help="Only this: an address (article.billing/refunds), a file, a live id, a pattern (billing/*). Repeatable.",
    ),
    click.option("--exclude", "excluded", multiple=True, metavar="WHAT", help="All but this. Repeatable."),
)

_policy = _all(
    click.option(
        "--on-drift",
        type=click.Choice(["keep", "overwrite"]),
        default="keep",
        show_default=True,
        help="What to do with text that was edited in Intercom alone.",
    ),
    click.option(
        "--on-conflict",
        type=click.Choice(["fail", "ours", "theirs", "skip"]),
        default="fail",
        show_default=True,
        help="What to do with text that was edited here and in Intercom.",
    ),
    click.option(
        "--on-orphan",
        type=click.Choice(["report", "unpublish", "delete"]),
        help="What to do with an article whose file is gone. [default: safety.on_orphan of hcsync.yml, or report]",
    ),
    click.option(
        "--allow-deletes",
        type=click.IntRange(min=0),
        metavar="N",
        help="Delete exactly N, whatever safety.max_delete says; refuse any other number.",
    ),
    click.option("--publish-pending", is_flag=True, help="Send again what Intercom holds back in a pending draft."),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of `request` say, each under its name. `given` are those that stand on the command line."""

    targets: tuple[str, ...]
    excluded: tuple[str, ...]
    on_drift: str
    on_conflict: str
    on_orphan: str | None
    allow_deletes: int | None
    publish_pending: bool
    given: tuple[str, ...] = ()

    def request(self, config: Config) -> "Request":
        """The same as the workflow knows it; what no option says, the configuration does."""
        from hcsync.planner.policy import OnConflict, OnDrift, OnOrphan, Policy
        from hcsync.workflow.request import Request

        on_orphan = OnOrphan(self.on_orphan or config.safety.on_orphan)
        policy = Policy(OnDrift(self.on_drift), OnConflict(self.on_conflict), on_orphan, self.publish_pending)
        targets, excluded = placed(self.targets, config), placed(self.excluded, config)
        return Request(policy, targets, excluded, self.allow_deletes)


def request(function: Callable[..., Any]) -> Callable[..., Any]:
    """--target, --exclude and what to do in doubt, all in one parameter: `asked`. A new option stands in `_policy`, in
    `Asked` and in what `Asked.request` makes of it, and nowhere else."""

    @functools.wraps(function)
    def packed(**values: Any) -> Any:
        mine = {field.name: values.pop(field.name) for field in fields(Asked) if field.name in values}
        context = click.get_current_context()
        given = tuple(
            parameter.opts[0]
            for parameter in context.command.params
            if parameter.name in mine and context.get_parameter_source(parameter.name) is ParameterSource.COMMANDLINE
        )
        return function(asked=Asked(**mine, given=given), **values)

    return selection(_policy(packed))


def output(*formats: str) -> Decorator:
    """--output, for a command that can show its result in these."""
    return click.option(
        "--output",
        "outputs",
        multiple=True,
        metavar="FORMAT[=PATH]",
        help=f"{', '.join(formats[:-1])} or {formats[-1]}; with a path, into that file. Repeatable. [default: text]",
    )


def placed(names: tuple[str, ...], config: Config) -> tuple[str, ...]:
    """What `selection` gives, with files and folders (`billing/`) as they lie below the project's root: whoever works
    in a folder of it names them as they lie there."""

    def one(name: str) -> str:
        path = Path(os.path.normpath(Path.cwd() / name))
        if not (path.is_dir() if name.endswith("/") else path.is_file()) or not path.is_relative_to(config.root):
            return name
        return path.relative_to(config.root).as_posix() + ("/" if name.endswith("/") else "")

    return tuple(map(one, names))


# Where a command's context keeps the project's root.
ROOT = "hcsync.root"


def opened(config_path: Path | None, env: str | None) -> tuple[Config, Environment]:
    """The configuration and the environment the user means. Raises ConfigError or UsageError, above all in a folder
    that holds nothing of hcsync's: there a command would leave its files, and tell of a help center that nobody has."""
    config = load(Path.cwd(), os.environ, explicit=config_path)
    if config.path is None and not any((config.root / name).is_dir() for name in (config.content, ".hcsync")):
        raise UsageError(
            f"there is no hcsync.yml here or above, and no folder `{config.content}`.",
            hint="Go to the folder of your repository, or begin a new one: hcsync init",
            code=Code.NO_CONTENT,
        )
    click.get_current_context().meta[ROOT] = config.root
    return config, config.environment(env)
