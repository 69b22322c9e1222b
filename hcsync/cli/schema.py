"""`hcsync schema NAME`: the JSON Schema of something that hcsync reads or prints."""

import click

# What can be described → where its schema is made.
SCHEMAS = {
    "plan": ("hcsync.report.schema", "plan_schema"),
    "drift": ("hcsync.report.schema", "drift_schema"),
    "apply": ("hcsync.report.schema", "outcome_schema"),
    "config": ("hcsync.config_keys", "schema"),
}


@click.command("schema")
@click.argument("name", type=click.Choice(list(SCHEMAS)))
def command(name: str) -> int:
    """Print the JSON Schema of an output, or of hcsync.yml.

    plan, drift and apply: what these print with --output json. config: hcsync.yml.
    """
    import importlib
    import json

    module, function = SCHEMAS[name]
    made = getattr(importlib.import_module(module), function)()
    click.echo(json.dumps(made, indent=2, ensure_ascii=False))
    return 0
