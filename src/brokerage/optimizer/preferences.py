"""What the preferences tier counts, in points: the one definition for the model and for scoring a plan.

| what | points |
|---|---|
| a visit inside a preferred window | +20 |
| a like (provider, worker, offer, category, tag), per carer and visit | weight / 5 |
| a wish about who comes that need not hold, per carer and visit | weight / 5 |
| a provider's unreliability, per carer and visit | −(1000 − permille) / 50 |
| each different person in the plan (own help: none) | −15 |
| each different person for one need | −6 |
| each visit of a need at its usual time (its commonest start) | +4 |
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from brokerage.optimizer.brief import Brief, Like, Need
from brokerage.optimizer.carers import Carer
from brokerage.optimizer.market import Market, Offer
from brokerage.optimizer.proposal import Visit

PREFERRED_TIME = 20
WEIGHT_PER_POINT = 5
UNRELIABILITY_PER_POINT = 50
PERSON = -15
PERSON_PER_NEED = -6
USUAL_TIME = 4


def carer_points(brief: Brief, carer: Carer, need: Need, reliability: dict[str, int]) -> int:
    """Points of one carer coming once for a need, whatever the time."""
    points = 0
    for like in brief.likes:
        if _is_liked(like, carer):
            points += _toward_zero(like.weight)
    for wish in brief.worker_wishes:
        if not wish.is_must and (not wish.need_ids or need.id in wish.need_ids) and carer.has(wish):
            points += wish.weight // WEIGHT_PER_POINT
    if carer.offer is not None:
        points -= (1000 - reliability.get(carer.offer.provider_id, 1000)) // UNRELIABILITY_PER_POINT
    return points


def reliability_of(market: Market) -> dict[str, int]:
    """Permille by provider id."""
    return {provider.id: provider.reliability_permille for provider in market.providers}


def is_preferred(need: Need, weekday: int, start_minute: int, duration_minutes: int) -> bool:
    """Whether a visit lies wholly inside one of the need's preferred windows."""
    return any(
        weekday in w.weekdays and w.earliest_minute <= start_minute
        and start_minute + duration_minutes <= w.latest_end_minute
        for w in need.preferred
    )


def people_of(visit: Visit, offers: dict[str, Offer]) -> dict[str, int]:
    """The people a visit brings: key → how many it counts for."""
    if visit.worker_ids:
        return {f"worker {worker_id}": 1 for worker_id in visit.worker_ids}
    if visit.offer_id is not None and visit.offer_id in offers:
        return {f"offer {visit.offer_id}": offers[visit.offer_id].headcount}
    return {f"own {visit.arrangement_id}": 0}


def people_count(visits: Iterable[Visit], offers: dict[str, Offer]) -> int:
    """How many different people come."""
    people: dict[str, int] = {}
    for visit in visits:
        people.update(people_of(visit, offers))
    return sum(people.values())


def habits_points(visits: Sequence[Visit], offers: dict[str, Offer]) -> int:
    """Points for few people and for the same people and times for a need through the week."""
    points = PERSON * people_count(visits, offers)
    by_need: dict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        by_need[visit.need_id].append(visit)
    for own in by_need.values():
        faces = {person for visit in own for person in people_of(visit, offers)}
        points += PERSON_PER_NEED * len(faces) + USUAL_TIME * _usual_visits(own)
    return points


def _usual_visits(visits: list[Visit]) -> int:
    """Visits at the commonest start of their place in the day (first, second, … of the need on that day)."""
    starts: dict[int, Counter[int]] = defaultdict(Counter)
    by_day: dict[int, list[int]] = defaultdict(list)
    for visit in visits:
        by_day[visit.day].append(visit.start_minute)
    for day_starts in by_day.values():
        for place, start in enumerate(sorted(day_starts)):
            starts[place][start] += 1
    return sum(max(counter.values()) for counter in starts.values())


def _is_liked(like: Like, carer: Carer) -> bool:
    offer = carer.offer
    if offer is None:
        return False
    targets = {"provider": offer.provider_id, "offer": offer.id, "category": offer.category}
    if like.target == "tag":
        return like.target_id in offer.tags
    if like.target == "worker":
        return carer.worker is not None and carer.worker.id == like.target_id
    return targets[like.target] == like.target_id


def _toward_zero(weight: int) -> int:
    return weight // WEIGHT_PER_POINT if weight >= 0 else -(-weight // WEIGHT_PER_POINT)
