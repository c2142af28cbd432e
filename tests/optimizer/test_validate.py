"""What types cannot say: every problem is found, with its place and what to do."""

from dataclasses import replace

import pytest

from brokerage.optimizer.brief import (
    Arrangement,
    Ban,
    Brief,
    Choice,
    Exclusion,
    Gap,
    Goal,
    Limit,
    Need,
    Option,
    Pin,
    Purse,
    Way,
    Window,
    WorkerWish,
)
from brokerage.optimizer.market import Absence, BandWindow, Market, Offer, Provider, Rate, RateCard, Slot, Worker
from brokerage.optimizer.validate_brief import validate_brief
from brokerage.optimizer.validate_market import validate_market

NEED = Need("n", "Wash", "I wash at eight", ("g",), (Way("care", (30,)),), 7)
OTHER = replace(NEED, id="other")
ARRANGEMENT = Arrangement("a", "Mum", "Mum helps", ("care",), (Slot(0, 0, 600),), 300, "2026-06-01")
CHOICE = Choice("c", "", "", ("g",), (Option("x", "X", 5, uses={"trips": 1}),))
BRIEF = Brief(
    "b", "GBP", "2026-01-05", (Goal("g", "Be clean"),), (NEED, OTHER), (CHOICE,), (Purse("p", "P", 100),),
    (Limit("trips", "Trips", 3),), arrangements=(ARRANGEMENT,),
)  # fmt: skip
CARD = RateCard("c", (Rate("weekday", "hour", ((30, 1500), (60, 2700))),))
OFFER = Offer("o", "p", "Care", "care", CARD, availability=(Slot(0, 0, 1440),), workers=(Worker("w", "W"),))
MARKET = Market(
    "GBP", (BandWindow("weekday", ("weekday",)),), (Provider("p", "P"), Provider("q", "Q")), (OFFER,)
)  # fmt: skip


def test_a_good_brief_and_a_good_market_have_no_problems() -> None:
    assert validate_brief(BRIEF, MARKET) == []
    assert validate_market(MARKET) == []


BRIEF_FAULTS = [
    ({"starts_on": "2026-02-30"}, "/starts_on"),
    ({"goals": (Goal("g", ""), Goal("g", ""))}, "/goals/1/id"),
    ({"needs": (NEED, NEED)}, "/needs/1/id"),
    ({"needs": (replace(NEED, times_least=8),)}, "/needs/0/times_least"),
    ({"needs": (replace(NEED, goal_ids=()),)}, "/needs/0/goal_ids"),
    ({"needs": (replace(NEED, goal_ids=("x",)),)}, "/needs/0/goal_ids/0"),
    ({"needs": (replace(NEED, ways=(Way("care", (20,)),)),)}, "/needs/0/ways/0/durations/0"),
    ({"needs": (replace(NEED, windows=()),)}, "/needs/0/windows"),
    ({"needs": (replace(NEED, windows=(Window((), 0, 60),)),)}, "/needs/0/windows/0/weekdays"),
    ({"needs": (replace(NEED, windows=(Window((0,), 600, 600),)),)}, "/needs/0/windows/0"),
    ({"needs": (replace(NEED, windows=(Window((0,), 600, 615),)),)}, "/needs/0/windows/0"),
    ({"needs": (replace(NEED, preferred=(Window((0,), 1500, 1600),)),)}, "/needs/0/preferred/0/earliest_minute"),
    ({"choices": (replace(CHOICE, goal_ids=("x",)),)}, "/choices/0/goal_ids/0"),
    ({"choices": (replace(CHOICE, options=(Option("x", "", 5, uses={"z": 1}),)),)}, "/choices/0/options/0/uses/z"),
    ({"choices": (replace(CHOICE, options=(Option("x", "", 5), Option("x", "", 6))),)}, "/choices/0/options/1/id"),
    ({"purses": (Purse("p", "", 1), Purse("p", "", 2))}, "/purses/1/id"),
    ({"limits": (Limit("trips", "", 1), Limit("trips", "", 2))}, "/limits/1/id"),
    ({"gaps": (Gap("r", "", ("n", "x"), 60),)}, "/gaps/0/need_ids/1"),
    ({"gaps": (Gap("r", "", ("n", "n"), 60),)}, "/gaps/0/need_ids"),
    ({"worker_wishes": (WorkerWish("r", "", "gender", "f", ("x",)),)}, "/worker_wishes/0/need_ids/0"),
    ({"exclusions": (Exclusion("r", "x", 0),)}, "/exclusions/0/need_id"),
    ({"exclusions": (Exclusion("r", "n", 9),)}, "/exclusions/0/day"),
    ({"pins": (Pin("r", "x", 0),)}, "/pins/0/need_id"),
    ({"pins": (Pin("r", "n", 9),)}, "/pins/0/day"),
    ({"pins": (Pin("r", "n", 0, duration_minutes=45),)}, "/pins/0/duration_minutes"),
    ({"pins": (Pin("r", "n", 0, start_minute=1500),)}, "/pins/0/start_minute"),
    ({"pins": (Pin("r", "n", 0, offer_id="o", arrangement_id="a"),)}, "/pins/0"),
    ({"pins": (Pin("r", "n", 0, arrangement_id="x"),)}, "/pins/0/arrangement_id"),
    ({"pins": (Pin("r", "n", 0, offer_id="x"),)}, "/pins/0/offer_id"),
    ({"pins": (Pin("r", "n", 0, worker_ids=("x",)),)}, "/pins/0/worker_ids/0"),
    ({"pins": (Pin("r", "n", 0),), "exclusions": (Exclusion("r", "n", 0),)}, "/exclusions/0/id"),
    ({"bans": (Ban("r", "", "provider", "x"),)}, "/bans/0/target_id"),
    ({"arrangements": (replace(ARRANGEMENT, consent_until="2026-01-04"),)}, "/arrangements/0/consent_until"),
    ({"arrangements": (replace(ARRANGEMENT, availability=(Slot(0, 60, 60),)),)}, "/arrangements/0/availability/0"),
    ({"currency": "AUD"}, "/currency"),
]


@pytest.mark.parametrize(("changes", "pointer"), BRIEF_FAULTS, ids=[pointer for _, pointer in BRIEF_FAULTS])
def test_a_fault_of_a_brief_is_found_where_it_stands(changes: dict[str, object], pointer: str) -> None:
    problems = validate_brief(replace(BRIEF, **changes), MARKET)  # type: ignore[arg-type]
    assert [problem.pointer for problem in problems] == [pointer]
    assert problems[0].message.endswith(".")


MARKET_FAULTS = [
    ({"public_holidays": ("2026-13-01",)}, "/public_holidays/0"),
    ({"bands": (BandWindow("weekday", ("weekday",), 60, 60),)}, "/bands/0"),
    ({"bands": (BandWindow("weekday", ("weekday",), 1440, 1500),)}, "/bands/0"),
    ({"providers": (Provider("p", ""), Provider("p", ""))}, "/providers/1/id"),
    ({"offers": (OFFER, replace(OFFER, workers=()))}, "/offers/1/id"),
    ({"offers": (OFFER, replace(OFFER, id="2", provider_id="q"))}, "/offers/1/workers/0/id"),
]
OFFER_FAULTS = [
    ({"provider_id": "x"}, "/provider_id"),
    ({"min_visit_minutes": 90, "max_visit_minutes": 60}, "/min_visit_minutes"),
    ({"min_weekly_minutes": 90, "max_weekly_minutes": 60}, "/min_weekly_minutes"),
    ({"availability": (Slot(0, 60, 60),)}, "/availability/0"),
    ({"sessions": (Slot(0, 1500, 1600),)}, "/sessions/0"),
    ({"absences": (Absence("2026-01-02", "2026-01-01"),)}, "/absences/0"),
    ({"absences": (Absence("2026-02-30", "2026-03-01"),)}, "/absences/0"),
    ({"workers": (Worker("w", "", availability=(Slot(0, 9, 8),)),)}, "/workers/0/availability/0"),
    ({"workers": (Worker("w", ""), Worker("w", ""))}, "/workers/1/id"),
    ({"uses": {"trips": -1}}, "/uses/trips"),
    ({"availability": ()}, "/availability"),
    ({"rate_card": replace(CARD, valid_from="2026-02-01", valid_to="2026-01-01")}, "/rate_card/valid_to"),
    ({"rate_card": replace(CARD, valid_from="2026-02-31")}, "/rate_card/valid_from"),
    ({"rate_card": RateCard("c", (*CARD.rates, *CARD.rates))}, "/rate_card/rates/1/band"),
    ({"rate_card": RateCard("c", (Rate("weekday", "hour", ((60, 2), (60, 3))),))}, "/rate_card/rates/0/points"),
    ({"rate_card": RateCard("c", (Rate("x", "visit", ((0, 2), (60, 3))),))}, "/rate_card/rates/0/points"),
    ({"rate_card": RateCard("c", (Rate("x", "hour", ((60, 3),)),))}, "/rate_card/rates"),
    ({"rate_card": RateCard("c", (*CARD.rates, Rate("sleep_in", "night", ((0, 3),))))}, "/rate_card/rates"),
]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    MARKET_FAULTS
    + [({"offers": (replace(OFFER, **change),)}, f"/offers/0{p}") for change, p in OFFER_FAULTS],  # type: ignore[arg-type]
)
def test_a_fault_of_a_market_is_found_where_it_stands(changes: dict[str, object], pointer: str) -> None:
    assert [p.pointer for p in validate_market(replace(MARKET, **changes))] == [pointer]  # type: ignore[arg-type]


def test_a_ban_on_someone_who_left_the_market_only_warns() -> None:
    problems = validate_brief(replace(BRIEF, bans=(Ban("r", "", "provider", "x"),)), MARKET)
    assert [problem.is_warning for problem in problems] == [True]


def test_a_night_window_past_midnight_is_fine() -> None:
    night = replace(NEED, windows=(Window((0,), 1320, 1860),), ways=(Way("care", (540,)),))
    assert validate_brief(replace(BRIEF, needs=(night, OTHER))) == []
