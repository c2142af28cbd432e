"""What pages and the API show of offers: frozen, plain words beside the figures, money in minor units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from brokerage.domain.availability import pattern_words
from brokerage.domain.errors import Problem
from brokerage.domain.offers import Offer, OfferSource, OfferState, OfferTerms, listing_problems, terms_of
from brokerage.domain.rate_cards import BandRule, RateCard, price_words
from brokerage.domain.rulepacks import Rulepack, load_rulepack
from brokerage.optimizer.market import Absence, Rate, Slot

STATE_WORDS = {
    OfferState.DRAFT: "Not on sale yet",
    OfferState.LISTED: "On sale",
    OfferState.WITHDRAWN: "Taken off sale",
}


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One offer in a list. `requests`: how many packages would use it now."""

    id: str
    service: str
    category: str
    category_name: str
    state: OfferState
    state_words: str
    source: OfferSource
    price_words: str
    when_words: str
    areas: tuple[str, ...]
    requests: int
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferList:
    """A page of one's own offers. `counts`: how many match in each state."""

    lines: tuple[OfferLine, ...]
    counts: dict[OfferState, int]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class CardView:
    """One version of the prices. `is_now`: it holds today."""

    number: int
    rates: tuple[Rate, ...]
    band_rule: BandRule
    travel_fee_minor: int
    currency: str
    valid_from: date | None
    valid_to: date | None
    price_words: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class OfferView:
    """One offer, whole. `cards` newest first; `version` goes back with every change."""

    id: str
    version: int
    rulepack: str
    currency: str
    state: OfferState
    state_words: str
    source: OfferSource
    category_name: str
    terms: OfferTerms
    cards: tuple[CardView, ...]
    availability: tuple[Slot, ...]
    sessions: tuple[Slot, ...]
    absences: tuple[Absence, ...]
    when_words: str
    worker_ids: tuple[str, ...]
    requests: int
    touches: int
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """An offer after a change, and how many open proposals it touched."""

    offer: OfferView
    touched: int


def offer_line(offer: Offer, cards: Sequence[RateCard], requests: int, today: date) -> OfferLine:
    """The offer as a line of a list."""
    pack = load_rulepack(offer.provider.rulepack)
    card = current_card(cards, today)
    return OfferLine(
        id=offer.id,
        service=offer.service,
        category=offer.category,
        category_name=category_name(pack, offer.category),
        state=offer.state,
        state_words=STATE_WORDS[offer.state],
        source=offer.source,
        price_words=price_words(card.rates if card else (), pack.currency, pack.band_names()),
        when_words=when_words(offer),
        areas=offer.areas,
        requests=requests,
        lacks=_lacks(offer, cards),
    )


def offer_view(
    offer: Offer, cards: Sequence[RateCard], worker_ids: tuple[str, ...], requests: int, touches: int, today: date
) -> OfferView:
    """The offer, whole."""
    pack = load_rulepack(offer.provider.rulepack)
    now = current_card(cards, today)
    return OfferView(
        id=offer.id,
        version=offer.version,
        rulepack=pack.id,
        currency=pack.currency,
        state=offer.state,
        state_words=STATE_WORDS[offer.state],
        source=offer.source,
        category_name=category_name(pack, offer.category),
        terms=terms_of(offer),
        cards=tuple(_card_view(card, pack, card is now) for card in reversed(cards)),
        availability=offer.availability,
        sessions=offer.sessions,
        absences=offer.absences,
        when_words=when_words(offer),
        worker_ids=worker_ids,
        requests=requests,
        touches=touches,
        lacks=_lacks(offer, cards),
    )


def current_card(cards: Sequence[RateCard], today: date) -> RateCard | None:
    """The card that holds today, else the next to begin, else the last there was."""
    holding = [card for card in cards if card.holds_on(today)]
    coming = [card for card in cards if card.valid_from and card.valid_from > today]
    known = holding or coming[:1] or cards
    return known[-1] if known else None


def when_words(offer: Offer) -> str:
    """The weekly times in words, or that there are none."""
    return pattern_words(offer.sessions or offer.availability) or "No times yet"


def category_name(pack: Rulepack, category_id: str) -> str:
    """The plain name of a kind of help; its id where the rulepack has none."""
    return next((category.name for category in pack.categories if category.id == category_id), category_id)


def missing(offer: Offer, cards: Sequence[RateCard]) -> list[Problem]:
    """What keeps the offer from being listed."""
    return listing_problems(offer, bool(cards))


def _lacks(offer: Offer, cards: Sequence[RateCard]) -> tuple[str, ...]:
    return tuple(problem.message for problem in missing(offer, cards)) if offer.state is OfferState.DRAFT else ()


def _card_view(card: RateCard, pack: Rulepack, is_now: bool) -> CardView:
    return CardView(
        number=card.number,
        rates=card.rates,
        band_rule=card.band_rule,
        travel_fee_minor=card.travel_fee_minor,
        currency=card.currency,
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        price_words=price_words(card.rates, card.currency, pack.band_names()),
        is_now=is_now,
    )
