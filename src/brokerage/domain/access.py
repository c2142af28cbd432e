"""Who may do what: one explicit table, read by every use case and by every route."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from brokerage.domain.people import Role


class Reach(StrEnum):
    """How far a permission goes."""

    OWN = "own"  # a client: the plan about them; a provider: their own organisation's offers
    ORGANISATION = "organisation"  # everything on the books of the actor's organisation
    SCOPE = "scope"  # a supporter: inside a live scope that names this action
    FUNDED = "funded"  # a funder: only what they pay for
    ANY = "any"  # whoever is signed in with that role


@dataclass(frozen=True, slots=True)
class LiveScope:
    """What a supporter may do for one client, as it stands at this request."""

    client_id: str
    allows: frozenset[str]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ring when a page is not enough."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking, and in what part. `client_ids` are the plans that are about this person."""

    person_id: str
    name: str
    role: Role
    organisation_id: str | None = None
    client_ids: frozenset[str] = frozenset()
    scopes: tuple[LiveScope, ...] = ()
    session_id: str | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about, reduced to what decides: whose it is."""

    kind: str
    id: str
    organisation_id: str | None = None
    client_id: str | None = None
    provider_id: str | None = None
    funder_id: str | None = None


class SupporterRight(StrEnum):
    """What a client can let a supporter do. `see` comes with every scope."""

    SEE = "see"
    ASK = "ask"
    EDIT = "edit"
    APPROVE = "approve"


Rule = dict[Role, Reach]
_CARE_TEAM: Rule = {Role.CLIENT: Reach.OWN, Role.SUPPORTER: Reach.SCOPE, Role.BROKER: Reach.ORGANISATION}
_BROKER: Rule = {Role.BROKER: Reach.ORGANISATION}
_PROVIDER: Rule = {Role.PROVIDER: Reach.OWN}
_SIGNED_IN: Rule = dict.fromkeys(Role, Reach.ANY)

# action -> role -> reach. What is not here is not allowed to anyone.
PERMISSIONS: dict[str, Rule] = {
    "account.see": _SIGNED_IN,
    "audit.see": {Role.ADMIN: Reach.ORGANISATION, Role.CLIENT: Reach.OWN, Role.BROKER: Reach.ORGANISATION},
    "client.list": {Role.BROKER: Reach.ORGANISATION, Role.CLIENT: Reach.OWN, Role.SUPPORTER: Reach.SCOPE},
    "client.see": {**_CARE_TEAM},
    "client.create": _BROKER,
    "client.edit": {Role.CLIENT: Reach.OWN, Role.BROKER: Reach.ORGANISATION},
    "supporter.invite": {Role.CLIENT: Reach.OWN, Role.BROKER: Reach.ORGANISATION},
    "supporter.revoke": {Role.CLIENT: Reach.OWN, Role.BROKER: Reach.ORGANISATION},
    "consultation.see": _CARE_TEAM,
    "consultation.edit": _CARE_TEAM,
    "budget.see": {**_CARE_TEAM, Role.FUNDER: Reach.FUNDED},
    "budget.edit": {Role.BROKER: Reach.ORGANISATION, Role.FUNDER: Reach.FUNDED},
    "package.see": _CARE_TEAM,
    "package.ask": _CARE_TEAM,
    "package.propose": _CARE_TEAM,
    "package.edit": _CARE_TEAM,
    "package.send": _BROKER,
    "package.record": _BROKER,
    "package.approve": {Role.CLIENT: Reach.OWN, Role.SUPPORTER: Reach.SCOPE},
    "challenge.answer": _BROKER,
    "market.see": _SIGNED_IN,
    "offer.see": _PROVIDER,
    "offer.edit": _PROVIDER,
    "request.see": _PROVIDER,
    "funder.see": {Role.FUNDER: Reach.ANY},
}

# action -> the right that a supporter's scope must name; every other action is not for supporters.
SUPPORTER_RIGHTS: dict[str, SupporterRight] = {
    "client.list": SupporterRight.SEE,
    "client.see": SupporterRight.SEE,
    "consultation.see": SupporterRight.SEE,
    "budget.see": SupporterRight.SEE,
    "package.see": SupporterRight.SEE,
    "package.ask": SupporterRight.ASK,
    "consultation.edit": SupporterRight.EDIT,
    "package.propose": SupporterRight.EDIT,
    "package.edit": SupporterRight.EDIT,
    "package.approve": SupporterRight.APPROVE,
}

_REACHES: dict[Reach, Callable[[Actor, Subject], bool]] = {
    Reach.OWN: lambda actor, subject: (
        subject.provider_id is not None and subject.provider_id == actor.organisation_id
        if actor.role is Role.PROVIDER
        else subject.client_id is not None and subject.client_id in actor.client_ids
    ),
    Reach.ORGANISATION: lambda actor, subject: (
        actor.organisation_id is not None and subject.organisation_id == actor.organisation_id
    ),
    Reach.FUNDED: lambda actor, subject: (
        actor.organisation_id is not None and subject.funder_id == actor.organisation_id
    ),
    Reach.ANY: lambda _actor, _subject: True,
}


def may(actor: Actor, action: str, subject: Subject) -> bool:
    """True if the table lets the actor do the action to the subject. Unknown actions are nobody's."""
    reach = PERMISSIONS.get(action, {}).get(actor.role)
    if reach is None:
        return False
    if reach is Reach.SCOPE:
        return _in_scope(actor, action, subject)
    return _REACHES[reach](actor, subject)


def has_permission(role: Role, action: str) -> bool:
    """True if the role can do the action to something: what a route asks before it looks at the subject."""
    return role in PERMISSIONS.get(action, {})


def _in_scope(actor: Actor, action: str, subject: Subject) -> bool:
    right = SUPPORTER_RIGHTS.get(action)
    return right is not None and any(
        scope.client_id == subject.client_id and right.value in scope.allows for scope in actor.scopes
    )
