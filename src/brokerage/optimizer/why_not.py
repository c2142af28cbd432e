"""Why not X? What it would cost to have it, or which of the person's own sentences stand in the way."""

from dataclasses import dataclass, replace
from typing import Literal as OneOf

from brokerage.optimizer.brief import Brief, Pin
from brokerage.optimizer.brief_rules import BriefRule, RuleKey, rules_of, without
from brokerage.optimizer.candidates import Candidate, Prepared, prepare
from brokerage.optimizer.clash import clashes
from brokerage.optimizer.differences import Difference, difference, in_words
from brokerage.optimizer.market import Market, Offer
from brokerage.optimizer.model import Literal
from brokerage.optimizer.objective import TieredModel
from brokerage.optimizer.plans import Plan, broken_pins
from brokerage.optimizer.proposal import Proposal, Visit
from brokerage.optimizer.reading import hint_plan, read_plan
from brokerage.optimizer.relaxation import Relaxation
from brokerage.optimizer.search import Clock, Params, run_stage
from brokerage.optimizer.solve import propose, wish_tiers
from brokerage.optimizer.why import ASKED, QUICK, pin_for

FORBIDDING = ("ban", "exclusion", "worker_wish", "window", "skill", "two_at_once")
CORE_CARERS = 20


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks for: somebody or something, for some need, on some day, at some time; None: any."""

    target: OneOf["provider", "worker", "offer", "category", "time"]
    target_id: str = ""
    need_id: str | None = None
    day: int | None = None
    start_minute: int | None = None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer. Possible: `proposal` is the best plan with it that was found, `price` what it changes. Not
    possible: `rules` are the smallest set of the person's own rules in the way (empty: the market has no such).
    """

    is_possible: bool
    text: str
    price: Difference | None = None
    proposal: Proposal | None = None
    rules: tuple[BriefRule, ...] = ()


def why_not(market: Market, brief: Brief, proposal: Proposal, question: Question, params: Params = QUICK) -> WhyNot:
    """Force what was asked for, by a real solve, and compare; or find what forbids it."""
    prepared = prepare(market, brief)
    asked = [c for c in prepared.candidates if _is_asked(c, brief, question) and _starts(c, prepared, question)]
    if not asked:
        return _forbidden(market, brief, question)
    visit = _best_seat(market, brief, proposal, question, params)
    if visit is None:
        return _clashing(market, brief, asked[0])
    pinned = replace(brief, pins=(*brief.pins, pin_for(visit)))
    forced = propose(market, pinned, params)
    if any(pin.id == ASKED for pin in broken_pins(pinned.pins, forced.visits)):
        return _clashing(market, brief, asked[0])
    price = difference(market, brief, proposal, forced)
    worth = "as good as the plan" if not price.is_worse else "worth less"
    return WhyNot(True, f"It can be had, {worth}: {in_words(price, brief.currency)}.", price, forced)


def _is_asked(candidate: Candidate, brief: Brief, question: Question) -> bool:
    offer, worker = candidate.carer.offer, candidate.carer.worker
    if question.need_id not in (None, brief.needs[candidate.need].id) or question.day not in (None, candidate.day):
        return False
    if question.target == "time":
        return True
    if question.target == "worker":
        return worker is not None and worker.id == question.target_id
    if offer is None:
        return False
    ids = {"provider": offer.provider_id, "offer": offer.id, "category": offer.category}
    return ids[question.target] == question.target_id


def _starts(candidate: Candidate, prepared: Prepared, question: Question) -> int:
    if question.start_minute is None:
        return candidate.starts
    return candidate.starts & prepared.masks.exact((question.start_minute,))


def _best_seat(market: Market, brief: Brief, proposal: Proposal, question: Question, params: Params) -> Visit | None:
    """The visit of what was asked for in the best plan that has one, among the plan's and the likeliest carers."""
    prepared = prepare(market, brief)
    relaxed = Relaxation(prepared)
    ranked = relaxed.ranked(relaxed.solve([(relaxed.goal_terms, 1.0)], params.time_limit_seconds))
    planned = {visit.offer_id for visit in proposal.visits}
    carers = {c.index for c in prepared.carers if c.offer is None or c.offer.id in planned} | set(ranked[:CORE_CARERS])
    asked = [c for c in prepared.candidates if _is_asked(c, brief, question) and _starts(c, prepared, question)]
    mates = {c.carer.offer.id for c in asked if c.carer.offer is not None}
    kept = {
        c.index
        for c in prepared.candidates
        if c.carer.index in carers or (c.carer.offer is not None and c.carer.offer.id in mates)
    }
    model = TieredModel(prepared.narrowed(kept), loose=True)
    model.cp.add_bool_or(_literals(model, brief, question))
    hint_plan(model, Plan(proposal.visits, proposal.chosen))
    result = run_stage(model, "asked", wish_tiers(model), Clock(params))
    if result is None:
        return None
    offers = {offer.id: offer.category for offer in market.offers}
    return next(v for v in read_plan(model, result[0]).visits if _answers(v, offers.get(v.offer_id or ""), question))


def _literals(model: TieredModel, brief: Brief, question: Question) -> list[Literal]:
    """Literals of which one must hold for the plan to have what was asked for."""
    found: list[Literal] = []
    for place, line in model.lines():
        for literal, candidate in line.workers or [(line.literal, line.candidate)]:
            if not (_is_asked(candidate, brief, question) and _starts(candidate, model.prepared, question)):
                continue
            holder = literal
            if question.start_minute is not None:
                holder = model.cp.new_bool_var("")
                model.cp.add_implication(holder, literal)
                unit = model.prepared.masks.unit
                model.cp.add(place.start == question.start_minute // unit).only_enforce_if(holder)
            found.append(holder)
    return found


def _answers(visit: Visit, category: str | None, question: Question) -> bool:
    ids = {
        "provider": (visit.provider_id,), "offer": (visit.offer_id,), "worker": visit.worker_ids,
        "category": (category,), "time": (question.target_id,),
    }  # fmt: skip
    return (
        question.target_id in ids[question.target]
        and question.need_id in (None, visit.need_id)
        and question.day in (None, visit.day)
        and question.start_minute in (None, visit.start_minute)
    )


def _forbidden(market: Market, brief: Brief, question: Question) -> WhyNot:
    """The smallest set of the brief's rules without which there would be such a visit; else the market has none."""

    def exists(dropped: set[RuleKey]) -> bool:
        loose = without(brief, dropped)
        prepared = prepare(market, loose)
        return any(_is_asked(c, loose, question) and _starts(c, prepared, question) for c in prepared.candidates)

    rules = [rule for rule in rules_of(market, brief) if rule.kind in FORBIDDING]
    dropped = {rule.key for rule in rules}
    if not exists(dropped):
        return WhyNot(False, _market_reason(market, brief, question))
    for rule in rules:
        if exists(dropped - {rule.key}):
            dropped -= {rule.key}
    standing = tuple(rule for rule in rules if rule.key in dropped)
    return WhyNot(False, f"It goes against what you said: {'; '.join(r.text for r in standing)}.", rules=standing)


def _market_reason(market: Market, brief: Brief, question: Question) -> str:
    wanted = {way.category for need in brief.needs for way in need.ways if question.need_id in (None, need.id)}
    offers = [offer for offer in market.offers if question.target == "time" or _is_of(offer, question)]
    if not offers:
        return "The market has no such offer."
    if all(offer.category not in wanted for offer in offers):
        return "It is not a kind of help that the needs ask for."
    if all(offer.areas and brief.area and brief.area not in offer.areas for offer in offers):
        return f"It does not come to {brief.area}."
    return "It is not to be had then, or not for so long."


def _is_of(offer: Offer, question: Question) -> bool:
    workers = tuple(worker.id for worker in offer.workers)
    ids = {"provider": (offer.provider_id,), "offer": (offer.id,), "worker": workers, "category": (offer.category,)}
    return question.target_id in ids[question.target]


def _clashing(market: Market, brief: Brief, asked: Candidate) -> WhyNot:
    """The smallest clash of what was asked for with the rules of the brief."""
    offer, worker = asked.carer.offer, asked.carer.worker
    workers = (worker.id,) if worker is not None else ()
    pin = Pin(ASKED, brief.needs[asked.need].id, asked.day, None, None, offer.id if offer else None, workers)
    found = clashes(market, replace(brief, pins=(*brief.pins, pin)), limit=3, with_repairs=False)
    clash = next((c for c in found if ("pin", ASKED) in {rule.key for rule in c.rules}), None)
    if clash is None:
        return WhyNot(False, "No plan with it was found in time.")
    rules = tuple(rule for rule in clash.rules if rule.key != ("pin", ASKED))
    return WhyNot(False, f"It can't be had together with: {'; '.join(rule.text for rule in rules)}.", rules=rules)
