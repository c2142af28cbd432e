"""Organisations, the people in them, and the clients they work for."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.domain.base import Base, UtcDateTime, enum_column, id_column


class OrganisationKind(StrEnum):
    """What an organisation is to the others."""

    BROKERAGE = "brokerage"
    PROVIDER = "provider"
    FUNDER = "funder"


class Role(StrEnum):
    """In what part a person acts."""

    CLIENT = "client"
    SUPPORTER = "supporter"
    BROKER = "broker"
    PROVIDER = "provider"
    FUNDER = "funder"
    ADMIN = "admin"


class Organisation(Base):
    """A brokerage, provider or funder. Organisations see nothing of each other but what a package shares."""

    __tablename__ = "organisations"
    id: Mapped[str] = id_column("org")
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[OrganisationKind] = enum_column(OrganisationKind)
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    is_demo: Mapped[bool] = mapped_column(default=False)


class Person(Base):
    """Someone who can sign in. `email` is unique; what they may do comes from memberships and scopes."""

    __tablename__ = "people"
    id: Mapped[str] = id_column("per")
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")


class Membership(Base):
    """A person's role in an organisation. Ended rather than deleted; counts from the next request."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id", "role"),)
    id: Mapped[str] = id_column("mem")
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[Role] = enum_column(Role)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()


class Client(Base):
    """A person whose life the plan is about, on the books of one brokerage. `person_id` where they sign in themselves.

    `story` is what matters about them in a few sentences of their own; `time_zone` is where they live.
    """

    __tablename__ = "clients"
    id: Mapped[str] = id_column("cli")
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    funder_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    broker_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    known_as: Mapped[str] = mapped_column(String(100))
    born_on: Mapped[date | None]
    area: Mapped[str] = mapped_column(String(40))
    currency: Mapped[str] = mapped_column(String(3), default="GBP")
    rulepack: Mapped[str] = mapped_column(String(40), default="england")
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/London")
    story: Mapped[str] = mapped_column(String(2000), default="")
    communication: Mapped[str] = mapped_column(String(1000), default="")
    wants_easy_read: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    broker: Mapped[Person | None] = relationship(foreign_keys=[broker_id])
