"""A question about a package that must be answered in time."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.domain.base import Base, UtcDateTime, enum_column, id_column
from brokerage.domain.errors import Conflict
from brokerage.domain.packages import Package, PackageVersion
from brokerage.domain.people import Client, Person, Role


class ChallengeState(StrEnum):
    """Where a challenge stands."""

    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class ChallengeAction(StrEnum):
    """What can happen to a challenge."""

    ANSWER = "answer"
    SETTLE = "settle"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


# (state, action) -> state. What is not here is refused.
CHALLENGE_TRANSITIONS: dict[tuple[ChallengeState, ChallengeAction], ChallengeState] = {
    (ChallengeState.OPEN, ChallengeAction.ANSWER): ChallengeState.ANSWERED,
    (ChallengeState.OPEN, ChallengeAction.WITHDRAW): ChallengeState.WITHDRAWN,
    (ChallengeState.ANSWERED, ChallengeAction.SETTLE): ChallengeState.SETTLED,
    (ChallengeState.ANSWERED, ChallengeAction.REOPEN): ChallengeState.OPEN,
}
CHALLENGE_WORDS = {
    ChallengeState.OPEN: "waiting for an answer",
    ChallengeState.ANSWERED: "answered",
    ChallengeState.SETTLED: "settled",
    ChallengeState.WITHDRAWN: "taken back",
}


class Challenge(Base):
    """One question about a version. `computed_answer` is what the solver said; `visit_id` where it is about one."""

    __tablename__ = "challenges"
    id: Mapped[str] = id_column("cha")
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    package_id: Mapped[str] = mapped_column(ForeignKey("packages.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("package_versions.id"))
    visit_id: Mapped[str] = mapped_column(String(200), default="")
    question: Mapped[str] = mapped_column(String(2000))
    computed_answer: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ChallengeState] = enum_column(ChallengeState, index=True)
    asked_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    asked_as: Mapped[Role] = enum_column(Role)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date] = mapped_column(index=True)
    client: Mapped[Client] = relationship()
    package: Mapped[Package] = relationship()
    version: Mapped[PackageVersion] = relationship()
    asker: Mapped[Person] = relationship()
    messages: Mapped[list["ChallengeMessage"]] = relationship(order_by="ChallengeMessage.said_at")


class ChallengeMessage(Base):
    """One thing said in the conversation about a challenge."""

    __tablename__ = "challenge_messages"
    id: Mapped[str] = id_column("msg")
    challenge_id: Mapped[str] = mapped_column(ForeignKey("challenges.id"), index=True)
    said_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    said_as: Mapped[Role] = enum_column(Role)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(String(2000))
    speaker: Mapped[Person] = relationship()


def next_challenge_state(state: ChallengeState, action: ChallengeAction) -> ChallengeState:
    """The state after the action. Conflict where the state does not allow it."""
    after = CHALLENGE_TRANSITIONS.get((state, action))
    if after is None:
        raise Conflict(f"This question is {CHALLENGE_WORDS[state]}: that can't be done now.", code="state")
    return after
