"""`brokerage migrate`: bring the database to the shape this version needs."""

import sys

import rich_click as click
from sqlalchemy import Engine

from brokerage.settings import Settings
from brokerage.store.engine import create_engines
from brokerage.store.migrations import UnknownRevisionError, current_revision, migrate, newest_revision


@click.command("migrate")
@click.option("--database", metavar="URL", help="Instead of the one in BROKERAGE_DATABASE_URL.")
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if the database is behind.")
def command(database: str | None, check: bool) -> None:
    """Make the tables, or change those of an older version. Nothing is half done: a step that fails undoes them all."""
    engines = create_engines(database or Settings().database_url)
    try:
        before = current_revision(engines.write)
        newest = newest_revision()
        if before == newest:
            click.echo(f"The database is up to date ({newest}).")
        elif check:
            click.echo(f"The database is at {before or 'nothing'}; this version needs {newest}. Run: brokerage migrate")
            sys.exit(1)
        else:
            _migrate(engines.write)
            click.echo(f"The database went from {before or 'nothing'} to {newest}.")
    finally:
        engines.dispose()


def _migrate(engine: Engine) -> None:
    try:
        migrate(engine)
    except UnknownRevisionError as error:
        raise click.ClickException(str(error)) from error
