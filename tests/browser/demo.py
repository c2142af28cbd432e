"""The database that the browser looks at: the demo as a newcomer gets it, with one client's package sent to her."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from brokerage.demo.load import load_demo
from brokerage.demo.people import BROKERAGE_ID, WAYS_IN
from brokerage.domain.access import Actor
from brokerage.domain.people import Role
from brokerage.store.engine import Engines, create_engines, session_scope
from brokerage.store.market_cache import MarketCache
from brokerage.store.people import actor_of, person_by_email
from brokerage.usecases.approvals import send_version
from brokerage.usecases.packages import list_packages, see_package
from brokerage.usecases.proposal_runs import Workshop, run_proposal
from brokerage.usecases.proposals import start_run
from brokerage.wiring import SystemClock
from tests.databases import SqliteTemplate

# Whom the demo shows first for each role: `sign_in(page, EMAILS["broker"])`.
EMAILS = {role.value: email for role, email in WAYS_IN}
# Has a package that waits for her word; the other clients have none yet.
CLIENT_WITH_PACKAGE = "asha"
SOLVER_SECONDS = 5.0


@contextmanager
def make_demo_database(folder: Path) -> Iterator[tuple[str, Engine]]:
    """A migrated SQLite file with the demo's town, people and clients: its address and its writing engine."""
    with SqliteTemplate.migrated(folder).copy() as url:
        engines = create_engines(url)
        clock = SystemClock()
        with session_scope(engines.write) as session:
            load_demo(session, clock)
        propose_and_send(engines, clock)
        yield url, engines.write
        engines.dispose()


def propose_and_send(engines: Engines, clock: SystemClock) -> None:
    """What the broker does by two buttons: propose for one client, and send her the result."""
    with session_scope(engines.write) as session:
        run = start_run(session, _broker(session, clock), clock, CLIENT_WITH_PACKAGE)
    with ThreadPoolExecutor(1) as executor:
        run_proposal(Workshop(engines, clock, MarketCache(), executor, seconds=SOLVER_SECONDS), run.run_id)
    with session_scope(engines.write) as session:
        broker = _broker(session, clock)
        package = list_packages(session, broker, clock, CLIENT_WITH_PACKAGE)[0]
        view = see_package(session, broker, clock, package.package_id)
        send_version(session, broker, clock, package.package_id, view.version.version_id)


def _broker(session: Session, clock: SystemClock) -> Actor:
    person = person_by_email(session, EMAILS["broker"])
    assert person is not None, "the demo has no broker"
    actor = actor_of(session, person.id, Role.BROKER, BROKERAGE_ID, clock.now())
    assert actor is not None, "the demo's broker has no part in the brokerage"
    return actor
