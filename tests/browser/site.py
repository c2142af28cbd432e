"""The real application in a process of its own, on a database with demo data."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from brokerage.domain.people import Person
from brokerage.store.engine import session_scope
from brokerage.usecases import sign_in
from brokerage.wiring import SystemClock

START_SECONDS = 60
LINK_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Site:
    """A running application: where it answers, and the engine of the database behind it."""

    address: str
    engine: Engine

    def name_of(self, email: str) -> str:
        """The name of the person with that address."""
        with session_scope(self.engine) as session:
            return session.scalars(select(Person.name).where(Person.email == email)).one()

    def sign_in_path(self, email: str) -> str:
        """A fresh one-use link for the person with that address."""
        with session_scope(self.engine) as session:
            person = session.scalars(select(Person).where(Person.email == email)).one()
            link = sign_in.make_link(session, SystemClock(), person, LINK_MINUTES)
        return f"/sign-in/{link.token}"


@contextmanager
def running_site(database_url: str, engine: Engine, folder: Path) -> Iterator[Site]:
    """Serve the database until the block ends; what the server wrote is shown when it does not start."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "BROKERAGE_DATABASE_URL": database_url,
        "BROKERAGE_DATA_FOLDER": str(folder),
        "BROKERAGE_BASE_URL": address,
        "BROKERAGE_IS_DEMO": "true",
    }
    code = "from brokerage.commands.serve import command; command()"
    log = folder / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-c", code, "--port", str(port)],
            env={**os.environ, **settings}, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_until_ready(server, f"{address}/ready", log)
            yield Site(address, engine)
        finally:
            server.terminate()
            server.wait(20)
    faults = re.findall(r"(?m)^.*request_failed.*$", log.read_text())
    assert not faults, "the server failed at:\n" + "\n".join(faults)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the application did not start:\n{log.read_text()}")
