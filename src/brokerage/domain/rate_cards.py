"""Prices of an offer: versions of its rate card, what makes one right, and what sample visits would cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

import msgspec
from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from brokerage.domain.availability import YEARS
from brokerage.domain.base import Base, UtcDateTime, new_id
from brokerage.domain.errors import Conflict, Problem
from brokerage.domain.market import MARKET_ID_LENGTH
from brokerage.domain.rulepacks import Rulepack
from brokerage.domain.typed_json import TypedJson
from brokerage.domain.words import day_date, duration, money
from brokerage.optimizer import market as sale
from brokerage.optimizer.market import Minor, Rate, Unit

BandRule = Literal["share", "start", "dearest"]
UNIT_WORDS: dict[Unit, str] = {
    "hour": "by the hour", "visit": "a visit", "session": "a session", "night": "a night",
    "day": "a day", "week": "a week", "item": "an item",
}  # fmt: skip


class RateCard(Base):
    """Version `number` of an offer's prices, never changed; `valid_to` alone is set when the next begins.

    `code` is its id in the solver's market, `currency` that of the amounts. Valid from `valid_from` to `valid_to`,
    both included; None: open.
    """

    __tablename__ = "rate_cards"
    offer_id: Mapped[str] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(MARKET_ID_LENGTH), default=lambda: new_id("rat"))
    currency: Mapped[str] = mapped_column(String(3))
    rates: Mapped[tuple[Rate, ...]] = mapped_column(TypedJson(tuple[Rate, ...]))
    band_rule: Mapped[BandRule] = mapped_column(String(20), default="share")
    travel_fee_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def holds_on(self, day: date) -> bool:
        """True on the dates that the card is valid."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def for_sale(self) -> sale.RateCard:
        """The card as the solver and the pricing function take it."""
        return sale.RateCard(
            self.code, self.rates, self.band_rule, self.travel_fee_minor,
            self.valid_from.isoformat() if self.valid_from else None,
            self.valid_to.isoformat() if self.valid_to else None,
        )  # fmt: skip


class Prices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a provider writes for a rate card: amounts in minor units, per worker. `valid_from` None: from today."""

    rates: tuple[Rate, ...]
    band_rule: BandRule = "share"
    travel_fee_minor: Minor = 0
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when a card holds, both ends included; None: open."""

    valid_from: date | None
    valid_to: date | None


def price_problems(prices: Prices, pack: Rulepack) -> list[Problem]:
    """What is wrong with a rate card, by band: `rates/weekday`, `valid_to`."""
    problems = [] if prices.rates else [Problem("rates", "Write at least one price.")]
    names = pack.band_names()
    bands = [rate.band for rate in prices.rates]
    for rate in prices.rates:
        problems += [Problem(f"rates/{rate.band}", message) for message in _rate_messages(rate, names)]
        if bands.count(rate.band) > 1:
            message = f"{names.get(rate.band, rate.band)} has two prices: keep one."
            problems.append(Problem(f"rates/{rate.band}", message))
    if pack.sleep_in.band in bands and len(set(bands)) > 1:
        message = "A sleeping night has a price of its own. List it as a service of its own, with this price only."
        problems.append(Problem(f"rates/{pack.sleep_in.band}", message))
    if prices.valid_from and prices.valid_to and prices.valid_to < prices.valid_from:
        problems.append(Problem("valid_to", "The last day is before the first. Change one of them."))
    for name, day in (("valid_from", prices.valid_from), ("valid_to", prices.valid_to)):
        if day is not None and day.year not in YEARS:
            problems.append(Problem(name, f"Choose a day from {YEARS.start} to {YEARS.stop - 1}."))
    return list(dict.fromkeys(problems))


def fit_period(earlier: Sequence[Period], new: Period) -> int | None:
    """Where a new card leaves the newest earlier one: None changes nothing, else its index, to end the day before.

    Conflict where the new card would begin before prices that already stand.
    """
    if not earlier:
        return None
    last = max(range(len(earlier)), key=lambda i: earlier[i].valid_from or date.min)
    newest = earlier[last]
    if new.valid_from is None or (newest.valid_from is not None and new.valid_from <= newest.valid_from):
        begins = day_date(newest.valid_from) if newest.valid_from else "an earlier day"
        raise Conflict(f"There are prices from {begins} on already. New prices must start after that day.")
    return last if newest.valid_to is None or newest.valid_to >= new.valid_from else None


def day_before(day: date) -> date:
    """The last day of the card that a new one replaces."""
    return day - timedelta(days=1)


def price_words(rates: Sequence[Rate], currency: str, band_names: dict[str, str]) -> str:
    """Weekday: £12.50 for 30 min, £23.00 for 1 hour. The first band only."""
    if not rates:
        return "No prices yet"
    first = rates[0]
    if first.unit == "hour":
        shown = ", ".join(f"{money(price, currency)} for {duration(minutes)}" for minutes, price in first.points[:3])
    else:
        shown = f"{money(first.points[-1][1], currency)} {UNIT_WORDS[first.unit]}"
    return f"{band_names.get(first.band, first.band)}: {shown}"


def _rate_messages(rate: Rate, names: dict[str, str]) -> list[str]:
    if rate.band not in names:
        return [f"“{rate.band}” is not a time of the week we know. Use one of: {', '.join(names)}."]
    name, messages = names[rate.band], []
    if not rate.points:
        return [f"{name}: write at least one price."]
    if any(price <= 0 for _, price in rate.points):
        messages.append(f"{name}: a price must be more than nothing.")
    if rate.unit != "hour":
        if len(rate.points) > 1:
            messages.append(f"{name}: a price {UNIT_WORDS[rate.unit]} is one amount.")
        return messages
    steps = list(pairwise(((0, 0), *rate.points)))
    if any(after[0] <= before[0] for before, after in steps):
        messages.append(f"{name}: name each length of visit once, shortest first, from 1 minute up.")
    elif any(after[1] < before[1] for before, after in steps):
        messages.append(f"{name}: a longer visit can't cost less than a shorter one.")
    return messages
