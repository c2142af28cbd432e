"""Who helps a client decide: inviting supporters inside a scope, seeing and revoking scopes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import Conflict, Invalid, NotFound
from brokerage.domain.people import Client, Person
from brokerage.domain.supporters import Basis, SupporterScope, scope_problems
from brokerage.ports.clock import Clock
from brokerage.store.people import person_by_email
from brokerage.usecases import audit
from brokerage.usecases.access import client_subject, require


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a client lets a supporter do. `rights` are values of SupporterRight; `ends_at` None: until revoked."""

    name: str
    email: str
    relation: str
    rights: tuple[str, ...]
    basis: Basis = Basis.CONSENT
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScopeView:
    """One supporter's scope as pages show it."""

    id: str
    person_id: str
    name: str
    email: str
    relation: str
    rights: tuple[str, ...]
    basis: Basis
    starts_at: datetime
    ends_at: datetime | None
    is_live: bool
    is_revoked: bool


def list_supporters(session: Session, actor: Actor, clock: Clock, client_id: str) -> tuple[Client, list[ScopeView]]:
    """Everyone who has or had a scope, newest first."""
    client = _client(session, client_id)
    require(actor, "client.see", client_subject(client))
    audit.note_read(session, actor, "client.see", client_subject(client))
    query = (
        select(SupporterScope).where(SupporterScope.client_id == client_id).order_by(SupporterScope.starts_at.desc())
    )
    return client, [_view(scope, clock.now()) for scope in session.scalars(query)]


def invite_supporter(session: Session, actor: Actor, clock: Clock, client_id: str, asked: Invitation) -> SupporterScope:
    """Give a scope. A person who is new here is made; they sign in by a link to that address."""
    client = _client(session, client_id)
    require(actor, "supporter.invite", client_subject(client))
    if problems := scope_problems(asked.name, asked.email, list(asked.rights), asked.ends_at, clock.now()):
        raise Invalid("Some of this needs mending.", problems=tuple(problems))
    person = person_by_email(session, asked.email)
    if person is None:
        person = Person(name=asked.name.strip(), email=asked.email.strip().lower())
        session.add(person)
        session.flush()
    if person.id == client.person_id:
        raise Conflict("The client can't be their own supporter.")
    scope = SupporterScope(
        client_id=client.id,
        person_id=person.id,
        relation=asked.relation.strip()[:60],
        rights=sorted(set(asked.rights)),
        basis=asked.basis,
        given_by=actor.person_id,
        starts_at=clock.now(),
        ends_at=asked.ends_at,
    )
    session.add(scope)
    session.flush()
    audit.record(session, actor, clock, "supporter.invite", client_subject(client), {"scope": scope.id})
    return scope


def revoke_supporter(session: Session, actor: Actor, clock: Clock, client_id: str, scope_id: str) -> SupporterScope:
    """Take a scope back: it counts no more from the next request."""
    client = _client(session, client_id)
    require(actor, "supporter.revoke", client_subject(client))
    scope = session.get(SupporterScope, scope_id, with_for_update=True)
    if scope is None or scope.client_id != client_id:
        raise NotFound()
    scope.revoked_at = scope.revoked_at or clock.now()
    audit.record(session, actor, clock, "supporter.revoke", client_subject(client), {"scope": scope.id})
    return scope


def _client(session: Session, client_id: str) -> Client:
    client = session.get(Client, client_id)
    if client is None:
        raise NotFound()
    return client


def _view(scope: SupporterScope, now: datetime) -> ScopeView:
    return ScopeView(
        id=scope.id,
        person_id=scope.person_id,
        name=scope.person.name,
        email=scope.person.email,
        relation=scope.relation,
        rights=tuple(scope.rights),
        basis=scope.basis,
        starts_at=scope.starts_at,
        ends_at=scope.ends_at,
        is_live=scope.is_live(now),
        is_revoked=scope.revoked_at is not None,
    )
