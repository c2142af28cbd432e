"""Clashes: the smallest sets of wishes that can't all be had, and changes that really resolve them."""

from dataclasses import replace

import pytest

from brokerage.optimizer.apply import apply
from brokerage.optimizer.brief import Ban, Brief, Gap, Goal, MaxPeople, Need, Pin, Purse, Way, Window, WorkerWish
from brokerage.optimizer.brief_rules import minutes, rules_of, without
from brokerage.optimizer.clash import clashes, narrowed
from brokerage.optimizer.edits import LiftRule, SetMaxPeople, SetPurse, SetTimes, SetWindows
from brokerage.optimizer.feasible import feasibility
from brokerage.optimizer.generate import generate_market
from brokerage.optimizer.generate_brief import generate_brief
from brokerage.optimizer.market import BandWindow, BlockDiscount, Market, Offer, Provider, Rate, RateCard, Slot, Worker
from brokerage.optimizer.repairs import NO_PROPOSAL

CARD = RateCard("c", (Rate("day", "hour", ((60, 2000),)),))
DAYS = tuple(Slot(day, 480, 1200) for day in range(7))
ANN = Worker("ann", "Ann", ("hoist",), gender="female")
BOB = Worker("bob", "Bob", gender="male")
MARKET = Market(
    "GBP",
    (BandWindow("day", ("weekday", "saturday", "sunday")),),
    (Provider("p", "Meadow"), Provider("q", "Brook")),
    (
        Offer("care", "p", "Care", "care", CARD, DAYS, workers=(ANN,)),
        Offer("clean", "q", "Cleaning", "clean", CARD, DAYS, workers=(BOB,)),
    ),
)
CARE = Need("care", "Care", "I need a wash", ("g",), (Way("care", (60,)),), 5, 3, is_must=True)
CLEAN = Need("clean", "Cleaning", "I like it clean", ("g",), (Way("clean", (60,)),), 2, 1, is_must=True)
PURSE = Purse("all", "Budget", 20000, sentence="That is all there is")
BRIEF = Brief("b", "GBP", "2026-01-05", (Goal("g", ""),), (CARE, CLEAN), purses=(PURSE,))


def keys(brief: Brief, market: Market = MARKET, limit: int = 5) -> list[set[tuple[str, str]]]:
    return [{rule.key for rule in clash.rules} for clash in clashes(market, brief, limit, with_repairs=False)]


def test_wishes_that_can_all_be_had_do_not_clash() -> None:
    assert clashes(MARKET, BRIEF) == ()


def test_money_clashes_with_the_must_haves_it_cannot_pay_and_the_least_more_is_named() -> None:
    poor = replace(BRIEF, purses=(replace(PURSE, amount_minor=6000),))
    [clash] = clashes(MARKET, poor)
    assert {rule.key for rule in clash.rules} == {("must_have", "care"), ("must_have", "clean"), ("money", "all")}
    assert "That is all there is" in [rule.sentence for rule in clash.rules]
    assert clash.is_minimal
    money = next(repair for repair in clash.repairs if isinstance(repair.edit, SetPurse))
    assert (money.edit, money.figures) == (SetPurse("all", 8000), {"more_minor": 2000})
    assert money.text == "20 GBP more in Budget"
    assert clash.repairs[0] == money
    assert [repair.edit for repair in clash.repairs[1:]] == [SetTimes("care", 5, 2), SetTimes("clean", 2, 0)]


def test_people_clash_with_needs_that_different_people_serve() -> None:
    few = replace(BRIEF, max_people=MaxPeople("few", "Only one face", 1))
    [clash] = clashes(MARKET, few)
    assert {rule.key for rule in clash.rules} == {("must_have", "care"), ("must_have", "clean"), ("max_people", "few")}
    assert clash.repairs[0].edit == SetMaxPeople(2, "Only one face")
    assert clash.repairs[0].resolves_all


def test_a_ban_and_a_wish_clash_each_by_itself_and_every_clash_is_named() -> None:
    brief = replace(
        BRIEF,
        bans=(Ban("no meadow", "Never them again", "provider", "p"),),
        worker_wishes=(WorkerWish("woman", "A woman", "gender", "female", ("clean",), True),),
    )
    found = keys(brief)
    assert {("must_have", "care"), ("ban", "no meadow")} in found
    assert {("must_have", "clean"), ("worker_wish", "woman")} in found
    assert len(found) == 2
    first = clashes(MARKET, brief)[0]
    assert LiftRule("no meadow") in [repair.edit for repair in first.repairs]
    assert not any(repair.resolves_all for repair in first.repairs)


def test_a_window_too_early_is_widened_by_as_little_as_helps() -> None:
    early = replace(BRIEF, needs=(replace(CARE, windows=(Window((0, 1, 2), 360, 500),)), CLEAN))
    [clash] = clashes(MARKET, early)
    assert {rule.key for rule in clash.rules} == {("must_have", "care"), ("window", "care")}
    assert "Care between 06:00 and 08:20 on Monday, Tuesday, Wednesday" in clash.text
    wider = SetWindows("care", (Window((0, 1, 2), 360, 560),))
    assert (clash.repairs[0].edit, clash.repairs[0].figures) == (wider, {"minutes": 60})


def test_pins_gaps_skills_and_two_at_once_are_rules_too() -> None:
    pins = (Pin("pin 1", "care", 0, 480), Pin("pin 2", "clean", 0, 540))
    apart = replace(BRIEF, pins=pins, gaps=(Gap("rest", "I rest", ("care", "clean"), 30),))
    assert {("pin", "pin 1"), ("pin", "pin 2"), ("gap", "rest")} in keys(apart)
    double = replace(BRIEF, needs=(replace(CARE, workers_at_once=2), CLEAN))
    assert keys(double) == [{("must_have", "care"), ("two_at_once", "care")}]
    skilled = replace(BRIEF, needs=(CARE, replace(CLEAN, skills=("hoist",))))
    assert keys(skilled) == [{("must_have", "clean"), ("skill", "clean")}]
    twice = replace(CARE, times_least=2, times_per_day=2, gap_minutes=900, windows=(Window((0,)),))
    assert {("must_have", "care"), ("window", "care"), ("need_gap", "care")} in keys(replace(BRIEF, needs=(twice,)))


def test_what_nobody_sells_clashes_with_itself_alone() -> None:
    missing = replace(CARE, ways=(Way("moon", (60,)),))
    [clash] = clashes(MARKET, replace(BRIEF, needs=(missing,)))
    assert clash.text == "This can't be had: Care at least 3 times."
    assert [repair.edit for repair in clash.repairs] == [SetTimes("care", 5, 0)]


def test_a_discount_or_least_order_that_wishes_help_to_reach_is_no_clash() -> None:
    card = replace(MARKET.offers[0], min_weekly_minutes=300)
    assert clashes(replace(MARKET, offers=(card, MARKET.offers[1])), BRIEF) == ()
    cheaper = replace(MARKET.offers[0], discount=BlockDiscount(240, 50))
    tight = replace(BRIEF, needs=(CARE,), purses=(Purse("all", "", 5000),))
    assert clashes(replace(MARKET, offers=(cheaper,)), tight) == ()
    assert len(clashes(MARKET, tight)) == 1


def test_rules_can_be_dropped_one_by_one_until_none_is_left() -> None:
    brief = generate_brief(8, generate_market("tiny", 1))
    market = generate_market("tiny", 1)
    rules = rules_of(market, brief)
    left = rules_of(market, without(brief, {rule.key for rule in rules}))
    assert {rule.kind for rule in left} <= {"limit", "money", "window"}
    assert minutes(90) == "1 hour 30 minutes"
    assert minutes(0) == "0 minutes"


@pytest.mark.parametrize("seed", range(6, 36))
def test_every_clash_of_a_generated_brief_verifies(seed: int) -> None:
    market = generate_market("tiny", 1)
    brief = generate_brief(seed, market, 8)
    found = clashes(market, brief, limit=2)
    assert bool(found) == (feasibility(market, brief).is_met is False)
    rules = rules_of(market, brief)
    for clash in found:
        assert clash.is_minimal
        assert feasibility(market, narrowed(brief, rules, clash.rules)).is_met is False
        for rule in clash.rules:
            rest = [other for other in clash.rules if other is not rule]
            assert feasibility(market, narrowed(brief, rules, rest)).is_met is True
        for repair in clash.repairs:
            repaired = apply(narrowed(brief, rules, clash.rules), NO_PROPOSAL, repair.edit)
            assert feasibility(market, repaired).is_met is True
            assert repair.resolves_all == (feasibility(market, apply(brief, NO_PROPOSAL, repair.edit)).is_met is True)
