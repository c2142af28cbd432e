"""Can every must-have be met and every pin kept at once? Yes, no, or not known in time."""

import time
from collections import Counter
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from brokerage.optimizer.attainment import must_haves_wanted
from brokerage.optimizer.baseline import greedy_plan
from brokerage.optimizer.brief import Brief, Need
from brokerage.optimizer.candidates import Candidate, Prepared, prepare
from brokerage.optimizer.market import Market, Offer
from brokerage.optimizer.model import Line, Terms
from brokerage.optimizer.objective import TieredModel
from brokerage.optimizer.plans import Plan, broken_pins
from brokerage.optimizer.reading import read_plan
from brokerage.optimizer.relaxation import Relaxation, floor_bound

SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Feasibility:
    """`is_met` None: not known in time, which is never taken for a yes or a no. `plan` where the answer is yes."""

    is_met: bool | None
    plan: Plan | None = None


def feasibility(market: Market, brief: Brief, seconds: float = SECONDS) -> Feasibility:
    """Whether a plan meets every must-have and keeps every pin under every other rule of the brief."""
    end = time.monotonic() + seconds
    prepared = prepare(market, musts_only(brief))
    if _lacks_candidates(prepared):
        return Feasibility(is_met=False)
    plan = greedy_plan(prepared)
    if _meets_all(prepared.brief, plan):
        return Feasibility(True, plan)
    if _is_ruled_out(prepared, seconds):
        return Feasibility(is_met=False)
    if not _may_need_more(prepared):
        return _solve(TieredModel(prepared, loose=True), end)
    if _solve(LenientModel(prepared, loose=True), end).is_met is False:
        return Feasibility(is_met=False)
    found = _solve(TieredModel(prepared, loose=True), end)
    # A least order or a discount may only be reached together with what is merely wished for.
    return found if found.is_met else _solve(TieredModel(prepare(market, brief), loose=True), end + seconds)


class LenientModel(TieredModel):
    """The model with every discount given and no least order: what it can't do, nobody can."""

    def _bound_offer(self, offer: Offer, terms: Terms, lines: list[Line]) -> None:
        self._cap(terms, offer.max_weekly_minutes)
        if offer.discount is not None:
            for line in lines:
                line.low = line.literal


def musts_only(brief: Brief) -> Brief:
    """The brief with only what its must-haves and pins ask for: no wish more, no preference."""
    pinned = Counter(pin.need_id for pin in brief.pins)
    needs = tuple(need for need in (_least(need, pinned[need.id]) for need in brief.needs) if need.times_best)
    ids = {need.id for need in needs}
    return replace(
        brief,
        needs=needs,
        choices=tuple(choice for choice in brief.choices if choice.is_must),
        gaps=tuple(gap for gap in brief.gaps if ids.issuperset(gap.need_ids)),
        exclusions=tuple(rule for rule in brief.exclusions if rule.need_id in ids),
        likes=(),
        worker_wishes=tuple(wish for wish in brief.worker_wishes if wish.is_must),
    )


def _least(need: Need, pins: int) -> Need:
    least = need.times_least if need.is_must else 0
    return replace(need, times_best=min(need.times_best, max(least, pins)), preferred=())


def _may_need_more(prepared: Prepared) -> bool:
    offers = {c.carer.offer.id: c.carer.offer for c in prepared.candidates if c.carer.offer is not None}
    return any(offer.min_weekly_minutes or offer.discount is not None for offer in offers.values())


def _solve(model: TieredModel, end: float) -> Feasibility:
    wanted = must_haves_wanted(model.brief)
    model.cp.add(sum(variable * weight for variable, weight in model.must_terms) >= wanted)
    for pin in model.pins:
        model.cp.add(pin == 1)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = max(0.05, end - time.monotonic())
    status = solver.solve(model.cp)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Feasibility(True, read_plan(model, list(solver.response_proto.solution)))
    return Feasibility(False if status == cp_model.INFEASIBLE else None)


def _lacks_candidates(prepared: Prepared) -> bool:
    """Even if nothing else were in the way, a need could not be met often enough: no need to ask further."""
    most: Counter[int] = Counter()
    for (index, _), group in prepared.by_need_day.items():
        most[index] += _most_on_day(prepared, prepared.brief.needs[index], group)
    return any(need.is_must and most[i] < need.times_least for i, need in enumerate(prepared.brief.needs))


def _is_ruled_out(prepared: Prepared, seconds: float) -> bool:
    """Even in parts of visits the must-haves and pins can't all be had: most often a matter of money."""
    relaxed = Relaxation(prepared)
    answer = relaxed.solve([(relaxed.pin_terms, 1.0), (relaxed.must_terms, 1.0)], seconds)
    wanted = must_haves_wanted(prepared.brief) + len(prepared.brief.pins)
    return answer.is_optimal and floor_bound(answer.bound) < wanted


def _most_on_day(prepared: Prepared, need: Need, group: list[Candidate]) -> int:
    """How often a need fits into a day, its shortest visits one after the other with the gap between."""
    starts = 0
    for candidate in group:
        starts |= candidate.starts
    step = min(candidate.duration for candidate in group) + need.gap_minutes
    count, free = 0, 0
    for minute in prepared.masks.minutes(starts) if need.times_per_day > 1 else (0,):
        if minute >= free:
            count, free = count + 1, minute + step
    return min(count, need.times_per_day)


def _meets_all(brief: Brief, plan: Plan) -> bool:
    times = Counter(visit.need_id for visit in plan.visits)
    taken = {line.choice_id for line in plan.chosen}
    return (
        all(times[need.id] >= need.times_least for need in brief.needs if need.is_must)
        and all(choice.id in taken for choice in brief.choices if choice.is_must)
        and not broken_pins(brief.pins, plan.visits)
    )
