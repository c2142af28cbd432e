"""Queries about questions put to the solver."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from brokerage.domain.proposals import WAITING_STATES, ProposalRun


def run_of(session: Session, run_id: str, *, for_update: bool = False) -> ProposalRun | None:
    """A run with its options."""
    return session.get(
        ProposalRun,
        run_id,
        options=[selectinload(ProposalRun.options)],
        with_for_update={"of": ProposalRun} if for_update else None,
        populate_existing=for_update,
    )


def waiting_runs(session: Session) -> Sequence[ProposalRun]:
    """Every run that says it is queued or going on."""
    return session.scalars(select(ProposalRun).where(ProposalRun.state.in_(WAITING_STATES))).all()


def waiting_count(session: Session) -> int:
    """How many runs say they are queued or going on."""
    query = select(func.count()).select_from(ProposalRun).where(ProposalRun.state.in_(WAITING_STATES))
    return session.scalar(query) or 0


def waiting_run_of(session: Session, client_id: str) -> ProposalRun | None:
    """The client's run that is queued or going on."""
    query = select(ProposalRun).where(ProposalRun.client_id == client_id, ProposalRun.state.in_(WAITING_STATES))
    return session.scalars(query.order_by(ProposalRun.asked_at.desc()).limit(1)).one_or_none()


def run_with_key(session: Session, person_id: str, key: str) -> ProposalRun | None:
    """The run that this person asked for under this key."""
    query = select(ProposalRun).where(ProposalRun.asked_by == person_id, ProposalRun.idempotency_key == key)
    return session.scalars(query).one_or_none()


def runs_of(session: Session, client_id: str, most: int = 20) -> Sequence[ProposalRun]:
    """The client's runs, newest first."""
    query = select(ProposalRun).where(ProposalRun.client_id == client_id)
    return session.scalars(query.order_by(ProposalRun.asked_at.desc(), ProposalRun.id).limit(most)).all()
