"""A plan as plain lines, its score tier by tier, and the full answer made of it. No solver here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from brokerage.optimizer import attainment
from brokerage.optimizer.brief import Brief, Pin
from brokerage.optimizer.calendar import Calendar
from brokerage.optimizer.carers import Carer
from brokerage.optimizer.market import Market, Offer
from brokerage.optimizer.money import share_out
from brokerage.optimizer.preferences import (
    PREFERRED_TIME,
    carer_points,
    habits_points,
    is_preferred,
    reliability_of,
)
from brokerage.optimizer.proposal import Chosen, GoalResult, NeedResult, PurseResult, Visit

SAME_VISIT = 3
SAME_CARER = 1
Placing = tuple[str, int, int, int, str | None, tuple[str, ...], str | None]


@dataclass(frozen=True, slots=True)
class Score:
    """The value of every tier. `pins_kept` stands above all; `disturbance` and `cost_minor` are better lower."""

    pins_kept: int
    must_haves: int
    goals: int
    disturbance: int
    preferences: int
    cost_minor: int

    @property
    def rank(self) -> tuple[int, int, int, int, int, int]:
        """Comparable: greater is better."""
        return (
            self.pins_kept, self.must_haves, self.goals, -self.disturbance, self.preferences, -self.cost_minor,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """Visits and options without results."""

    visits: tuple[Visit, ...]
    chosen: tuple[Chosen, ...]


def score(
    market: Market, brief: Brief, calendar: Calendar, carers: Sequence[Carer], plan: Plan, before: Sequence[Visit] = ()
) -> Score:
    """Every tier of a plan, from its lines alone."""
    offers = {offer.id: offer for offer in market.offers}
    times = Counter(visit.need_id for visit in plan.visits)
    return Score(
        pins_kept=len(brief.pins) - len(broken_pins(brief.pins, plan.visits)),
        must_haves=attainment.must_haves_value(brief, times, [c.choice_id for c in plan.chosen]),
        goals=attainment.goals_value(brief, goal_permille(brief, offers, plan)),
        disturbance=disturbance(before, plan.visits),
        preferences=_preferences(market, brief, calendar, carers, plan.visits, offers),
        cost_minor=cost_of(plan),
    )


def cost_of(plan: Plan) -> int:
    """What the plan costs in the horizon, in minor units."""
    return sum(v.price_minor for v in plan.visits) + sum(c.price_minor for c in plan.chosen)


def goal_permille(brief: Brief, offers: dict[str, Offer], plan: Plan) -> dict[str, int]:
    """How far each goal is met, 0 to 1000."""
    banned = frozenset(ban.target_id for ban in brief.bans if ban.target == "category")
    points = attainment.goal_points(brief, attainment.visit_points(brief, offers, plan.visits, banned), plan.chosen)
    return {
        goal.id: attainment.attained_permille(points[goal.id], attainment.enough_points(brief, goal))
        for goal in brief.goals
    }


def placing(visit: Visit) -> Placing:
    """Everything about a visit but its id, price and payers."""
    return (
        visit.need_id, visit.day, visit.start_minute, visit.duration_minutes, visit.offer_id,
        tuple(sorted(visit.worker_ids)), visit.arrangement_id,
    )


def who(visit: Visit) -> tuple[str, int, str | None, tuple[str, ...], str | None]:
    """Which need, day and carers."""
    return visit.need_id, visit.day, visit.offer_id, tuple(sorted(visit.worker_ids)), visit.arrangement_id


def disturbance(before: Sequence[Visit], visits: Sequence[Visit]) -> int:
    """0 if every visit before is still there; 3 for each that is gone, 2 if its carer still comes that day."""
    same = Counter(map(placing, before)) & Counter(map(placing, visits))
    old, new = Counter(map(who, before)), Counter(map(who, visits))
    same_who: Counter[tuple[str, int, str | None, tuple[str, ...], str | None]] = Counter()
    for line, count in same.items():
        same_who[line[0], line[1], line[4], line[5], line[6]] += count
    still = sum(((old & new) - same_who).values())
    return SAME_VISIT * (len(before) - sum(same.values())) - SAME_CARER * still


def broken_pins(pins: Sequence[Pin], visits: Sequence[Visit]) -> list[Pin]:
    """Pins that no visit of their own keeps; a largest matching, fullest pins first."""
    order = sorted(pins, key=lambda pin: (pin.start_minute is None, pin.offer_id is None, not pin.worker_ids, pin.id))
    holder: dict[int, int] = {}

    def hold(index: int, seen: set[int]) -> bool:
        for number, visit in enumerate(visits):
            if number not in seen and keeps(visit, order[index]):
                seen.add(number)
                if number not in holder or hold(holder[number], seen):
                    holder[number] = index
                    return True
        return False

    return [pin for index, pin in enumerate(order) if not hold(index, set())]


def keeps(visit: Visit, pin: Pin) -> bool:
    """Whether a visit is what a pin names."""
    return (
        visit.need_id == pin.need_id
        and visit.day == pin.day
        and pin.start_minute in (None, visit.start_minute)
        and pin.duration_minutes in (None, visit.duration_minutes)
        and pin.offer_id in (None, visit.offer_id)
        and pin.arrangement_id in (None, visit.arrangement_id)
        and set(pin.worker_ids) <= set(visit.worker_ids)
    )


def pin_of(visit: Visit) -> Pin:
    """A pin that names everything about a visit."""
    return Pin(
        visit.id, visit.need_id, visit.day, visit.start_minute, visit.duration_minutes, visit.offer_id,
        visit.worker_ids, visit.arrangement_id,
    )


def paid(market: Market, brief: Brief, plan: Plan) -> Plan | None:
    """The plan with every line's payers; None where the purses do not suffice."""
    categories = {offer.id: offer.category for offer in market.offers}
    option_categories = {(c.id, o.id): o.category for c in brief.choices for o in c.options}
    lines = [(categories[v.offer_id], v.price_minor) if v.offer_id else ("", 0) for v in plan.visits]
    lines += [(option_categories[c.choice_id, c.option_id], c.price_minor) for c in plan.chosen]
    shares = share_out(lines, brief.purses)
    if shares is None:
        return None
    count = len(plan.visits)
    return Plan(
        tuple(replace(v, paid_by=s) for v, s in zip(plan.visits, shares[:count], strict=True)),
        tuple(replace(c, paid_by=s) for c, s in zip(plan.chosen, shares[count:], strict=True)),
    )


def named(visits: Sequence[Visit], before: Sequence[Visit], pins: Sequence[Pin]) -> tuple[Visit, ...]:
    """Visits in order of time with ids: unchanged ones keep the id they had, then those by the same carer that day."""
    free = {visit.id: visit for visit in before}
    ids: dict[int, str] = {}
    for key in (placing, who, _need_day):
        for number, visit in enumerate(visits):
            match = next((v for v in free.values() if number not in ids and key(v) == key(visit)), None)
            if match is not None:
                ids[number] = match.id
                del free[match.id]
    used = {visit.id for visit in before}
    result = []
    for number in sorted(range(len(visits)), key=lambda i: (visits[i].day, visits[i].start_minute, visits[i].need_id)):
        visit = visits[number]
        if number not in ids:
            ids[number] = _fresh_id(visit, used)
            used.add(ids[number])
        is_pinned = any(keeps(visit, pin) for pin in pins)
        result.append(replace(visit, id=ids[number], is_pinned=is_pinned))
    return tuple(result)


def need_results(brief: Brief, plan: Plan) -> tuple[NeedResult, ...]:
    """Times met per need, without reasons."""
    times = Counter(visit.need_id for visit in plan.visits)
    return tuple(NeedResult(n.id, times[n.id], n.times_best, n.times_least) for n in brief.needs)


def goal_results(brief: Brief, market: Market, plan: Plan) -> tuple[GoalResult, ...]:
    """Attainment per goal, without reasons."""
    permille = goal_permille(brief, {offer.id: offer for offer in market.offers}, plan)
    return tuple(GoalResult(goal.id, permille[goal.id]) for goal in brief.goals)


def purse_results(brief: Brief, plan: Plan) -> tuple[PurseResult, ...]:
    """What each purse spends and keeps."""
    spent: Counter[str] = Counter()
    for shares in [v.paid_by for v in plan.visits] + [c.paid_by for c in plan.chosen]:
        for share in shares:
            spent[share.purse_id] += share.amount_minor
    return tuple(
        PurseResult(p.id, p.amount_minor, spent[p.id], p.amount_minor - spent[p.id]) for p in brief.purses
    )


def _preferences(
    market: Market, brief: Brief, calendar: Calendar, carers: Sequence[Carer], visits: Sequence[Visit],
    offers: dict[str, Offer],
) -> int:
    by_key = {(c.offer.id, c.worker.id if c.worker else None): c for c in carers if c.offer is not None}
    needs = {need.id: need for need in brief.needs}
    reliability = reliability_of(market)
    points = habits_points(visits, offers)
    for visit in visits:
        need = needs[visit.need_id]
        if is_preferred(need, calendar.weekday(visit.day), visit.start_minute, visit.duration_minutes):
            points += PREFERRED_TIME
        if visit.offer_id is not None:
            for worker_id in visit.worker_ids or (None,):
                if (visit.offer_id, worker_id) in by_key:
                    points += carer_points(brief, by_key[visit.offer_id, worker_id], need, reliability)
        elif visit.arrangement_id is not None:
            own = next(c for c in carers if c.arrangement is not None and c.arrangement.id == visit.arrangement_id)
            points += carer_points(brief, own, need, reliability)
    return points


def _need_day(visit: Visit) -> tuple[str, int]:
    return visit.need_id, visit.day


def _fresh_id(visit: Visit, used: set[str]) -> str:
    number = 1
    while f"{visit.need_id}.{visit.day}.{number}" in used:
        number += 1
    return f"{visit.need_id}.{visit.day}.{number}"


