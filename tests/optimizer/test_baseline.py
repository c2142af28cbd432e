"""The greedy plan keeps every rule, meets must-haves first, and leaves what it cannot have."""

from dataclasses import replace

import pytest

from brokerage.optimizer.baseline import baseline
from brokerage.optimizer.brief import Brief, Choice, Goal, Limit, MaxPeople, Need, Option, Pin, Purse, Way
from brokerage.optimizer.check import check
from brokerage.optimizer.generate import generate_market
from brokerage.optimizer.generate_brief import generate_brief
from brokerage.optimizer.market import BandWindow, Market, Offer, Provider, Rate, RateCard, Slot, Worker

WEEK = tuple(Slot(day, 480, 1200) for day in range(7))


def card(price: int) -> RateCard:
    return RateCard("c", (Rate("day", "hour", ((60, price),)),))


TEAM = Offer("team", "p", "Team", "care", card(2000), WEEK, workers=tuple(Worker(w, w) for w in ("ann", "bob", "cat")))
MARKET = Market(
    "GBP",
    (BandWindow("day", ("weekday", "saturday", "sunday")),),
    (Provider("p", "P"),),
    (TEAM, Offer("cheap", "p", "Cheap", "care", card(1500), WEEK, min_weekly_minutes=600)),
)
NEED = Need("n", "N", "", ("g",), (Way("care", (60,)),), 2)
BRIEF = Brief("b", "GBP", "2026-01-05", (Goal("g", ""),), (NEED,), purses=(Purse("all", "", 100_000),))


def test_an_offer_whose_least_order_is_not_reached_is_left_alone() -> None:
    plan = baseline(MARKET, BRIEF)
    assert {visit.offer_id for visit in plan.visits} == {"team"}
    assert check(MARKET, BRIEF, plan) == []
    ten = baseline(MARKET, replace(BRIEF, needs=(replace(NEED, times_best=10, times_per_day=2),)))
    assert {visit.offer_id for visit in ten.visits} == {"cheap"}


def test_two_at_once_are_two_different_people_of_one_offer() -> None:
    brief = replace(BRIEF, needs=(replace(NEED, workers_at_once=2),), max_people=MaxPeople("few", "", 2))
    plan = baseline(MARKET, brief)
    assert [len(set(visit.worker_ids)) for visit in plan.visits] == [2, 2]
    assert plan.people_count == 2
    assert check(MARKET, brief, plan) == []


def test_must_haves_come_before_what_weighs_more() -> None:
    must = replace(NEED, id="must", goal_ids=("low",), times_least=2, is_must=True)
    goals = (Goal("g", "", 100), Goal("low", "", 1))
    brief = replace(BRIEF, goals=goals, needs=(NEED, must), purses=(Purse("all", "", 4000),))
    assert {visit.need_id for visit in baseline(MARKET, brief).visits} == {"must"}


def test_pins_come_first_and_one_that_cannot_be_kept_is_reported() -> None:
    brief = replace(BRIEF, pins=(Pin("kept", "n", 3, 600, worker_ids=("bob",)), Pin("lost", "n", 3, 60)))
    plan = baseline(MARKET, brief)
    pinned = [visit for visit in plan.visits if visit.is_pinned]
    assert [(visit.day, visit.start_minute, visit.worker_ids) for visit in pinned] == [(3, 600, ("bob",))]
    assert [reason.rule_ids for need in plan.needs for reason in need.reasons] == [("lost",)]
    assert check(MARKET, brief, plan) == []


def test_choices_take_the_best_that_limits_and_money_allow() -> None:
    small, large = Option("a", "", 10, 100, uses={"x": 1}), Option("b", "", 50, 300, uses={"x": 3})
    options = (small, large, Option("c", "", 90, 99999))
    choices = tuple(Choice(f"c{i}", "", "", ("g",), options, is_must=True) for i in range(3))
    brief = replace(
        BRIEF, needs=(), choices=choices, purses=(Purse("p", "", 1000),), limits=(Limit("x", "", 5),)
    )
    plan = baseline(MARKET, brief)
    assert sorted(line.option_id for line in plan.chosen) == ["a", "a", "b"]
    assert check(MARKET, brief, plan) == []


@pytest.mark.parametrize("size", ["tiny", "town"])
def test_generated_briefs_break_no_rule(size: str) -> None:
    market = generate_market(size, 1)  # type: ignore[arg-type]
    for seed in range(60 if size == "tiny" else 4):
        brief = generate_brief(seed, market, 8 if size == "tiny" else 30, 7 if seed % 3 else 14)
        assert check(market, brief, baseline(market, brief)) == []


def test_the_same_seed_makes_the_same_market_and_brief() -> None:
    assert generate_market("tiny", 3) == generate_market("tiny", 3)
    assert generate_brief(3, generate_market("tiny", 3)) == generate_brief(3, generate_market("tiny", 3))
    assert generate_market("tiny", 3) != generate_market("tiny", 4)
