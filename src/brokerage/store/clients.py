"""Queries about clients: who is within reach, and how far each has come, in a handful of queries for all of them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from brokerage.domain.access import Actor
from brokerage.domain.budgets import Budget, BudgetState
from brokerage.domain.challenges import Challenge, ChallengeState
from brokerage.domain.consultations import Sentence
from brokerage.domain.needs import Goal, Need
from brokerage.domain.next_steps import Progress
from brokerage.domain.packages import Package, PackageVersion
from brokerage.domain.people import Client, Role

Row = type[Sentence] | type[Goal] | type[Need]


def clients_within_reach(session: Session, actor: Actor, text: str = "") -> Sequence[Client]:
    """The clients on the actor's books (or whom they are, or support), by name; only those that hold `text`."""
    query = _within_reach(select(Client), actor).options(joinedload(Client.broker))
    for word in text.split():
        pattern = f"%{_literal(word)}%"
        query = query.where(
            or_(*(column.ilike(pattern, escape="\\") for column in (Client.name, Client.known_as, Client.reference)))
        )
    return session.scalars(query.order_by(func.lower(Client.name), Client.id)).all()


def progress_of(session: Session, client_ids: Collection[str]) -> dict[str, Progress]:
    """How far each client's plan has come."""
    sentences, goals, needs = (_counts(session, kind, client_ids) for kind in (Sentence, Goal, Need))
    budgets = _budget_states(session, client_ids)
    heads = _heads(session, client_ids)
    questions = _open_challenges(session, client_ids)
    return {
        client_id: Progress(
            sentences.get(client_id, 0),
            goals.get(client_id, 0),
            needs.get(client_id, 0),
            budgets.get(client_id),
            heads[client_id].state if client_id in heads else None,
            client_id in heads and bool(heads[client_id].stale_reason),
            questions.get(client_id, 0),
            heads[client_id].package_id if client_id in heads else None,
        )
        for client_id in client_ids
    }


def reference_is_taken(session: Session, reference: str) -> bool:
    """Whether a client of any brokerage has this reference."""
    return session.scalar(select(Client.id).where(Client.reference == reference)) is not None


def _within_reach(query: Select[Any], actor: Actor) -> Select[Any]:
    if actor.role is Role.BROKER:
        return query.where(Client.organisation_id == actor.organisation_id)
    return query.where(Client.id.in_(actor.client_ids | {scope.client_id for scope in actor.scopes}))


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _counts(session: Session, kind: Row, client_ids: Collection[str]) -> dict[str, int]:
    query = select(kind.client_id, func.count()).where(kind.client_id.in_(client_ids), kind.ended_at.is_(None))
    return dict(session.execute(query.group_by(kind.client_id)).all())


def _budget_states(session: Session, client_ids: Collection[str]) -> dict[str, BudgetState]:
    query = select(Budget.client_id, Budget.state).where(Budget.client_id.in_(client_ids), Budget.ended_at.is_(None))
    found: dict[str, BudgetState] = {}
    for client_id, state in session.execute(query):
        if found.get(client_id) is not BudgetState.FINAL:
            found[client_id] = state
    return found


def _heads(session: Session, client_ids: Collection[str]) -> dict[str, PackageVersion]:
    query = select(Package.client_id, PackageVersion).join(PackageVersion, PackageVersion.id == Package.head_version_id)
    query = query.where(Package.client_id.in_(client_ids)).order_by(Package.made_at, Package.id)
    return dict(session.execute(query).all())


def _open_challenges(session: Session, client_ids: Collection[str]) -> dict[str, int]:
    query = select(Challenge.client_id, func.count()).where(Challenge.client_id.in_(client_ids))
    query = query.where(Challenge.state == ChallengeState.OPEN).group_by(Challenge.client_id)
    return dict(session.execute(query).all())
