"""Queries about who people are and what they may see."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, Contact, LiveScope
from brokerage.domain.people import Client, Membership, Person, Role
from brokerage.domain.supporters import SupporterScope


def person_by_email(session: Session, email: str) -> Person | None:
    """The person with that address, whatever its case."""
    return session.scalars(select(Person).where(Person.email == email.strip().lower())).one_or_none()


def live_roles(session: Session, person_id: str, now: datetime) -> list[tuple[Role, str | None]]:
    """The parts a person can act in now, each with its organisation (None for client and supporter)."""
    memberships = session.scalars(
        select(Membership)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    roles: list[tuple[Role, str | None]] = [(item.role, item.organisation_id) for item in memberships]
    if session.scalar(select(Client.id).where(Client.person_id == person_id).limit(1)):
        roles.append((Role.CLIENT, None))
    if live_scopes(session, person_id, now):
        roles.append((Role.SUPPORTER, None))
    return roles


def live_scopes(session: Session, person_id: str, now: datetime) -> list[SupporterScope]:
    """The supporter's scopes that count at this instant."""
    scopes = session.scalars(
        select(SupporterScope).where(SupporterScope.person_id == person_id, SupporterScope.revoked_at.is_(None))
    )
    return [scope for scope in scopes if scope.is_live(now)]


def actor_of(
    session: Session,
    person_id: str,
    role: Role,
    organisation_id: str | None,
    now: datetime,
    session_id: str | None = None,
) -> Actor | None:
    """The actor as it stands now, or None if the person, the role or the scope has gone meanwhile."""
    person = session.get(Person, person_id)
    if person is None or not person.is_active or (role, organisation_id) not in live_roles(session, person_id, now):
        return None
    clients: list[str] = []
    scopes: tuple[LiveScope, ...] = ()
    if role is Role.CLIENT:
        clients = list(session.scalars(select(Client.id).where(Client.person_id == person_id)))
    if role is Role.SUPPORTER:
        found = live_scopes(session, person_id, now)
        scopes = tuple(LiveScope(scope.client_id, frozenset(scope.rights) | {"see"}) for scope in found)
    about = clients or [scope.client_id for scope in scopes]
    contact = _contact(session, about[0]) if about else None
    return Actor(person_id, person.name, role, organisation_id, frozenset(clients), scopes, session_id, contact)


def _contact(session: Session, client_id: str) -> Contact | None:
    client = session.get(Client, client_id)
    if client is None:
        return None
    broker = client.broker
    phone = (broker.phone if broker else "") or client.organisation.phone
    return Contact(broker.name if broker else client.organisation.name, phone) if phone else None
