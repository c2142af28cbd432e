"""The most that may be charged: published price caps by item, region and time, and offers that cost more than that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import BigInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from brokerage.domain.base import Base, enum_column, id_column
from brokerage.domain.errors import Problem
from brokerage.domain.typed_json import TypedJson
from brokerage.domain.words import duration, money
from brokerage.optimizer.market import Rate

# An offer says under which published service it is sold by a tag: item:01_011_0107_1_1.
ITEM_TAG = "item:"
NO_BAND = ""
Bands = tuple[str, ...]


class CapKind(StrEnum):
    """What a published price is: the most, agreed by quote, whatever it cost ($1 a unit), or left open."""

    LIMITED = "limited"
    QUOTED = "quoted"
    AT_COST = "at_cost"
    OPEN = "open"


class PriceCap(Base):
    """One line of a catalogue in one region: the most for a `unit` of an item at the times of `bands` (none: any).

    `service_code` is the item number of the first line of the same service; `price_minor` None: no price published.
    Holds from `starts_on` to `ends_on`, both included; None: open.
    """

    __tablename__ = "price_caps"
    __table_args__ = (UniqueConstraint("profile", "item_code", "region", "starts_on"),)
    id: Mapped[str] = id_column("cap")
    profile: Mapped[str] = mapped_column(String(40), index=True)
    item_code: Mapped[str] = mapped_column(String(64))
    service_code: Mapped[str] = mapped_column(String(64), index=True)
    region: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(300))
    category: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(10))
    bands: Mapped[Bands] = mapped_column(TypedJson(Bands), default=())
    kind: Mapped[CapKind] = enum_column(CapKind)
    price_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    may_charge_cancellation: Mapped[bool] = mapped_column(default=False)
    may_charge_travel: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    source_sha256: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """A line of a catalogue as read: prices in minor units by region; `line` and `sheet` say where it stands.

    `is_extra`: charged only on top of another item.
    """

    sheet: str
    line: int
    code: str
    name: str
    service: str
    service_code: str
    group_code: str
    group_name: str
    category: str
    hours: str
    unit: str
    bands: Bands
    kind: CapKind
    prices: Mapping[str, int]
    may_charge_cancellation: bool
    may_charge_travel: bool
    is_extra: bool
    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """True on the dates that the line is valid."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Cap:
    """The most for a unit, in minor units."""

    unit: str
    price_minor: int


def caps_by_band(rows: Iterable[PriceCap]) -> dict[str, Cap]:
    """The lowest limited price per band (key `NO_BAND`: at any time) among lines of one service."""
    found: dict[str, Cap] = {}
    for row in rows:
        if row.kind is CapKind.LIMITED and row.price_minor is not None:
            for band in row.bands or (NO_BAND,):
                if band not in found or row.price_minor < found[band].price_minor:
                    found[band] = Cap(row.unit, row.price_minor)
    return found


def cap_problems(
    rates: Sequence[Rate], caps: Mapping[str, Cap], currency: str, band_names: Mapping[str, str]
) -> list[Problem]:
    """Every price of a card that is above its cap, by band: `rates/weekday`. Bands without a cap are free.

    An hourly cap holds for each length of visit in proportion, rounded half up to the minor unit.
    """
    problems = []
    for rate in rates:
        cap = caps.get(rate.band, caps.get(NO_BAND))
        if cap is None:
            continue
        for minutes, price in rate.points:
            most = _most(cap, minutes)
            if price > most:
                length = f" for {duration(minutes)}" if rate.unit == "hour" else ""
                message = (
                    f"{band_names.get(rate.band, rate.band)}: {money(price, currency)}{length} is more than the "
                    f"{money(most, currency)} that may be charged."
                )
                problems.append(Problem(f"rates/{rate.band}", message))
    return problems


def _most(cap: Cap, minutes: int) -> int:
    if cap.unit == "hour" and minutes:
        return (2 * cap.price_minor * minutes + 60) // 120
    return cap.price_minor


def item_of(tags: Iterable[str]) -> str | None:
    """The service code that an offer's tags name; None where it names none."""
    return next((tag.removeprefix(ITEM_TAG) for tag in tags if tag.startswith(ITEM_TAG)), None)
