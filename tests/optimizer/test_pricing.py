"""Prices against published figures, at every edge of the bands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.optimizer.brief import Brief
from brokerage.optimizer.calendar import Calendar
from brokerage.optimizer.market import BandWindow, Market, Rate, RateCard
from brokerage.optimizer.pricing import discounted, price_lines, price_starts, price_visit

MONDAY, SATURDAY, SUNDAY, NEXT_MONDAY = 0, 5, 6, 7
BANDS = (
    BandWindow("public_holiday", ("public_holiday",)),
    BandWindow("saturday", ("saturday",)),
    BandWindow("sunday", ("sunday",)),
    BandWindow("night", ("weekday",), 0, 360),
    BandWindow("weekday", ("weekday",), 360, 1200),
    BandWindow("evening", ("weekday",), 1200, 1440),
)
EVERY_BAND = ("weekday", "evening", "night", "saturday", "sunday", "public_holiday")


def calendar(bands: tuple[BandWindow, ...] = BANDS, holidays: tuple[str, ...] = ()) -> Calendar:
    market = Market("GBP", bands, (), (), public_holidays=holidays)
    return Calendar(market, Brief("b", "GBP", "2026-01-05", (), day_count=14))


def hourly(**pence: int) -> RateCard:
    return RateCard("c", tuple(Rate(band, "hour", ((60, price),)) for band, price in pence.items()))


SHORT_VISITS = RateCard(
    "short visits dearer",
    (Rate("weekday", "hour", ((30, 2300), (60, 2700))), Rate("saturday", "hour", ((30, 2500), (60, 2900)))),
)
NDIS = hourly(weekday=7023, evening=7738, night=7881, saturday=9883, sunday=12743, public_holiday=15603)


@pytest.mark.parametrize(
    ("day", "minutes", "price"),
    [(MONDAY, 60, 2700), (MONDAY, 30, 2300), (SATURDAY, 60, 2900), (SATURDAY, 30, 2500), (MONDAY, 45, 2500)],
)
def test_a_half_hour_costs_what_the_card_says_and_not_half_an_hour(day: int, minutes: int, price: int) -> None:
    assert price_visit(SHORT_VISITS, calendar(), day, 600, minutes) == price


def test_prices_start_from_nothing_and_go_on_at_the_last_average() -> None:
    assert price_visit(SHORT_VISITS, calendar(), MONDAY, 600, 15) == 1150
    assert price_visit(SHORT_VISITS, calendar(), MONDAY, 600, 90) == 4050


def test_two_carers_cost_twice_with_their_travel() -> None:
    card = RateCard("c", SHORT_VISITS.rates, travel_fee_minor=150)
    assert price_visit(card, calendar(), MONDAY, 600, 60, workers=2) == 2 * (2700 + 150)


@pytest.mark.parametrize(
    ("day", "start", "price"),
    [(MONDAY, 600, 7023), (MONDAY, 1200, 7738), (MONDAY, 120, 7881), (SATURDAY, 600, 9883), (SUNDAY, 600, 12743)],
)
def test_the_published_australian_bands_hold_by_time_and_day(day: int, start: int, price: int) -> None:
    assert price_visit(NDIS, calendar(), day, start, 60) == price


def test_a_public_holiday_is_one_by_its_date() -> None:
    assert price_visit(NDIS, calendar(holidays=("2026-01-05",)), MONDAY, 600, 60) == 15603


def test_a_visit_across_two_bands_shares_its_minutes_and_says_so() -> None:
    assert price_visit(NDIS, calendar(), MONDAY, 1170, 60) == (7023 + 7738 + 1) // 2
    lines = price_lines(NDIS, calendar(), MONDAY, 1170, 60) or ()
    assert [(line.band, line.minutes) for line in lines] == [("weekday", 30), ("evening", 30)]
    assert sum(line.amount_minor for line in lines) == 7381


@pytest.mark.parametrize(("rule", "price"), [("start", 7023), ("dearest", 7738), ("share", 7381)])
def test_the_card_says_what_a_visit_across_bands_costs(rule: str, price: int) -> None:
    card = RateCard("c", NDIS.rates, band_rule=rule)  # type: ignore[arg-type]
    assert price_visit(card, calendar(), MONDAY, 1170, 60) == price


def test_after_midnight_the_next_day_counts() -> None:
    half_evening_half_saturday = price_visit(NDIS, calendar(), 4, 1410, 60)
    assert half_evening_half_saturday == (7738 + 9883 + 1) // 2


def test_a_sleeping_night_by_the_hour_has_its_own_rate_at_any_time() -> None:
    card = hourly(sleep_in=1284)
    assert price_visit(card, calendar(), MONDAY, 1320, 540) == 9 * 1284
    assert price_visit(card, calendar(), SUNDAY, 1320, 60) == 1284


def test_a_sleepover_costs_one_night_whatever_its_length() -> None:
    card = RateCard("c", (Rate("sleep_in", "night", ((0, 29760),)),))
    assert price_visit(card, calendar(), MONDAY, 1320, 540) == 29760
    assert price_visit(card, calendar(), SATURDAY, 1320, 480) == 29760


@pytest.mark.parametrize(("unit", "price"), [("session", 1364), ("session", 1552), ("visit", 999), ("item", 5000)])
def test_a_session_visit_or_item_costs_the_same_whatever_the_band(unit: str, price: int) -> None:
    card = RateCard("c", (Rate("weekday", unit, ((0, price),)),))  # type: ignore[arg-type]
    assert price_visit(card, calendar(), SATURDAY, 600, 300) == price


def test_sessions_priced_by_band_follow_the_band() -> None:
    card = RateCard("c", (Rate("weekday", "session", ((0, 1364),)), Rate("saturday", "session", ((0, 1552),))))
    assert price_visit(card, calendar(), MONDAY, 600, 300) == 1364
    assert price_visit(card, calendar(), SATURDAY, 600, 300) == 1552


def test_a_band_without_a_rate_is_not_for_sale() -> None:
    assert price_visit(hourly(weekday=2000), calendar(), SATURDAY, 600, 60) is None
    assert price_visit(hourly(weekday=2000), calendar(), MONDAY, 1170, 60) is None
    assert price_lines(hourly(weekday=2000), calendar(), SATURDAY, 600, 60) is None


def test_a_minute_that_the_market_has_no_band_for_is_not_for_sale() -> None:
    assert price_visit(hourly(day=2000), calendar((BandWindow("day", ("weekday",), 480, 1080),)), 0, 450, 60) is None


def test_a_card_sells_only_while_it_is_valid() -> None:
    card = RateCard("c", NDIS.rates, valid_from="2026-01-06", valid_to="2026-01-07")
    assert [price_visit(card, calendar(), day, 600, 60) for day in range(4)] == [None, 7023, 7023, None]
    assert price_starts(card, calendar(), 0, np.array([600]), 60).tolist() == [-1]


def test_a_band_window_past_midnight_belongs_to_the_day_it_began_on() -> None:
    bands = (BandWindow("night", ("weekday",), 1320, 1800), BandWindow("day", ("weekday", "saturday")))
    assert calendar(bands).band_at(SATURDAY, 300) == "night"
    assert calendar(bands).band_at(MONDAY, 300) == "day"


def test_a_block_discount_rounds_half_up_once() -> None:
    assert [discounted(price, 10) for price in (1000, 1005, 1004, 0)] == [900, 905, 904, 0]


@given(
    day=st.integers(0, 13),
    duration=st.sampled_from([0, 15, 30, 60, 90, 480]),
    workers=st.integers(1, 3),
    rule=st.sampled_from(["share", "start", "dearest"]),
    bands=st.sets(st.sampled_from(EVERY_BAND), min_size=1),
    points=st.lists(st.integers(1, 5000), min_size=1, max_size=3),
)
def test_many_starts_at_once_cost_what_each_costs(
    day: int, duration: int, workers: int, rule: str, bands: set[str], points: list[int]
) -> None:
    steps = tuple((30 * (i + 1), price) for i, price in enumerate(sorted(points)))
    rates = tuple(Rate(band, "hour", steps) for band in sorted(bands))
    card = RateCard("c", rates, band_rule=rule, travel_fee_minor=70)  # type: ignore[arg-type]
    days = calendar(holidays=("2026-01-09",))
    starts = np.arange(0, 2880, 45)
    singles = [price_visit(card, days, day, int(start), duration, workers) for start in starts]
    expected = [-1 if price is None else price for price in singles]
    assert price_starts(card, days, day, starts, duration, workers).tolist() == expected
    for start, price in zip(starts, singles, strict=True):
        lines = price_lines(card, days, day, int(start), duration, workers)
        assert price == (None if lines is None else sum(line.amount_minor for line in lines))
