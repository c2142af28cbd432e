"""`brokerage verify`: does this installation still hold together?"""

import sys

import rich_click as click
from sqlalchemy.orm import Session

from brokerage.settings import Settings
from brokerage.store.engine import create_engines
from brokerage.usecases.verifying import faults


@click.command("verify")
@click.option("--database", metavar="URL", help="Instead of the one in BROKERAGE_DATABASE_URL.")
def command(database: str | None) -> None:
    """Check the audit chain, every package version's hash and sums. Changes nothing; exits with 1 on any fault."""
    engines = create_engines(database or Settings().database_url)
    try:
        with Session(engines.read) as session:
            found = faults(session)
    finally:
        engines.dispose()
    for fault in found:
        click.echo(fault, err=True)
    click.echo(f"{len(found)} faults." if found else "Audit chain and packages hold together.")
    sys.exit(1 if found else 0)
