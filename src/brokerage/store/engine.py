"""Engines for SQLite and PostgreSQL, set up so that concurrent writers lose nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE_POOL_SIZE = 5
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "busy_timeout=30000",
    "synchronous=FULL",
    "foreign_keys=ON",
    # INSERT OR REPLACE would otherwise slip past the triggers that forbid deleting.
    "recursive_triggers=ON",
    "secure_delete=ON",
)
POSTGRESQL_POOL_SIZE = 10
POSTGRESQL_OPTIONS = (
    "TimeZone=UTC",
    "lock_timeout=10s",
    "statement_timeout=60s",
    "idle_in_transaction_session_timeout=120s",
)


@dataclass(frozen=True, slots=True)
class Engines:
    """Two ways into one database: `write` takes the write lock at once, `read` can't write at all."""

    write: Engine
    read: Engine

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.write.dispose()
        self.read.dispose()


def create_engines(url: str, *, pool_size: int | None = None) -> Engines:
    """Engines for `sqlite:///path/to/file` or `postgresql://…`; `pool_size` is connections per engine.

    A SQLite file and its folder are made when missing, readable by their owner alone. ValueError for another database.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engines(parsed, pool_size or SQLITE_POOL_SIZE)
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return _postgresql_engines(parsed.set(drivername="postgresql+psycopg"), pool_size or POSTGRESQL_POOL_SIZE)
    raise ValueError(f"the database must be sqlite:///… or postgresql://…, not {parsed.get_backend_name()}://…")


@contextmanager
def session_scope(engine: Engine) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises. Objects stay readable afterwards."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def _sqlite_engines(url: URL, pool_size: int) -> Engines:
    if not url.database or url.database == ":memory:":
        raise ValueError("SQLite needs a file: sqlite:///path/to/brokerage.db")
    _make_private_file(Path(url.database))
    write = _sqlite_engine(url, pool_size, begin="BEGIN IMMEDIATE", pragmas=SQLITE_PRAGMAS)
    read = _sqlite_engine(url, pool_size, begin="BEGIN", pragmas=(*SQLITE_PRAGMAS, "query_only=ON"))
    return Engines(write, read)


def _make_private_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


def _sqlite_engine(url: URL, pool_size: int, *, begin: str, pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        # The driver must not begin transactions of its own: theirs take the write lock too late and lose updates.
        connect_args={"isolation_level": None, "check_same_thread": False},
    )

    def set_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", begin_transaction)
    return engine


def _postgresql_engines(url: URL, pool_size: int) -> Engines:
    write = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "options": " ".join(f"-c {option}" for option in POSTGRESQL_OPTIONS)},
    )
    return Engines(write, write.execution_options(postgresql_readonly=True))
