"""From variable values back to visits and options."""

from collections.abc import Sequence

from brokerage.optimizer.model import Line, Literal, Place
from brokerage.optimizer.objective import TieredModel
from brokerage.optimizer.plans import Plan
from brokerage.optimizer.proposal import Chosen, Visit


def read_plan(model: TieredModel, values: Sequence[int]) -> Plan:
    """The plan that the values say, visits without ids or payers."""
    visits = []
    for place in model.places:
        if _holds(place.present, values):
            line = next(line for line in place.lines if _holds(line.literal, values))
            visits.append(_visit(model, place, line, values))
    chosen = []
    for choice, literals in zip(model.brief.choices, model.options, strict=True):
        for option, literal in zip(choice.options, literals, strict=True):
            if _holds(literal, values):
                chosen.append(Chosen(choice.id, option.id, option.price_minor))
    return Plan(tuple(visits), tuple(chosen))


def _visit(model: TieredModel, place: Place, line: Line, values: Sequence[int]) -> Visit:
    candidate = line.candidate
    carer, need = candidate.carer, model.brief.needs[place.need]
    is_low = line.low is not None and _holds(line.low, values)
    people = [c.carer for literal, c in line.workers if _holds(literal, values)] or [carer]
    offer = carer.offer
    return Visit(
        id="",
        need_id=need.id,
        day=place.day,
        start_minute=values[place.start.index] * model.prepared.masks.unit,
        duration_minutes=candidate.duration,
        workers_at_once=need.workers_at_once,
        price_minor=candidate.low_price_minor if is_low else candidate.price_minor,
        offer_id=offer.id if offer is not None else None,
        provider_id=offer.provider_id if offer is not None else None,
        worker_ids=tuple(p.worker.id for p in people if p.worker is not None),
        arrangement_id=carer.arrangement.id if carer.arrangement is not None else None,
    )


def _holds(literal: Literal, values: Sequence[int]) -> bool:
    return values[literal.index] == 1


def hint_plan(model: TieredModel, plan: Plan) -> None:
    """Start the search from a plan; what it does not say is completed by the solver."""
    model.cp.clear_hints()  # type: ignore[no-untyped-call]
    left = {id(visit): visit for visit in plan.visits}
    unit = model.prepared.masks.unit
    chosen = {(line.choice_id, line.option_id) for line in plan.chosen}
    for choice, literals in zip(model.brief.choices, model.options, strict=True):
        for option, literal in zip(choice.options, literals, strict=True):
            model.cp.add_hint(literal, (choice.id, option.id) in chosen)
    for place in model.places:
        need_id = model.brief.needs[place.need].id
        own = [v for v in left.values() if v.need_id == need_id and v.day == place.day]
        visit = min(own, key=lambda v: v.start_minute, default=None)
        model.cp.add_hint(place.present, visit is not None)
        if visit is None:
            model.hint_absent(place)
        else:
            del left[id(visit)]
            model.cp.add_hint(place.start, visit.start_minute // unit)
            for line in place.lines:
                _hint_line(model, line, visit)


def _hint_line(model: TieredModel, line: Line, visit: Visit) -> None:
    c = line.candidate
    price = c.low_price_minor if visit.price_minor != c.price_minor else c.price_minor
    is_it = (
        c.duration == visit.duration_minutes
        and price == visit.price_minor
        and (c.carer.offer.id if c.carer.offer is not None else None) == visit.offer_id
        and (c.carer.arrangement.id if c.carer.arrangement is not None else None) == visit.arrangement_id
    )
    if not line.workers and c.carer.worker is not None:
        is_it = is_it and c.carer.worker.id in visit.worker_ids
    model.cp.add_hint(line.literal, is_it)
    for literal, member in line.workers:
        worker = member.carer.worker
        model.cp.add_hint(literal, is_it and worker is not None and worker.id in visit.worker_ids)
