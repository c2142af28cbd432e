"""Which candidates are worth the exact model's time."""

from collections.abc import Sequence

from brokerage.optimizer.candidates import Prepared
from brokerage.optimizer.linear import LinearAnswer
from brokerage.optimizer.plans import Plan
from brokerage.optimizer.proposal import Visit
from brokerage.optimizer.relaxation import Relaxation

# Measured on generated towns: 14 carers missed up to 7 % of the goals, 30 at most 0.5 %, at twice the time.
CORE_CARERS = 30


def core_of(relaxed: Relaxation, answer: LinearAnswer, before: Sequence[Visit] = ()) -> set[int]:
    """Candidates (by index) of the carers that the relaxed plan uses, some more, own help, pins and a plan before."""
    prepared = relaxed.prepared
    carers = set(relaxed.ranked(answer)[: max(CORE_CARERS, len(relaxed.used(answer)))])
    named: set[str | None] = {name for v in before for name in (v.offer_id, *v.worker_ids)}
    named |= {name for pin in prepared.brief.pins for name in (pin.offer_id, *pin.worker_ids)}
    for carer in prepared.carers:
        if carer.arrangement is not None or (carer.worker.id if carer.worker else carer.offer_id) in named:
            carers.add(carer.index)
    return {c.index for c in prepared.candidates if c.carer.index in carers}


def planned(prepared: Prepared, plan: Plan | None, *, same_days: bool = True) -> set[int]:
    """Candidates of the offers and own help that a plan uses: for its needs and days, or for any."""
    place = {need.id: i for i, need in enumerate(prepared.brief.needs)}
    visits = plan.visits if plan is not None else ()
    if not same_days:
        givers = {(v.offer_id, v.arrangement_id) for v in visits}
        return {c.index for c in prepared.candidates if (c.carer.offer_id, c.carer.arrangement_id) in givers}
    lines = {(place[v.need_id], v.day, v.offer_id, v.arrangement_id) for v in visits}
    return {c.index for c in prepared.candidates if (c.need, c.day, c.carer.offer_id, c.carer.arrangement_id) in lines}
