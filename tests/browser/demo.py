"""The database that the browser looks at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from brokerage.store.engine import create_engines
from brokerage.wiring import SystemClock
from tests.cast import SetClock, make_cast
from tests.databases import SqliteTemplate


@contextmanager
def make_demo_database(folder: Path) -> Iterator[tuple[str, Engine]]:
    """A migrated SQLite file with people in it: its address and its writing engine."""
    with SqliteTemplate.migrated(folder).copy() as url:
        engines = create_engines(url)
        with Session(engines.write) as session:
            make_cast(session, SetClock(SystemClock().now()))
        yield url, engines.write
        engines.dispose()
