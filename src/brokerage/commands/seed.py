"""`brokerage seed`: a made-up market and five invented clients, to try things on."""

import time
from pathlib import Path

import rich_click as click

from brokerage.demo.files import write_briefs, write_market
from brokerage.demo.load import load_demo
from brokerage.demo.market import DEMO_SEED
from brokerage.demo.town import SIZES, Size
from brokerage.settings import Settings
from brokerage.store.engine import create_engines, session_scope
from brokerage.store.migrations import current_revision, newest_revision
from brokerage.wiring import SystemClock

BEHIND = "The database is not ready for this version. Run: brokerage migrate"


@click.command("seed")
@click.option("--size", type=click.Choice(SIZES), default="town", show_default=True, help="80, 430 or 5,000 offers.")
@click.option("--seed", type=int, default=DEMO_SEED, show_default=True, help="Same seed, same market.")
@click.option("--clients/--no-clients", "with_clients", default=True, help="The five invented clients.")
@click.option("--write", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write files here instead.")
@click.option("--database", metavar="URL", help="Instead of the one in BROKERAGE_DATABASE_URL.")
def command(size: Size, seed: int, with_clients: bool, folder: Path | None, database: str | None) -> None:
    """Draw the demo market from a fixed seed and put it, with five invented clients, into the database.

    What is there already stays as it is. With --write, the market and the clients' briefs become JSON files in
    FOLDER/markets and FOLDER/briefs, and no database is touched.
    """
    if folder:
        _write(folder, size, seed, with_clients)
    else:
        _load(database or Settings().database_url, size, seed, with_clients)


def _write(folder: Path, size: Size, seed: int, with_clients: bool) -> None:
    path = folder / "markets" / f"{size}.json"
    click.echo(f"{path}: {write_market(path, size, seed):,} offers")
    if with_clients:
        for written in write_briefs(folder / "briefs"):
            click.echo(f"{written}: a client's brief")


def _load(database: str, size: Size, seed: int, with_clients: bool) -> None:
    engines = create_engines(database)
    try:
        if current_revision(engines.write) != newest_revision():
            raise click.ClickException(BEHIND)
        began = time.monotonic()
        click.echo(f"Drawing the {size} market and putting it into the database …", err=True)
        with session_scope(engines.write) as session:
            loaded = load_demo(session, SystemClock(), size, seed, with_clients=with_clients)
        seconds = time.monotonic() - began
    finally:
        engines.dispose()
    if loaded.offers or loaded.clients:
        added = f"{loaded.providers:,} providers, {loaded.offers:,} offers and {loaded.clients} clients"
        click.echo(f"Added {added} in {seconds:.1f} s. All of it is demo data.")
    else:
        click.echo("The demo is here already. Nothing was changed.")
