"""Asking for a proposal: the question is stored at once and answered in the background; its options can be taken up."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.base import new_id
from brokerage.domain.carrying import carried_over
from brokerage.domain.errors import Conflict, Invalid, NotFound, Problem, invalid
from brokerage.domain.packages import Package, PackageVersion, brief_in
from brokerage.domain.people import Client
from brokerage.domain.proposals import ProposalOption, ProposalRun, RunState, is_lost
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.check import check
from brokerage.optimizer.proposal import Proposal
from brokerage.optimizer.validate_brief import validate_brief
from brokerage.ports.clock import Clock
from brokerage.store import packages as stored
from brokerage.store import proposals as stored_runs
from brokerage.store.market_cache import MarketCache
from brokerage.store.needs import budget_on, standing_budgets
from brokerage.usecases import audit
from brokerage.usecases.access import client_subject, require
from brokerage.usecases.briefs import brief_of
from brokerage.usecases.ground import ground_of
from brokerage.usecases.package_views import PackageView, RunView
from brokerage.usecases.packages import package_view, reach_package, subject_of
from brokerage.usecases.run_views import option_lines, run_view, title_of
from brokerage.usecases.versions import Solved, add_version, new_package, require_head

LEASE = timedelta(seconds=120)
KEY_LONGEST = 255
QUEUE_LIMIT = 50
DAYS_PER_WEEK = 7


def start_run(
    session: Session,
    actor: Actor,
    clock: Clock,
    client_id: str,
    *,
    starts_on: date | None = None,
    is_carrying_edits: bool = True,
    idempotency_key: str | None = None,
    queue_limit: int = QUEUE_LIMIT,
) -> RunView:
    """Store a question to the solver: queued, for `run_proposal` to answer. A second one while one waits is the first.

    Without `starts_on`: from the start of the client's newest package, else from the next Monday with a budget.
    Conflict when too many wait; Invalid where the brief is not fit to be solved.
    """
    client = session.get(Client, client_id, with_for_update={"of": Client}, populate_existing=True)
    if client is None:
        raise NotFound()
    require(actor, "package.propose", client_subject(client, "package"))
    known = _same_run(session, actor, clock, client, idempotency_key)
    if known is not None:
        return run_view(known, clock.now())
    if stored_runs.waiting_count(session) >= queue_limit:
        raise Conflict("Many plans are being worked out just now. Try again in a minute.", code="queue_full")
    package, starts_on = _package_and_start(session, actor, clock, client, starts_on)
    said = brief_of(session, client.id, starts_on)
    run = ProposalRun(
        id=new_id("run"),
        client_id=client.id,
        package_id=package.id if package else None,
        asked_by=actor.person_id,
        asked_as=actor.role,
        asked_at=clock.now(),
        starts_on=starts_on,
        is_carrying_edits=is_carrying_edits,
        idempotency_key=idempotency_key,
        state=RunState.QUEUED,
        lease_until=clock.now() + LEASE,
        said_brief=msgspec.json.encode(said).decode(),
        brief=msgspec.json.encode(_brief_to_solve(session, package, said, is_carrying_edits)).decode(),
        clashes=[],
        options=[],
        client=client,
    )
    session.add(run)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("This Idempotency-Key was used for another question.", code="key_used") from error
    audit.record(session, actor, clock, "package.propose", client_subject(client, "run", run.id))
    return run_view(run, clock.now())


def see_run(session: Session, actor: Actor, clock: Clock, run_id: str) -> RunView:
    """A run as it stands."""
    run = _reach_run(session, actor, "package.see", run_id)
    return run_view(run, clock.now())


def list_runs(session: Session, actor: Actor, clock: Clock, client_id: str) -> list[RunView]:
    """The client's runs, newest first, without their options."""
    client = session.get(Client, client_id)
    if client is None:
        raise NotFound()
    require(actor, "package.see", client_subject(client))
    return [run_view(run, clock.now(), with_options=False) for run in stored_runs.runs_of(session, client_id)]


def cancel_run(session: Session, actor: Actor, clock: Clock, run_id: str) -> RunView:
    """Stop it: at once while it waits, soon when it is going on. Conflict when it is over."""
    run = _reach_run(session, actor, "package.propose", run_id, for_update=True)
    if run.state is RunState.QUEUED:
        run.state, run.ended_at = RunState.CANCELLED, clock.now()
    elif run.state is RunState.RUNNING:
        run.is_cancel_wanted = True
    else:
        raise Conflict("This is over already, so it can't be stopped.", code="state")
    audit.record(session, actor, clock, "run.cancel", client_subject(run.client, "run", run.id))
    return run_view(run, clock.now())


def run_again(
    session: Session, actor: Actor, clock: Clock, run_id: str, queue_limit: int = QUEUE_LIMIT
) -> RunView:
    """The same question anew, with what the conversation says now. Conflict while the first is still going on."""
    run = _reach_run(session, actor, "package.propose", run_id, for_update=True)
    if is_lost(run, clock.now()):
        run.state, run.ended_at = RunState.INTERRUPTED, clock.now()
        session.flush()
    if run.state in {RunState.QUEUED, RunState.RUNNING}:
        raise Conflict("This is still being worked out.", code="state")
    return start_run(
        session, actor, clock, run.client_id, starts_on=run.starts_on, is_carrying_edits=run.is_carrying_edits,
        queue_limit=queue_limit,
    )  # fmt: skip


def use_option(
    session: Session,
    actor: Actor,
    clock: Clock,
    market_cache: MarketCache,
    run_id: str,
    option_id: str,
    expected_version_id: str | None,
) -> PackageView:
    """The option as the package's next version; `expected_version_id` is the head the asker saw."""
    run = _reach_run(session, actor, "package.edit", run_id)
    option = next((option for option in run.options if option.id == option_id), None)
    if option is None or run.package_id is None:
        raise NotFound()
    package = reach_package(session, actor, "package.edit", run.package_id, for_update=True)
    require_head(session, package, expected_version_id or "")
    version = keep_option(session, actor, clock, package, run, option, package.head_version_id)
    version.stale_reason = _why_stale(session, market_cache, run, option)
    version.stale_since = clock.now() if version.stale_reason else None
    details = {"version": version.id, "option": option.id}
    audit.record(session, actor, clock, "package.use_option", subject_of(package), details)
    return package_view(session, actor, package, version)


def keep_option(
    session: Session,
    actor: Actor,
    clock: Clock,
    package: Package | None,
    run: ProposalRun,
    option: ProposalOption,
    parent_id: str | None,
) -> PackageVersion:
    """A version made of an option, on the package or as the first of a new one."""
    solved = Solved(
        said_brief=run.said_brief,
        brief=msgspec.json.decode(run.brief, type=Brief),
        proposal=msgspec.json.decode(option.proposal, type=Proposal),
        lines=option_lines(option),
        market_revision=option.market_revision,
        what=f"Proposed: {title_of(option.style).lower()}",
    )
    if package is None:
        package = new_package(session, clock, run.client_id, solved)
        run.package_id = package.id
    version = add_version(session, actor, clock, package, parent_id, solved)
    option.used_version_id = version.id
    return version


def interrupt_lost_runs(session: Session, clock: Clock, *, is_only_process: bool) -> int:
    """At start: runs whose worker is gone become interrupted. A process that shares its database goes by leases."""
    lost = [run for run in stored_runs.waiting_runs(session) if is_only_process or is_lost(run, clock.now())]
    for run in lost:
        run.state, run.ended_at = RunState.INTERRUPTED, clock.now()
    return len(lost)


def _same_run(
    session: Session, actor: Actor, clock: Clock, client: Client, idempotency_key: str | None
) -> ProposalRun | None:
    """The run that this question is a repetition of."""
    if idempotency_key is not None:
        if not 8 <= len(idempotency_key) <= KEY_LONGEST:
            raise invalid("Idempotency-Key", f"Use 8 to {KEY_LONGEST} characters.")
        known = stored_runs.run_with_key(session, actor.person_id, idempotency_key)
        if known is not None and known.client_id != client.id:
            raise Conflict("This Idempotency-Key was used for another question.", code="key_used")
        if known is not None:
            return known
    waiting = stored_runs.waiting_run_of(session, client.id)
    return None if waiting is None or is_lost(waiting, clock.now()) else waiting


def _package_and_start(
    session: Session, actor: Actor, clock: Clock, client: Client, starts_on: date | None
) -> tuple[Package | None, date]:
    if starts_on is None:
        newest = stored.heads_for(session, actor, client.id)
        if newest:
            return newest[0][0], newest[0][0].starts_on
        starts_on = _first_start(session, client, clock)
    return stored.package_from(session, client.id, starts_on), starts_on


def _first_start(session: Session, client: Client, clock: Clock) -> date:
    """The next Monday; where no budget covers it, the start of the next budget."""
    today = clock.now().astimezone(ZoneInfo(client.time_zone)).date()
    monday = today + timedelta(days=DAYS_PER_WEEK - today.weekday())
    if budget_on(session, client.id, monday) is not None:
        return monday
    starts = [budget.starts_on for budget in standing_budgets(session, client.id) if budget.starts_on > today]
    return min(starts, default=monday)


def _brief_to_solve(session: Session, package: Package | None, said: Brief, is_carrying_edits: bool) -> Brief:
    brief = said
    if package is not None and is_carrying_edits:
        head = stored.version_of(session, package.head_version_id)
        if head is not None:
            brief = carried_over(msgspec.json.decode(head.said_brief, type=Brief), brief_in(head), said)
    if not brief.needs and not brief.choices:
        raise invalid("needs", "Write down at least one thing to get help with, then propose.")
    problems = [Problem(p.pointer, p.message) for p in validate_brief(brief) if not p.is_warning]
    if problems:
        raise Invalid("Something in what was written down needs mending first.", problems=tuple(problems))
    return replace(brief, starts_on=said.starts_on)


def _why_stale(session: Session, market_cache: MarketCache, run: ProposalRun, option: ProposalOption) -> str:
    """Empty where the option still holds on today's market."""
    ground = ground_of(session, market_cache, run.client, run.starts_on)
    if ground.revision == option.market_revision:
        return ""
    brief = msgspec.json.decode(run.brief, type=Brief)
    proposal = msgspec.json.decode(option.proposal, type=Proposal)
    violations = check(ground.market, brief, proposal)
    return f"Since this was worked out: {violations[0].text}"[:500] if violations else ""


def _reach_run(
    session: Session, actor: Actor, action: str, run_id: str, *, for_update: bool = False
) -> ProposalRun:
    run = stored_runs.run_of(session, run_id, for_update=for_update)
    if run is None:
        raise NotFound()
    require(actor, action, client_subject(run.client, "package", run.id))
    return run
