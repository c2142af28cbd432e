"""What is not fully met, why, and the cheapest change that would free it; and what each wish costs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from brokerage.optimizer.apply import apply
from brokerage.optimizer.baseline import open_seats, unproven
from brokerage.optimizer.brief import Brief, Need, Window
from brokerage.optimizer.brief_rules import BriefRule, RuleKey, minutes, rules_of, title, without
from brokerage.optimizer.candidates import Prepared, prepare
from brokerage.optimizer.check import check
from brokerage.optimizer.differences import Difference, difference, in_words
from brokerage.optimizer.edits import Edit, LiftRule, SetMaxPeople, SetPurse, SetWindows
from brokerage.optimizer.greedy_state import GreedyState, Taken
from brokerage.optimizer.market import Market
from brokerage.optimizer.money import payers
from brokerage.optimizer.plans import Plan
from brokerage.optimizer.proposal import Proposal, Reason, Visit
from brokerage.optimizer.repairs import EFFORT, LIFTABLE, Repair
from brokerage.optimizer.search import Params
from brokerage.optimizer.solve import propose

QUICK = Params(time_limit_seconds=3.0, max_effort=3.0)
MORE_MINUTES = (60, 180)
EFFORT_OF_MONEY = 40
Trial = tuple[Edit, BriefRule, str, int]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A need met less often than at best: for which goals, the binding reason, and the cheapest change of one rule
    after which one visit more fits while all others stay (None: no single change does). Every change is checked.
    """

    need_id: str
    goal_ids: tuple[str, ...]
    missing: int
    reason: Reason | None
    freed_by: Repair | None
    text: str


@dataclass(frozen=True, slots=True)
class WishPrice:
    """What the plan would be without one rule, less what it is: the price of keeping the rule is the opposite."""

    rule: BriefRule
    without_it: Difference
    text: str


def unmet(market: Market, brief: Brief, proposal: Proposal) -> tuple[Unmet, ...]:
    """Every need that falls short, in the order of the brief."""
    found = []
    rules = {rule.key: rule for rule in rules_of(market, brief)}
    for need, result in zip(brief.needs, proposal.needs, strict=True):
        if result.times >= need.times_best:
            continue
        reason = next((r for r in result.reasons if r.code != "pin_not_kept"), None)
        freed = _cheapest(market, brief, proposal, need, rules)
        said = reason.text if reason is not None else ""
        text = f"{title(need)}: {result.times} of {need.times_best} times. {said}".strip()
        if freed is not None:
            text += f" One more would fit with: {freed.text}."
        missing = need.times_best - result.times
        found.append(Unmet(need.id, need.goal_ids, missing, reason, freed, text))
    return tuple(found)


def price_of_wish(
    market: Market, brief: Brief, proposal: Proposal, rule_id: str, params: Params = QUICK
) -> WishPrice:
    """What one rule (ban, pin, exclusion, gap, wish, most people, limit) costs, by a solve without it; it is proven
    only where both plans are. Raises KeyError for a rule that the brief does not have.
    """
    kinds = ("must_have", "must_choice", "window", "skill", "two_at_once", "need_gap", "money")
    rule = next((r for r in rules_of(market, brief) if r.rule_id == rule_id and r.kind not in kinds), None)
    if rule is None:
        raise KeyError(rule_id)
    free = propose(market, without(brief, {rule.key}), params)
    change = difference(market, brief, proposal, free)
    return WishPrice(rule, change, f"Without “{rule.sentence or rule.text}”: {in_words(change, brief.currency)}.")


def _cheapest(
    market: Market, brief: Brief, proposal: Proposal, need: Need, rules: dict[RuleKey, BriefRule]
) -> Repair | None:
    for edit, rule, text, effort in sorted(_trials(brief, need, rules), key=lambda trial: trial[3]):
        price = _price_of_one_more(market, apply(brief, proposal, edit, market), proposal, need)
        if price is None:
            continue
        if not isinstance(edit, SetPurse):
            return Repair(rule, edit, text, effort, False, {"price_minor": price})
        repair = _least_money(brief, proposal, edit, rule, price)
        if _price_of_one_more(market, apply(brief, proposal, repair.edit, market), proposal, need) is not None:
            return repair
    return None


def _trials(brief: Brief, need: Need, rules: dict[RuleKey, BriefRule]) -> Iterator[Trial]:
    categories = {way.category for way in need.ways}
    for place, purse in enumerate(brief.purses):
        if any(place in payers(category, brief.purses) for category in categories):
            rule = rules["money", purse.id]
            yield SetPurse(purse.id, purse.amount_minor + 10**9), rule, rule.text, EFFORT_OF_MONEY
    most = brief.max_people
    if most is not None:
        rule = rules["max_people", most.id]
        yield SetMaxPeople(most.count + 1, most.sentence), rule, "One more person", EFFORT["max_people"]
    if ("window", need.id) in rules:
        rule = rules["window", need.id]
        for more in MORE_MINUTES:
            yield SetWindows(need.id, _wider(need, more)), rule, f"{minutes(more)} more room in time", more
        yield SetWindows(need.id, (Window(latest_end_minute=2880),)), rule, "Any day and time", 720
    for rule in rules.values():
        if rule.kind in LIFTABLE:
            yield LiftRule(rule.rule_id), rule, f"Take back: {rule.text}", EFFORT[rule.kind]


def _wider(need: Need, more: int) -> tuple[Window, ...]:
    return tuple(
        replace(
            window,
            earliest_minute=max(0, window.earliest_minute - more),
            latest_end_minute=min(2880, window.latest_end_minute + more),
        )
        for window in need.windows
    )


def _least_money(brief: Brief, proposal: Proposal, edit: SetPurse, rule: BriefRule, price: int) -> Repair:
    """As much more as the visit costs, less what is left in the purse."""
    left = next(result.left_minor for result in proposal.purses if result.purse_id == edit.purse_id)
    purse = next(purse for purse in brief.purses if purse.id == edit.purse_id)
    more = max(1, price - left)
    text = f"{more // 100}.{more % 100:02d} {brief.currency} more in {purse.name}"
    exact = SetPurse(purse.id, purse.amount_minor + more)
    return Repair(rule, exact, text, EFFORT_OF_MONEY, False, {"price_minor": price, "more_minor": more})


def _price_of_one_more(market: Market, changed: Brief, proposal: Proposal, need: Need) -> int | None:
    """What one visit more of a need costs where everything else stays; None if none fits. The judge has the word."""
    prepared = prepare(market, changed)
    state = _state_of(prepared, proposal)
    if state is None:
        return None
    index = next(i for i, other in enumerate(changed.needs) if other.id == need.id)
    group = sorted((c for c in prepared.candidates if c.need == index), key=lambda c: (c.price_minor, c.index))
    seat = next(open_seats(state, group), None)
    if seat is None:
        return None
    state.put(*seat)
    plan = unproven(prepared, Plan(state.visits(), proposal.chosen), "one_more")
    if len(plan.visits) != len(proposal.visits) + 1 or _faults(market, changed, plan):
        return None
    return max(0, plan.cost_minor - proposal.cost_minor)


def _faults(market: Market, brief: Brief, plan: Proposal) -> bool:
    return any(violation.code != "pin" for violation in check(market, brief, plan))


def _state_of(prepared: Prepared, proposal: Proposal) -> GreedyState | None:
    """The plan as a growing one; None where a visit of it is no candidate of the brief any more."""
    state = GreedyState(prepared)
    for visit in proposal.visits:
        taken = _taken(prepared, visit)
        if taken is None:
            return None
        state.put(taken.candidate, taken.start_minute, taken.team)
    options = {(c.id, option.id): (c, option) for c in prepared.brief.choices for option in c.options}
    for line in proposal.chosen:
        state.choose(*options[line.choice_id, line.option_id])
    return state


def _taken(prepared: Prepared, visit: Visit) -> Taken | None:
    bit = prepared.masks.exact((visit.start_minute,))
    fitting = [
        candidate
        for candidate in prepared.candidates
        if prepared.brief.needs[candidate.need].id == visit.need_id
        and (candidate.day, candidate.duration) == (visit.day, visit.duration_minutes)
        and candidate.starts & bit
        and (candidate.carer.offer.id if candidate.carer.offer else None) == visit.offer_id
        and (candidate.carer.arrangement.id if candidate.carer.arrangement else None) == visit.arrangement_id
        and (candidate.carer.worker is None or candidate.carer.worker.id in visit.worker_ids)
    ]
    if not fitting:
        return None
    return Taken(fitting[0], visit.start_minute, tuple(candidate.carer for candidate in fitting))
