"""Who else could do a visit at its time, what it would cost, and who is not free then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import NotFound
from brokerage.domain.packages import brief_in, proposal_in
from brokerage.domain.words import count_of
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.candidates import Candidate, prepare
from brokerage.optimizer.carers import Carer
from brokerage.optimizer.market import Market
from brokerage.optimizer.proposal import Proposal, Visit
from brokerage.ports.clock import Clock
from brokerage.store.market_cache import MarketCache
from brokerage.usecases.ground import ground_of
from brokerage.usecases.package_views import ChoiceView
from brokerage.usecases.packages import reach_package, version_in

MOST_CHOICES = 30


@dataclass(frozen=True, slots=True)
class VisitChoices:
    """Who could come instead, the cheapest first, and who does this but not at that time."""

    choices: tuple[ChoiceView, ...]
    refused: tuple[ChoiceView, ...]


def visit_choices(
    session: Session,
    actor: Actor,
    clock: Clock,  # noqa: ARG001 - all use cases of plans take the clock
    market_cache: MarketCache,
    package_id: str,
    version_id: str,
    visit_id: str,
) -> VisitChoices:
    """What a swap of this visit could be. Whether it fits with everything else shows when it is chosen."""
    package = reach_package(session, actor, "package.see", package_id)
    version = version_in(session, package, version_id)
    brief, proposal = brief_in(version), proposal_in(version)
    visit = next((visit for visit in proposal.visits if visit.id == visit_id), None)
    if visit is None:
        raise NotFound()
    market = ground_of(session, market_cache, package.client, package.starts_on).market
    return _choices(market, brief, proposal, visit)


def _choices(market: Market, brief: Brief, proposal: Proposal, visit: Visit) -> VisitChoices:
    need = next(index for index, need in enumerate(brief.needs) if need.id == visit.need_id)
    # Only this need, and no pins: what is kept now must not hide who could come instead.
    alone = replace(brief, needs=(brief.needs[need],), pins=(), gaps=(), exclusions=())
    prepared = prepare(market, alone)
    at = prepared.masks.exact((visit.start_minute,))
    then = [c for c in prepared.candidates if c.day == visit.day and c.duration == visit.duration_minutes]
    free = [c for c in then if c.starts & at and not _is_now(c.carer, visit)]
    free_people = {c.carer.index for c in then if c.starts & at}
    busy = {c.carer.index: c for c in prepared.candidates if c.carer.index not in free_people}
    names = {provider.id: provider.name for provider in market.providers}
    known = Counter(_key(worker, v) for v in proposal.visits for worker in (v.worker_ids or (None,)))
    cheapest: dict[int, Candidate] = {}
    for candidate in sorted(free, key=lambda c: c.price_minor):
        cheapest.setdefault(candidate.carer.index, candidate)
    choices = [_view(c.carer, c, visit, brief, names, _known_words(c.carer, known)) for c in cheapest.values()]
    refused = [_view(c.carer, c, visit, brief, names, "Not free at this time") for c in busy.values()]
    return VisitChoices(tuple(choices[:MOST_CHOICES]), tuple(_by_name(refused)[:MOST_CHOICES]))


def _is_now(carer: Carer, visit: Visit) -> bool:
    """Whether this is who comes already."""
    if carer.arrangement is not None:
        return carer.arrangement.id == visit.arrangement_id
    same_offer = carer.offer_id == visit.offer_id
    return same_offer and (carer.worker is None or carer.worker.id in visit.worker_ids)


def _key(worker_id: str | None, visit: Visit) -> str:
    return worker_id or visit.arrangement_id or visit.offer_id or ""


def _known_words(carer: Carer, known: Counter[str]) -> str:
    key = carer.worker.id if carer.worker else carer.arrangement_id or carer.offer_id or ""
    return f"Comes {count_of(known[key], 'time')} a week already" if known[key] else ""


def _view(
    carer: Carer, candidate: Candidate, visit: Visit, brief: Brief, names: dict[str, str], words: str
) -> ChoiceView:
    provider = names.get(carer.offer.provider_id, "") if carer.offer else ""
    own = carer.arrangement.who if carer.arrangement else ""
    worker = carer.worker.name if carer.worker else ""
    return ChoiceView(
        offer_id=carer.offer_id,
        worker_id=carer.worker.id if carer.worker else None,
        arrangement_id=carer.arrangement_id,
        name=own or (f"{worker}, {provider}" if worker and worker != provider else provider or worker),
        service=carer.offer.service if carer.offer else "Family, friends or yourself",
        price_minor=candidate.price_minor,
        price_change_minor=candidate.price_minor - visit.price_minor,
        currency=brief.currency,
        words=words,
    )


def _by_name(views: Sequence[ChoiceView]) -> list[ChoiceView]:
    return sorted(views, key=lambda view: view.name)
