"""What sample visits would cost at a rate card, worked out by the one pricing function."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from brokerage.domain.rate_cards import Prices
from brokerage.domain.rulepacks import Rulepack
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.calendar import Calendar
from brokerage.optimizer.market import Market, RateCard
from brokerage.optimizer.pricing import price_visit

SAMPLE_MINUTES = (30, 45, 60, 120)
# A week from a Monday; its Thursday stands for a public holiday.
MONDAY = date(2027, 1, 4)
HOLIDAY = 3
# (what, day of the sample week, start minute)
SAMPLES = (
    ("Weekday, 10am", 1, 600),
    ("Weekday evening, 8pm", 1, 1200),
    ("Weekday night, 11pm", 1, 1380),
    ("Saturday, 10am", 5, 600),
    ("Sunday, 10am", 6, 600),
    ("Public holiday, 10am", HOLIDAY, 600),
)


@dataclass(frozen=True, slots=True)
class PriceSample:
    """One kind of time, and a price in minor units for each of `SAMPLE_MINUTES`; None: not for sale then."""

    when: str
    prices_minor: tuple[int | None, ...]


def price_samples(prices: Prices, pack: Rulepack, workers: int = 1) -> tuple[PriceSample, ...]:
    """Prices of sample visits, travel fee included, for so many workers at once. The card's dates don't matter here."""
    calendar = sample_week(pack)
    card = RateCard("sample", prices.rates, prices.band_rule, prices.travel_fee_minor)
    return tuple(
        PriceSample(when, tuple(price_visit(card, calendar, day, start, m, workers) for m in SAMPLE_MINUTES))
        for when, day, start in SAMPLES
    )


def hour_price(card: RateCard, week: Calendar) -> int | None:
    """One worker on a weekday at ten for an hour, in minor units; None where the card does not sell by the hour."""
    if any(rate.unit != "hour" for rate in card.rates):
        return None
    _, day, start = SAMPLES[0]
    return price_visit(replace(card, valid_from=None, valid_to=None), week, day, start, 60)


def sample_week(pack: Rulepack) -> Calendar:
    """A week with one public holiday. Not to be shared by threads: it keeps notes of what it was asked."""
    holiday = (MONDAY + timedelta(days=HOLIDAY)).isoformat()
    market = Market(pack.currency, pack.band_windows(), (), (), (holiday,))
    return Calendar(market, Brief("samples", pack.currency, MONDAY.isoformat(), ()))
