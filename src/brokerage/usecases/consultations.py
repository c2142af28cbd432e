"""The conversation: holding one, writing down what was said, correcting it, taking it out and putting it back."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from msgspec import Meta
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.consultations import (
    Consultation,
    ConsultationState,
    FromSentence,
    SaidAs,
    Sentence,
    sentence_problems,
)
from brokerage.domain.drafts import Draft, FromWords, Line, Text
from brokerage.domain.errors import Conflict, Invalid, NotFound, invalid
from brokerage.domain.needs import Arrangement, Goal, Need, Wish
from brokerage.domain.people import Client, Role
from brokerage.ports.clock import Clock
from brokerage.store.needs import consultations_of, next_position, standing
from brokerage.usecases import audit
from brokerage.usecases.access import client_subject
from brokerage.usecases.clients import client_for

CHANGED = "Someone else has changed this meanwhile. Look at it again, then save."


class SentenceDraft(Draft, frozen=True, kw_only=True):
    """What was said. Who said it and when may be left out: then the client (or whoever writes), today."""

    text: Text
    said_by_name: Line = ""
    said_as: SaidAs | None = None
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class SentenceView:
    """One sentence, and how many goals, needs, wishes and arrangements came of it."""

    id: str
    version: int
    text: str
    said_by_name: str
    said_as: SaidAs
    said_on: date
    consultation_id: str | None
    uses: int


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """One conversation."""

    id: str
    held_on: date
    state: ConsultationState


Version = Annotated[int, Meta(ge=1)]


def list_consultations(session: Session, actor: Actor, client_id: str) -> list[ConsultationView]:
    """The client's conversations, newest first."""
    client_for(session, actor, "consultation.see", client_id, "consultation")
    return [_consultation(row) for row in consultations_of(session, client_id)]


def open_consultation(
    session: Session, actor: Actor, clock: Clock, client_id: str, held_on: date | None = None
) -> ConsultationView:
    """Begin a conversation. Conflict while another one is open."""
    client = client_for(session, actor, "consultation.edit", client_id, "consultation", for_update=True)
    today = clock.now().date()
    if held_on is not None and held_on > today:
        raise invalid("held_on", "Choose a day that is not in the future.")
    if open_now := _open_one(session, client_id):
        raise Conflict(f"The conversation of {open_now.held_on.isoformat()} is still open.", code="open")
    row = _opened(session, actor, client, held_on or today)
    audit.record(session, actor, clock, "consultation.open", client_subject(client, "consultation", row.id))
    return _consultation(row)


def close_consultation(
    session: Session, actor: Actor, clock: Clock, client_id: str, consultation_id: str
) -> ConsultationView:
    """Say that a conversation is over. What is said next begins a new one."""
    client = client_for(session, actor, "consultation.edit", client_id, "consultation", for_update=True)
    row = session.get(Consultation, consultation_id, with_for_update=True)
    if row is None or row.client_id != client_id:
        raise NotFound()
    row.state = ConsultationState.CLOSED
    audit.record(session, actor, clock, "consultation.close", client_subject(client, "consultation", row.id))
    return _consultation(row)


def list_sentences(session: Session, actor: Actor, client_id: str) -> list[SentenceView]:
    """What was said, in the order it was written down."""
    client_for(session, actor, "consultation.see", client_id, "consultation")
    uses = _uses(session, client_id)
    return [_view(row, uses.get(row.id, 0)) for row in standing(session, Sentence, client_id)]


def sentence(session: Session, actor: Actor, client_id: str, sentence_id: str) -> SentenceView:
    """One sentence that stands."""
    for found in list_sentences(session, actor, client_id):
        if found.id == sentence_id:
            return found
    raise NotFound()


def is_removed(session: Session, actor: Actor, client_id: str, sentence_id: str) -> bool:
    """Whether this is a sentence of the client's that was taken out."""
    client_for(session, actor, "consultation.see", client_id, "consultation")
    row = session.get(Sentence, sentence_id)
    return row is not None and row.client_id == client_id and row.ended_at is not None


def add_sentence(session: Session, actor: Actor, clock: Clock, client_id: str, draft: SentenceDraft) -> SentenceView:
    """Write down what was said, in the conversation that is open (or a new one of today)."""
    client = client_for(session, actor, "consultation.edit", client_id, "consultation", for_update=True)
    row = write_down(session, actor, clock, client, draft)
    return _view(row, 0)


def change_sentence(
    session: Session, actor: Actor, clock: Clock, client_id: str, sentence_id: str, version: int, draft: SentenceDraft
) -> SentenceView:
    """Correct what was written down. All that came of it shows the new words."""
    client = client_for(session, actor, "consultation.edit", client_id, "consultation")
    row = _sentence(session, client_id, sentence_id)
    if row.version != version:
        raise Conflict(CHANGED, code="stale")
    _write(row, draft, actor, client, clock)
    row.version += 1
    _record(session, actor, clock, client, "sentence.change", row)
    return _view(row, _uses(session, client_id).get(row.id, 0))


def remove_sentence(session: Session, actor: Actor, clock: Clock, client_id: str, sentence_id: str) -> None:
    """Take a sentence out. Conflict while a goal, need, wish or arrangement rests on it."""
    client = client_for(session, actor, "consultation.edit", client_id, "consultation", for_update=True)
    row = _sentence(session, client_id, sentence_id)
    if _uses(session, client_id).get(row.id):
        raise Conflict("Something came of this sentence. Remove that first.", code="in_use")
    row.ended_at = row.ended_at or clock.now()
    _record(session, actor, clock, client, "sentence.remove", row)


def restore_sentence(session: Session, actor: Actor, clock: Clock, client_id: str, sentence_id: str) -> SentenceView:
    """Put a sentence back that was taken out."""
    client = client_for(session, actor, "consultation.edit", client_id, "consultation")
    row = _sentence(session, client_id, sentence_id)
    row.ended_at = None
    _record(session, actor, clock, client, "sentence.restore", row)
    return _view(row, _uses(session, client_id).get(row.id, 0))


def write_down(session: Session, actor: Actor, clock: Clock, client: Client, draft: SentenceDraft) -> Sentence:
    """The new sentence, stored. Access has been asked for; the client's row is locked by the caller."""
    row = Sentence(client_id=client.id, position=next_position(session, Sentence, client.id))
    _write(row, draft, actor, client, clock)
    current = _open_one(session, client.id) or _opened(session, actor, client, clock.now().date())
    row.consultation_id = current.id
    session.add(row)
    _record(session, actor, clock, client, "sentence.add", row)
    return row


def sentence_for(session: Session, actor: Actor, clock: Clock, client: Client, draft: FromWords) -> Sentence:
    """The sentence a draft rests on: the one it names (Invalid where it is not theirs), or a new one."""
    if not draft.sentence_id:
        return write_down(session, actor, clock, client, SentenceDraft(text=draft.sentence))
    row = session.get(Sentence, draft.sentence_id)
    if row is None or row.client_id != client.id or row.ended_at is not None:
        raise invalid("sentence_id", "Choose a sentence from the list: this one is not there any more.")
    return row


def _write(row: Sentence, draft: SentenceDraft, actor: Actor, client: Client, clock: Clock) -> None:
    today = clock.now().date()
    # A broker writes down what the person says; whoever else writes, speaks for themselves.
    usual = {Role.SUPPORTER: SaidAs.SUPPORTER}.get(actor.role, SaidAs.CLIENT)
    said_as = draft.said_as or usual
    names = {SaidAs.CLIENT: client.known_as, SaidAs.SUPPORTER: actor.name, SaidAs.BROKER: actor.name}
    name = draft.said_by_name.strip() or names[said_as]
    said_on = draft.said_on or (row.said_on if row.id else None) or today
    if problems := sentence_problems(draft.text, name, said_on, today):
        raise Invalid("Some of this needs mending.", problems=tuple(problems))
    row.text, row.said_by_name, row.said_as, row.said_on = draft.text.strip(), name, said_as, said_on


def _record(session: Session, actor: Actor, clock: Clock, client: Client, action: str, row: Sentence) -> None:
    session.flush()
    audit.record(session, actor, clock, action, client_subject(client, "consultation", row.id))


def _sentence(session: Session, client_id: str, sentence_id: str) -> Sentence:
    row = session.get(Sentence, sentence_id, with_for_update=True)
    if row is None or row.client_id != client_id:
        raise NotFound()
    return row


def _open_one(session: Session, client_id: str) -> Consultation | None:
    return next((row for row in consultations_of(session, client_id) if row.state is ConsultationState.OPEN), None)


def _opened(session: Session, actor: Actor, client: Client, held_on: date) -> Consultation:
    broker_id = actor.person_id if actor.role is Role.BROKER else None
    row = Consultation(client_id=client.id, broker_id=broker_id, held_on=held_on, state=ConsultationState.OPEN)
    session.add(row)
    session.flush()
    return row


def _uses(session: Session, client_id: str) -> Counter[str]:
    goals, needs = standing(session, Goal, client_id), standing(session, Need, client_id)
    wishes, arrangements = standing(session, Wish, client_id), standing(session, Arrangement, client_id)
    rows: list[FromSentence] = [*goals, *needs, *wishes, *arrangements]
    return Counter(row.sentence_id for row in rows)


def _consultation(row: Consultation) -> ConsultationView:
    return ConsultationView(row.id, row.held_on, row.state)


def _view(row: Sentence, uses: int) -> SentenceView:
    return SentenceView(
        row.id, row.version, row.text, row.said_by_name, row.said_as, row.said_on, row.consultation_id, uses
    )
