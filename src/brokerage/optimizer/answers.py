"""The last step of every answer: name the visits, share out the money, check every rule, report every tier."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from brokerage.optimizer.brief import Brief
from brokerage.optimizer.candidates import Prepared
from brokerage.optimizer.check import check
from brokerage.optimizer.market import Market
from brokerage.optimizer.plans import (
    SAME_VISIT,
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
from brokerage.optimizer.proposal import Proposal, Status, Tier, Violation, Visit
from brokerage.optimizer.reasons import with_reasons
from brokerage.optimizer.search import Found, Params


class CheckFailed(Exception):
    """An answer broke a rule: a fault of the solver. `case_path` holds the case, where a folder was given."""

    def __init__(self, violations: Sequence[Violation], case_path: Path | None) -> None:
        text = "; ".join(v.text for v in violations)
        where = f" ({case_path})" if case_path else ""
        super().__init__(f"The plan breaks {len(violations)} rule(s): {text}{where}")
        self.violations = tuple(violations)
        self.case_path = case_path


def answer(
    prepared: Prepared, plan: Plan, tiers: Sequence[Found], params: Params, before: Sequence[Visit], began: float
) -> Proposal:
    """A checked proposal of a plan, with reasons for what falls short."""
    proposal = assembled(prepared, plan, tiers, params, before, began)
    return verified(prepared.market, prepared.brief, with_reasons(prepared, proposal), params.case_folder)


def assembled(
    prepared: Prepared, plan: Plan, tiers: Sequence[Found], params: Params, before: Sequence[Visit], began: float
) -> Proposal:
    """A proposal of a plan, not checked. Tier values are counted anew from the plan, never taken from the solver."""
    market, brief = prepared.market, prepared.brief
    plan = Plan(named(plan.visits, before, brief.pins), plan.chosen)
    plan = paid(market, brief, plan) or plan
    reported = _tiers(prepared, plan, tiers, before)
    return Proposal(
        brief_id=brief.id,
        currency=brief.currency,
        style=params.style,
        status=_overall(reported),
        tiers=reported,
        visits=plan.visits,
        chosen=plan.chosen,
        needs=need_results(brief, plan),
        goals=goal_results(brief, market, plan),
        purses=purse_results(brief, plan),
        cost_minor=cost_of(plan),
        people_count=people_count(plan.visits, {offer.id: offer for offer in market.offers}),
        candidates_count=len(prepared.candidates),
        solve_ms=round(1000 * (time.monotonic() - began)),
        seed=params.seed,
    )


def verified(market: Market, brief: Brief, proposal: Proposal, case_folder: str | None) -> Proposal:
    """The proposal itself, if the checker finds nothing; else `CheckFailed` with the case saved."""
    violations = check(market, brief, proposal)
    if not violations:
        return proposal
    path = None
    if case_folder is not None:
        path = Path(case_folder) / f"case-{brief.id}-{proposal.seed}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        case = {"market": market, "brief": brief, "proposal": proposal, "violations": violations}
        path.write_text(json.dumps({name: _plain(value) for name, value in case.items()}))
    raise CheckFailed(violations, path)


def _plain(value: object) -> object:
    return [asdict(item) for item in value] if isinstance(value, list) else asdict(value)  # type: ignore[call-overload]


def _tiers(prepared: Prepared, plan: Plan, found: Sequence[Found], before: Sequence[Visit]) -> tuple[Tier, ...]:
    counted = score(prepared.market, prepared.brief, prepared.calendar, prepared.carers, plan, before)
    values = {
        "must_haves": counted.must_haves, "goals": counted.goals, "disturbance": counted.disturbance,
        "preferences": counted.preferences, "cost": counted.cost_minor,
    }
    return tuple(_tier(tier, values[tier.name], len(before)) for tier in found if tier.name in values)


def _tier(found: Found, value: int, before_count: int) -> Tier:
    bound = found.bound
    if found.name == "disturbance" and bound is not None:
        bound = SAME_VISIT * before_count - bound
    if found.status == "optimal":
        bound = value
    status: Status = "optimal" if bound == value else found.status
    gap = None if bound is None else abs(bound - value)
    return Tier(found.name, value, bound, gap, status)  # type: ignore[arg-type]


def _overall(tiers: Sequence[Tier]) -> Status:
    if not tiers:
        return "unknown"
    return "optimal" if all(tier.status == "optimal" for tier in tiers) else "feasible"
