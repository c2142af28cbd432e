"""`brokerage demo` sets everything up once and prints a fresh way in for each role every time."""

import re
import socket

from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from brokerage.commands.demo import command
from brokerage.domain.people import Organisation, OrganisationKind
from brokerage.store.engine import Engines


def run(*arguments: str) -> Result:
    """The command as typed."""
    return CliRunner().invoke(command, arguments)


def links(result: Result) -> dict[str, str]:
    """Role -> address, as printed."""
    return dict(re.findall(r"^  (\w+) .*? (http://\S+)$", result.output, re.MULTILINE))


def test_every_start_prints_a_fresh_link_for_each_role_and_sets_up_only_once(database_url: str) -> None:
    first = run("--database-url", database_url, "--size", "small", "--links-only", "--port", "8765")
    assert first.exit_code == 0, first.output
    assert "Setting up the demo" in first.output
    again = run("--database-url", database_url, "--links-only")
    assert "Setting up" not in again.output
    assert set(links(first)) == set(links(again)) == {"broker", "client", "supporter", "provider", "funder"}
    assert set(links(first).values()).isdisjoint(links(again).values())
    assert all(address.startswith("http://127.0.0.1:8765/sign-in/") for address in links(first).values())


def test_a_database_with_other_data_is_refused_and_left_alone(database_url: str, engines: Engines) -> None:
    with Session(engines.write) as session, session.begin():
        session.add(Organisation(name="A real brokerage", kind=OrganisationKind.BROKERAGE))
    refused = run("--database-url", database_url, "--links-only")
    assert refused.exit_code == 1
    assert "other data" in refused.output


def test_a_taken_port_is_said_before_anything_is_set_up(bare_database_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = run("--database-url", bare_database_url, "--port", str(taken.getsockname()[1]))
    assert refused.exit_code == 1
    assert "choose another: --port" in refused.output
    assert "Setting up" not in refused.output
