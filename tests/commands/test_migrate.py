"""`brokerage migrate` says what it did, and with --check what it would do."""

from click.testing import CliRunner, Result
from sqlalchemy import text

from brokerage.commands.migrate import command
from brokerage.store.engine import create_engines, session_scope


def run(*arguments: str) -> Result:
    """The command as typed."""
    return CliRunner().invoke(command, arguments)


def test_an_empty_database_is_migrated_once(bare_database_url: str) -> None:
    first = run("--database", bare_database_url)
    assert first.exit_code == 0
    assert "went from nothing to" in first.output
    assert "up to date" in run("--database", bare_database_url).output


def test_a_check_changes_nothing_and_fails_while_the_database_is_behind(bare_database_url: str) -> None:
    for _ in range(2):
        behind = run("--database", bare_database_url, "--check")
        assert (behind.exit_code, "Run: brokerage migrate" in behind.output) == (1, True)
    run("--database", bare_database_url)
    assert run("--database", bare_database_url, "--check").exit_code == 0


def test_a_database_of_an_unknown_version_is_left_alone(database_url: str) -> None:
    engines = create_engines(database_url)
    with session_scope(engines.write) as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'from_the_future'"))
    engines.dispose()
    refused = run("--database", database_url)
    assert refused.exit_code == 1
    assert "from_the_future, which this version does not know" in refused.output
