"""What holds for every brief: no rule broken, never worse than greedy, more money never hurts, pins and edits hold.

A few dozen made-up briefs in the daily run; `make soak` takes ten thousand (BROKERAGE_SOAK_BRIEFS says how many).
"""

import os
from dataclasses import replace
from functools import cache

import pytest

from brokerage.optimizer.attainment import must_haves_wanted
from brokerage.optimizer.baseline import baseline
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.brief_rules import rules_of
from brokerage.optimizer.check import check
from brokerage.optimizer.clash import clashes, narrowed
from brokerage.optimizer.edits import BanTarget, Edit, Keep, LiftRule, Remove, SetMaxPeople, SetPurse, SetWeight
from brokerage.optimizer.feasible import feasibility
from brokerage.optimizer.generate import generate_market
from brokerage.optimizer.generate_brief import generate_brief
from brokerage.optimizer.market import Market
from brokerage.optimizer.plans import Plan, broken_pins
from brokerage.optimizer.proposal import Proposal
from brokerage.optimizer.revise import revise
from brokerage.optimizer.search import Params
from brokerage.optimizer.solve import propose
from brokerage.optimizer.validate_brief import validate_brief
from brokerage.optimizer.validate_market import validate_market

MARKETS = 5
QUICK = Params(workers=1, time_limit_seconds=2.0, max_effort=0.12)
DAILY = range(120)
SOAK = range(1000, 1000 + int(os.environ.get("BROKERAGE_SOAK_BRIEFS", "10000")))
Rank = tuple[int, int, int]


@cache
def market(number: int) -> Market:
    return generate_market("tiny", number)


def case(seed: int) -> tuple[Market, Brief]:
    chosen = market(seed % MARKETS)
    return chosen, generate_brief(seed, chosen, 4 + seed % 9, (7, 7, 5, 10)[seed % 4])


def rank(brief: Brief, proposal: Proposal) -> Rank:
    """Pins kept, must-haves, goals: what money, and nothing but money, may only raise."""
    values = {tier.name: tier.value for tier in proposal.tiers}
    kept = len(brief.pins) - len(broken_pins(brief.pins, proposal.visits))
    return kept, values["must_haves"], values["goals"]


def best_rank(brief: Brief, proposal: Proposal) -> Rank:
    """The same by what is proven: no plan can do better."""
    tiers = {tier.name: tier for tier in proposal.tiers}
    musts, goals = tiers["must_haves"], tiers["goals"]
    most_musts = must_haves_wanted(brief) if musts.bound is None else musts.bound
    most_goals = sum(1000 * goal.weight for goal in brief.goals)
    if most_musts == musts.value and goals.bound is not None:
        most_goals = goals.bound
    return len(brief.pins), most_musts, most_goals


def an_edit(seed: int, brief: Brief, proposal: Proposal) -> Edit:
    """One of the things that people do to a plan."""
    visits = proposal.visits
    purse = brief.purses[0]
    edits: list[Edit] = [
        SetPurse(purse.id, purse.amount_minor // 2),
        SetWeight(brief.goals[0].id, 100 - brief.goals[0].weight),
        SetMaxPeople(2),
    ]
    if brief.bans:
        edits.append(LiftRule(brief.bans[0].id))
    if visits:
        edits += [Keep((visits[0].id,)), Remove((visits[-1].id,))]
    if visits and visits[0].provider_id is not None:
        edits.append(BanTarget("provider", visits[0].provider_id, "Never again"))
    return edits[seed % len(edits)]


def hold_all_rules(seed: int) -> None:
    """One made-up brief put through everything."""
    on_sale, brief = case(seed)
    greedy, proposal = baseline(on_sale, brief), propose(on_sale, brief, QUICK)
    assert check(on_sale, brief, greedy) == []
    assert check(on_sale, brief, proposal) == []
    assert rank(brief, proposal) >= rank(brief, greedy)
    richer = replace(brief, purses=tuple(replace(p, amount_minor=p.amount_minor * 3 // 2) for p in brief.purses))
    rich = propose(on_sale, richer, QUICK)
    assert check(on_sale, richer, rich) == []
    if proposal.status == rich.status == "optimal":
        assert rank(richer, rich) >= rank(brief, proposal)
    assert rank(brief, proposal) <= best_rank(richer, rich)
    revised = revise(on_sale, brief, proposal, [an_edit(seed, brief, proposal)], QUICK)
    assert check(on_sale, revised.brief, revised.proposal) == []


@pytest.mark.parametrize("group", range(15))
def test_no_made_up_brief_breaks_a_rule_or_a_promise(group: int) -> None:
    for seed in DAILY[group::15]:
        hold_all_rules(seed)


@pytest.mark.soak
@pytest.mark.parametrize("group", range(100))
def test_no_brief_of_ten_thousand_breaks_a_rule_or_a_promise(group: int) -> None:
    for seed in SOAK[group::100]:
        hold_all_rules(seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2000, 2300))
def test_clashes_verify_for_hundreds_of_briefs(seed: int) -> None:
    on_sale, brief = case(seed)
    rules = rules_of(on_sale, brief)
    for clash in clashes(on_sale, brief, limit=2, with_repairs=False):
        assert feasibility(on_sale, narrowed(brief, rules, clash.rules)).is_met is not True
        for rule in clash.rules if clash.is_minimal else ():
            rest = [other for other in clash.rules if other is not rule]
            assert feasibility(on_sale, narrowed(brief, rules, rest)).is_met is not False


@pytest.mark.parametrize("number", range(MARKETS))
def test_what_is_made_up_is_fit_to_solve(number: int) -> None:
    assert validate_market(market(number)) == []
    for seed in range(number, 40, MARKETS):
        on_sale, brief = case(seed)
        assert [problem for problem in validate_brief(brief, on_sale) if not problem.is_warning] == []


def test_the_same_seed_gives_the_same_plan() -> None:
    on_sale, brief = case(11)
    first, again = propose(on_sale, brief, QUICK), propose(on_sale, brief, QUICK)
    assert replace(first, solve_ms=0) == replace(again, solve_ms=0)


def test_a_pin_taken_from_a_plan_holds() -> None:
    on_sale, brief = case(7)
    plan = propose(on_sale, brief, QUICK)
    kept = revise(on_sale, brief, plan, [Keep(tuple(visit.id for visit in plan.visits))], QUICK)
    assert Plan(kept.proposal.visits, ()).visits != ()
    assert broken_pins(kept.brief.pins[len(brief.pins) :], kept.proposal.visits) == []
