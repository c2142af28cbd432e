"""The people a brokerage works for: the caseload with whose turn it is, one client at a glance, a new client."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, Subject
from brokerage.domain.clients import ClientDraft, client_problems
from brokerage.domain.errors import Conflict, Invalid, NotFound
from brokerage.domain.next_steps import NextStep, Progress, WaitsFor, next_step
from brokerage.domain.people import Client, Role
from brokerage.domain.rulepacks import load_rulepack
from brokerage.ports.clock import Clock
from brokerage.store.clients import clients_within_reach, progress_of, reference_is_taken
from brokerage.usecases import audit
from brokerage.usecases.access import client_subject, require

PAGE_SIZE = 25
SORTS = ("turn", "name", "reference")
_TURNS = (WaitsFor.BROKER, WaitsFor.CLIENT, WaitsFor.NOBODY)


@dataclass(frozen=True, slots=True)
class CaseView:
    """One client in a caseload: how far things are and what comes next."""

    id: str
    name: str
    known_as: str
    reference: str
    broker_name: str
    is_mine: bool
    progress: Progress
    next_step: NextStep


@dataclass(frozen=True, slots=True)
class Caseload:
    """A page of cases. `turns` counts, over all that match the text, whose turn it is; `total` after every filter."""

    cases: tuple[CaseView, ...]
    turns: dict[WaitsFor, int]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class ClientView:
    """One client at a glance."""

    id: str
    name: str
    known_as: str
    reference: str
    born_on: date | None
    area: str
    currency: str
    rulepack: str
    time_zone: str
    story: str
    communication: str
    wants_easy_read: bool
    broker_name: str
    progress: Progress
    next_step: NextStep


def caseload(
    session: Session,
    actor: Actor,
    *,
    text: str = "",
    waits_for: WaitsFor | None = None,
    sort: str = "turn",
    page: int = 1,
) -> Caseload:
    """The clients the actor may list, filtered, sorted, a page at a time. A page past the last gives the last."""
    reach = next(iter(sorted(actor.client_ids | {scope.client_id for scope in actor.scopes})), None)
    require(actor, "client.list", Subject("client", "", organisation_id=actor.organisation_id, client_id=reach))
    clients = clients_within_reach(session, actor, text.replace("\x00", ""))
    progress = progress_of(session, [client.id for client in clients])
    cases = [_case(client, progress[client.id], actor) for client in clients]
    shown = [case for case in cases if waits_for is None or case.next_step.waits_for is waits_for]
    if sort == "turn":
        shown.sort(key=lambda case: (_TURNS.index(case.next_step.waits_for), not case.is_mine))
    elif sort == "reference":
        shown.sort(key=lambda case: case.reference)
    pages = max(1, -(-len(shown) // PAGE_SIZE))
    page = min(max(1, page), pages)
    return Caseload(
        cases=tuple(shown[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        turns={turn: sum(case.next_step.waits_for is turn for case in cases) for turn in _TURNS},
        total=len(shown),
        page=page,
        pages=pages,
    )


def client_overview(session: Session, actor: Actor, client_id: str) -> ClientView:
    """One client at a glance, for those who may see them."""
    client = client_for(session, actor, "client.see", client_id)
    audit.note_read(session, actor, "client.see", client_subject(client))
    return _view(session, client)


def create_client(session: Session, actor: Actor, clock: Clock, draft: ClientDraft) -> ClientView:
    """A new client on the books of the actor's brokerage, theirs to work with."""
    require(actor, "client.create", Subject("client", "", organisation_id=actor.organisation_id))
    _check(draft, clock)
    if reference_is_taken(session, draft.reference.strip()):
        raise Conflict("Another client has this reference. Choose a different one.", code="reference_taken")
    client = Client(organisation_id=actor.organisation_id, broker_id=actor.person_id, rulepack=draft.rulepack)
    rules = load_rulepack(draft.rulepack)
    client.currency, client.time_zone = rules.currency, rules.time_zone
    _write(client, draft)
    client.reference = draft.reference.strip()
    session.add(client)
    session.flush()
    audit.record(session, actor, clock, "client.create", client_subject(client))
    return _view(session, client)


def change_client(session: Session, actor: Actor, clock: Clock, client_id: str, draft: ClientDraft) -> ClientView:
    """Other details of a client. The reference and the rules of the place stay as they were made."""
    client = client_for(session, actor, "client.edit", client_id, for_update=True)
    if (draft.reference.strip(), draft.rulepack) != (client.reference, client.rulepack):
        raise Conflict("The reference and the rules of the place can't be changed later.", code="fixed")
    _check(draft, clock)
    _write(client, draft)
    audit.record(session, actor, clock, "client.edit", client_subject(client))
    return _view(session, client)


def client_for(
    session: Session, actor: Actor, action: str, client_id: str, kind: str = "client", *, for_update: bool = False
) -> Client:
    """The client, once the actor may do this to what is theirs. Not there and not yours look alike."""
    client = session.get(Client, client_id, with_for_update=for_update or None)
    if client is None:
        raise NotFound()
    require(actor, action, client_subject(client, kind))
    return client


def suggested_reference(name: str, day: date) -> str:
    """A reference to start from, such as AD-2711: initials, year and month."""
    initials = "".join(re.findall(r"\b\w", name))[:3].upper()
    return f"{initials or 'C'}-{day:%y%m}"


def _check(draft: ClientDraft, clock: Clock) -> None:
    if problems := client_problems(draft, clock.now().date()):
        raise Invalid("Some of this needs mending.", problems=tuple(problems))


def _write(client: Client, draft: ClientDraft) -> None:
    client.name = draft.name.strip()
    client.known_as = draft.known_as.strip() or client.name.split()[0]
    client.born_on = draft.born_on
    client.area = draft.area.strip()
    client.story = draft.story.strip()
    client.communication = draft.communication.strip()
    client.wants_easy_read = draft.wants_easy_read


def _case(client: Client, progress: Progress, actor: Actor) -> CaseView:
    return CaseView(
        id=client.id,
        name=client.name,
        known_as=client.known_as,
        reference=client.reference,
        broker_name=client.broker.name if client.broker else "",
        is_mine=actor.role is Role.BROKER and client.broker_id == actor.person_id,
        progress=progress,
        next_step=next_step(progress),
    )


def _view(session: Session, client: Client) -> ClientView:
    progress = progress_of(session, [client.id])[client.id]
    return ClientView(
        id=client.id,
        name=client.name,
        known_as=client.known_as,
        reference=client.reference,
        born_on=client.born_on,
        area=client.area,
        currency=client.currency,
        rulepack=client.rulepack,
        time_zone=client.time_zone,
        story=client.story,
        communication=client.communication,
        wants_easy_read=client.wants_easy_read,
        broker_name=client.broker.name if client.broker else "",
        progress=progress,
        next_step=next_step(progress),
    )
