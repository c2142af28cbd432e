"""The market as the solver takes it, built from rows in a handful of queries."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from functools import cache as remembered
from typing import Any

import msgspec
from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import Session

from brokerage.domain.holidays import public_holidays
from brokerage.domain.market import MarketRevision, Provider, Worker
from brokerage.domain.offers import Offer, OfferState, OfferWorker
from brokerage.domain.rate_cards import RateCard
from brokerage.domain.rulepacks import Rulepack, load_rulepack
from brokerage.optimizer import market as sale
from brokerage.store.market_cache import MarketCache

REVISION = "market"
YEARS_AHEAD = 3
Words = tuple[str, ...]
Decode = Callable[[str | None], Any]
Query = Select[*tuple[Any, ...]]


def market_revision(session: Session) -> int:
    """How often the market has changed: what proposals are stamped with and built markets are kept under."""
    return session.scalar(select(MarketRevision.number).where(MarketRevision.id == REVISION)) or 0


def raise_revision(session: Session) -> int:
    """Say, in the transaction of the change itself, that the market is not what it was. Gives the new number."""
    revision = session.get(MarketRevision, REVISION, with_for_update=True, populate_existing=True)
    if revision is None:
        revision = MarketRevision(id=REVISION, number=0)
        session.add(revision)
    revision.number += 1
    session.flush()
    return revision.number


def load_market(
    session: Session,
    *,
    currency: str,
    rulepack: str,
    on: date,
    area: str | None = None,
    cache: MarketCache | None = None,
) -> sale.Market:
    """Everything listed under a rulepack and priced in a currency, at the prices of the date `on`.

    `area`: only offers that come there. A card that is followed by another counts for the whole week it begins in.
    """
    key = (market_revision(session), currency, rulepack, on)

    def build() -> sale.Market:
        return _built(session, currency, load_rulepack(rulepack), on)

    market = cache.get(key, build) if cache else build()
    if not area:
        return market
    return replace(market, offers=tuple(o for o in market.offers if not o.areas or area in o.areas))


def organisations_of(session: Session, provider_ids: set[str]) -> dict[str, str]:
    """Provider id of the market -> organisation id of the house."""
    query = select(Provider.id, Provider.organisation_id).where(Provider.id.in_(provider_ids))
    return {row.id: row.organisation_id for row in session.execute(query)}


def descriptions_of(session: Session, offer_ids: Collection[str]) -> dict[str, str]:
    """What providers say of their offers, which the solver has no use for."""
    query = select(Offer.id, Offer.description).where(Offer.id.in_(offer_ids))
    return {row.id: row.description for row in session.execute(query)}


def visits_behind(session: Session, provider_ids: Collection[str]) -> dict[str, int]:
    """On how many planned visits each provider's reliability was measured."""
    query = select(Provider.id, Provider.visits_planned).where(Provider.id.in_(provider_ids))
    return {row.id: row.visits_planned for row in session.execute(query)}


def rulepacks_on_sale(session: Session) -> tuple[str, ...]:
    """Under which rulepacks anything is listed, the one with most offers first."""
    query = select(Provider.rulepack).join(Offer, Offer.provider_id == Provider.id)
    query = query.where(Offer.state == OfferState.LISTED).group_by(Provider.rulepack)
    return tuple(session.scalars(query.order_by(func.count().desc(), Provider.rulepack)))


def _built(session: Session, currency: str, pack: Rulepack, on: date) -> sale.Market:
    words, slots = _decoder(Words), _decoder(tuple[sale.Slot, ...])
    absences = _decoder(tuple[sale.Absence, ...])
    away: dict[str, tuple[sale.Absence, ...]] = {}
    providers = []
    for row in session.execute(_providers(pack)):
        away[row.id] = absences(row.absences)
        providers.append(
            sale.Provider(
                row.id, row.name, row.reliability_permille, row.max_weekly_minutes, row.is_self_employed,
                row.broker_interest,
            )
        )  # fmt: skip
    cards = _cards(session, currency, pack, on)
    workers = _workers(session, pack, words, slots, absences)
    discounts, uses = _decoder(sale.BlockDiscount), _decoder(dict[str, int])
    offers = [
        sale.Offer(
            row.id, row.provider_id, row.service, row.category, cards[row.id], slots(row.availability),
            away[row.provider_id] + absences(row.absences), slots(row.sessions), words(row.areas), words(row.skills),
            words(row.languages), workers.get(row.id, ()), row.headcount, row.capacity_at_once, row.min_visit_minutes,
            row.max_visit_minutes, row.min_weekly_minutes, row.max_weekly_minutes, row.travel_minutes,
            row.notice_hours, discounts(row.discount), words(row.tags), uses(row.uses),
        )
        for row in session.execute(_offers(pack))
        if row.id in cards
    ]  # fmt: skip
    offers.sort(key=lambda offer: offer.id)
    providers.sort(key=lambda provider: provider.id)
    days = public_holidays(pack, range(on.year, on.year + YEARS_AHEAD))
    dates = tuple(dict.fromkeys(day.on.isoformat() for day in days))
    return sale.Market(currency, pack.band_windows(), tuple(providers), tuple(offers), dates)


def _decoder(kind: Any) -> Decode:
    """JSON text to the type, or None. Most offers share their patterns and words, so each text is read once."""
    decode = msgspec.json.Decoder(kind | None).decode
    return remembered(lambda text: None if text is None else decode(text))


def _text(column: Any) -> Any:
    return cast(column, Text).label(column.key)


def _providers(pack: Rulepack) -> Query:
    return select(
        Provider.id, Provider.name, Provider.reliability_permille, Provider.max_weekly_minutes,
        Provider.is_self_employed, Provider.broker_interest, _text(Provider.absences),
    ).where(Provider.rulepack == pack.id)  # fmt: skip


def _offers(pack: Rulepack) -> Query:
    return _listed(
        select(
            Offer.id, Offer.provider_id, Offer.service, Offer.category, Offer.headcount, Offer.capacity_at_once,
            Offer.min_visit_minutes, Offer.max_visit_minutes, Offer.min_weekly_minutes, Offer.max_weekly_minutes,
            Offer.travel_minutes, Offer.notice_hours, _text(Offer.availability), _text(Offer.absences),
            _text(Offer.sessions), _text(Offer.areas), _text(Offer.skills), _text(Offer.languages), _text(Offer.tags),
            _text(Offer.discount), _text(Offer.uses),
        ),
        pack,
    )  # fmt: skip


def _listed(query: Query, pack: Rulepack) -> Query:
    return query.join(Provider, Provider.id == Offer.provider_id).where(
        Offer.state == OfferState.LISTED, Provider.rulepack == pack.id
    )


def _cards(session: Session, currency: str, pack: Rulepack, on: date) -> dict[str, sale.RateCard]:
    """The card that holds on the date, else the next to begin, by offer."""
    query = select(
        RateCard.offer_id, RateCard.code, RateCard.band_rule, RateCard.travel_fee_minor, RateCard.valid_from,
        RateCard.valid_to, _text(RateCard.rates),
    )  # fmt: skip
    query = _listed(query.join(Offer, Offer.id == RateCard.offer_id), pack).where(RateCard.currency == currency)
    query = query.where(RateCard.valid_to.is_(None) | (RateCard.valid_to >= on)).order_by(RateCard.number.desc())
    rates = _decoder(tuple[sale.Rate, ...])
    cards: dict[str, sale.RateCard] = {}
    for row in session.execute(query):
        valid_to = None if row.offer_id in cards else row.valid_to
        cards[row.offer_id] = sale.RateCard(
            row.code, rates(row.rates), row.band_rule, row.travel_fee_minor,
            row.valid_from.isoformat() if row.valid_from else None, valid_to.isoformat() if valid_to else None,
        )  # fmt: skip
    return cards


def _workers(
    session: Session, pack: Rulepack, words: Decode, slots: Decode, absences: Decode
) -> dict[str, tuple[sale.Worker, ...]]:
    query = (
        select(
            Worker.id, Worker.name, Worker.gender, _text(Worker.skills), _text(Worker.languages),
            _text(Worker.availability), _text(Worker.absences),
        )
        .join(Provider, Provider.id == Worker.provider_id)
        .where(Provider.rulepack == pack.id, Worker.left_at.is_(None))
    )  # fmt: skip
    workers = {
        row.id: sale.Worker(
            row.id, row.name, words(row.skills), words(row.languages), row.gender, slots(row.availability),
            absences(row.absences),
        )
        for row in session.execute(query)
    }  # fmt: skip
    by_offer: dict[str, list[sale.Worker]] = defaultdict(list)
    for row in session.execute(_links(pack)):
        worker = workers.get(row.worker_id)
        if worker is None:
            continue
        if (hours := slots(row.availability)) is not None:
            worker = replace(worker, availability=hours)
        if (skills := words(row.skills)) is not None:
            worker = replace(worker, skills=skills)
        by_offer[row.offer_id].append(worker)
    return {offer_id: tuple(found) for offer_id, found in by_offer.items()}


def _links(pack: Rulepack) -> Query:
    query: Query = select(
        OfferWorker.offer_id, OfferWorker.worker_id, _text(OfferWorker.availability), _text(OfferWorker.skills)
    )
    query = _listed(query.join(Offer, Offer.id == OfferWorker.offer_id), pack)
    return query.order_by(OfferWorker.offer_id, OfferWorker.position)
