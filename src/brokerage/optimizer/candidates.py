"""Every visit that could be: per need, day, carer, price and length, with the starts at which it is so."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from brokerage.optimizer.attainment import effect_of
from brokerage.optimizer.brief import Brief, Exclusion, Need, Pin
from brokerage.optimizer.calendar import DAY_MINUTES, Calendar, week_of
from brokerage.optimizer.carers import Carer, can_serve, carers_of, hard_wishes_of
from brokerage.optimizer.market import Market, Offer
from brokerage.optimizer.openings import StartMasks, slots_on, unit_minutes
from brokerage.optimizer.pricing import discounted, price_starts


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One price of one carer for one need on one day and length; `starts` are bits (`StartMasks`).

    `price_minor` is for all workers at once; `low_price_minor` the same after the offer's block discount.
    """

    index: int
    need: int
    day: int
    carer: Carer
    duration: int
    price_minor: int
    low_price_minor: int
    effect: int
    starts: int


@dataclass(slots=True, eq=False)
class Prepared:
    """A brief made ready to solve: carers, candidates and where they belong."""

    market: Market
    brief: Brief
    calendar: Calendar
    masks: StartMasks
    carers: list[Carer]
    candidates: list[Candidate]
    by_need_day: dict[tuple[int, int], list[Candidate]] = field(default_factory=dict)

    def fits(self, candidate: Candidate, pin: Pin) -> bool:
        """Whether a candidate may be (part of) what a pin names; need and day are taken as known."""
        carer = candidate.carer
        if pin.duration_minutes not in (None, candidate.duration):
            return False
        if pin.offer_id is not None and (carer.offer is None or carer.offer.id != pin.offer_id):
            return False
        if pin.arrangement_id is not None and (carer.arrangement is None or carer.arrangement.id != pin.arrangement_id):
            return False
        if pin.worker_ids and (carer.worker is None or carer.worker.id not in pin.worker_ids):
            return False
        return pin.start_minute is None or bool(candidate.starts & self.masks.exact((pin.start_minute,)))

    def narrowed(self, indexes: set[int]) -> "Prepared":
        """The same with only some candidates (by index)."""
        kept = [c for c in self.candidates if c.index in indexes]
        return Prepared(self.market, self.brief, self.calendar, self.masks, self.carers, kept, _by_need_day(kept))


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """A market's calendar for one horizon with the prices worked out so far: an edit does not price it again."""

    market: Market
    horizon: tuple[str, int]
    calendar: Calendar
    prices: dict[object, list[tuple[int, int]]] = field(default_factory=dict)
    kinds: dict[int, tuple[str, str, str]] = field(default_factory=dict)

    def kinds_around(self, day: int) -> tuple[str, str, str]:
        """The kinds of the day before, the day and the day after: bands and visits may reach over midnight."""
        if day not in self.kinds:
            before, now, after = (self.calendar.kind(day + i) for i in (-1, 0, 1))
            self.kinds[day] = before, now, after
        return self.kinds[day]


_shelves: list[Shelf] = []
KEPT_SHELVES = 8


def shelf_for(market: Market, brief: Brief) -> Shelf:
    """The shelf of a market (by identity) and horizon; the last few are kept."""
    horizon = (brief.starts_on, brief.day_count)
    for shelf in _shelves:
        if shelf.market is market and shelf.horizon == horizon:
            return shelf
    shelf = Shelf(market, horizon, Calendar(market, brief))
    _shelves.append(shelf)
    del _shelves[:-KEPT_SHELVES]
    return shelf


def prepare(market: Market, brief: Brief) -> Prepared:
    """Filter the market down to the visits that the brief's hard rules allow one by one."""
    shelf = shelf_for(market, brief)
    calendar = shelf.calendar
    masks = StartMasks(calendar, unit_minutes(market, brief), brief.grid_minutes)
    carers = carers_of(market, brief, calendar)
    found: list[Candidate] = []
    for index, need in enumerate(brief.needs):
        finder = _Finder(brief, shelf, masks, index, need)
        for carer in carers:
            if can_serve(carer, need, finder.hard_wishes):
                finder.collect(carer, found)
    return Prepared(market, brief, calendar, masks, carers, found, _by_need_day(found))


def _by_need_day(found: list[Candidate]) -> dict[tuple[int, int], list[Candidate]]:
    groups: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for candidate in found:
        groups[candidate.need, candidate.day].append(candidate)
    return dict(groups)


class _Finder:
    """Candidates of one need, with what does not depend on the carer worked out once."""

    def __init__(self, brief: Brief, shelf: Shelf, masks: StartMasks, index: int, need: Need) -> None:
        self.brief, self.shelf, self.masks, self.index, self.need = brief, shelf, masks, index, need
        self.calendar = shelf.calendar
        self.hard_wishes = hard_wishes_of(brief, need)
        self.banned = {ban.target_id for ban in brief.bans if ban.target == "category"}
        self.durations = sorted({d for way in need.ways for d in way.durations})
        self.windows = {
            (day, d): masks.windows(day, need.windows, d) for day in range(brief.day_count) for d in self.durations
        }
        self.pins: dict[int, list[Pin]] = defaultdict(list)
        for pin in brief.pins:
            if pin.need_id == need.id:
                self.pins[pin.day].append(pin)
        self.exclusions: dict[int, list[Exclusion]] = defaultdict(list)
        for exclusion in brief.exclusions:
            if exclusion.need_id == need.id:
                self.exclusions[exclusion.day].append(exclusion)
        self.steps = {day: masks.on_grid | self._pinned_starts(day) for day in range(brief.day_count)}

    def collect(self, carer: Carer, found: list[Candidate]) -> None:
        """Add every candidate of a carer for the need."""
        effects = self._effects(carer)
        for day in range(self.brief.day_count):
            if carer.arrangement is not None and self.calendar.date(day) > carer.arrangement.consent_until:
                break
            seen: list[tuple[int, int, int]] = []
            for duration, effect in effects:
                mask = self.windows[day, duration] and self._starts(carer, day, duration)
                for price, starts in self._prices(carer, day, duration, mask):
                    if self._is_worth(carer, day, price, effect, starts, seen):
                        found.append(self._candidate(len(found), carer, day, duration, price, effect, starts))
                        seen.append((price, effect, starts))

    def _candidate(
        self, index: int, carer: Carer, day: int, duration: int, price: int, effect: int, starts: int
    ) -> Candidate:
        discount = carer.offer.discount if carer.offer is not None else None
        low = discounted(price, discount.percent_off) if discount is not None else price
        return Candidate(index, self.index, day, carer, duration, price, low, effect, starts)

    def _effects(self, carer: Carer) -> list[tuple[int, int]]:
        offer = carer.offer
        own = carer.arrangement.categories if carer.arrangement is not None else ()
        names = {offer.category} if offer is not None else set(own)
        result = []
        for duration in self.durations:
            effect = effect_of(self.need, names - self.banned, duration)
            if effect is not None and (offer is None or _sells_length(offer, duration)):
                result.append((duration, effect))
        return result

    def _starts(self, carer: Carer, day: int, duration: int) -> int:
        mask = self.windows[day, duration] & self.masks.within(day, carer.spans, duration)
        offer = carer.offer
        if offer is not None and offer.sessions:
            mask &= self.masks.sessions(slots_on(self.calendar, day, offer.sessions, offer.absences), duration)
        else:
            mask &= self.steps[day]
        for exclusion in self.exclusions.get(day, ()):
            mask &= ~self._excluded(exclusion, carer)
        return mask

    def _excluded(self, exclusion: Exclusion, carer: Carer) -> int:
        offer_id = carer.offer.id if carer.offer is not None else None
        if exclusion.offer_id is not None and exclusion.offer_id != offer_id:
            return 0
        if exclusion.worker_id is not None and (carer.worker is None or carer.worker.id != exclusion.worker_id):
            return 0
        return -1 if exclusion.start_minute is None else self.masks.exact((exclusion.start_minute,))

    def _pinned_starts(self, day: int) -> int:
        pins = self.pins.get(day, ())
        return self.masks.exact(pin.start_minute for pin in pins if pin.start_minute is not None)

    def _prices(self, carer: Carer, day: int, duration: int, mask: int) -> Iterator[tuple[int, int]]:
        if carer.offer is None:
            return iter(((0, mask),) if mask else ())
        if not mask:
            return iter(())
        classes = price_classes(carer.offer, self.shelf, self.masks, day, duration, self.need.workers_at_once)
        return ((price, mask & starts) for price, starts in classes if mask & starts)

    def _is_worth(
        self, carer: Carer, day: int, price: int, effect: int, starts: int, seen: list[tuple[int, int, int]]
    ) -> bool:
        """A longer visit that does no more and costs no less only matters to pins, minimum orders and discounts."""
        offer = carer.offer
        if self.pins.get(day) or (offer is not None and (offer.min_weekly_minutes or offer.discount)):
            return True
        return not any(p <= price and e >= effect and starts & ~s == 0 for p, e, s in seen)


def _sells_length(offer: Offer, duration: int) -> bool:
    return bool(offer.sessions) or offer.min_visit_minutes <= duration <= offer.max_visit_minutes


def price_classes(
    offer: Offer, shelf: Shelf, masks: StartMasks, day: int, duration: int, workers: int
) -> list[tuple[int, int]]:
    """(price, starts) of an offer for a length on a day, over all starts of the day; cached on the shelf."""
    card, calendar = offer.rate_card, shelf.calendar
    is_plain = card.valid_from is None and card.valid_to is None and duration <= DAY_MINUTES
    key = (id(card), shelf.kinds_around(day) if is_plain else day, duration, workers, masks.unit)
    known = shelf.prices.get(key)
    if known is not None:
        return known
    starts = np.arange(masks.bits, dtype=np.int64) * masks.unit
    prices = price_starts(card, calendar, day, starts, duration, workers)
    result = []
    for price in np.unique(prices[prices >= 0]).tolist():
        bits = np.packbits(prices == price, bitorder="little").tobytes()
        result.append((price, int.from_bytes(bits, "little")))
    shelf.prices[key] = result
    return result


def weeks_of(prepared: Prepared) -> range:
    """Week numbers of the horizon."""
    return range(week_of(prepared.brief.day_count - 1) + 1)
