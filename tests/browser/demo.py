"""The database that the browser looks at: the demo as a newcomer gets it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from brokerage.demo.load import load_demo
from brokerage.demo.people import WAYS_IN
from brokerage.store.engine import create_engines, session_scope
from brokerage.wiring import SystemClock
from tests.databases import SqliteTemplate

# Whom the demo shows first for each role: `sign_in(page, EMAILS["broker"])`.
EMAILS = {role.value: email for role, email in WAYS_IN}


@contextmanager
def make_demo_database(folder: Path) -> Iterator[tuple[str, Engine]]:
    """A migrated SQLite file with the demo's town, people and clients: its address and its writing engine."""
    with SqliteTemplate.migrated(folder).copy() as url:
        engines = create_engines(url)
        with session_scope(engines.write) as session:
            load_demo(session, SystemClock())
        yield url, engines.write
        engines.dispose()
