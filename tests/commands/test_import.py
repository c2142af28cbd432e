"""`brokerage import`: a good file once, nothing of a bad one, exit codes that scripts can use."""

from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from brokerage.commands.import_ import command
from brokerage.commands.seed import command as seed
from brokerage.domain.offers import Offer, OfferSource, OfferState
from brokerage.store.engine import Engines

HEAD = "code,service,category,availability,band,unit,minutes,price\n"
GOOD = HEAD + "a,Care,personal_care,Mon-Fri 07:00-22:00,weekday,hour,60,27.00\na,,,,evening,hour,60,29\n"


def run(*arguments: str) -> Result:
    """The command as typed."""
    return CliRunner().invoke(command, arguments)


def with_providers(database_url: str) -> None:
    CliRunner().invoke(seed, ["--size", "small", "--no-clients", "--database", database_url])


def offers_from_files(engines: Engines) -> list[Offer]:
    with Session(engines.read) as session:
        return list(session.scalars(select(Offer).where(Offer.external_code.is_not(None))))


def test_a_good_file_is_stored_and_counts_once(database_url: str, engines: Engines, tmp_path: Path) -> None:
    with_providers(database_url)
    file = tmp_path / "offers.csv"
    file.write_text(GOOD, encoding="utf-8")
    arguments = ("offers", str(file), "--provider", "home_care-1", "--database", database_url)
    dry = run(*arguments, "--dry-run")
    assert "1 new" in dry.output
    assert (dry.exit_code, offers_from_files(engines)) == (0, [])
    assert "2 rows: 1 new, 0 changed, 0 as they were." in run(*arguments).output
    assert "0 new, 0 changed, 1 as they were" in run(*arguments).output
    (offer,) = offers_from_files(engines)
    assert (offer.state, offer.source, offer.provider_id) == (OfferState.LISTED, OfferSource.FILE, "home_care-1")


def test_every_fault_is_named_and_nothing_is_stored(database_url: str, engines: Engines, tmp_path: Path) -> None:
    with_providers(database_url)
    file = tmp_path / "offers.csv"
    file.write_text(GOOD + "b,Care,magic,Mon 07:00-22:00,weekday,hour,60,x\n", encoding="utf-8")
    refused = run("offers", str(file), "--provider", "home_care-1", "--database", database_url)
    assert refused.exit_code == 1
    assert "offers.csv: Line 4, column category, “magic”:" in refused.output
    assert "offers.csv: Line 4, column price, “x”:" in refused.output
    assert "2 faults. Nothing of offers.csv was stored." in refused.output
    assert offers_from_files(engines) == []


def test_of_very_many_faults_the_first_are_shown_and_the_rest_counted(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "offers.csv"
    file.write_text(HEAD + "a,Care,magic,Mon 07:00-22:00,weekday,hour,60,x\n" * 500, encoding="utf-8")
    refused = run("offers", str(file), "--database", database_url)
    assert len(refused.output.splitlines()) < 220
    assert "more." in refused.output


def test_an_unknown_provider_is_told_at_its_line(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "offers.csv"
    file.write_text(GOOD, encoding="utf-8")
    refused = run("offers", str(file), "--provider", "nobody", "--database", database_url)
    assert refused.exit_code == 1
    assert "Line 2, column provider, “nobody”" in refused.output


def test_wrong_usage_ends_with_2_and_a_database_that_is_behind_with_1(bare_database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "offers.csv"
    file.write_text(GOOD, encoding="utf-8")
    assert run("offers", str(tmp_path / "missing.csv")).exit_code == 2
    behind = run("offers", str(file), "--database", bare_database_url)
    assert (behind.exit_code, "brokerage migrate" in behind.output) == (1, True)


def test_ten_thousand_offers_go_in_whole(database_url: str, engines: Engines, tmp_path: Path) -> None:
    with_providers(database_url)
    row = "code-{0},Care {0},personal_care,Mon 07:00-22:00,weekday,hour,60,27.00"
    file = tmp_path / "offers.csv"
    file.write_text(HEAD + "\n".join(row.format(i) for i in range(10_000)), encoding="utf-8")
    stored = run("offers", str(file), "--provider", "home_care-1", "--database", database_url)
    assert "10,000 new" in stored.output
    with Session(engines.read) as session:
        assert session.scalar(select(func.count()).where(Offer.external_code.is_not(None))) == 10_000
