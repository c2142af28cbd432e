"""Who sells, who works for them, and the counter that says the market has changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.domain.base import Base, UtcDateTime, id_column, new_id
from brokerage.domain.people import Organisation
from brokerage.domain.typed_json import TypedJson
from brokerage.optimizer.market import Absence, Slot

MARKET_ID_LENGTH = 200
ASSUMED_RELIABILITY_PERMILLE = 950
Words = tuple[str, ...]


class Provider(Base):
    """What the market knows of a provider organisation. `absences` are times away that count for all its offers.

    `reliability_permille` is measured on `visits_planned` visits; assumed while there are none. `broker_interest`:
    what a broker has to gain from them, declared in words; "" for nothing. The rulepack gives bands and currency.
    """

    __tablename__ = "providers"
    id: Mapped[str] = mapped_column(String(MARKET_ID_LENGTH), primary_key=True, default=lambda: new_id("prv"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), unique=True)
    rulepack: Mapped[str] = mapped_column(String(40), default="england")
    name: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(String(2000), default="")
    is_self_employed: Mapped[bool] = mapped_column(default=False)
    reliability_permille: Mapped[int] = mapped_column(default=ASSUMED_RELIABILITY_PERMILLE)
    visits_planned: Mapped[int] = mapped_column(default=0)
    visits_kept: Mapped[int] = mapped_column(default=0)
    broker_interest: Mapped[str] = mapped_column(String(500), default="")
    max_weekly_minutes: Mapped[int | None]
    absences: Mapped[tuple[Absence, ...]] = mapped_column(TypedJson(tuple[Absence, ...]), default=())
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()


class Worker(Base):
    """A named worker of a provider. Empty `availability`: whenever the offers they work on are available."""

    __tablename__ = "workers"
    id: Mapped[str] = mapped_column(String(MARKET_ID_LENGTH), primary_key=True, default=lambda: new_id("wor"))
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    gender: Mapped[str | None] = mapped_column(String(40))
    skills: Mapped[Words] = mapped_column(TypedJson(Words), default=())
    languages: Mapped[Words] = mapped_column(TypedJson(Words), default=())
    availability: Mapped[tuple[Slot, ...]] = mapped_column(TypedJson(tuple[Slot, ...]), default=())
    absences: Mapped[tuple[Absence, ...]] = mapped_column(TypedJson(tuple[Absence, ...]), default=())
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    provider: Mapped[Provider] = relationship()


class MarketRevision(Base):
    """One row: how often the market has changed. Raised in the transaction of each change."""

    __tablename__ = "market_revisions"
    id: Mapped[str] = id_column("rev")
    number: Mapped[int] = mapped_column(default=0)
