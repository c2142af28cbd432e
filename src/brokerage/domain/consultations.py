"""The conversation: when it was held, and every sentence that was said in it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from brokerage.domain.base import Base, UtcDateTime, enum_column, id_column
from brokerage.domain.errors import Problem
from brokerage.domain.people import Client

SENTENCE_LENGTH = 1000
NAME_LENGTH = 200


class ConsultationState(StrEnum):
    """A conversation goes on until someone closes it; it can be opened again."""

    OPEN = "open"
    CLOSED = "closed"


class SaidAs(StrEnum):
    """In what part somebody said something."""

    CLIENT = "client"
    SUPPORTER = "supporter"
    BROKER = "broker"


class Consultation(Base):
    """One conversation with a client: a visit, a call, or the client writing things down alone."""

    __tablename__ = "consultations"
    id: Mapped[str] = id_column("con")
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    broker_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    held_on: Mapped[date]
    state: Mapped[ConsultationState] = enum_column(ConsultationState, default=ConsultationState.OPEN)
    client: Mapped[Client] = relationship()


class Sentence(Base):
    """What somebody said, in their own words. Goals, needs, wishes and own help all point to one."""

    __tablename__ = "sentences"
    id: Mapped[str] = id_column("sen")
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    consultation_id: Mapped[str | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    said_by_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    said_as: Mapped[SaidAs] = enum_column(SaidAs)
    text: Mapped[str] = mapped_column(String(SENTENCE_LENGTH))
    said_on: Mapped[date]
    position: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)


class FromSentence:
    """What every row that came out of the conversation has: whose it is, its sentence, its place, its end."""

    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    sentence_id: Mapped[str] = mapped_column(ForeignKey("sentences.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr
    @classmethod
    def sentence(cls) -> Mapped[Sentence]:
        """The person's own words."""
        return relationship(Sentence, lazy="joined", innerjoin=True)


def sentence_problems(text: str, said_by_name: str, said_on: date, today: date) -> list[Problem]:
    """What is wrong with a sentence, field by field."""
    problems = []
    if not text.strip():
        problems.append(Problem("text", "Write what was said, in the person's own words."))
    elif len(text) > SENTENCE_LENGTH:
        problems.append(Problem("text", f"Keep it to {SENTENCE_LENGTH:,} letters. You can add a second sentence."))
    if not said_by_name.strip():
        problems.append(Problem("said_by_name", "Write the name of who said it."))
    elif len(said_by_name) > NAME_LENGTH:
        problems.append(Problem("said_by_name", f"Keep the name to {NAME_LENGTH} letters."))
    if said_on > today:
        problems.append(Problem("said_on", "Choose a day that is not in the future."))
    return problems
