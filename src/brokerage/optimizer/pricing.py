"""What a visit costs: the one pricing function, for the solver, the checker, pages and invoices.

Per worker: the visit's whole length picks the price in each band it touches (`Rate`), the card's `band_rule` says
how bands share it, one rounding (half up) at the end, plus the travel fee; times the workers who come at once.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import cast

import numpy as np
from numpy.typing import NDArray

from brokerage.optimizer.calendar import Calendar
from brokerage.optimizer.market import Minor, Minutes, Rate, RateCard, Unit

NOT_FOR_SALE = -1
UNKNOWN = -2
SLEEP_IN = "sleep_in"
TRAVEL = "travel"
Share = tuple[Rate, int, int]
Ratio = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PriceLine:
    """Part of a visit's price: so many minutes in a band (or the travel fee, band `travel`), for all its workers.
    For units other than `hour` the whole unit's price stands on the minutes it covers.
    """

    band: str
    unit: Unit
    minutes: int
    amount_minor: int


def sold_minutes(duration_minutes: Minutes, workers: int) -> int:
    """What a visit counts for in weekly minimums, maximums and discounts of offers and providers."""
    return duration_minutes * workers


def discounted(price_minor: Minor, percent_off: int) -> int:
    """A visit's price (travel fee included) after a block discount, rounded half up once."""
    return _half_up(price_minor * (100 - percent_off), 100)


def unit_price(rate: Rate, duration_minutes: Minutes) -> Ratio:
    """The price of `duration_minutes` at a rate, as an exact fraction of minor units: (numerator, denominator)."""
    if rate.unit != "hour":
        return rate.points[-1][1], 1
    before = (0, 0)
    for minutes, price in rate.points:
        if duration_minutes <= minutes:
            width = minutes - before[0]
            rise = (price - before[1]) * (duration_minutes - before[0])
            return (before[1] * width + rise, width) if width else (price, 1)
        before = (minutes, price)
    return (before[1] * duration_minutes, before[0]) if before[0] else (before[1], 1)


def price_visit(
    card: RateCard, calendar: Calendar, day: int, start_minute: int, duration_minutes: Minutes, workers: int = 1
) -> int | None:
    """The price in minor units, travel fee per worker included; None where the card does not sell that time
    (a band without a rate, or a date outside `valid_from`..`valid_to`).
    """
    if not is_valid_on(card, calendar.date(day)):
        return None
    mix = calendar.mix(calendar.mix_id(day, start_minute, duration_minutes))
    each = _each_of(card, calendar, duration_minutes).of_mix(mix)
    return None if each is None else workers * (each + card.travel_fee_minor)


def price_starts(
    card: RateCard, calendar: Calendar, day: int, starts: NDArray[np.int64], duration_minutes: Minutes, workers: int = 1
) -> NDArray[np.int64]:
    """`price_visit` for many start minutes of one day at once, same shape as `starts`; -1 = not for sale."""
    starts = np.asarray(starts, dtype=np.int64)
    if not is_valid_on(card, calendar.date(day)):
        return np.full(starts.shape, NOT_FOR_SALE, dtype=np.int64)
    mixes = calendar.mix_ids(day, duration_minutes)[starts]
    each = _each_of(card, calendar, duration_minutes).of_mixes(mixes)
    return np.where(each < 0, NOT_FOR_SALE, workers * (each + card.travel_fee_minor))


def price_lines(
    card: RateCard, calendar: Calendar, day: int, start_minute: int, duration_minutes: Minutes, workers: int = 1
) -> tuple[PriceLine, ...] | None:
    """The parts of the price, in order of time, that sum exactly to `price_visit`; None = not for sale."""
    total = price_visit(card, calendar, day, start_minute, duration_minutes, workers)
    if total is None:
        return None
    order = calendar.band_minutes(day, start_minute, duration_minutes)
    mix = calendar.mix(calendar.mix_id(day, start_minute, duration_minutes))
    shares = _shares(card, calendar, mix, duration_minutes) or []
    shares.sort(key=lambda share: list(order).index(share[0].band) if share[0].band in order else 0)
    travel = workers * card.travel_fee_minor
    amounts = _split(total - travel, [_exact(share, duration_minutes) for share in shares])
    lines = [
        PriceLine(rate.band, rate.unit, minutes, amount)
        for (rate, minutes, _), amount in zip(shares, amounts, strict=True)
    ]
    if travel:
        lines.append(PriceLine(TRAVEL, "visit", 0, travel))
    return tuple(lines)


def is_valid_on(card: RateCard, date: str) -> bool:
    """Whether the card holds on an ISO date, both ends included."""
    return (card.valid_from is None or card.valid_from <= date) and (card.valid_to is None or date <= card.valid_to)


def is_flat(card: RateCard) -> bool:
    """One rate for any time: by the night, session, visit…, or a sleep-in rate, which no hour of the day has."""
    only = card.rates[0]
    return len(card.rates) == 1 and (only.unit != "hour" or only.band == SLEEP_IN)


def _each_of(card: RateCard, calendar: Calendar, duration: int) -> "_PriceEach":
    """The card's prices for a length, kept with the calendar (and the card, so that its id stays its own)."""
    key = (id(card), duration)
    if key not in calendar.prices_each:
        calendar.prices_each[key] = _PriceEach(card, calendar, duration)
    return cast(_PriceEach, calendar.prices_each[key])


class _PriceEach:
    """What one worker costs for a length of visit, by mix of bands: everything over one common denominator."""

    def __init__(self, card: RateCard, calendar: Calendar, duration: int) -> None:
        self.card, self.calendar, self.duration = card, calendar, duration
        by_band = {rate.band: unit_price(rate, duration) for rate in reversed(card.rates)}
        self.bottom = lcm(*(bottom for _, bottom in by_band.values()))
        flat = unit_price(card.rates[0], duration) if is_flat(card) else None
        found = [flat or by_band.get(name) for name in calendar.band_names] + [flat]
        self.tops = [None if price is None else price[0] * (self.bottom // price[1]) for price in found]
        self.table = np.full(0, UNKNOWN, dtype=np.int64)

    def of_mixes(self, mixes: NDArray[np.int32]) -> NDArray[np.int64]:
        """Prices of many mixes; -1 = not for sale."""
        size = int(mixes.max(initial=-1)) + 1
        if size > len(self.table):
            more = np.full(size - len(self.table), UNKNOWN, dtype=np.int64)
            self.table = np.concatenate([self.table, more])
        prices = self.table[mixes]
        if (prices == UNKNOWN).any():
            for mix_id in np.unique(mixes[prices == UNKNOWN]).tolist():
                price = self.of_mix(self.calendar.mix(mix_id))
                self.table[mix_id] = NOT_FOR_SALE if price is None else price
            prices = self.table[mixes]
        return prices

    def of_mix(self, mix: tuple[int, tuple[int, ...]]) -> int | None:
        """The price of one mix, travel fee not included; None = not for sale."""
        start_band, counts = mix
        touched = [(self.tops[i], minutes) for i, minutes in enumerate(counts) if minutes]
        touched = touched or [(self.tops[start_band], 1)]
        sold = [(top, minutes) for top, minutes in touched if top is not None]
        start_top = self.tops[start_band]
        if len(sold) < len(touched) or start_top is None:
            return None
        if self.card.band_rule == "start":
            return _half_up(start_top, self.bottom)
        if self.card.band_rule == "dearest":
            return _half_up(max(top for top, _ in sold), self.bottom)
        minutes = sum(minutes for _, minutes in sold)
        return _half_up(sum(top * minutes for top, minutes in sold), self.bottom * minutes)


def _shares(card: RateCard, calendar: Calendar, mix: tuple[int, tuple[int, ...]], duration: int) -> list[Share] | None:
    """Rates with the minutes they cover and the minutes of price they carry; None where a band is not sold."""
    if is_flat(card):
        return [(card.rates[0], duration, duration)]
    by_band = {rate.band: rate for rate in reversed(card.rates)}
    start_band, counts = mix
    touched = [i for i, minutes in enumerate(counts) if minutes] or [start_band]
    names = [calendar.band_names[i] if 0 <= i < len(calendar.band_names) else "" for i in touched]
    if any(name not in by_band for name in names):
        return None
    rates = [by_band[name] for name in names]
    if card.band_rule == "share" and duration:
        return [(rate, counts[i], counts[i]) for rate, i in zip(rates, touched, strict=True)]
    if card.band_rule == "dearest":
        return [(max(rates, key=lambda rate: Fraction(*unit_price(rate, duration))), duration, duration)]
    return [(by_band[calendar.band_names[start_band]], duration, duration)]


def _exact(share: Share, duration: int) -> Ratio:
    rate, _, carried = share
    top, bottom = unit_price(rate, duration)
    return (top * carried, bottom * duration) if duration else (top, bottom)


def _split(total: int, parts: list[Ratio]) -> list[int]:
    """`total` in whole minor units over exact parts: the largest remainders get what rounding leaves over."""
    whole = 1
    for _, bottom in parts:
        whole *= bottom
    weights = [top * (whole // bottom) for top, bottom in parts]
    everything = sum(weights)
    if not everything:
        return [total if i == 0 else 0 for i in range(len(parts))]
    amounts = [total * weight // everything for weight in weights]
    rest = sorted(range(len(parts)), key=lambda i: -(total * weights[i] % everything))
    for i in rest[: total - sum(amounts)]:
        amounts[i] += 1
    return amounts


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
