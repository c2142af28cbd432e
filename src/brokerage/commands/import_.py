"""`brokerage import`: offers or price caps from a CSV, Excel or Parquet file."""

import sys
from collections.abc import Sequence
from pathlib import Path

import rich_click as click
from sqlalchemy.orm import Session

from brokerage.bulk.catalogue_market import market_from_catalogue
from brokerage.bulk.catalogue_profile import CatalogueProfile, load_profile, profile_names
from brokerage.bulk.price_catalogue import read_catalogue
from brokerage.bulk.row_errors import SHOWN_ERRORS, RowError
from brokerage.domain.rulepacks import rulepack_names
from brokerage.optimizer.jsonio import dump
from brokerage.settings import Settings
from brokerage.store.engine import Engines, create_engines
from brokerage.store.migrations import current_revision, newest_revision
from brokerage.usecases.offer_imports import import_offers
from brokerage.usecases.price_caps import CapsImported, import_price_caps
from brokerage.wiring import SystemClock

STORED, FAULTY = 0, 1
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
BEHIND = "The database is not ready for this version. Run: brokerage migrate"
DATABASE = click.option("--database", metavar="URL", help="Instead of the one in BROKERAGE_DATABASE_URL.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Check and count, but keep nothing.")


@click.group("import")
def command() -> None:
    """Read offers or price caps from a file. Nothing of a bad file is kept; a good one counts once."""


@command.command("offers")
@click.argument("file", type=FILE)
@click.option("--provider", metavar="ID", default="", help="Whose offers, where the file has no provider column.")
@click.option("--rules", type=click.Choice(rulepack_names()), default="england", help="Of which place.")
@DRY_RUN
@DATABASE
def offers(file: Path, provider: str, rules: str, dry_run: bool, database: str | None) -> None:
    """Put the offers of FILE (.csv, .xlsx or .parquet) on sale: one row for each price, one code for each offer.

    \b
    Exit codes:
      0  all of it is stored (or would be, with --dry-run), or was here already
      1  the file has faults: each is named by line and column, and nothing is stored
      2  the command is wrong
    """  # noqa: D301 - click's own mark for lines to keep
    engines = _engines(database)
    try:
        click.echo(f"Reading {file.name} …", err=True)
        with Session(engines.write) as session:
            found = import_offers(session, SystemClock(), file, rulepack=rules, provider_id=provider)
            session.rollback() if found.errors or dry_run else session.commit()
    finally:
        engines.dispose()
    if found.errors:
        refuse(file, found.errors)
    told = f"{found.created:,} new, {found.changed:,} changed, {found.unchanged:,} as they were"
    touched = f" {found.touched} open proposals use a changed offer and are marked." if found.touched else ""
    click.echo(f"{found.rows:,} rows: {told}.{touched}{' Nothing was kept (--dry-run).' if dry_run else ''}")
    sys.exit(STORED)


def refuse(file: Path, errors: Sequence[RowError]) -> None:
    """Name the faults, the first of very many, and end with the code for a faulty file."""
    for error in errors[:SHOWN_ERRORS]:
        click.echo(f"{file.name}: {error}", err=True)
    if len(errors) > SHOWN_ERRORS:
        click.echo(f"… and {len(errors) - SHOWN_ERRORS:,} more.", err=True)
    click.echo(f"{len(errors):,} fault{'s' if len(errors) > 1 else ''}. Nothing of {file.name} was stored.", err=True)
    sys.exit(FAULTY)


def _engines(database: str | None) -> Engines:
    engines = create_engines(database or Settings().database_url)
    if current_revision(engines.write) != newest_revision():
        engines.dispose()
        raise click.ClickException(BEHIND)
    return engines


@command.command("price-caps")
@click.argument("file", type=FILE)
@click.option("--profile", type=click.Choice(profile_names()), required=True, help="Which catalogue it is.")
@click.option("--offers-in", "region", metavar="REGION", default="", help="Also list offers at its prices.")
@click.option("--write-market", type=click.Path(dir_okay=False, path_type=Path), help="Also write that market as JSON.")
@DRY_RUN
@DATABASE
def price_caps(
    file: Path, profile: str, region: str, write_market: Path | None, dry_run: bool, database: str | None
) -> None:
    """Put the most that may be charged, as a published catalogue says, in place of what was known before.

    \b
    Exit codes:
      0  all of it is stored (or would be, with --dry-run), or was here already
      1  the file has faults: each is named by sheet, line and column, and nothing is stored
      2  the command is wrong
    """  # noqa: D301 - click's own mark for lines to keep
    rules = load_profile(profile)
    if region and region not in rules.regions():
        raise click.BadParameter(f"choose one of: {', '.join(rules.regions())}", param_hint="--offers-in")
    if write_market:
        _write_market(file, rules, region, write_market)
        return
    engines = _engines(database)
    try:
        click.echo(f"Reading {file.name} …", err=True)
        with Session(engines.write) as session:
            found = import_price_caps(session, SystemClock(), file, rules, offers_in=region)
            session.rollback() if found.errors or dry_run else session.commit()
    finally:
        engines.dispose()
    _tell(file, found)
    if dry_run:
        click.echo("Nothing was kept (--dry-run).")


def _tell(file: Path, found: CapsImported) -> None:
    if found.errors:
        refuse(file, found.errors)
    for note in found.notes:
        click.echo(f"Note: {note}", err=True)
    if found.is_repeat:
        click.echo(f"{file.name} is here already.")
    else:
        click.echo(f"{found.rows:,} items gave {found.caps:,} price caps.")
    if found.offers:
        click.echo(f"{found.offers:,} offers are on sale at these prices; {found.skipped:,} items have no fixed price.")
    for offer in found.too_dear[:SHOWN_ERRORS]:
        click.echo(f"Too dear now: {offer}", err=True)


def _write_market(file: Path, rules: CatalogueProfile, region: str, path: Path) -> None:
    found = read_catalogue(file, rules)
    if found.errors:
        refuse(file, found.errors)
    caps = rules.pack().price_caps
    place = region or (caps.default_region if caps else "")
    market, skipped = market_from_catalogue(found.items, rules, place, SystemClock().now().date())
    path.write_bytes(dump(market))
    click.echo(f"{path}: {len(market.offers):,} offers at the prices of {place}; {len(skipped):,} items left out.")
