"""Why this, why not that, what is missing and what it would take: answers with figures, each from a real solve."""

from dataclasses import replace

import pytest

from brokerage.optimizer.apply import apply
from brokerage.optimizer.brief import Arrangement, Ban, Brief, Exclusion, Goal, MaxPeople, Need, Purse, Way, Window
from brokerage.optimizer.edits import LiftRule, SetMaxPeople, SetPurse
from brokerage.optimizer.explain import Question, price_of_wish, unmet, why, why_not
from brokerage.optimizer.generate import generate_market
from brokerage.optimizer.generate_brief import generate_brief
from brokerage.optimizer.market import BandWindow, Market, Offer, Provider, Rate, RateCard, Slot, Worker
from brokerage.optimizer.search import Params
from brokerage.optimizer.solve import propose

DAYS = tuple(Slot(day, 480, 720) for day in range(7))


def card(price: int) -> RateCard:
    return RateCard("c", (Rate("day", "hour", ((60, price),)),))


def offer(offer_id: str, category: str, price: int, worker: str, area: str = "") -> Offer:
    areas = (area,) if area else ()
    workers = (Worker(worker, worker),)
    return Offer(offer_id, f"p-{offer_id}", offer_id, category, card(price), DAYS, areas=areas, workers=workers)


CHEAP, DEAR = offer("cheap", "care", 2000, "ann"), offer("dear", "care", 3000, "bob")
OFFERS = (CHEAP, DEAR, offer("far", "care", 1000, "cat", "south"))
MARKET = Market(
    "GBP",
    (BandWindow("day", ("weekday", "saturday", "sunday")),),
    (*(Provider(o.provider_id, o.id, 1000) for o in OFFERS), Provider("p-fun", "Fun", 1000)),
    (*OFFERS, offer("fun", "fun", 1500, "dan")),
)
CARE = Need("care", "Care", "I need a wash", ("well",), (Way("care", (60,)),), 2, windows=(Window((0, 1)),))
FUN = Need("fun", "Fun", "I like company", ("happy",), (Way("fun", (60,)),), 2)
BRIEF = Brief(
    "b", "GBP", "2026-01-05", (Goal("well", "Be well", 80), Goal("happy", "Be happy", 20)), (CARE, FUN),
    purses=(Purse("all", "Budget", 7000),), area="north",
)  # fmt: skip
PLAN = propose(MARKET, BRIEF)


def test_a_line_names_its_goal_and_what_the_next_best_would_cost() -> None:
    visit = next(visit for visit in PLAN.visits if visit.need_id == "care")
    answer = why(MARKET, BRIEF, PLAN, visit.id)
    assert (answer.goal_ids, answer.sentences) == (("well",), ("I need a wash", "Be well"))
    assert answer.runner_up is None or answer.runner_up.worker_ids == ("bob",)
    rich = replace(BRIEF, purses=(Purse("all", "Budget", 20000),))
    plan = propose(MARKET, rich)
    answer = why(MARKET, rich, plan, next(v.id for v in plan.visits if v.need_id == "care"))
    assert answer.runner_up is not None
    assert answer.price is not None
    assert (answer.runner_up.worker_ids, answer.price.cost_minor, answer.price.goals) == (("bob",), 1000, 0)
    assert answer.price.is_proven
    assert "10.00 GBP more" in answer.text


def test_where_nobody_else_could_come_the_loss_is_named() -> None:
    visit = next(visit for visit in PLAN.visits if visit.need_id == "fun")
    only = replace(BRIEF, needs=(CARE, replace(FUN, windows=(Window((visit.day,)),), times_best=1)))
    plan = propose(MARKET, only)
    answer = why(MARKET, only, plan, next(v.id for v in plan.visits if v.need_id == "fun"))
    assert answer.runner_up is None
    assert answer.price is not None
    assert answer.price.permille_by_goal == {"happy": -1000}
    assert "Nobody else" in answer.text


def test_own_help_and_a_need_twice_a_day_are_explained_too() -> None:
    mum = Arrangement("mum", "Mum", "", ("care",), DAYS, 600, "2026-12-31")
    brief = replace(BRIEF, needs=(replace(CARE, times_per_day=2, windows=(Window((0,)),)),), arrangements=(mum,))
    plan = propose(MARKET, brief)
    assert [visit.arrangement_id for visit in plan.visits] == ["mum", "mum"]
    assert why(MARKET, brief, plan, plan.visits[0].id).runner_up is not None


def test_an_unknown_visit_or_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        why(MARKET, BRIEF, PLAN, "nothing")
    with pytest.raises(KeyError):
        price_of_wish(MARKET, BRIEF, PLAN, "nothing")


def test_what_is_asked_for_and_possible_has_its_price() -> None:
    answer = why_not(MARKET, BRIEF, PLAN, Question("worker", "bob"))
    assert answer.is_possible
    assert answer.price is not None
    assert answer.price.is_worse
    assert answer.price.is_proven
    assert answer.proposal is not None
    assert "bob" in [worker for visit in answer.proposal.visits for worker in visit.worker_ids]
    at_ten = why_not(MARKET, BRIEF, PLAN, Question("time", need_id="care", day=1, start_minute=600))
    assert at_ten.proposal is not None
    assert (1, 600) in [(visit.day, visit.start_minute) for visit in at_ten.proposal.visits]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question("provider", "nobody"), "no such offer"),
        (Question("category", "moon"), "no such offer"),
        (Question("offer", "far"), "does not come to north"),
        (Question("offer", "cheap", need_id="fun"), "not a kind of help"),
        (Question("time", need_id="care", day=1, start_minute=900), "not to be had then"),
    ],
)
def test_what_the_market_does_not_have_is_said(question: Question, words: str) -> None:
    answer = why_not(MARKET, BRIEF, PLAN, question)
    assert (answer.is_possible, answer.rules) == (False, ())
    assert words in answer.text


def test_what_the_persons_own_words_forbid_is_answered_with_the_fewest_of_them() -> None:
    brief = replace(
        BRIEF,
        bans=(Ban("no dear", "Too dear for me", "provider", "p-dear"), Ban("no fun", "", "provider", "p-fun")),
        exclusions=(Exclusion("not monday", "care", 0),),
    )
    plan = propose(MARKET, brief)
    answer = why_not(MARKET, brief, plan, Question("worker", "bob"))
    assert (answer.is_possible, [rule.rule_id for rule in answer.rules]) == (False, ["no dear"])
    both = why_not(MARKET, brief, plan, Question("worker", "bob", day=0))
    assert {rule.rule_id for rule in both.rules} == {"no dear", "not monday"}


def test_what_clashes_with_must_haves_or_money_is_answered_with_the_clash() -> None:
    poor = replace(BRIEF, purses=(Purse("all", "Budget", 2500),))
    answer = why_not(MARKET, poor, propose(MARKET, poor), Question("offer", "dear"))
    assert not answer.is_possible
    assert [rule.key for rule in answer.rules] == [("money", "all")]


def test_what_is_missing_names_its_reason_and_the_least_that_frees_it() -> None:
    assert unmet(MARKET, BRIEF, PLAN) == ()
    nearly = replace(BRIEF, purses=(Purse("all", "Budget", 6400),))
    plan = propose(MARKET, nearly)
    [short] = unmet(MARKET, nearly, plan)
    assert (short.need_id, short.missing) == ("fun", 1)
    assert short.reason is not None
    assert short.reason.code == "money"
    assert short.freed_by is not None
    assert short.freed_by.edit == SetPurse("all", 7000)
    freed = propose(MARKET, apply(nearly, plan, short.freed_by.edit))
    assert len(freed.visits) == len(plan.visits) + 1


def test_one_more_person_or_a_lifted_ban_may_free_a_need() -> None:
    rich = replace(BRIEF, purses=(Purse("all", "Budget", 90000),))
    few = replace(rich, max_people=MaxPeople("few", "", 1))
    freed = [short.freed_by.edit for short in unmet(MARKET, few, propose(MARKET, few)) if short.freed_by is not None]
    assert SetMaxPeople(2) in freed
    banned = replace(rich, bans=(Ban("no fun", "", "provider", "p-fun"),))
    [short] = unmet(MARKET, banned, propose(MARKET, banned))
    assert short.freed_by is not None
    assert short.freed_by.edit == LiftRule("no fun")


def test_the_price_of_a_wish_is_what_the_plan_gains_without_it() -> None:
    rich = replace(BRIEF, purses=(Purse("all", "Budget", 90000),), bans=(Ban("no cheap", "Not Ann", "worker", "ann"),))
    price = price_of_wish(MARKET, rich, propose(MARKET, rich), "no cheap")
    assert (price.without_it.cost_minor, price.without_it.goals, price.without_it.is_proven) == (-2000, 0, True)
    assert price.text == "Without “Not Ann”: 20.00 GBP less, goals the same, liked as much."


@pytest.mark.parametrize("seed", range(6))
def test_generated_plans_can_be_asked_about(seed: int) -> None:
    market = generate_market("tiny", 1)
    brief = generate_brief(seed, market, 8)
    plan = propose(market, brief, Params(time_limit_seconds=3, workers=1))
    for visit in plan.visits[:2]:
        answer = why(market, brief, plan, visit.id)
        assert answer.price is not None
        if answer.price.is_proven:
            assert answer.price.must_haves < 0 or answer.price.is_worse or answer.price.cost_minor >= 0
    for short in unmet(market, brief, plan):
        assert short.missing > 0
    asked = why_not(market, brief, plan, Question("category", "class"))
    assert asked.is_possible == (asked.proposal is not None)
