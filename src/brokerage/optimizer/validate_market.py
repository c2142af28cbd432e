"""What types cannot say of a market: ids that must exist, times that must hold a visit, prices that must make sense."""

from collections.abc import Sequence
from itertools import pairwise

from brokerage.optimizer.market import Absence, Market, Offer, Rate, RateCard, Slot
from brokerage.optimizer.pricing import SLEEP_IN, is_flat
from brokerage.optimizer.problems import Found, Problem, duplicates, is_date


def validate_market(market: Market) -> list[Problem]:
    """Every problem of a market, in document order. Warnings: offers that can never be chosen."""
    problems = [Problem(pointer, message) for pointer, message in _market_problems(market)]
    return problems + [Problem(pointer, message, is_warning=True) for pointer, message in _never_chosen(market)]


def known_ids(market: Market) -> dict[str, set[str]]:
    """The ids on sale, by what a ban or a like may name: provider, worker, offer, category, tag."""
    return {
        "provider": {provider.id for provider in market.providers},
        "worker": {worker.id for offer in market.offers for worker in offer.workers},
        "offer": {offer.id for offer in market.offers},
        "category": {offer.category for offer in market.offers},
        "tag": {tag for offer in market.offers for tag in offer.tags},
    }


def _market_problems(market: Market) -> Found:
    for index, holiday in enumerate(market.public_holidays):
        if not is_date(holiday):
            yield f"/public_holidays/{index}", f"{holiday} is not a date of the calendar."
    for index, window in enumerate(market.bands):
        if window.from_minute >= window.to_minute:
            yield f"/bands/{index}", f"The band {window.band} ends before it begins: past midnight count on from 1440."
        elif window.to_minute > 2880 or window.from_minute >= 1440:
            yield f"/bands/{index}", "A band begins on its day (before 1440) and ends by the next midnight (2880)."
    yield from duplicates("/providers", (provider.id for provider in market.providers))
    yield from duplicates("/offers", (offer.id for offer in market.offers))
    providers = {provider.id for provider in market.providers}
    employer: dict[str, str] = {}
    for index, offer in enumerate(market.offers):
        pointer = f"/offers/{index}"
        if offer.provider_id not in providers:
            yield f"{pointer}/provider_id", f"There is no provider {offer.provider_id}."
        yield from _offer_problems(pointer, offer)
        for w, worker in enumerate(offer.workers):
            if employer.setdefault(worker.id, offer.provider_id) != offer.provider_id:
                message = f"The worker {worker.id} is already with {employer[worker.id]}: one id is one person."
                yield f"{pointer}/workers/{w}/id", message


def _offer_problems(pointer: str, offer: Offer) -> Found:
    yield from _card_problems(f"{pointer}/rate_card", offer.rate_card)
    yield from duplicates(f"{pointer}/workers", (worker.id for worker in offer.workers))
    if offer.min_visit_minutes > offer.max_visit_minutes:
        yield f"{pointer}/min_visit_minutes", "The shortest visit is longer than the longest."
    if offer.max_weekly_minutes is not None and offer.min_weekly_minutes > offer.max_weekly_minutes:
        yield f"{pointer}/min_weekly_minutes", "The least a week is more than the most a week."
    yield from _slot_problems(f"{pointer}/availability", offer.availability)
    yield from _slot_problems(f"{pointer}/sessions", offer.sessions)
    yield from _absence_problems(f"{pointer}/absences", offer.absences)
    for w, worker in enumerate(offer.workers):
        yield from _slot_problems(f"{pointer}/workers/{w}/availability", worker.availability)
        yield from _absence_problems(f"{pointer}/workers/{w}/absences", worker.absences)
    for name, amount in offer.uses.items():
        if amount < 0:
            yield f"{pointer}/uses/{name}", "An offer cannot use less than nothing."


def _card_problems(pointer: str, card: RateCard) -> Found:
    bands: set[str] = set()
    for r, rate in enumerate(card.rates):
        if rate.band in bands:
            yield f"{pointer}/rates/{r}/band", f"The band {rate.band} has two rates: keep one."
        bands.add(rate.band)
        if not rate.points:
            yield f"{pointer}/rates/{r}/points", "A rate needs at least one price."
        elif rate.unit != "hour" and len(rate.points) > 1:
            yield f"{pointer}/rates/{r}/points", f"A price by the {rate.unit} is one point, not {len(rate.points)}."
        elif rate.unit == "hour" and not _is_rising(rate):
            yield f"{pointer}/rates/{r}/points", "Points go up in minutes, from above 0, each only once."
    if SLEEP_IN in bands and not is_flat(card):
        yield f"{pointer}/rates", "A sleep-in rate stands on a card of its own: no hour of the day is in its band."
    for name, text in (("valid_from", card.valid_from), ("valid_to", card.valid_to)):
        if text is not None and not is_date(text):
            yield f"{pointer}/{name}", f"{text} is not a date of the calendar."
    if card.valid_from is not None and card.valid_to is not None and card.valid_from > card.valid_to:
        yield f"{pointer}/valid_to", "The card ends before it begins."


def _is_rising(rate: Rate) -> bool:
    return all(a[0] < b[0] for a, b in pairwise(((0, 0), *rate.points)))


def _slot_problems(pointer: str, slots: Sequence[Slot]) -> Found:
    for s, slot in enumerate(slots):
        if slot.from_minute >= slot.to_minute:
            yield f"{pointer}/{s}", "The time ends before it begins: for the hours after midnight count on past 1440."
        elif slot.from_minute >= 1440:
            yield f"{pointer}/{s}", "A time begins before midnight (1440): put it on the next weekday."


def _absence_problems(pointer: str, absences: Sequence[Absence]) -> Found:
    for a, absence in enumerate(absences):
        if not is_date(absence.from_date) or not is_date(absence.to_date):
            yield f"{pointer}/{a}", f"{absence.from_date} to {absence.to_date}: not dates of the calendar."
        elif absence.from_date > absence.to_date:
            yield f"{pointer}/{a}", f"The time away ends ({absence.to_date}) before it begins ({absence.from_date})."
        yield from _slot_problems(f"{pointer}/{a}/slots", absence.slots)


def _never_chosen(market: Market) -> Found:
    bands = {window.band for window in market.bands}
    for index, offer in enumerate(market.offers):
        if not offer.availability and not offer.sessions:
            yield f"/offers/{index}/availability", f"{offer.service} has no times, so it can never be chosen."
        if not is_flat(offer.rate_card) and bands.isdisjoint(rate.band for rate in offer.rate_card.rates):
            yield f"/offers/{index}/rate_card/rates", f"No band of {offer.service}'s prices is a band of the market."
