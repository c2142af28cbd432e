"""What a client lets a supporter do, until when, and who gave it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.domain.access import SupporterRight
from brokerage.domain.base import Base, UtcDateTime, enum_column, id_column
from brokerage.domain.errors import Problem
from brokerage.domain.people import Client, Person


class Basis(StrEnum):
    """On what a supporter's scope rests."""

    CONSENT = "consent"
    POWER_OF_ATTORNEY = "power_of_attorney"
    COURT_DEPUTY = "court_deputy"


class SupporterScope(Base):
    """One supporter, one client, some rights. Live from its start until it ends or is revoked, whichever is first."""

    __tablename__ = "supporter_scopes"
    id: Mapped[str] = id_column("sco")
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    relation: Mapped[str] = mapped_column(String(60))
    rights: Mapped[list[str]] = mapped_column(JSON)
    basis: Mapped[Basis] = enum_column(Basis)
    given_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    client: Mapped[Client] = relationship()

    def is_live(self, now: datetime) -> bool:
        """True while the scope counts."""
        return self.revoked_at is None and self.starts_at <= now and (self.ends_at is None or now < self.ends_at)


def scope_problems(name: str, email: str, rights: list[str], ends_at: datetime | None, now: datetime) -> list[Problem]:
    """What is wrong with an invitation, field by field."""
    problems = []
    if not name.strip():
        problems.append(Problem("name", "Write the supporter's name."))
    if "@" not in email.strip().strip("@"):
        problems.append(Problem("email", "Write an e-mail address, such as sam@example.org."))
    known = {right.value for right in SupporterRight}
    if not rights or set(rights) - known:
        problems.append(Problem("rights", f"Choose at least one of: {', '.join(sorted(known))}."))
    if ends_at is not None and ends_at <= now:
        problems.append(Problem("ends_on", "Choose an end date that is still to come, or leave it empty."))
    return problems
