"""What every test can ask for: a database, an engine, a session; and what this run could not have."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from brokerage.store.engine import Engines, create_engines
from tests.availability import everything_is_required, left_out
from tests.cast import app, browse, call_api, cast, clock, inbox, look, wiring  # noqa: F401 - fixtures
from tests.chromium import find_chromium
from tests.databases import PostgresTemplate, SqliteTemplate, available_databases, postgres_server
from tests.plans import plans, proposed  # noqa: F401 - fixtures

settings.register_profile("house", derandomize=True, deadline=None, max_examples=50, database=None)
settings.register_profile("ci", settings.get_profile("house"))
settings.register_profile(
    "soak", deadline=None, max_examples=2000, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("BROKERAGE_HYPOTHESIS_PROFILE", "house"))

# What commands write is wrapped at the same width everywhere.
os.environ["COLUMNS"] = "240"

DATABASES = available_databases()
BROWSER_TESTS = Path(__file__).parent / "browser"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests come last, so that a worker starts app and browser once; without a browser they are left out."""
    in_browser = [item for item in items if item.path.is_relative_to(BROWSER_TESTS)]
    items[:] = [item for item in items if item not in set(in_browser)]
    if find_chromium():
        items.extend(in_browser)
    else:
        config.hook.pytest_deselected(items=in_browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what did not run."""
    if sentences := left_out():
        terminalreporter.section("NOT RUN", red=True, bold=True)
        for sentence in sentences:
            terminalreporter.write_line(sentence)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything is required, a run that left something out has failed."""
    if exitstatus == pytest.ExitCode.OK and everything_is_required() and left_out():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    """A migrated SQLite file to copy."""
    return SqliteTemplate.migrated(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[PostgresTemplate]:
    """A migrated PostgreSQL database to copy, on a server of this process's own."""
    with postgres_server() as server, PostgresTemplate.migrated(server) as template:
        yield template


@pytest.fixture(params=[pytest.param(name, marks=getattr(pytest.mark, name)) for name in DATABASES])
def database_template(request: pytest.FixtureRequest) -> SqliteTemplate | PostgresTemplate:
    """A migrated database to copy: the test runs once on SQLite and once on PostgreSQL."""
    template: SqliteTemplate | PostgresTemplate = request.getfixturevalue(f"{request.param}_template")
    return template


@pytest.fixture
def database_url(database_template: SqliteTemplate | PostgresTemplate) -> Iterator[str]:
    """The address of a migrated, empty database that this test alone uses."""
    with database_template.copy() as url:
        yield url


@pytest.fixture
def bare_database_url(database_template: SqliteTemplate | PostgresTemplate) -> Iterator[str]:
    """The address of a database without any tables."""
    with database_template.empty() as url:
        yield url


@pytest.fixture
def engines(database_url: str) -> Iterator[Engines]:
    """Both engines of the test's own database."""
    made = create_engines(database_url)
    yield made
    made.dispose()


@pytest.fixture
def engine(engines: Engines) -> Engine:
    """The writing engine of the test's own database."""
    return engines.write


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on the test's own database. Commit before another connection is to see or write anything."""
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
