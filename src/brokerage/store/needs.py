"""Queries about what came out of the conversation and about the money for it."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from brokerage.domain.budgets import Budget
from brokerage.domain.consultations import Consultation, Sentence
from brokerage.domain.needs import Arrangement, Goal, Need, Wish

Row = TypeVar("Row", bound=Goal | Need | Wish | Arrangement | Sentence)


def standing(session: Session, kind: type[Row], client_id: str) -> list[Row]:
    """The client's rows of that kind that have not ended, in their order."""
    query = select(kind).where(kind.client_id == client_id, kind.ended_at.is_(None))
    return list(session.scalars(query.order_by(kind.position, kind.id)))


def ended(session: Session, kind: type[Row], client_id: str) -> list[Row]:
    """The client's rows of that kind that were removed."""
    query = select(kind).where(kind.client_id == client_id, kind.ended_at.is_not(None))
    return list(session.scalars(query.order_by(kind.ended_at.desc(), kind.id)))


def next_position(session: Session, kind: type[Row], client_id: str) -> int:
    """The place after the client's last row of that kind."""
    return (session.scalar(select(func.max(kind.position)).where(kind.client_id == client_id)) or 0) + 1


def consultations_of(session: Session, client_id: str) -> list[Consultation]:
    """The client's conversations, newest first."""
    query = select(Consultation).where(Consultation.client_id == client_id)
    return list(session.scalars(query.order_by(Consultation.held_on.desc(), Consultation.id)))


def standing_budgets(session: Session, client_id: str) -> Sequence[Budget]:
    """The client's budgets that nothing has replaced, latest start first."""
    query = select(Budget).where(Budget.client_id == client_id, Budget.ended_at.is_(None))
    return session.scalars(query.order_by(Budget.starts_on.desc(), Budget.id)).all()


def budget_on(session: Session, client_id: str, day: date) -> Budget | None:
    """The budget for a day: a final one before an indicative one, then the one that starts latest."""
    covering = [b for b in standing_budgets(session, client_id) if b.starts_on <= day <= b.ends_on]
    return min(covering, key=lambda budget: budget.state != "final", default=None)


def budgets_of(session: Session, client_id: str) -> Sequence[Budget]:
    """All of the client's budgets: those that count first, then by start, latest first."""
    query = select(Budget).where(Budget.client_id == client_id)
    return session.scalars(query.order_by(Budget.ended_at.is_not(None), Budget.starts_on.desc(), Budget.id)).all()
