"""What a proposal says of itself: totals, needs, goals, purses and tiers equal their recomputation."""

from collections import Counter

from brokerage.optimizer.attainment import (
    attained_permille,
    enough_points,
    goal_points,
    goals_value,
    must_haves_value,
    visit_points,
)
from brokerage.optimizer.check_facts import Facts, Found
from brokerage.optimizer.check_money import spent_by_purse
from brokerage.optimizer.check_together import people_count
from brokerage.optimizer.proposal import Violation


def result_faults(facts: Facts) -> Found:
    """Faults of the figures that a proposal carries."""
    proposal = facts.proposal
    cost = sum(visit.price_minor for visit in proposal.visits) + sum(line.price_minor for line in proposal.chosen)
    if proposal.cost_minor != cost:
        yield Violation("cost_total", f"Says {proposal.cost_minor}, the lines sum to {cost}.")
    if proposal.people_count != people_count(facts):
        yield Violation("people_total", f"Says {proposal.people_count} people, {people_count(facts)} come.")
    yield from _need_faults(facts)
    yield from _goal_faults(facts)
    yield from _purse_faults(facts)
    yield from _tier_faults(facts, cost)


def _need_faults(facts: Facts) -> Found:
    times = Counter(visit.need_id for visit in facts.visits)
    if [result.need_id for result in facts.proposal.needs] != [need.id for need in facts.brief.needs]:
        yield Violation("need_result", "Not one result for each need, in the order of the brief.")
        return
    for need, result in zip(facts.brief.needs, facts.proposal.needs, strict=True):
        says = (result.times, result.times_best, result.times_least)
        if says != (times[need.id], need.times_best, need.times_least):
            yield Violation("need_result", f"{need.title}: says {says[0]} times, has {times[need.id]}.", need.id)


def permille_by_goal(facts: Facts) -> dict[str, int]:
    """How far each goal is met, by the definition."""
    points = visit_points(facts.brief, facts.offers, facts.visits, facts.banned_categories)
    by_goal = goal_points(facts.brief, points, facts.proposal.chosen)
    goals = facts.brief.goals
    return {goal.id: attained_permille(by_goal[goal.id], enough_points(facts.brief, goal)) for goal in goals}


def _goal_faults(facts: Facts) -> Found:
    due = permille_by_goal(facts)
    says = {result.goal_id: result.attained_permille for result in facts.proposal.goals}
    if len(says) != len(facts.proposal.goals) or set(says) != set(due):
        yield Violation("goal_result", "Not one result for each goal.")
        return
    for goal_id, permille in due.items():
        if says[goal_id] != permille:
            yield Violation("goal_result", f"Says {says[goal_id]}, by the visits {permille} of 1000.", goal_id)


def _purse_faults(facts: Facts) -> Found:
    spent = spent_by_purse(facts)
    says = {r.purse_id: (r.amount_minor, r.spent_minor, r.left_minor) for r in facts.proposal.purses}
    due = {
        purse.id: (purse.amount_minor, spent.get(purse.id, 0), purse.amount_minor - spent.get(purse.id, 0))
        for purse in facts.brief.purses
    }
    for purse_id in sorted(set(says) | set(due)):
        if says.get(purse_id) != due.get(purse_id):
            yield Violation("purse_result", f"Says {says.get(purse_id)}, by the lines {due.get(purse_id)}.", purse_id)


def _tier_faults(facts: Facts, cost: int) -> Found:
    times = Counter(visit.need_id for visit in facts.visits)
    chosen = {line.choice_id for line in facts.proposal.chosen}
    due = {
        "must_haves": must_haves_value(facts.brief, times, chosen),
        "goals": goals_value(facts.brief, permille_by_goal(facts)),
        "cost": cost,
    }
    for tier in facts.proposal.tiers:
        if tier.name in due and tier.value != due[tier.name]:
            yield Violation("tier", f"The tier {tier.name} says {tier.value}, it is {due[tier.name]}.", tier.name)
