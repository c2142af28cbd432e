"""`brokerage schema`: the JSON Schema of a brief, market, proposal or list of edits."""

import rich_click as click

from brokerage.optimizer.jsonio import SCHEMA_TYPES, dump, schema


@click.command("schema")
@click.argument("name", type=click.Choice(tuple(SCHEMA_TYPES)))
def command(name: str) -> None:
    """Print the JSON Schema (draft 2020-12) of what `brokerage propose` reads and writes."""
    known = next(each for each in SCHEMA_TYPES if each == name)
    click.echo(dump(schema(known), indent=2))
