"""Who may come: named workers, offers without names, and own help, each with its availability and what it can do."""

from collections.abc import Iterator
from dataclasses import dataclass

from brokerage.optimizer.brief import Arrangement, Brief, Need, WorkerWish
from brokerage.optimizer.calendar import Calendar
from brokerage.optimizer.market import Market, Offer, Worker
from brokerage.optimizer.openings import Span, intersected, spans


@dataclass(frozen=True, slots=True, eq=False)
class Carer:
    """One who may come. `person` is the same for one worker in two offers; `headcount` counts towards the most
    people (own help: 0); `at_once` is how many of it may come together.
    """

    index: int
    person: str
    offer: Offer | None
    worker: Worker | None
    arrangement: Arrangement | None
    spans: tuple[Span, ...]
    skills: frozenset[str]
    languages: frozenset[str]
    gender: str | None
    headcount: int
    at_once: int

    @property
    def offer_id(self) -> str | None:
        """Of the offer it comes by."""
        return self.offer.id if self.offer is not None else None

    @property
    def arrangement_id(self) -> str | None:
        """Of the own help it is."""
        return self.arrangement.id if self.arrangement is not None else None

    @property
    def is_nobody(self) -> bool:
        """A venue without staff of its own, or the person's own effort: wishes about who comes do not apply."""
        if self.arrangement is not None:
            return self.arrangement.is_own_effort
        return self.worker is None and self.headcount == 0

    def has(self, wish: WorkerWish) -> bool:
        """Whether a wish about who comes holds for this carer."""
        if self.is_nobody:
            return True
        if wish.attribute == "gender":
            return self.gender == wish.value
        return wish.value in (self.languages if wish.attribute == "language" else self.skills)


def carers_of(market: Market, brief: Brief, calendar: Calendar) -> list[Carer]:
    """Everyone in the market and the brief's own help who sells or gives a wanted category here and is not banned."""
    banned = {kind: {b.target_id for b in brief.bans if b.target == kind} for kind in ("provider", "offer", "category")}
    banned_workers = {ban.target_id for ban in brief.bans if ban.target == "worker"}
    wanted = {way.category for need in brief.needs for way in need.ways} - banned["category"]
    found: list[Carer] = []
    for offer in market.offers:
        if offer.category not in wanted or offer.id in banned["offer"] or offer.provider_id in banned["provider"]:
            continue
        if offer.areas and brief.area and brief.area not in offer.areas:
            continue
        found.extend(_of_offer(offer, calendar, banned_workers, len(found)))
    for arrangement in brief.arrangements:
        found.append(_of_arrangement(arrangement, calendar, len(found)))
    return found


def can_serve(carer: Carer, need: Need, hard_wishes: list[WorkerWish]) -> bool:
    """Whether skills, wishes that must hold and the number of workers at once fit a need."""
    return (
        (carer.skills.issuperset(need.skills) or (carer.arrangement is not None and carer.arrangement.is_own_effort))
        and carer.at_once >= (1 if carer.worker is not None else need.workers_at_once)
        and (carer.arrangement is None or need.workers_at_once == 1)
        and all(carer.has(wish) for wish in hard_wishes)
    )


def hard_wishes_of(brief: Brief, need: Need) -> list[WorkerWish]:
    """The wishes about who comes that must hold for a need."""
    return [w for w in brief.worker_wishes if w.is_must and (not w.need_ids or need.id in w.need_ids)]


def _of_offer(offer: Offer, calendar: Calendar, banned_workers: set[str], first: int) -> Iterator[Carer]:
    open_spans = spans(calendar, offer.sessions or offer.availability, offer.absences)
    skills, languages = frozenset(offer.skills), frozenset(offer.languages)
    if not offer.workers:
        yield Carer(
            first, f"offer {offer.id}", offer, None, None, open_spans, skills, languages, None,
            offer.headcount, max(1, offer.headcount),
        )
    for worker in offer.workers:
        if worker.id in banned_workers:
            continue
        yield Carer(
            first, f"worker {worker.id}", offer, worker, None, _worker_spans(worker, offer, open_spans, calendar),
            skills | frozenset(worker.skills), languages | frozenset(worker.languages), worker.gender, 1, 1,
        )
        first += 1


def _worker_spans(worker: Worker, offer: Offer, open_spans: tuple[Span, ...], calendar: Calendar) -> tuple[Span, ...]:
    if not worker.availability and not worker.absences:
        return open_spans
    slots = worker.availability or offer.sessions or offer.availability
    return intersected(spans(calendar, slots, worker.absences), open_spans)


def _of_arrangement(arrangement: Arrangement, calendar: Calendar, index: int) -> Carer:
    return Carer(
        index, f"own {arrangement.id}", None, None, arrangement, spans(calendar, arrangement.availability),
        frozenset(arrangement.skills), frozenset(arrangement.languages), arrangement.gender, 0, 1,
    )
