"""`brokerage import price-caps`: a published catalogue in, its oddities told, a market at its prices out."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brokerage.commands.import_ import command
from brokerage.optimizer.jsonio import load_market
from tests.bulk.catalogues import LINES, catalogue, line


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.xlsx"
    path.write_bytes(catalogue())
    return path


def run(*arguments: str) -> Result:
    """The command as typed."""
    return CliRunner().invoke(command, ["price-caps", *arguments, "--profile", "ndis"])


def test_a_catalogue_goes_in_once_and_its_oddities_are_told(database_url: str, file: Path) -> None:
    first = run(str(file), "--database", database_url, "--offers-in", "NSW")
    assert first.exit_code == 0
    assert "20 items gave 200 price caps." in first.output
    assert "7 offers are on sale at these prices" in first.output
    assert "“Bereavement”: This item number is a word." in first.output
    assert "catalogue.xlsx is here already." in run(str(file), "--database", database_url).output


def test_a_dry_run_keeps_nothing(database_url: str, file: Path) -> None:
    assert "Nothing was kept" in run(str(file), "--database", database_url, "--dry-run").output
    assert "gave 200 price caps" in run(str(file), "--database", database_url).output


def test_faults_are_told_by_sheet_line_and_column(database_url: str, file: Path) -> None:
    file.write_bytes(catalogue([*LINES, line("01_999_0107_1_1", "Bad", "PARSEC")]))
    refused = run(str(file), "--database", database_url)
    assert refused.exit_code == 1
    assert "Line 21, column unit of sheet Current Support Items, “PARSEC”" in refused.output
    assert "1 fault. Nothing of catalogue.xlsx was stored." in refused.output


def test_the_market_can_be_written_without_a_database(file: Path, tmp_path: Path) -> None:
    written = tmp_path / "market.json"
    assert run(str(file), "--write-market", str(written), "--offers-in", "Remote").exit_code == 0
    market = load_market(written.read_bytes())
    assert (market.currency, len(market.offers)) == ("AUD", 7)


def test_an_unknown_region_is_wrong_usage(file: Path) -> None:
    refused = run(str(file), "--offers-in", "Mars")
    assert (refused.exit_code, "NSW" in refused.output) == (2, True)
