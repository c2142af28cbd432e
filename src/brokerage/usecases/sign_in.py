"""Signing in by a one-use link, out again, and tokens for programs."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, Subject
from brokerage.domain.errors import NotFound, TooLate, invalid
from brokerage.domain.people import Organisation, Person, Role
from brokerage.domain.sign_in import ApiToken, SignInLink, WebSession, hash_secret, new_secret
from brokerage.ports.clock import Clock
from brokerage.store.people import actor_of, live_roles, person_by_email
from brokerage.usecases import audit

EXPIRED_LINK = "This sign-in link has been used or is too old. Ask for a new one."


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to hand to its person: `token` is shown once and never stored."""

    token: str
    person_name: str
    email: str


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A part the person can act in."""

    role: Role
    organisation_id: str | None
    organisation_name: str


def make_link(session: Session, clock: Clock, person: Person, minutes: int) -> NewLink:
    """A fresh one-use link for the person."""
    token, token_hash = new_secret()
    now = clock.now()
    link = SignInLink(
        token_hash=token_hash, person_id=person.id, made_at=now, expires_at=now + timedelta(minutes=minutes)
    )
    session.add(link)
    audit.record(session, None, clock, "sign_in.link", Subject("person", person.id))
    return NewLink(token, person.name, person.email)


def ask_for_link(session: Session, clock: Clock, email: str, minutes: int, links_per_hour: int) -> NewLink | None:
    """A link for the address, or None: unknown address, or too many links lately. The page says the same either way."""
    if "@" not in email:
        raise invalid("email", "Write your e-mail address, such as sam@example.org.")
    person = person_by_email(session, email)
    if person is None or not person.is_active or not live_roles(session, person.id, clock.now()):
        return None
    since = clock.now() - timedelta(hours=1)
    recent = select(func.count()).where(SignInLink.person_id == person.id, SignInLink.made_at > since)
    if (session.scalar(recent) or 0) >= links_per_hour:
        return None
    return make_link(session, clock, person, minutes)


def use_link(session: Session, clock: Clock, token: str, hours: int, old_session_id: str | None = None) -> str:
    """Sign the link's person in, once. Gives the new session's secret for the cookie; the old session ends."""
    now = clock.now()
    query = select(SignInLink).where(SignInLink.token_hash == hash_secret(token)).with_for_update()
    link = session.scalars(query).one_or_none()
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise TooLate(EXPIRED_LINK, code="link_expired")
    link.used_at = now
    roles = live_roles(session, link.person_id, now)
    if not roles:
        raise TooLate(EXPIRED_LINK, code="link_expired")
    role, organisation_id = roles[0]
    return _open_session(session, clock, link.person_id, role, organisation_id, hours, old_session_id)


def switch_role(
    session: Session, actor: Actor, clock: Clock, role: Role, organisation_id: str | None, hours: int
) -> str:
    """Act in another of one's own parts: a new session, the old one ends."""
    if (role, organisation_id) not in live_roles(session, actor.person_id, clock.now()):
        raise NotFound()
    return _open_session(session, clock, actor.person_id, role, organisation_id, hours, actor.session_id)


def role_choices(session: Session, actor: Actor, clock: Clock) -> list[RoleChoice]:
    """The parts this person can act in."""
    choices = []
    for role, organisation_id in live_roles(session, actor.person_id, clock.now()):
        organisation = session.get(Organisation, organisation_id) if organisation_id else None
        choices.append(RoleChoice(role, organisation_id, organisation.name if organisation else ""))
    return choices


def sign_out(session: Session, actor: Actor, clock: Clock) -> None:
    """End the session on the server."""
    if actor.session_id:
        _end_session(session, clock, actor.session_id)
    audit.record(session, actor, clock, "sign_in.out", Subject("person", actor.person_id))


def actor_of_cookie(session: Session, clock: Clock, secret: str) -> Actor | None:
    """Who holds this session cookie, as things stand now."""
    found = session.scalars(select(WebSession).where(WebSession.token_hash == hash_secret(secret))).one_or_none()
    if found is None or found.ended_at is not None or found.expires_at <= clock.now():
        return None
    return actor_of(session, found.person_id, found.role, found.organisation_id, clock.now(), found.id)


def actor_of_token(session: Session, clock: Clock, secret: str) -> Actor | None:
    """Who a program with this token acts for."""
    found = session.scalars(select(ApiToken).where(ApiToken.token_hash == hash_secret(secret))).one_or_none()
    if found is None or found.revoked_at is not None or found.expires_at <= clock.now():
        return None
    return actor_of(session, found.person_id, found.role, found.organisation_id, clock.now())


def make_token(session: Session, actor: Actor, clock: Clock, name: str, days: int = 90) -> str:
    """A new token for programs, in the actor's own part. Shown once."""
    if not name.strip():
        raise invalid("name", "Give the token a name, so that you know it again.")
    if not 1 <= days <= 366:
        raise invalid("days", "Choose 1 to 366 days.")
    secret, token_hash = new_secret()
    now = clock.now()
    token = ApiToken(
        token_hash=token_hash,
        person_id=actor.person_id,
        role=actor.role,
        organisation_id=actor.organisation_id,
        name=name.strip()[:100],
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(token)
    session.flush()
    audit.record(session, actor, clock, "token.make", Subject("token", token.id))
    return secret


def own_tokens(session: Session, actor: Actor) -> list[ApiToken]:
    """The actor's tokens that are not revoked, newest first."""
    query = select(ApiToken).where(ApiToken.person_id == actor.person_id, ApiToken.revoked_at.is_(None))
    return list(session.scalars(query.order_by(ApiToken.made_at.desc())))


def revoke_token(session: Session, actor: Actor, clock: Clock, token_id: str) -> None:
    """The token counts no more from the next request."""
    token = session.get(ApiToken, token_id, with_for_update=True)
    if token is None or token.person_id != actor.person_id:
        raise NotFound()
    token.revoked_at = token.revoked_at or clock.now()
    audit.record(session, actor, clock, "token.revoke", Subject("token", token.id))


def _open_session(
    session: Session, clock: Clock, person_id: str, role: Role, organisation_id: str | None, hours: int, old: str | None
) -> str:
    if old:
        _end_session(session, clock, old)
    secret, token_hash = new_secret()
    now = clock.now()
    opened = WebSession(
        token_hash=token_hash,
        person_id=person_id,
        role=role,
        organisation_id=organisation_id,
        made_at=now,
        expires_at=now + timedelta(hours=hours),
    )
    session.add(opened)
    session.flush()
    actor = actor_of(session, person_id, role, organisation_id, now, opened.id)
    audit.record(session, actor, clock, "sign_in.in", Subject("person", person_id))
    return secret


def _end_session(session: Session, clock: Clock, session_id: str) -> None:
    found = session.get(WebSession, session_id, with_for_update=True)
    if found is not None and found.ended_at is None:
        found.ended_at = clock.now()
