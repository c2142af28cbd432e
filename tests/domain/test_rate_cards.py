"""What makes a rate card right, how versions follow each other, and what sample visits cost."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.errors import Conflict
from brokerage.domain.price_samples import SAMPLE_MINUTES, price_samples
from brokerage.domain.rate_cards import Period, Prices, day_before, fit_period, price_problems, price_words
from brokerage.domain.rulepacks import load_rulepack
from brokerage.optimizer.market import Rate

ENGLAND = load_rulepack("england")
# One council's published prices: £23.00 for 30 minutes, £27.00 an hour on weekdays; £25.00 and £29.00 at weekends.
WEEKDAY = Rate("weekday", "hour", ((30, 2300), (60, 2700)))
SATURDAY = Rate("saturday", "hour", ((30, 2500), (60, 2900)))
points_sold = st.tuples(st.integers(1, 600), st.integers(1, 10**6))
rising = st.lists(points_sold, min_size=1, max_size=5, unique_by=lambda point: point[0])


def test_a_card_of_known_bands_with_rising_points_is_right() -> None:
    assert price_problems(Prices((WEEKDAY, SATURDAY)), ENGLAND) == []


@pytest.mark.parametrize(
    ("rate", "says"),
    [
        (Rate("teatime", "hour", ((60, 2700),)), "not a time of the week we know"),
        (Rate("weekday", "hour", ((60, 2700), (30, 2300))), "shortest first"),
        (Rate("weekday", "hour", ((30, 2300), (60, 2200))), "can't cost less"),
        (Rate("weekday", "hour", ((60, 0),)), "more than nothing"),
        (Rate("weekday", "visit", ((30, 2300), (60, 2700))), "one amount"),
        (Rate("weekday", "hour", ()), "at least one price"),
    ],
)
def test_each_mistake_is_named_with_its_band(rate: Rate, says: str) -> None:
    [problem] = price_problems(Prices((rate,)), ENGLAND)
    assert problem.pointer == f"rates/{rate.band}"
    assert says in problem.message


def test_a_band_has_one_price() -> None:
    assert "keep one" in price_problems(Prices((WEEKDAY, WEEKDAY)), ENGLAND)[0].message


def test_a_sleeping_night_is_a_service_of_its_own() -> None:
    night = Rate("sleep_in", "night", ((0, 8500),))
    assert price_problems(Prices((night,)), ENGLAND) == []
    assert price_problems(Prices((night, WEEKDAY)), ENGLAND)[0].pointer == "rates/sleep_in"


def test_a_card_without_prices_or_with_its_dates_swapped_is_refused() -> None:
    swapped = Prices((), valid_from=date(2027, 2, 1), valid_to=date(2027, 1, 1))
    assert [problem.pointer for problem in price_problems(swapped, ENGLAND)] == ["rates", "valid_to"]


@given(rising)
def test_points_in_any_order_are_right_once_sorted_both_ways(points: list[tuple[int, int]]) -> None:
    minutes, amounts = sorted(p[0] for p in points), sorted(p[1] for p in points)
    rate = Rate("weekday", "hour", tuple(zip(minutes, amounts, strict=True)))
    assert price_problems(Prices((rate,)), ENGLAND) == []


days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(st.lists(days, min_size=1, max_size=6, unique=True))
def test_versions_that_follow_each_other_never_hold_on_the_same_day(starts: list[date]) -> None:
    cards: list[Period] = []
    for start in sorted(starts):
        ending = fit_period(cards, Period(start, None))
        if ending is not None:
            cards[ending] = Period(cards[ending].valid_from, day_before(start))
        cards.append(Period(start, None))
    for day in (start + timedelta(days=shift) for start in starts for shift in (-1, 0, 1)):
        holding = [c for c in cards if (c.valid_from or day) <= day and (c.valid_to is None or day <= c.valid_to)]
        assert len(holding) == (day >= min(starts))


def test_a_card_that_had_ended_keeps_its_end() -> None:
    assert fit_period([Period(date(2026, 1, 1), date(2026, 6, 30))], Period(date(2026, 9, 1), None)) is None


def test_new_prices_can_not_begin_before_those_that_stand() -> None:
    with pytest.raises(Conflict, match="Monday 4 January 2027"):
        fit_period([Period(date(2027, 1, 4), None)], Period(date(2027, 1, 4), None))


def test_sample_visits_cost_what_the_price_list_says() -> None:
    samples = {sample.when: sample.prices_minor for sample in price_samples(Prices((WEEKDAY, SATURDAY)), ENGLAND)}
    assert samples["Weekday, 10am"] == (2300, 2500, 2700, 5400)
    assert samples["Saturday, 10am"] == (2500, 2700, 2900, 5800)
    assert samples["Sunday, 10am"] == (None,) * len(SAMPLE_MINUTES)


def test_two_carers_and_their_travel_cost_twice() -> None:
    [one, *_] = price_samples(Prices((WEEKDAY,), travel_fee_minor=150), ENGLAND)
    [two, *_] = price_samples(Prices((WEEKDAY,), travel_fee_minor=150), ENGLAND, workers=2)
    assert one.prices_minor[0] == 2450
    assert two.prices_minor[0] == 4900


def test_a_public_holiday_has_its_own_price() -> None:
    prices = Prices((WEEKDAY, Rate("public_holiday", "hour", ((60, 5400),))))
    samples = {sample.when: sample.prices_minor for sample in price_samples(prices, ENGLAND)}
    assert samples["Public holiday, 10am"] == (2700, 4050, 5400, 10800)


def test_prices_read_as_words() -> None:
    names = ENGLAND.band_names()
    assert price_words((WEEKDAY,), "GBP", names) == "Weekday: £23.00 for 30 min, £27.00 for 1 hour"
    assert price_words((Rate("sleep_in", "night", ((0, 8500),)),), "GBP", names) == "Sleeping night: £85.00 a night"
    assert price_words((), "GBP", names) == "No prices yet"
