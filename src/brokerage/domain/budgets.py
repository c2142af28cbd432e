"""Money for a period: a first figure from needs points, a final one, and the purses it is split into."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.domain.base import Base, UtcDateTime, enum_column, id_column
from brokerage.domain.needs import Ids
from brokerage.domain.typed_json import TypedJson

DAYS_PER_WEEK = 7


class BudgetState(StrEnum):
    """A first figure, or the one that counts."""

    INDICATIVE = "indicative"
    FINAL = "final"


class Budget(Base):
    """Money for one client from `starts_on` to `ends_on`, both included. In minor units of the client's currency.

    `levels` are the needs levels by part of life that led to `points` and `indicative_weekly_minor`; both are 0 where
    nobody scored. `reason` is required where the final budget is not the indicative one. `ended_at`: replaced.
    """

    __tablename__ = "budgets"
    id: Mapped[str] = id_column("bud")
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    state: Mapped[BudgetState] = enum_column(BudgetState, default=BudgetState.INDICATIVE)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    total_minor: Mapped[int] = mapped_column(BigInteger)
    contingency_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    management: Mapped[str] = mapped_column(String(40))
    levels: Mapped[dict[str, int]] = mapped_column(TypedJson(dict[str, int]), default=dict)
    points: Mapped[int] = mapped_column(default=0)
    indicative_weekly_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    purses: Mapped[list["Purse"]] = relationship(
        order_by="Purse.position, Purse.id", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def spendable_minor(self) -> int:
        """What purses may hold: the total less what is kept back."""
        return self.total_minor - self.contingency_minor

    @property
    def unallocated_minor(self) -> int:
        """What no purse holds yet; below zero when the purses hold too much."""
        return self.spendable_minor - sum(purse.total_minor for purse in self.purses)

    @property
    def weeks(self) -> int:
        """Weeks that the period touches."""
        return weeks_in(self.starts_on, self.ends_on)


class Purse(Base):
    """Part of a budget that may pay only for some categories (none named: any). `total_minor` for the whole period."""

    __tablename__ = "purses"
    id: Mapped[str] = id_column("pur")
    budget_id: Mapped[str] = mapped_column(ForeignKey("budgets.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40), default="")
    total_minor: Mapped[int] = mapped_column(BigInteger)
    categories: Mapped[tuple[str, ...]] = mapped_column(TypedJson(Ids), default=())
    sentence: Mapped[str] = mapped_column(String(1000), default="")
    position: Mapped[int] = mapped_column(default=0)


def weeks_in(starts_on: date, ends_on: date) -> int:
    """Weeks that a period touches, a part of a week counted whole: 1 day to 7 days is 1 week, 365 days are 53."""
    return -(-((ends_on - starts_on).days + 1) // DAYS_PER_WEEK)


def weekly_minor(total_minor: int, starts_on: date, ends_on: date) -> int:
    """What a plan that repeats each week may cost a week, rounded down to whole minor units.

    `weekly × weeks <= total` always, and a part of a week counts as a whole one, because all of a week's visits may
    fall on the days that are in the period: so a weekly plan never spends more than the period's money.
    """
    return total_minor // weeks_in(starts_on, ends_on)
