"""When a provider can work: weekly times of an offer or a worker, exceptions, and time away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.availability import (
    absence_problems,
    absence_words,
    is_over,
    pattern_problems,
    pattern_words,
    with_absence,
)
from brokerage.domain.errors import Invalid, NotFound
from brokerage.domain.market import Provider, Worker
from brokerage.domain.offers import Offer, OfferState, check_version
from brokerage.domain.words import day_date
from brokerage.optimizer.market import Absence, Slot
from brokerage.ports.clock import Clock
from brokerage.store import offers as stored
from brokerage.store.market import raise_revision
from brokerage.usecases import audit
from brokerage.usecases.access import require
from brokerage.usecases.offers import MEND, own_subject, provider_for
from brokerage.usecases.packages import mark_stale

TargetKind = Literal["provider", "offer", "worker"]
Row = Provider | Offer | Worker


@dataclass(frozen=True, slots=True)
class Target:
    """Whose time it is: the whole provider's (`id` is not read), an offer's or a worker's."""

    kind: TargetKind
    id: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """An exception or a time away, in words. `from_date` names it: no two of a target begin on the same day."""

    from_date: str
    to_date: str
    words: str
    reason: str
    slots: tuple[Slot, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class TimesView:
    """The times of one target. `has_sessions`: an offer that is sold in fixed sessions, which are then its times."""

    kind: TargetKind
    id: str
    name: str
    version: int
    slots: tuple[Slot, ...]
    has_sessions: bool
    words: str
    absences: tuple[AbsenceView, ...]
    touches: int


@dataclass(frozen=True, slots=True)
class ChangedTimes:
    """Times after a change, and how many open proposals it touched."""

    times: TimesView
    touched: int


def all_times(session: Session, actor: Actor, clock: Clock) -> list[TimesView]:
    """The provider's own times away first, then offers that are not withdrawn, then workers."""
    require(actor, "offer.see", own_subject(actor))
    provider = stored.provider_of(session, actor.organisation_id)
    if provider is None:
        return []
    offers = stored.current_offers(session, actor.organisation_id)
    workers = [worker for worker in stored.workers_of(session, actor.organisation_id) if worker.left_at is None]
    rows: list[Row] = [provider, *offers, *workers]
    return [_view(session, row, clock.now().date()) for row in rows]


def see_times(session: Session, actor: Actor, clock: Clock, target: Target) -> TimesView:
    """The times of one target."""
    require(actor, "offer.see", own_subject(actor, id=target.id or "own"))
    return _view(session, _row(session, actor, target), clock.now().date(), counts_touched=True)


def set_times(
    session: Session,
    actor: Actor,
    clock: Clock,
    target: Target,
    slots: tuple[Slot, ...],
    *,
    are_sessions: bool = False,
    version: int | None = None,
) -> ChangedTimes:
    """A new weekly pattern of an offer or worker. `are_sessions`: a visit is exactly one of these slots."""
    require(actor, "offer.edit", own_subject(actor, id=target.id))
    row = _row(session, actor, target, for_update=True)
    if isinstance(row, Provider):
        raise NotFound()
    check_version(row.version, version)
    slots = tuple(sorted(slots, key=lambda slot: (slot.weekday, slot.from_minute)))
    if problems := pattern_problems(slots):
        raise Invalid(MEND, problems=tuple(problems))
    if isinstance(row, Offer):
        row.availability, row.sessions = ((), slots) if are_sessions else (slots, ())
        if not slots and row.state is OfferState.LISTED:
            raise Invalid("Keep at least one time, or take the offer off sale.")
    else:
        row.availability = slots
    return _changed(session, actor, clock, "offer.times", row)


def add_absence(
    session: Session, actor: Actor, clock: Clock, target: Target, absence: Absence, version: int | None = None
) -> ChangedTimes:
    """Time away (no slots), or other times on some dates."""
    require(actor, "offer.edit", own_subject(actor, id=target.id or "own"))
    row = _row(session, actor, target, for_update=True)
    check_version(row.version, version)
    absences = with_absence(row.absences, absence)
    if problems := absence_problems(absences):
        raise Invalid(problems[0].message, problems=tuple(problems))
    row.absences = absences
    return _changed(session, actor, clock, "offer.away", row)


def remove_absence(session: Session, actor: Actor, clock: Clock, target: Target, from_date: str) -> ChangedTimes:
    """The weekly times hold again on those dates. What undoes `add_absence`."""
    require(actor, "offer.edit", own_subject(actor, id=target.id or "own"))
    row = _row(session, actor, target, for_update=True)
    kept = tuple(absence for absence in row.absences if absence.from_date != from_date)
    if kept == row.absences:
        raise NotFound()
    row.absences = kept
    return _changed(session, actor, clock, "offer.back", row)


def _row(session: Session, actor: Actor, target: Target, *, for_update: bool = False) -> Row:
    row: Row | None
    if target.kind == "provider":
        if for_update:
            return provider_for(session, actor)
        row = stored.provider_of(session, actor.organisation_id)
    elif target.kind == "offer":
        row = stored.offer_of(session, actor.organisation_id, target.id, for_update=for_update)
    else:
        row = stored.worker_of(session, actor.organisation_id, target.id, for_update=for_update)
    if row is None:
        raise NotFound()
    return row


def _changed(session: Session, actor: Actor, clock: Clock, action: str, row: Row) -> ChangedTimes:
    row.version += 1
    session.flush()
    today = clock.now().date()
    reason = f"{_name(row)} has other times since {day_date(today)}."
    touched = mark_stale(session, clock, _offer_ids(session, row), reason)
    details = {"version": row.version, "revision": raise_revision(session), "touched": touched}
    audit.record(session, actor, clock, action, own_subject(actor, _kind(row), row.id), details)
    return ChangedTimes(_view(session, row, today, counts_touched=True), touched)


def _view(session: Session, row: Row, today: date, *, counts_touched: bool = False) -> TimesView:
    sessions = row.sessions if isinstance(row, Offer) else ()
    slots = () if isinstance(row, Provider) else sessions or row.availability
    return TimesView(
        kind=_kind(row),
        id=row.id,
        name=_name(row),
        version=row.version,
        slots=slots,
        has_sessions=bool(sessions),
        words=pattern_words(slots),
        absences=tuple(
            AbsenceView(a.from_date, a.to_date, absence_words(a), a.reason, a.slots, is_over(a, today))
            for a in row.absences
        ),
        touches=stored.open_packages(session, _offer_ids(session, row)) if counts_touched else 0,
    )


def _kind(row: Row) -> TargetKind:
    if isinstance(row, Provider):
        return "provider"
    return "offer" if isinstance(row, Offer) else "worker"


def _name(row: Row) -> str:
    return row.service if isinstance(row, Offer) else row.name


def _offer_ids(session: Session, row: Row) -> Collection[str]:
    if isinstance(row, Offer):
        return [row.id]
    if isinstance(row, Worker):
        return stored.offer_ids_of_worker(session, row.id)
    return stored.offer_ids_of_provider(session, row.id)
