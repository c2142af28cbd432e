"""The greedy plan: must-haves first, then by weight, each time the cheapest that fits. Fast, safe, never clever.

What every cleverer answer is compared with, and the answer when nothing cleverer is found in time.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from brokerage.optimizer.brief import Brief, Choice, Need, Option, Pin
from brokerage.optimizer.candidates import Candidate, Prepared, prepare
from brokerage.optimizer.carers import Carer
from brokerage.optimizer.greedy_state import GreedyState
from brokerage.optimizer.market import Market
from brokerage.optimizer.plans import (
    Plan,
    cost_of,
    goal_results,
    named,
    need_results,
    paid,
    purse_results,
    score,
)
from brokerage.optimizer.preferences import people_count
from brokerage.optimizer.proposal import Chosen, Proposal, Tier
from brokerage.optimizer.reasons import with_reasons

MOST_ROUNDS = 6
Seat = tuple[Candidate, int, tuple[Carer, ...]]


def baseline(market: Market, brief: Brief, prepared: Prepared | None = None) -> Proposal:
    """A proposal that keeps every hard rule; nothing in it is proven, so its status is "unknown"."""
    began = time.monotonic()
    prepared = prepared or prepare(market, brief)
    proposal = with_reasons(prepared, unproven(prepared, greedy_plan(prepared), "greedy"))
    return replace(proposal, solve_ms=round(1000 * (time.monotonic() - began)))


def unproven(prepared: Prepared, plan: Plan, style: str) -> Proposal:
    """A proposal of a plan of which nothing is proven; an empty one where the purses can't pay for it."""
    market, brief = prepared.market, prepared.brief
    plan = Plan(named(plan.visits, (), brief.pins), plan.chosen)
    plan = paid(market, brief, plan) or Plan((), ())
    counted = score(market, brief, prepared.calendar, prepared.carers, plan)
    values = {
        "must_haves": counted.must_haves, "goals": counted.goals, "preferences": counted.preferences,
        "cost": counted.cost_minor,
    }  # fmt: skip
    return Proposal(
        brief_id=brief.id,
        currency=brief.currency,
        style=style,
        status="unknown",
        tiers=tuple(Tier(name, value, None, None, "unknown") for name, value in values.items()),  # type: ignore[arg-type]
        visits=plan.visits,
        chosen=plan.chosen,
        needs=need_results(brief, plan),
        goals=goal_results(brief, market, plan),
        purses=purse_results(brief, plan),
        cost_minor=cost_of(plan),
        people_count=people_count(plan.visits, {offer.id: offer for offer in market.offers}),
        candidates_count=len(prepared.candidates),
    )


def greedy_plan(prepared: Prepared) -> Plan:
    """Visits (without ids and payers) and options that keep every hard rule.

    An offer whose least order was not reached is left out and everything begins anew; after a few rounds, every
    offer with a least order is.
    """
    blocked: frozenset[tuple[str, int]] = frozenset()
    state = _filled(prepared, blocked)
    for _ in range(MOST_ROUNDS):
        missed = state.too_few_hours()
        if not missed:
            return _plan(state)
        blocked |= missed
        state = _filled(prepared, blocked)
    offers = [offer for offer in prepared.market.offers if offer.min_weekly_minutes]
    return _plan(_filled(prepared, frozenset((offer.id, week) for offer in offers for week in (0, 1))))


def _plan(state: GreedyState) -> Plan:
    lines = [Chosen(choice_id, option.id, option.price_minor) for choice_id, option in state.options.items()]
    order = {choice.id: i for i, choice in enumerate(state.prepared.brief.choices)}
    return Plan(state.visits(), tuple(sorted(lines, key=lambda line: order[line.choice_id])))


def _filled(prepared: Prepared, blocked: frozenset[tuple[str, int]]) -> GreedyState:
    state, brief = GreedyState(prepared, blocked), prepared.brief
    by_need = _by_need(state.prepared)
    for pin in brief.pins:
        _keep_pin(state, pin, by_need)
    musts = [i for i, need in enumerate(brief.needs) if need.is_must]
    for index in sorted(musts, key=lambda i: (len(by_need[i]), i)):
        while state.times[index] < brief.needs[index].times_least and _add_one(state, by_need[index]):
            pass
    _choose(state, [choice for choice in brief.choices if choice.is_must])
    weights = {goal.id: goal.weight for goal in brief.goals}
    wanted = sorted(range(len(brief.needs)), key=lambda i: -_weight(brief.needs[i], weights))
    open_needs = [i for i in wanted if _weight(brief.needs[i], weights) > 0]
    while open_needs:
        open_needs = [i for i in open_needs if _add_one(state, by_need[i])]
    _choose(state, [choice for choice in brief.choices if not choice.is_must])
    _upgrade(state, brief, weights)
    return state


def _by_need(prepared: Prepared) -> list[list[Candidate]]:
    """Candidates per need, the best bargain first."""
    groups: list[list[Candidate]] = [[] for _ in prepared.brief.needs]
    for candidate in prepared.candidates:
        groups[candidate.need].append(candidate)
    for group in groups:
        group.sort(key=lambda c: (Fraction(c.price_minor, max(1, c.effect)), -c.effect, c.index))
    return groups


def _weight(item: Need | Choice, weights: dict[str, int]) -> int:
    return sum(weights.get(goal_id, 0) for goal_id in item.goal_ids)


def _keep_pin(state: GreedyState, pin: Pin, by_need: list[list[Candidate]]) -> None:
    index = next((i for i, need in enumerate(state.prepared.brief.needs) if need.id == pin.need_id), None)
    if index is not None:
        group = [c for c in by_need[index] if c.day == pin.day and _fits_pin(c, pin)]
        _add_one(state, group, pin)


def _fits_pin(candidate: Candidate, pin: Pin) -> bool:
    carer = candidate.carer
    return (
        pin.duration_minutes in (None, candidate.duration)
        and pin.offer_id in (None, carer.offer.id if carer.offer is not None else "")
        and pin.arrangement_id in (None, carer.arrangement.id if carer.arrangement is not None else "")
        and (not pin.worker_ids or carer.worker is not None)
    )


def _add_one(state: GreedyState, group: list[Candidate], pin: Pin | None = None) -> bool:
    """Take the first seat that fits; where people are few, one that brings nobody new if there is any."""
    seats = open_seats(state, group, pin)
    best = next(seats, None)
    if best is None:
        return False
    if state.prepared.brief.max_people is not None and state.new_people(best[2]):
        best = next((seat for seat in seats if not state.new_people(seat[2])), best)
    state.put(*best)
    return True


def open_seats(state: GreedyState, group: list[Candidate], pin: Pin | None = None) -> Iterator[Seat]:
    """Candidates of the group that still fit, each with its first free start and who comes."""
    masks = state.prepared.masks
    for candidate in group:
        if not state.fits(candidate):
            continue
        starts = state.free_starts(candidate)
        if pin is not None and pin.start_minute is not None:
            starts &= masks.exact((pin.start_minute,))
        if starts:
            seat = _team(state, candidate, starts, group, pin)
            if seat is not None and state.has_room_for_people(seat[2]):
                yield seat


def _team(
    state: GreedyState, candidate: Candidate, starts: int, group: list[Candidate], pin: Pin | None
) -> Seat | None:
    """The candidate with as many colleagues as come at once, at the first start that suits them all."""
    masks = state.prepared.masks
    count = state.need(candidate).workers_at_once if candidate.carer.worker is not None else 1
    wanted = set(pin.worker_ids) if pin is not None else set()
    if count == 1:
        return (candidate, masks.minutes(starts)[0], (candidate.carer,)) if wanted <= _ids([candidate.carer]) else None
    mates = [c for c in group if c is not candidate and _goes_with(c, candidate)]
    mates.sort(key=lambda c: (not _ids([c.carer]) <= wanted, c.carer.person not in state.people))
    for minute in masks.minutes(starts):
        bit = masks.exact((minute,))
        team = [candidate.carer, *(c.carer for c in mates if c.starts & bit)][:count]
        if len(team) == count and wanted <= _ids(team):
            return candidate, minute, tuple(team)
    return None


def _goes_with(one: Candidate, other: Candidate) -> bool:
    return (
        one.carer.offer is other.carer.offer
        and one.carer.person != other.carer.person
        and (one.day, one.duration, one.price_minor, one.effect)
        == (other.day, other.duration, other.price_minor, other.effect)
    )


def _ids(team: Iterable[Carer]) -> set[str]:
    return {carer.worker.id for carer in team if carer.worker is not None}


def _choose(state: GreedyState, choices: list[Choice]) -> None:
    """The option that draws least, of each choice: whatever comes later finds most left."""
    banned = {ban.target_id for ban in state.prepared.brief.bans if ban.target == "category"}
    for choice in choices:
        options = [option for option in choice.options if option.category not in banned]
        for option in sorted(options, key=lambda option: (_draw(state, option), -option.value_points)):
            if (option.value_points or choice.is_must) and state.choose(choice, option):
                break


def _draw(state: GreedyState, option: Option) -> Fraction:
    """What share of money and limits an option draws, summed."""
    brief = state.prepared.brief
    money = sum(purse.amount_minor for purse in brief.purses)
    limits = {limit.id: limit.capacity for limit in brief.limits}
    shares = [Fraction(amount, max(1, limits.get(name, 1))) for name, amount in option.uses.items() if name in limits]
    return sum(shares, Fraction(option.price_minor, max(1, money)))


def _upgrade(state: GreedyState, brief: Brief, weights: dict[str, int]) -> None:
    """Better options for what is left over, the most value for what they draw first."""
    banned = {ban.target_id for ban in brief.bans if ban.target == "category"}
    better = []
    for choice in brief.choices:
        weight = _weight(choice, weights)
        now = state.options.get(choice.id)
        have, drawn = (now.value_points, _draw(state, now)) if now is not None else (0, Fraction(0))
        for option in choice.options:
            gain = weight * (option.value_points - have)
            if gain > 0 and option.category not in banned:
                more = max(Fraction(1, 10**9), _draw(state, option) - drawn)
                better.append((gain * 10**9 // more, choice, option))
    for _, choice, option in sorted(better, key=lambda item: -item[0]):
        now = state.options.get(choice.id)
        if now is None or option.value_points > now.value_points:
            state.choose(choice, option)
