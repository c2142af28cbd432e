"""Rules that each visit keeps or breaks by itself: who, what, when, how long, at what price."""

from brokerage.optimizer.attainment import effect_of
from brokerage.optimizer.brief import Ban, Pin
from brokerage.optimizer.check_facts import Facts, Found
from brokerage.optimizer.market import Offer
from brokerage.optimizer.proposal import Violation, Visit


def visit_faults(facts: Facts) -> Found:
    """Faults of single visits."""
    seen: set[str] = set()
    for visit in facts.proposal.visits:
        if visit.id in seen:
            yield _fault("visit_id", "Two visits have one id.", visit)
        seen.add(visit.id)
        if not facts.is_known(visit):
            yield _fault("unknown", "The need, the giver, the day or the length is none that exists.", visit)
            continue
        yield from _when_faults(facts, visit)
        yield from _what_faults(facts, visit)
        yield from _who_faults(facts, visit)
        offer = facts.offer(visit)
        if offer is not None:
            yield from _offer_faults(facts, visit, offer)
        else:
            yield from _own_help_faults(facts, visit)


def _fault(code: str, text: str, visit: Visit, rule_id: str = "") -> Violation:
    return Violation(code, text, rule_id, (visit.id,))


def _when_faults(facts: Facts, visit: Visit) -> Found:
    need, offer = facts.need(visit), facts.offer(visit)
    end = visit.start_minute + visit.duration_minutes
    weekday = (facts.first_date.weekday() + visit.day) % 7
    if not any(
        weekday in window.weekdays and window.earliest_minute <= visit.start_minute and end <= window.latest_end_minute
        for window in need.windows
    ):
        yield _fault("window", f"{need.title}: outside the times that the person wants.", visit, need.id)
    is_session = offer is not None and bool(offer.sessions)
    pinned = any(pin.start_minute == visit.start_minute for pin in facts.brief.pins if _is_at(pin, visit))
    if visit.start_minute % facts.brief.grid_minutes and not is_session and not pinned:
        yield _fault("grid", f"Starts at minute {visit.start_minute}, off the grid.", visit)
    for rule in facts.brief.exclusions:
        if (
            rule.need_id == visit.need_id
            and rule.day == visit.day
            and rule.start_minute in (None, visit.start_minute)
            and rule.offer_id in (None, visit.offer_id)
            and (rule.worker_id is None or rule.worker_id in visit.worker_ids)
        ):
            yield _fault("exclusion", rule.sentence or "The person said not this visit.", visit, rule.id)


def _is_at(pin: Pin, visit: Visit) -> bool:
    return pin.need_id == visit.need_id and pin.day == visit.day


def _what_faults(facts: Facts, visit: Visit) -> Found:
    need = facts.need(visit)
    categories = facts.categories(visit)
    if effect_of(need, categories, visit.duration_minutes) is None:
        yield _fault("way", f"{need.title}: no way of the need is of this kind and length.", visit, need.id)
    elif effect_of(need, set(categories) - facts.banned_categories, visit.duration_minutes) is None:
        ban = next(b for b in facts.brief.bans if b.target == "category" and b.target_id in categories)
        yield _fault("ban", ban.sentence or f"Never {ban.target_id}.", visit, ban.id)
    due = facts.due_price(visit)
    if due is None:
        yield _fault("not_for_sale", "The rate card does not sell this time.", visit)
    elif due != visit.price_minor:
        yield _fault("price", f"Costs {visit.price_minor}, by the rate card {due}.", visit)


def _who_faults(facts: Facts, visit: Visit) -> Found:
    need, offer, own = facts.need(visit), facts.offer(visit), facts.arrangement(visit)
    if visit.workers_at_once != need.workers_at_once:
        yield _fault("workers_at_once", f"{need.title} takes {need.workers_at_once} at once.", visit, need.id)
    skills = _attribute(facts, visit, "skill")
    if not (own is not None and own.is_own_effort):
        for skill in need.skills:
            if any(skill not in has for has in skills):
                yield _fault("skills", f"{need.title} takes someone who can: {skill}.", visit, need.id)
    is_nobody = own.is_own_effort if own is not None else offer is not None and _is_venue(offer)
    for wish in facts.brief.worker_wishes:
        is_asked = wish.is_must and not is_nobody and (not wish.need_ids or need.id in wish.need_ids)
        if is_asked and any(wish.value not in has for has in _attribute(facts, visit, wish.attribute)):
            yield _fault("wish", wish.sentence or f"Only {wish.attribute} {wish.value}.", visit, wish.id)


def _is_venue(offer: Offer) -> bool:
    return not offer.workers and offer.headcount == 0


def _attribute(facts: Facts, visit: Visit, attribute: str) -> list[set[str]]:
    """What each person who comes has of an attribute; an unnamed team counts as one."""
    own, offer = facts.arrangement(visit), facts.offer(visit)
    if own is not None:
        return [{"skill": set(own.skills), "language": set(own.languages), "gender": {own.gender or ""}}[attribute]]
    if offer is None:
        return []
    shared = {"skill": set(offer.skills), "language": set(offer.languages), "gender": set[str]()}[attribute]
    if not offer.workers:
        return [shared]
    named = facts.workers(visit)
    return [
        shared | {"skill": set(w.skills), "language": set(w.languages), "gender": {w.gender or ""}}[attribute]
        for w in named
    ]


def _offer_faults(facts: Facts, visit: Visit, offer: Offer) -> Found:
    if visit.provider_id != offer.provider_id:
        yield _fault("provider", "The offer is another provider's.", visit)
    for ban in facts.brief.bans:
        if _is_banned(ban, visit, offer):
            yield _fault("ban", ban.sentence or f"Never {ban.target_id}.", visit, ban.id)
    if offer.areas and facts.brief.area and facts.brief.area not in offer.areas:
        yield _fault("area", f"{offer.service} does not come to {facts.brief.area}.", visit)
    if offer.sessions:
        slots = facts.slots_on(visit.day, offer.sessions, offer.absences)
        if all((s.from_minute, s.to_minute) != _times(visit) for s in slots):
            yield _fault("session", f"{offer.service} has no session then.", visit)
    else:
        if not offer.min_visit_minutes <= visit.duration_minutes <= offer.max_visit_minutes:
            yield _fault("length", f"{offer.service} does not do {visit.duration_minutes} minutes.", visit)
        if not facts.is_open(visit, offer.availability, offer.absences):
            yield _fault("availability", f"{offer.service} is not to be had then.", visit)
    yield from _worker_faults(facts, visit, offer)


def _times(visit: Visit) -> tuple[int, int]:
    return visit.start_minute, visit.start_minute + visit.duration_minutes


def _is_banned(ban: Ban, visit: Visit, offer: Offer) -> bool:
    if ban.target == "worker":
        return ban.target_id in visit.worker_ids
    return ban.target_id == {"provider": offer.provider_id, "offer": offer.id, "category": ""}[ban.target]


def _worker_faults(facts: Facts, visit: Visit, offer: Offer) -> Found:
    if not offer.workers:
        if visit.worker_ids or visit.workers_at_once > max(1, offer.headcount):
            yield _fault("workers", f"{offer.service} has no such workers, or not so many.", visit)
        return
    workers = facts.workers(visit)
    if len(workers) != len(visit.worker_ids) or len(set(visit.worker_ids)) != visit.workers_at_once:
        yield _fault("workers", f"{visit.workers_at_once} different workers of {offer.service} come.", visit)
    for worker in workers:
        pattern = worker.availability or offer.sessions or offer.availability
        if (worker.availability or worker.absences) and not facts.is_open(visit, pattern, worker.absences):
            yield _fault("worker_availability", f"{worker.name} is not free then.", visit)


def _own_help_faults(facts: Facts, visit: Visit) -> Found:
    own = facts.arrangement(visit)
    if own is None:
        return
    if facts.date_of(visit.day) > own.consent_until:
        yield _fault("consent", f"{own.who} agreed until {own.consent_until}.", visit, own.id)
    if not facts.is_open(visit, own.availability):
        yield _fault("availability", f"{own.who} is not free then.", visit, own.id)
    if visit.workers_at_once != 1 or visit.worker_ids or visit.provider_id is not None:
        yield _fault("workers", f"{own.who} comes alone, and not from a provider.", visit, own.id)


