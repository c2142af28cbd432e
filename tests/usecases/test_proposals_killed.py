"""A process that is killed while the solver works leaves nothing half done."""

import signal
import subprocess
import sys
import time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from brokerage.domain.packages import Package, PackageVersion
from brokerage.domain.people import Role
from brokerage.domain.proposals import ProposalOption, ProposalRun, RunState
from brokerage.store.engine import session_scope
from brokerage.usecases.proposal_runs import run_proposal
from brokerage.usecases.proposals import interrupt_lost_runs, run_again, see_run, start_run
from tests.plans import MONDAY, Plans

WORKER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from brokerage.store.engine import create_engines
from brokerage.store.market_cache import MarketCache
from brokerage.usecases.proposal_runs import Workshop, run_proposal
from tests.cast import SetClock

engines = create_engines(sys.argv[1])
run_proposal(Workshop(engines, SetClock(), MarketCache(), ThreadPoolExecutor(1), 2.0), sys.argv[2])
"""


def kill_while_it_runs(plans: Plans, database_url: str, run_id: str) -> None:
    """SIGKILL a worker process as soon as it has claimed the run."""
    worker = subprocess.Popen([sys.executable, "-c", WORKER, database_url, run_id])
    try:
        while worker.poll() is None:
            with Session(plans.engines.read) as session:
                run = session.get(ProposalRun, run_id)
                if run is not None and run.state is not RunState.QUEUED:
                    break
            time.sleep(0.01)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()


def test_a_killed_run_leaves_no_half_package_and_can_be_run_again(plans: Plans, database_url: str) -> None:
    broker = plans.actor(Role.BROKER)
    run = start_run(plans.session, broker, plans.clock, plans.cast.client.id, starts_on=MONDAY)
    plans.session.commit()

    kill_while_it_runs(plans, database_url, run.run_id)

    with session_scope(plans.engines.write) as session:
        interrupt_lost_runs(session, plans.clock, is_only_process=True)
    plans.session.expire_all()
    view = see_run(plans.session, broker, plans.clock, run.run_id)
    counts = [plans.session.scalar(select(func.count()).select_from(kind)) for kind in (Package, PackageVersion)]
    if view.state == "interrupted":
        assert counts == [0, 0]
        assert plans.session.scalar(select(func.count()).select_from(ProposalOption)) == 0
        again = run_again(plans.session, broker, plans.clock, run.run_id)
        plans.session.commit()
        run_proposal(plans.workshop, again.run_id)
        plans.session.expire_all()
        view = see_run(plans.session, broker, plans.clock, again.run_id)
    assert view.state == "done"
    assert plans.head(view.package_id or "").number == 1
