"""No price above its published cap, for any length of visit."""

from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.price_caps import Cap, CapKind, PriceCap, cap_problems, caps_by_band, item_of
from brokerage.domain.rulepacks import load_rulepack
from brokerage.optimizer.market import Rate

NAMES = load_rulepack("australia").band_names()
HOUR = {"weekday": Cap("hour", 7023)}


def cap_row(band: str, price: int | None, kind: CapKind = CapKind.LIMITED) -> PriceCap:
    return PriceCap(bands=(band,) if band else (), unit="hour", kind=kind, price_minor=price)


def test_the_published_price_itself_may_be_charged_and_a_cent_more_may_not() -> None:
    assert cap_problems([Rate("weekday", "hour", ((60, 7023),))], HOUR, "AUD", NAMES) == []
    (problem,) = cap_problems([Rate("weekday", "hour", ((60, 7024),))], HOUR, "AUD", NAMES)
    assert problem.pointer == "rates/weekday"
    assert problem.message == "Weekday daytime: A$70.24 for 1 hour is more than the A$70.23 that may be charged."


def test_a_short_visit_may_not_cost_more_than_its_share() -> None:
    short = Rate("weekday", "hour", ((30, 4000), (60, 7000)))
    (problem,) = cap_problems([short], HOUR, "AUD", NAMES)
    assert "A$40.00 for 30 min is more than the A$35.12" in problem.message


@given(st.integers(1, 10**6), st.integers(1, 1440))
def test_the_share_of_a_cap_is_always_allowed_and_two_cents_more_never(cap: int, minutes: int) -> None:
    caps = {"weekday": Cap("hour", cap)}
    share = cap * minutes // 60
    assert cap_problems([Rate("weekday", "hour", ((minutes, share),))], caps, "AUD", NAMES) == []
    assert cap_problems([Rate("weekday", "hour", ((minutes, share + 2),))], caps, "AUD", NAMES)


def test_a_time_without_a_cap_is_free_and_a_cap_for_any_time_holds_at_every_time() -> None:
    saturday = [Rate("saturday", "hour", ((60, 99999),))]
    assert cap_problems(saturday, HOUR, "AUD", NAMES) == []
    assert cap_problems(saturday, caps_by_band([cap_row("", 5803)]), "AUD", NAMES)


def test_only_limited_prices_are_caps_and_the_lowest_counts() -> None:
    rows = [cap_row("weekday", 7023), cap_row("weekday", 6900), cap_row("sunday", 1, CapKind.AT_COST)]
    assert caps_by_band([*rows, cap_row("night", None)]) == {"weekday": Cap("hour", 6900)}


def test_an_offer_names_its_item_by_a_tag() -> None:
    assert item_of(("home", "item:01_011_0107_1_1")) == "01_011_0107_1_1"
    assert item_of(("home",)) is None
