"""New prices for an offer, and what sample visits would cost before they are kept."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import Invalid
from brokerage.domain.offers import Offer, check_version
from brokerage.domain.price_samples import PriceSample, price_samples
from brokerage.domain.rate_cards import Period, Prices, RateCard, day_before, fit_period, price_problems
from brokerage.domain.rulepacks import Rulepack, load_rulepack
from brokerage.domain.words import day_date
from brokerage.ports.clock import Clock
from brokerage.store import offers as stored
from brokerage.usecases.access import require
from brokerage.usecases.offer_views import Changed
from brokerage.usecases.offers import MEND, changed, own_offer, own_rulepack, own_subject
from brokerage.usecases.price_caps import over_cap


def preview_prices(session: Session, actor: Actor, prices: Prices, workers: int = 1) -> tuple[PriceSample, ...]:
    """What sample visits would cost at these prices. Nothing is stored."""
    require(actor, "offer.see", own_subject(actor))
    pack = own_rulepack(session, actor)
    _check(prices, pack)
    return price_samples(prices, pack, workers)


def set_prices(
    session: Session, actor: Actor, clock: Clock, offer_id: str, prices: Prices, version: int | None = None
) -> Changed:
    """A new version of the prices, from its first day on (today if none is named); the one before ends the day before.

    Prices that begin today or later, and not before these, are replaced: nothing has been sold at them.
    Conflict where other prices began on that day or after it.
    """
    offer = own_offer(session, actor, "offer.edit", offer_id, for_update=True)
    check_version(offer.version, version)
    pack = load_rulepack(offer.provider.rulepack)
    _check(prices, pack)
    begins = prices.valid_from or clock.now().date()
    if problems := over_cap(session, pack, offer.tags, offer.areas, prices.rates, begins):
        raise Invalid(MEND, problems=tuple(problems))
    put_prices(session, clock, offer, stored.cards_of(session, [offer.id])[offer.id], prices)
    session.flush()
    reason = f"{offer.provider.name} has new prices for “{offer.service}” from {day_date(begins)}."
    return changed(session, actor, clock, "offer.price", offer, reason)


def put_prices(session: Session, clock: Clock, offer: Offer, cards: Sequence[RateCard], prices: Prices) -> date:
    """The next card of an offer after the `cards` it has, as `set_prices` says; gives its first day."""
    today = clock.now().date()
    begins = prices.valid_from or today
    replaced = [card for card in cards if card.valid_from and card.valid_from >= max(begins, today)]
    kept = [card for card in cards if card not in replaced]
    ending = fit_period([Period(card.valid_from, card.valid_to) for card in kept], Period(begins, prices.valid_to))
    if ending is not None:
        kept[ending].valid_to = day_before(begins)
    for card in replaced:
        session.delete(card)
    session.add(
        RateCard(
            offer_id=offer.id, number=max((card.number for card in cards), default=0) + 1,
            currency=load_rulepack(offer.provider.rulepack).currency, rates=prices.rates, band_rule=prices.band_rule,
            travel_fee_minor=prices.travel_fee_minor, valid_from=begins, valid_to=prices.valid_to, made_at=clock.now(),
        )
    )  # fmt: skip
    return begins


def _check(prices: Prices, pack: Rulepack) -> None:
    if problems := price_problems(prices, pack):
        raise Invalid(MEND, problems=tuple(problems))
