"""Options that several commands share, and what they stand for."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from hcsync.config import Config, Environment, load

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
    click.option("--no-color", is_flag=True, help="No colours (so does the variable NO_COLOR)."),
    click.option("-q", "--quiet", is_flag=True, help="Only what was asked for."),
)

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

policy = _all(
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
)


def opened(config_path: Path | None, env: str | None) -> tuple[Config, Environment]:
    """The configuration and the environment the user means. Raises ConfigError or UsageError."""
    config = load(Path.cwd(), os.environ, explicit=config_path)
    return config, config.environment(env)
