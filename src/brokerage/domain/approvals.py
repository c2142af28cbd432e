"""Who said yes or no to exactly which version, in what role, for whom, and how; rows are only added."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.domain.base import Base, UtcDateTime, enum_column, id_column
from brokerage.domain.packages import PackageVersion
from brokerage.domain.people import Person, Role


class Decision(StrEnum):
    """What was said to a version that was sent."""

    YES = "yes"
    SEND_BACK = "send_back"
    DISSENT = "dissent"  # a no that stands beside someone else's yes


class DecisionWay(StrEnum):
    """How the decision reached the house."""

    HERE = "here"
    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in_person"


class Approval(Base):
    """One decision on one content hash. `decided_by_*` is who decided, `recorded_by` who wrote it down.

    `basis` says on what a supporter decided (consent, power of attorney, court deputy); empty for the client.
    """

    __tablename__ = "approvals"
    id: Mapped[str] = id_column("apr")
    version_id: Mapped[str] = mapped_column(ForeignKey("package_versions.id"), index=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    decision: Mapped[Decision] = enum_column(Decision)
    words: Mapped[str] = mapped_column(String(2000), default="")
    decided_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    decided_by_name: Mapped[str] = mapped_column(String(200))
    decided_as: Mapped[Role] = enum_column(Role)
    basis: Mapped[str] = mapped_column(String(40), default="")
    way: Mapped[DecisionWay] = enum_column(DecisionWay)
    recorded_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[PackageVersion] = relationship()
    recorder: Mapped[Person] = relationship(foreign_keys=[recorded_by_id])
