"""From the solver's answer to lines that keep every name and price as it was that day."""

from brokerage.domain.packages import PackageLine
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.market import Market, Offer
from brokerage.optimizer.proposal import Proposal, PurseShare, Visit


def lines_of(market: Market, brief: Brief, proposal: Proposal) -> list[PackageLine]:
    """The visits in order of time, then the options taken; rows without a version yet."""
    visits = sorted(proposal.visits, key=lambda visit: (visit.day, visit.start_minute, visit.id))
    offers = {offer.id: offer for offer in market.offers}
    providers = {provider.id: provider.name for provider in market.providers}
    lines = [_visit_line(brief, visit, offers.get(visit.offer_id or ""), providers) for visit in visits]
    lines += [_option_line(brief, proposal, index) for index in range(len(proposal.chosen))]
    for position, line in enumerate(lines):
        line.position = position
    return lines


def _visit_line(brief: Brief, visit: Visit, offer: Offer | None, providers: dict[str, str]) -> PackageLine:
    need = next(need for need in brief.needs if need.id == visit.need_id)
    arrangement = next((a for a in brief.arrangements if a.id == visit.arrangement_id), None)
    names = {worker.id: worker.name for worker in offer.workers} if offer else {}
    own_categories = set(arrangement.categories) if arrangement else set()
    own_category = next((way.category for way in need.ways if way.category in own_categories), "")
    return PackageLine(
        visit_id=visit.id,
        need_id=need.id,
        title=need.title,
        because=need.sentence,
        day=visit.day,
        start_minute=visit.start_minute,
        duration_minutes=visit.duration_minutes,
        workers_at_once=visit.workers_at_once,
        category=offer.category if offer else own_category,
        service=offer.service if offer else "",
        offer_id=visit.offer_id,
        provider_id=visit.provider_id,
        provider_name=providers.get(visit.provider_id or "", "") or (arrangement.who if arrangement else ""),
        workers=[{"id": worker_id, "name": names.get(worker_id, "")} for worker_id in visit.worker_ids],
        arrangement_id=visit.arrangement_id,
        price_minor=visit.price_minor,
        paid_by=_paid_by(brief, visit.paid_by),
        is_pinned=visit.is_pinned,
    )


def _option_line(brief: Brief, proposal: Proposal, index: int) -> PackageLine:
    chosen = proposal.chosen[index]
    choice = next(choice for choice in brief.choices if choice.id == chosen.choice_id)
    option = next(option for option in choice.options if option.id == chosen.option_id)
    return PackageLine(
        visit_id=f"{choice.id}.option",
        need_id=choice.id,
        title=choice.title,
        because=choice.sentence,
        category=option.category,
        service=option.name,
        provider_name=option.name,
        workers=[],
        price_minor=chosen.price_minor,
        paid_by=_paid_by(brief, chosen.paid_by),
        duration_minutes=0,
        workers_at_once=1,
        is_pinned=False,
    )


def _paid_by(brief: Brief, shares: tuple[PurseShare, ...]) -> list[dict[str, object]]:
    names = {purse.id: purse.name for purse in brief.purses}
    return [
        {"purse_id": share.purse_id, "name": names.get(share.purse_id, ""), "amount_minor": share.amount_minor}
        for share in shares
    ]
