"""What the checker looks up about a proposal, once: needs, offers, workers, stretches of time, weeks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property

from brokerage.optimizer.brief import Arrangement, Brief, Need
from brokerage.optimizer.calendar import Calendar
from brokerage.optimizer.market import Absence, Market, Offer, Slot, Worker
from brokerage.optimizer.pricing import discounted, price_visit
from brokerage.optimizer.proposal import Proposal, Violation, Visit

Found = Iterator[Violation]
Stretch = tuple[int, int]
MOST_MINUTES = 14 * 1440


class Facts:
    """A proposal beside its brief and market; `visits` are those whose need and giver exist."""

    def __init__(self, market: Market, brief: Brief, proposal: Proposal) -> None:
        self.market, self.brief, self.proposal = market, brief, proposal
        self.calendar = Calendar(market, brief)
        self.first_date = date.fromisoformat(brief.starts_on)
        self.needs = {need.id: need for need in brief.needs}
        self.offers = {offer.id: offer for offer in market.offers}
        self.providers = {provider.id: provider for provider in market.providers}
        self.arrangements = {arrangement.id: arrangement for arrangement in brief.arrangements}
        self.visits = [visit for visit in proposal.visits if self.is_known(visit)]

    def is_known(self, visit: Visit) -> bool:
        """Whether the visit names a need and exactly one giver that exist, a day of the horizon, a sane length."""
        has_offer = visit.offer_id in self.offers and visit.arrangement_id is None
        has_own = visit.arrangement_id in self.arrangements and visit.offer_id is None
        in_time = 0 <= visit.day < self.brief.day_count and 0 <= visit.start_minute < 1440
        is_sane = in_time and 0 <= visit.duration_minutes <= MOST_MINUTES
        return visit.need_id in self.needs and (has_offer or has_own) and is_sane

    def need(self, visit: Visit) -> Need:
        """The need that a known visit meets."""
        return self.needs[visit.need_id]

    def offer(self, visit: Visit) -> Offer | None:
        """The offer of a paid visit."""
        return self.offers.get(visit.offer_id or "")

    def arrangement(self, visit: Visit) -> Arrangement | None:
        """The arrangement of a visit that is own help."""
        return self.arrangements.get(visit.arrangement_id or "")

    def workers(self, visit: Visit) -> list[Worker]:
        """The named workers of the visit's offer that it says come."""
        offer = self.offer(visit)
        return [worker for worker in offer.workers if worker.id in visit.worker_ids] if offer is not None else []

    def categories(self, visit: Visit) -> tuple[str, ...]:
        """The category a paid visit is of; all that own help may be of."""
        offer, own = self.offer(visit), self.arrangement(visit)
        return (offer.category,) if offer is not None else own.categories if own is not None else ()

    @cached_property
    def banned_categories(self) -> frozenset[str]:
        """Categories under a ban."""
        return frozenset(ban.target_id for ban in self.brief.bans if ban.target == "category")

    def date_of(self, day: int) -> str:
        """The ISO date of a day index."""
        return (self.first_date + timedelta(days=day)).isoformat()

    def span(self, visit: Visit) -> Stretch:
        """Start and end in minutes from the horizon's first midnight."""
        start = visit.day * 1440 + visit.start_minute
        return start, start + visit.duration_minutes

    def slots_on(self, day: int, pattern: Sequence[Slot], absences: Sequence[Absence]) -> list[Slot]:
        """The slots of a weekly pattern that begin on a day, absences applied."""
        today = self.date_of(day)
        for absence in absences:
            if absence.from_date <= today <= absence.to_date:
                pattern = absence.slots
        weekday = (self.first_date + timedelta(days=day)).weekday()
        return [slot for slot in pattern if slot.weekday == weekday]

    def is_open(self, visit: Visit, pattern: Sequence[Slot], absences: Sequence[Absence] = ()) -> bool:
        """Whether every minute of the visit lies in the pattern (a visit of no length: its start)."""
        start, end = self.span(visit)
        reach = start
        for day in range(visit.day - 2, end // 1440 + 1):
            for slot in sorted(self.slots_on(day, pattern, absences), key=lambda slot: slot.from_minute):
                if day * 1440 + slot.from_minute <= reach:
                    reach = max(reach, day * 1440 + slot.to_minute)
        return reach >= end and (reach > start or self._holds(start, visit.day, pattern, absences))

    def _holds(self, minute: int, day: int, pattern: Sequence[Slot], absences: Sequence[Absence]) -> bool:
        return any(
            d * 1440 + slot.from_minute <= minute <= d * 1440 + slot.to_minute
            for d in (day - 1, day)
            for slot in self.slots_on(d, pattern, absences)
        )

    def sold(self, visit: Visit) -> int:
        """Minutes that a visit counts for in a week."""
        return visit.duration_minutes * (visit.workers_at_once if visit.offer_id is not None else 1)

    @cached_property
    def sold_by_offer_week(self) -> dict[tuple[str, int], int]:
        """Minutes sold per offer id and week."""
        return self.totals((visit.offer_id or "", visit) for visit in self.visits if visit.offer_id is not None)

    def totals(self, keyed: Iterable[tuple[str, Visit]]) -> dict[tuple[str, int], int]:
        """Minutes sold per key and week."""
        found: dict[tuple[str, int], int] = defaultdict(int)
        for key, visit in keyed:
            found[key, visit.day // 7] += self.sold(visit)
        return dict(found)

    def due_price(self, visit: Visit) -> int | None:
        """What a visit must cost, block discount applied; None: not for sale then."""
        offer = self.offer(visit)
        if offer is None:
            return 0
        price = price_visit(
            offer.rate_card, self.calendar, visit.day, visit.start_minute, visit.duration_minutes, visit.workers_at_once
        )
        if price is None or offer.discount is None:
            return price
        sold = self.sold_by_offer_week[offer.id, visit.day // 7]
        return discounted(price, offer.discount.percent_off) if sold >= offer.discount.threshold_minutes else price
