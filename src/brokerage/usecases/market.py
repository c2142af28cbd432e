"""Who is out there: searching what is on sale, and one provider as brokers and clients see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, Subject
from brokerage.domain.availability import pattern_words
from brokerage.domain.errors import NotFound
from brokerage.domain.market import Provider
from brokerage.domain.price_samples import hour_price, sample_week
from brokerage.domain.rate_cards import price_words
from brokerage.domain.rulepacks import Rulepack, load_rulepack
from brokerage.optimizer import market as sale
from brokerage.optimizer.calendar import Calendar
from brokerage.ports.clock import Clock
from brokerage.store.market import descriptions_of, load_market, rulepacks_on_sale, visits_behind
from brokerage.store.market_cache import MarketCache
from brokerage.usecases.access import require
from brokerage.usecases.offer_views import category_name

PAGE_SIZE = 20
SORTS = ("name", "price", "reliability")
EVERYTHING = Subject("market", "market")


@dataclass(frozen=True, slots=True)
class MarketQuery:
    """What to look for. Empty fields let everything through; `most_minor` is the price of a weekday hour.

    `rulepack` "": the first that has offers. `sort` is one of SORTS.
    """

    text: str = ""
    category: str = ""
    area: str = ""
    skill: str = ""
    language: str = ""
    most_minor: int | None = None
    sort: str = "name"
    rulepack: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class FoundOffer:
    """One offer on sale. `hour_minor`: one worker on a weekday at 10 for an hour; None: not sold so.

    `visits_planned`: the visits that the provider's reliability was measured on; 0: it is assumed.
    """

    id: str
    service: str
    category: str
    category_name: str
    description: str
    provider_id: str
    provider_name: str
    is_self_employed: bool
    reliability_permille: int
    visits_planned: int
    broker_interest: str
    price_words: str
    hour_minor: int | None
    when_words: str
    areas: tuple[str, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    worker_count: int
    notice_hours: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What the market can be filtered by: id and name of kinds of help, words of areas, skills and languages."""

    categories: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    rulepacks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MarketPage:
    """A page of offers that fit, and what else could be chosen."""

    offers: tuple[FoundOffer, ...]
    total: int
    providers: int
    page: int
    pages: int
    currency: str
    rulepack: str
    choices: Choices


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """One provider. `visits_planned` 0: nothing measured yet, `reliability_permille` is assumed."""

    id: str
    name: str
    description: str
    is_self_employed: bool
    broker_interest: str
    reliability_permille: int
    visits_planned: int
    visits_kept: int
    currency: str
    offers: tuple[FoundOffer, ...]


def search_market(
    session: Session, actor: Actor, clock: Clock, query: MarketQuery, cache: MarketCache | None = None
) -> MarketPage:
    """Offers on sale that fit the query, a page at a time. A page past the last gives the last."""
    require(actor, "market.see", EVERYTHING)
    names = rulepacks_on_sale(session)
    pack = load_rulepack(query.rulepack if query.rulepack in names else (names or ("england",))[0])
    market = _market(session, clock, pack, cache)
    providers = {provider.id: provider for provider in market.providers}
    week = sample_week(pack)
    fitting = [offer for offer in market.offers if _fits(offer, providers[offer.provider_id], query, pack, week)]
    fitting.sort(key=lambda offer: _order(offer, providers[offer.provider_id], query.sort, week))
    pages = max(1, -(-len(fitting) // PAGE_SIZE))
    page = min(max(1, query.page), pages)
    shown = fitting[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return MarketPage(
        offers=_found(session, shown, providers, pack),
        total=len(fitting),
        providers=len({offer.provider_id for offer in fitting}),
        page=page,
        pages=pages,
        currency=pack.currency,
        rulepack=pack.id,
        choices=_choices(market, pack, names),
    )


def see_provider(
    session: Session, actor: Actor, clock: Clock, provider_id: str, cache: MarketCache | None = None
) -> ProviderPage:
    """A provider with everything it has on sale. One that sells nothing now is not there."""
    require(actor, "market.see", EVERYTHING)
    row = session.get(Provider, provider_id)
    if row is None:
        raise NotFound()
    pack = load_rulepack(row.rulepack)
    market = _market(session, clock, pack, cache)
    offers = [offer for offer in market.offers if offer.provider_id == provider_id]
    if not offers:
        raise NotFound()
    providers = {provider.id: provider for provider in market.providers}
    return ProviderPage(
        id=row.id,
        name=row.name,
        description=row.description,
        is_self_employed=row.is_self_employed,
        broker_interest=row.broker_interest,
        reliability_permille=row.reliability_permille,
        visits_planned=row.visits_planned,
        visits_kept=row.visits_kept,
        currency=pack.currency,
        offers=_found(session, offers, providers, pack),
    )


def _market(session: Session, clock: Clock, pack: Rulepack, cache: MarketCache | None) -> sale.Market:
    today: date = clock.now().date()
    return load_market(session, currency=pack.currency, rulepack=pack.id, on=today, cache=cache)


def _fits(
    offer: sale.Offer, provider: sale.Provider, query: MarketQuery, pack: Rulepack, week: Calendar
) -> bool:
    if query.category and offer.category != query.category:
        return False
    if query.area and offer.areas and query.area not in offer.areas:
        return False
    if query.skill and query.skill not in _skills(offer):
        return False
    if query.language and query.language not in _languages(offer):
        return False
    words = f"{offer.service} {provider.name} {category_name(pack, offer.category)} {' '.join(offer.tags)}".casefold()
    if not all(word in words for word in query.text.casefold().split()):
        return False
    if query.most_minor is None:
        return True
    price = hour_price(offer.rate_card, week)
    return price is not None and price <= query.most_minor


def _order(offer: sale.Offer, provider: sale.Provider, sort: str, week: Calendar) -> tuple[int, str, str]:
    rank = 0
    if sort == "price":
        price = hour_price(offer.rate_card, week)
        rank = 10**13 if price is None else price
    elif sort == "reliability":
        rank = -provider.reliability_permille
    return rank, offer.service.casefold(), offer.id


def _found(
    session: Session, offers: list[sale.Offer], providers: dict[str, sale.Provider], pack: Rulepack
) -> tuple[FoundOffer, ...]:
    descriptions = descriptions_of(session, [offer.id for offer in offers])
    visits = visits_behind(session, {offer.provider_id for offer in offers})
    names, week = pack.band_names(), sample_week(pack)
    found = []
    for offer in offers:
        provider = providers[offer.provider_id]
        found.append(
            FoundOffer(
                id=offer.id,
                service=offer.service,
                category=offer.category,
                category_name=category_name(pack, offer.category),
                description=descriptions.get(offer.id, ""),
                provider_id=provider.id,
                provider_name=provider.name,
                is_self_employed=provider.is_self_employed,
                reliability_permille=provider.reliability_permille,
                visits_planned=visits[provider.id],
                broker_interest=provider.broker_interest,
                price_words=price_words(offer.rate_card.rates, pack.currency, names),
                hour_minor=hour_price(offer.rate_card, week),
                when_words=pattern_words(offer.sessions or offer.availability),
                areas=offer.areas,
                skills=_skills(offer),
                languages=_languages(offer),
                worker_count=len(offer.workers),
                notice_hours=offer.notice_hours,
            )
        )
    return tuple(found)


def _skills(offer: sale.Offer) -> tuple[str, ...]:
    return _all_of(offer.skills, (worker.skills for worker in offer.workers))


def _languages(offer: sale.Offer) -> tuple[str, ...]:
    return _all_of(offer.languages, (worker.languages for worker in offer.workers))


def _all_of(own: tuple[str, ...], of_workers: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *(word for words in of_workers for word in words))))


def _choices(market: sale.Market, pack: Rulepack, names: tuple[str, ...]) -> Choices:
    offered = {offer.category for offer in market.offers}
    return Choices(
        categories=tuple((c.id, c.name) for c in pack.categories if c.id in offered),
        areas=_sorted(area for offer in market.offers for area in offer.areas),
        skills=_sorted(skill for offer in market.offers for skill in _skills(offer)),
        languages=_sorted(language for offer in market.offers for language in _languages(offer)),
        rulepacks=tuple((name, load_rulepack(name).title) for name in names),
    )


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))
