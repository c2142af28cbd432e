"""`brokerage demo`: the whole service on your own machine, with invented people in it."""

import os
from contextlib import suppress
from pathlib import Path

import rich_click as click
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.demo.load import is_loaded, load_demo
from brokerage.demo.people import WAYS_IN
from brokerage.demo.town import SIZES, Size
from brokerage.domain.people import Organisation, Role
from brokerage.ports.clock import Clock
from brokerage.settings import Settings
from brokerage.store.engine import create_engines, session_scope
from brokerage.store.migrations import UnknownRevisionError, migrate
from brokerage.store.people import person_by_email
from brokerage.usecases.sign_in import make_link
from brokerage.wiring import SystemClock

HOST = "127.0.0.1"
DEMO_FILE = Path("var", "demo.sqlite3")
LINK_HOURS = 12
OTHER_DATA = "This database holds other data. The demo needs one of its own: leave BROKERAGE_DATABASE_URL unset."


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--database-url", metavar="URL", help="Default: BROKERAGE_DATABASE_URL, else the file var/demo.sqlite3.")
@click.option("--size", type=click.Choice(SIZES), default="town", show_default=True, help="How big a market at first.")
@click.option("--links-only", is_flag=True, help="Prepare, print the sign-in links and stop.")
def command(port: int, database_url: str | None, size: Size, links_only: bool) -> None:
    """Set up the demo if it is not there, start the server and print one sign-in link for each role.

    Everyone and everything in it is invented. What you change is kept; the next start prints fresh links.
    """
    from brokerage.serving import PortTaken, check_port, serve

    address = database_url or os.environ.get("BROKERAGE_DATABASE_URL") or f"sqlite:///{DEMO_FILE}"
    settings = Settings(database_url=address, base_url=f"http://{HOST}:{port}", is_demo=True)
    try:
        if not links_only:
            check_port(HOST, port)
        _show(prepare(settings, SystemClock(), size), settings)
        if not links_only:
            with suppress(KeyboardInterrupt):
                serve(HOST, port, settings)
            click.echo("Stopped. Everything is kept for the next `brokerage demo`.")
    except (PortTaken, UnknownRevisionError) as error:
        raise click.ClickException(str(error)) from error


def prepare(settings: Settings, clock: Clock, size: Size) -> list[tuple[Role, str, str]]:
    """Tables, demo data where there is none, and a fresh one-use link per role: (role, name, address)."""
    engines = create_engines(settings.database_url)
    try:
        migrate(engines.write)
        with session_scope(engines.write) as session:
            if not is_loaded(session):
                _refuse_other_data(session)
                click.echo(f"Setting up the demo: a made-up {size} market and five invented clients …")
                load_demo(session, clock, size)
            return [_way_in(session, clock, settings, role, email) for role, email in WAYS_IN]
    finally:
        engines.dispose()


def _refuse_other_data(session: Session) -> None:
    if session.scalar(select(Organisation.id).limit(1)):
        raise click.ClickException(OTHER_DATA)


def _way_in(session: Session, clock: Clock, settings: Settings, role: Role, email: str) -> tuple[Role, str, str]:
    person = person_by_email(session, email)
    if person is None:
        raise click.ClickException(f"The demo's {role.value} {email} is gone from this database. Start with a new one.")
    link = make_link(session, clock, person, LINK_HOURS * 60)
    return role, person.name, f"{settings.base_url}/sign-in/{link.token}"


def _show(ways_in: list[tuple[Role, str, str]], settings: Settings) -> None:
    click.echo("\nSign in as one of these invented people. Each link works once:\n")
    for role, name, address in ways_in:
        click.echo(f"  {role.value:<10} {name:<24} {address}")
    click.echo(f"\nThe pages are at {settings.base_url} – stop with Ctrl-C.\n")
