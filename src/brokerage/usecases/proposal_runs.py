"""The background side of a proposal: claims a queued run, solves it with no transaction open, stores what came out."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

import msgspec
import structlog
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import BrokerageError, NotAllowed
from brokerage.domain.packages import Package, line_data
from brokerage.domain.people import Role
from brokerage.domain.proposals import ProposalOption, ProposalRun, RunState
from brokerage.optimizer import Brief, Params, Proposal, propose
from brokerage.optimizer.alternatives import alternatives
from brokerage.ports.clock import Clock
from brokerage.store import packages as stored
from brokerage.store import proposals as stored_runs
from brokerage.store.engine import Engines, session_scope
from brokerage.store.market_cache import MarketCache
from brokerage.store.people import actor_of
from brokerage.usecases import audit
from brokerage.usecases.access import client_subject, require
from brokerage.usecases.clashing import clash_views, has_clash
from brokerage.usecases.ground import Ground, ground_of
from brokerage.usecases.package_views import RunView
from brokerage.usecases.packages import subject_of
from brokerage.usecases.proposals import LEASE, QUEUE_LIMIT, keep_option
from brokerage.usecases.version_lines import lines_of

BEAT_SECONDS = 0.5
ALTERNATIVES = 4
SHARE_OF_ALTERNATIVES = 1.5
# Effort is counted, so that equal questions get equal answers; the clock cuts only where the machine is busy.
PATIENCE = 15.0
FAILED = "This went wrong on our side. Your plan is as it was. Try again."
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a run needs to be worked on. `seconds` is for the first plan; its alternatives get half as long again.

    `executor` runs few at a time, so that several people share the machine; `queue_limit`: so many may wait.
    """

    engines: Engines
    clock: Clock
    market_cache: MarketCache
    executor: Executor
    seconds: float
    queue_limit: int = QUEUE_LIMIT


@dataclass(slots=True)
class Beat:
    """Keeps the run's row fresh while the solver is busy, and hears of a wish to stop."""

    workshop: Workshop
    run_id: str
    stage: str = "Looking for the best plan."
    cancel: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    began: float = field(default_factory=time.monotonic)

    def go_on(self) -> None:
        """Until `over`: write the progress, renew the lease, look for a wish to stop."""
        while not self.over.wait(BEAT_SECONDS):
            self.once()

    def once(self) -> None:
        """One beat."""
        expected = self.workshop.seconds * (1 + SHARE_OF_ALTERNATIVES)
        with session_scope(self.workshop.engines.write) as session:
            run = stored_runs.run_of(session, self.run_id, for_update=True)
            if run is None or run.state is not RunState.RUNNING:
                self.cancel.set()
                return
            run.stage = self.stage
            run.progress_permille = min(950, round(1000 * (time.monotonic() - self.began) / expected))
            run.lease_until = self.workshop.clock.now() + LEASE
            if run.is_cancel_wanted:
                self.cancel.set()


def submit_after_commit(session: Session, workshop: Workshop, run: RunView) -> None:
    """Hand a queued run to the solver's threads once the request's transaction is committed."""
    if run.state == RunState.QUEUED:
        deliveries = session.info.setdefault("after_commit", [])
        deliveries.append(lambda: workshop.executor.submit(run_proposal, workshop, run.run_id))


def run_proposal(workshop: Workshop, run_id: str) -> None:
    """Answer one queued run. Whatever happens, its row says how it ended; only a kill leaves it to its lease."""
    brief = _claim(workshop, run_id)
    if brief is None:
        return
    beat = Beat(workshop, run_id)
    heart = threading.Thread(target=beat.go_on, daemon=True, name=f"beat-{run_id}")
    heart.start()
    try:
        ground = _ground(workshop, run_id)
        proposals = _solve(workshop, ground, brief, beat)
        clashes = _clashes(ground, brief, proposals[0], beat)
    except Exception as error:  # whatever goes wrong, people must see that it is over
        log.error("proposal_failed", run=run_id, error=type(error).__name__, exc_info=error)
        _end(workshop, run_id, RunState.FAILED, FAILED)
        return
    finally:
        beat.over.set()
        heart.join()
    if beat.cancel.is_set():
        _end(workshop, run_id, RunState.CANCELLED, "")
        return
    _keep(workshop, run_id, ground, brief, proposals, clashes)


def _claim(workshop: Workshop, run_id: str) -> Brief | None:
    """Take the run if nobody has; None if it was stopped or taken."""
    with session_scope(workshop.engines.write) as session:
        run = stored_runs.run_of(session, run_id, for_update=True)
        if run is None or run.state is not RunState.QUEUED:
            return None
        now = workshop.clock.now()
        run.state, run.started_at, run.lease_until = RunState.RUNNING, now, now + LEASE
        return msgspec.json.decode(run.brief, type=Brief)


def _ground(workshop: Workshop, run_id: str) -> Ground:
    with Session(workshop.engines.read) as session:
        run = stored_runs.run_of(session, run_id)
        assert run is not None, "runs are never deleted"
        return ground_of(session, workshop.market_cache, run.client, run.starts_on)


def _solve(workshop: Workshop, ground: Ground, brief: Brief, beat: Beat) -> list[Proposal]:
    """The best plan first, then others that differ in kind."""
    seconds = workshop.seconds
    params = Params(time_limit_seconds=PATIENCE * seconds, max_effort=seconds, cancel=beat.cancel)
    best = propose(ground.market, brief, params)
    if beat.cancel.is_set():
        return [best]
    beat.stage = "Looking for plans of another kind."
    seconds *= SHARE_OF_ALTERNATIVES
    params = Params(time_limit_seconds=PATIENCE * seconds, max_effort=seconds, cancel=beat.cancel)
    return [best, *alternatives(ground.market, brief, best, ALTERNATIVES, params)]


def _clashes(ground: Ground, brief: Brief, proposal: Proposal, beat: Beat) -> list[dict[str, object]]:
    """Where a must-have is missing: the smallest sets of wishes in its way, as JSON takes them."""
    if beat.cancel.is_set() or not has_clash(brief, proposal):
        return []
    beat.stage = "Finding out which wishes clash."
    return [msgspec.to_builtins(clash) for clash in clash_views(ground, brief)]


def _keep(
    workshop: Workshop,
    run_id: str,
    ground: Ground,
    brief: Brief,
    proposals: Sequence[Proposal],
    clashes: list[dict[str, object]],
) -> None:
    """Options, the version made of the first, and the end of the run, in one transaction."""
    try:
        with session_scope(workshop.engines.write) as session:
            run = stored_runs.run_of(session, run_id, for_update=True)
            if run is None or run.state is not RunState.RUNNING:
                return
            actor = _asker(session, workshop.clock, run)
            for position, proposal in enumerate(proposals):
                run.options.append(_option(ground, brief, proposal, position))
            session.flush()
            package = _package(session, run)
            parent_id = package.head_version_id if package else None
            version = keep_option(session, actor, workshop.clock, package, run, run.options[0], parent_id)
            run.version_id, run.clashes = version.id, clashes
            run.state, run.ended_at, run.progress_permille = RunState.DONE, workshop.clock.now(), 1000
            details = {"run": run.id, "version": version.id, "options": len(proposals)}
            audit.record(session, actor, workshop.clock, "package.proposed", subject_of(version.package), details)
    except BrokerageError as error:
        _end(workshop, run_id, RunState.FAILED, error.title)


def _package(session: Session, run: ProposalRun) -> Package | None:
    """The package that the run is for, locked; one that came to be meanwhile counts too."""
    known = run.package_id
    if known is None:
        found = stored.package_from(session, run.client_id, run.starts_on)
        known = found.id if found else None
    if known is None:
        return None
    run.package_id = known
    return stored.package_of(session, known, for_update=True)


def _asker(session: Session, clock: Clock, run: ProposalRun) -> Actor:
    """Whoever asked, as they may act now: a scope revoked meanwhile counts."""
    organisation_id = run.client.organisation_id if run.asked_as is Role.BROKER else None
    actor = actor_of(session, run.asked_by, run.asked_as, organisation_id, clock.now())
    if actor is None:
        raise NotAllowed("Whoever asked for this may not change the plan any more.")
    require(actor, "package.propose", client_subject(run.client, "package"))
    return actor


def _option(ground: Ground, brief: Brief, proposal: Proposal, position: int) -> ProposalOption:
    return ProposalOption(
        position=position,
        style=proposal.style,
        proposal=msgspec.json.encode(proposal).decode(),
        lines=[line_data(line) for line in lines_of(ground.market, brief, proposal)],
        market_revision=ground.revision,
        cost_minor=proposal.cost_minor,
    )


def _end(workshop: Workshop, run_id: str, state: RunState, failure: str) -> None:
    with session_scope(workshop.engines.write) as session:
        run = stored_runs.run_of(session, run_id, for_update=True)
        if run is not None and run.state is RunState.RUNNING:
            run.state, run.ended_at, run.failure = state, workshop.clock.now(), failure
