"""What can be bought: providers, their offers, rate cards, availability. Frozen, integers only.

Units: money in minor units of `Market.currency`; time in minutes after midnight, a visit that runs past
midnight has an end above 1440; weekdays are 0 (Monday) to 6; dates are ISO strings.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from msgspec import Meta

Minor = Annotated[int, Meta(ge=0, le=10**12)]
Minutes = Annotated[int, Meta(ge=0, le=14 * 1440)]
MinuteOfDay = Annotated[int, Meta(ge=0, le=2880)]
Weekday = Annotated[int, Meta(ge=0, le=6)]
IsoDate = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Id = Annotated[str, Meta(min_length=1, max_length=200)]
DayKind = Literal["weekday", "saturday", "sunday", "public_holiday"]
Unit = Literal["hour", "visit", "session", "night", "day", "week", "item"]
UNITS: tuple[Unit, ...] = ("hour", "visit", "session", "night", "day", "week", "item")


@dataclass(frozen=True, slots=True)
class Slot:
    """A weekly stretch of time, half-open: from_minute <= t < to_minute (to_minute may pass 1440)."""

    weekday: Weekday
    from_minute: MinuteOfDay
    to_minute: MinuteOfDay


@dataclass(frozen=True, slots=True)
class Absence:
    """Dates on which the weekly pattern does not hold, both ends included; `slots` replaces it (empty: away)."""

    from_date: IsoDate
    to_date: IsoDate
    slots: tuple[Slot, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BandWindow:
    """When a band of the rate cards holds. The first window of `Market.bands` that matches a minute wins."""

    band: Id
    day_kinds: tuple[DayKind, ...]
    from_minute: MinuteOfDay = 0
    to_minute: MinuteOfDay = 1440


@dataclass(frozen=True, slots=True)
class Rate:
    """The price of one band. For unit `hour`: points of (minutes, price in minor units) in rising order;
    linear between points, from (0, 0) before the first, at the last point's average price beyond it.
    For every other unit: one point, whose price is for one unit whatever its length (minutes may be 0).
    """

    band: Id
    unit: Unit
    points: Annotated[tuple[tuple[Minutes, Minor], ...], Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class RateCard:
    """Prices per worker. `band_rule` says what a visit across two bands costs: each band its share of the
    minutes (`share`), the whole at the band of the start (`start`), or the dearest touched (`dearest`).
    """

    id: Id
    rates: Annotated[tuple[Rate, ...], Meta(min_length=1)]
    band_rule: Literal["share", "start", "dearest"] = "share"
    travel_fee_minor: Minor = 0
    valid_from: IsoDate | None = None
    valid_to: IsoDate | None = None


@dataclass(frozen=True, slots=True)
class BlockDiscount:
    """From `threshold_minutes` a week with one provider's offer, `percent_off` every visit of it."""

    threshold_minutes: Minutes
    percent_off: Annotated[int, Meta(ge=1, le=100)]


@dataclass(frozen=True, slots=True)
class Worker:
    """A named worker, for continuity. Empty availability: as the offer's."""

    id: Id
    name: str
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    gender: str | None = None
    availability: tuple[Slot, ...] = ()
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True)
class Provider:
    """Who sells. `max_weekly_minutes` bounds what all its offers together give this person."""

    id: Id
    name: str
    reliability_permille: Annotated[int, Meta(ge=0, le=1000)] = 950
    max_weekly_minutes: Minutes | None = None
    is_self_employed: bool = False
    broker_interest: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """One service at a price. Without named workers it counts as `headcount` unnamed people (a venue: 0).

    `sessions` non-empty: a visit is exactly one of these slots (a day centre, a class). `travel_minutes` is kept
    free before and after a visit on the person's side. `uses` draws on the brief's named limits, per visit.
    """

    id: Id
    provider_id: Id
    service: str
    category: Id
    rate_card: RateCard
    availability: tuple[Slot, ...] = ()
    absences: tuple[Absence, ...] = ()
    sessions: tuple[Slot, ...] = ()
    areas: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    workers: tuple[Worker, ...] = ()
    headcount: Annotated[int, Meta(ge=0, le=50)] = 1
    capacity_at_once: Annotated[int, Meta(ge=1, le=1000)] = 1
    min_visit_minutes: Minutes = 30
    max_visit_minutes: Minutes = 1440
    min_weekly_minutes: Minutes = 0
    max_weekly_minutes: Minutes | None = None
    travel_minutes: Minutes = 0
    notice_hours: Annotated[int, Meta(ge=0, le=8760)] = 24
    discount: BlockDiscount | None = None
    tags: tuple[str, ...] = ()
    uses: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Market:
    """Everything on sale. `public_holidays` are the dates whose day kind is public_holiday."""

    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    bands: tuple[BandWindow, ...]
    providers: tuple[Provider, ...]
    offers: tuple[Offer, ...]
    public_holidays: tuple[IsoDate, ...] = ()
    schema: Literal["brokerage-market-1"] = "brokerage-market-1"
    notes: str = ""
