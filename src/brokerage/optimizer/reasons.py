"""Cheap reasons, from the filters and the plan alone: why a need or goal falls short. No further solve."""

from collections.abc import Iterator
from dataclasses import replace

from brokerage.optimizer.brief import Brief, Need
from brokerage.optimizer.candidates import Candidate, Prepared
from brokerage.optimizer.carers import Carer, can_serve, hard_wishes_of
from brokerage.optimizer.market import Offer
from brokerage.optimizer.money import payers
from brokerage.optimizer.plans import broken_pins
from brokerage.optimizer.proposal import GoalResult, NeedResult, Proposal, Reason


def with_reasons(prepared: Prepared, proposal: Proposal) -> Proposal:
    """The proposal with a reason for every need and goal that falls short and every pin that could not be kept."""
    brief = prepared.brief
    needs = []
    for index, result in enumerate(proposal.needs):
        reasons = [*_pin_reasons(brief, proposal, result.need_id)]
        if result.times < result.times_best:
            reasons.append(_shortfall(prepared, proposal, index, result))
        needs.append(replace(result, reasons=tuple(reasons)))
    by_need = {result.need_id: result for result in needs}
    goals = [_goal_result(brief, goal, by_need) for goal in proposal.goals]
    return replace(proposal, needs=tuple(needs), goals=tuple(goals))


def _goal_result(brief: Brief, result: GoalResult, by_need: dict[str, NeedResult]) -> GoalResult:
    if result.attained_permille >= 1000:
        return result
    reasons: dict[str, Reason] = {}
    for need in brief.needs:
        if result.goal_id in need.goal_ids:
            for reason in by_need[need.id].reasons:
                reasons.setdefault(reason.code, reason)
    return replace(result, reasons=tuple(reasons.values()))


def _pin_reasons(brief: Brief, proposal: Proposal, need_id: str) -> Iterator[Reason]:
    for pin in broken_pins(brief.pins, proposal.visits):
        if pin.need_id == need_id:
            text = "A visit that you asked to keep does not fit with the other rules."
            yield Reason("pin_not_kept", text, (pin.id,), (pin.sentence,) if pin.sentence else (), {"day": pin.day})


def _shortfall(prepared: Prepared, proposal: Proposal, index: int, result: NeedResult) -> Reason:
    need = prepared.brief.needs[index]
    candidates = [c for c in prepared.candidates if c.need == index]
    figures = {"times": result.times, "times_best": result.times_best}
    if not candidates:
        return _nobody(prepared, need, figures)
    days = {c.day for c in candidates}
    if len(days) * need.times_per_day < need.times_best:
        figures["days"] = len(days)
        return Reason("nobody_available", f"Someone can come on {len(days)} days only.", figures=figures)
    return _limited(prepared, proposal, candidates, figures)


def _nobody(prepared: Prepared, need: Need, figures: dict[str, int]) -> Reason:
    """Which filter left nobody."""
    brief, market = prepared.brief, prepared.market
    wanted = {way.category for way in need.ways}
    offers = [offer for offer in market.offers if offer.category in wanted]
    own = [a for a in brief.arrangements if wanted & set(a.categories)]
    if not offers and not own:
        return Reason("no_offer", "Nobody in the market sells this.", figures=figures)
    here = [o for o in offers if not o.areas or not brief.area or brief.area in o.areas]
    if not here and not own:
        return Reason("no_offer_in_area", "Nobody who sells this comes to your area.", figures=figures)
    carers = [c for c in prepared.carers if _serves(c, wanted)]
    if not carers:
        bans = [ban for ban in brief.bans if _bans(here, ban.target, ban.target_id)]
        return Reason(
            "banned", "Everyone who could do this is ruled out.", tuple(b.id for b in bans),
            tuple(b.sentence for b in bans), figures,
        )
    if not any(can_serve(carer, need, []) for carer in carers):
        return Reason("skill_missing", "Nobody here has the skills for this.", (need.id,), (need.sentence,), figures)
    wishes = hard_wishes_of(brief, need)
    if not any(can_serve(carer, need, wishes) for carer in carers):
        ids, sentences = tuple(w.id for w in wishes), tuple(w.sentence for w in wishes)
        return Reason("wish_about_worker", "Nobody here fits what you said about who comes.", ids, sentences, figures)
    return Reason("nobody_available", "Nobody has time then.", (need.id,), (need.sentence,), figures)


def _limited(
    prepared: Prepared, proposal: Proposal, candidates: list[Candidate], figures: dict[str, int]
) -> Reason:
    """What keeps a further visit out: money, people, or time."""
    brief = prepared.brief
    left = {p.purse_id: p.left_minor for p in proposal.purses}
    affordable, cheapest, most_left = [], 10**15, 0
    for candidate in candidates:
        money = _money_left(brief, candidate.carer, left)
        cheapest, most_left = min(cheapest, candidate.price_minor), max(most_left, money)
        if candidate.low_price_minor <= money:
            affordable.append(candidate)
    if not affordable:
        ids = tuple(purse.id for purse in brief.purses)
        sentences = tuple(purse.sentence for purse in brief.purses if purse.sentence)
        money_figures = {**figures, "price_minor": cheapest, "left_minor": most_left}
        return Reason("money", "There is not enough money left for one more.", ids, sentences, money_figures)
    known = {w for v in proposal.visits for w in v.worker_ids} | {v.offer_id for v in proposal.visits}
    most = brief.max_people
    is_full = most is not None and proposal.people_count + 1 > most.count
    if most is not None and is_full and not any(_is_known(c.carer, known) for c in affordable):
        text = "It would take one more person than you want."
        return Reason("too_many_people", text, (most.id,), (most.sentence,), figures)
    return Reason("no_time", "What is left does not fit with the other visits and rules.", figures=figures)


def _money_left(brief: Brief, carer: Carer, left: dict[str, int]) -> int:
    if carer.offer is None:
        return 0
    return sum(left[brief.purses[i].id] for i in payers(carer.offer.category, brief.purses))


def _is_known(carer: Carer, known: set[str | None]) -> bool:
    if carer.worker is not None:
        return carer.worker.id in known
    return carer.offer is None or carer.headcount == 0 or carer.offer.id in known


def _serves(carer: Carer, categories: set[str]) -> bool:
    if carer.offer is not None:
        return carer.offer.category in categories
    return carer.arrangement is not None and bool(categories & set(carer.arrangement.categories))


def _bans(offers: list[Offer], target: str, target_id: str) -> bool:
    ids: set[str] = set()
    for offer in offers:
        by_target = {"provider": offer.provider_id, "offer": offer.id, "category": offer.category}
        ids |= {by_target[target]} if target in by_target else {worker.id for worker in offer.workers}
    return target_id in ids
