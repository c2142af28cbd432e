"""Why a line is in the plan: whom it serves, what the next best for it would cost, what it takes to change it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from brokerage.optimizer.baseline import unproven
from brokerage.optimizer.brief import Brief, Exclusion, Pin
from brokerage.optimizer.brief_rules import clock as clock_time
from brokerage.optimizer.brief_rules import title
from brokerage.optimizer.candidates import Prepared, prepare
from brokerage.optimizer.differences import Difference, difference, in_words
from brokerage.optimizer.market import Market
from brokerage.optimizer.objective import TieredModel
from brokerage.optimizer.plans import Plan, keeps, pin_of, placing
from brokerage.optimizer.proposal import Proposal, Visit
from brokerage.optimizer.reading import hint_plan, read_plan
from brokerage.optimizer.search import Clock, Params, run_stage
from brokerage.optimizer.solve import comfort_tiers, wish_tiers

QUICK = Params(time_limit_seconds=2.0, max_effort=2.0)
ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Why:
    """Why a visit is in the plan. `runner_up`: the next best for this line while all other visits stay, and what it
    would change; None where nobody else could come. `goal_ids` and `sentences`: what the visit is for.
    """

    visit_id: str
    goal_ids: tuple[str, ...]
    sentences: tuple[str, ...]
    runner_up: Visit | None
    price: Difference | None
    text: str


def why(market: Market, brief: Brief, proposal: Proposal, visit_id: str, params: Params = QUICK) -> Why:
    """The reasons for one visit, by a real solve without it. Raises KeyError for a visit the plan does not have."""
    visit = next((visit for visit in proposal.visits if visit.id == visit_id), None)
    if visit is None:
        raise KeyError(visit_id)
    need = next(need for need in brief.needs if need.id == visit.need_id)
    goals = [goal for goal in brief.goals if goal.id in need.goal_ids]
    second = _solved_around(prepare(market, without_visit(brief, proposal, visit)), proposal, visit, params)
    runner_up = _replacement(visit, proposal.visits, second.visits)
    price = difference(market, brief, proposal, second)
    served = " and ".join(goal.sentence for goal in goals)
    text = f"{title(need)} is for: {served} {_next_best(brief, runner_up, price)}"
    sentences = (need.sentence, *(goal.sentence for goal in goals))
    return Why(visit_id, need.goal_ids, sentences, runner_up, price, text)


def without_visit(brief: Brief, proposal: Proposal, visit: Visit) -> Brief:
    """The brief with every other visit pinned and this carer (own help: this start) ruled out for the line."""
    others = [other for other in proposal.visits if other.id != visit.id]
    mine = [pin for pin in brief.pins if keeps(visit, pin) and not any(keeps(other, pin) for other in others)]
    pins = [pin for pin in brief.pins if pin not in mine and not any(keeps(other, pin) for other in others)]
    pins += [replace(pin_of(other), id=f"{ASKED}.{other.id}") for other in others]
    worker_id = visit.worker_ids[0] if visit.worker_ids else None
    start = visit.start_minute if visit.arrangement_id is not None else None
    ruled_out = Exclusion(ASKED, visit.need_id, visit.day, start, visit.offer_id, worker_id)
    others_there = any(o.need_id == visit.need_id and o.day == visit.day for o in others)
    if others_there and start is None:
        # The need has another visit that day, which must stay: rule out this start only.
        ruled_out = replace(ruled_out, start_minute=visit.start_minute)
    return replace(brief, pins=tuple(pins), exclusions=(*brief.exclusions, ruled_out))


def _solved_around(prepared: Prepared, proposal: Proposal, visit: Visit, params: Params) -> Proposal:
    """The best plan in which all other visits stay: only those and whatever else may meet the need are in the model."""
    pins = [pin_of(other) for other in proposal.visits if other.id != visit.id]
    by_place: dict[tuple[str, int], list[Pin]] = defaultdict(list)
    for pin in pins:
        by_place[pin.need_id, pin.day].append(pin)
    kept = set()
    for candidate in prepared.candidates:
        need_id = prepared.brief.needs[candidate.need].id
        is_named = any(prepared.fits(candidate, pin) for pin in by_place[need_id, candidate.day])
        if is_named or need_id == visit.need_id:
            kept.add(candidate.index)
    model = TieredModel(prepared.narrowed(kept))
    others = tuple(other for other in proposal.visits if other.id != visit.id)
    plan, is_proven, clock = Plan(others, proposal.chosen), True, Clock(params)
    for stage, tiers in (("runner-up", wish_tiers(model)), ("its comfort", comfort_tiers(model))):
        hint_plan(model, plan)
        result = run_stage(model, stage, tiers, clock)
        if result is None:
            is_proven = False
            break
        plan, found = read_plan(model, result[0]), result[1]
        is_proven = is_proven and all(tier.status == "optimal" for tier in found)
        for post, tier in zip(tiers, found, strict=True):
            model.at_least(post.terms, tier.value) if post.is_more_better else model.at_most(post.terms, tier.value)
    return replace(unproven(prepared, plan, "runner_up"), status="optimal" if is_proven else "feasible")


def _replacement(visit: Visit, before: Sequence[Visit], after: Sequence[Visit]) -> Visit | None:
    known = {placing(other) for other in before}
    new = [other for other in after if placing(other) not in known]
    same_need = [other for other in new if other.need_id == visit.need_id]
    return min(same_need, key=lambda v: (v.day != visit.day, v.day, v.start_minute), default=None)


def _next_best(brief: Brief, runner_up: Visit | None, price: Difference) -> str:
    worth = in_words(price, brief.currency)
    if runner_up is None:
        return f"Nobody else could come in its place. Without it: {worth}."
    return f"Next best: day {runner_up.day + 1} at {clock_time(runner_up.start_minute)} by another: {worth}."


def pin_for(visit: Visit, pin_id: str = ASKED) -> Pin:
    """A pin that asks for exactly this visit."""
    return replace(pin_of(visit), id=pin_id)
