"""`brokerage seed` fills a database once, or writes the demo as files."""

from pathlib import Path

from click.testing import CliRunner, Result

from brokerage.commands.seed import command
from brokerage.demo.files import brief_json
from brokerage.demo.lean import market_json
from brokerage.demo.market import generate_market


def run(*arguments: str) -> Result:
    """The command as typed."""
    return CliRunner().invoke(command, arguments)


def test_the_demo_goes_in_once(database_url: str) -> None:
    first = run("--size", "small", "--database", database_url)
    assert first.exit_code == 0
    assert "and 5 clients" in first.output
    assert "demo data" in first.output
    assert "here already" in run("--size", "small", "--database", database_url).output


def test_clients_can_be_left_out(database_url: str) -> None:
    assert "and 0 clients" in run("--size", "small", "--no-clients", "--database", database_url).output


def test_a_database_that_is_behind_is_left_alone(bare_database_url: str) -> None:
    behind = run("--database", bare_database_url)
    assert behind.exit_code == 1
    assert "brokerage migrate" in behind.output


def test_with_write_the_same_files_come_out_every_time(tmp_path: Path) -> None:
    assert run("--size", "small", "--seed", "7", "--write", str(tmp_path)).exit_code == 0
    assert (tmp_path / "markets" / "small.json").read_bytes() == market_json(generate_market("small", 7))
    assert (tmp_path / "briefs" / "asha.json").read_bytes() == brief_json("asha")


def test_an_unknown_size_is_refused() -> None:
    refused = run("--size", "planet")
    assert refused.exit_code == 2
    assert "planet" in refused.output
