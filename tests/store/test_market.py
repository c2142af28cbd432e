"""The market goes into the database and comes out as it was, quickly and only when it has changed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from brokerage.demo.market import generate_market
from brokerage.domain.errors import Conflict, Invalid
from brokerage.domain.market import Provider, Worker
from brokerage.domain.offers import Offer, OfferState
from brokerage.domain.people import Organisation
from brokerage.domain.rate_cards import RateCard
from brokerage.optimizer.market import Absence, Market, Rate, Slot
from brokerage.store.market import load_market, market_revision, organisations_of, raise_revision
from brokerage.store.market_cache import MarketCache
from brokerage.store.market_saving import save_market

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 30)


def load(session: Session, **options: object) -> Market:
    return load_market(session, currency="GBP", rulepack="england", on=ON, **options)  # type: ignore[arg-type]


def save(session: Session, market: Market) -> dict[str, str]:
    return save_market(session, market, rulepack="england", now=NOW, is_demo=True)


def in_order(market: Market) -> Market:
    return replace(
        market,
        providers=tuple(sorted(market.providers, key=lambda provider: provider.id)),
        offers=tuple(sorted(market.offers, key=lambda offer: offer.id)),
        notes="",
    )


@pytest.mark.parametrize("size", ["small", "town"])
def test_a_market_that_was_stored_is_loaded_as_it_was(session: Session, size: str) -> None:
    market = generate_market(size)  # type: ignore[arg-type]
    save(session, market)
    assert load(session) == in_order(market)


def test_what_the_demo_market_does_not_use_comes_back_too(session: Session) -> None:
    market = generate_market("small")
    away = Absence("2026-12-24", "2026-12-26", reason="Closed")
    short = Absence("2026-12-31", "2026-12-31", (Slot(3, 540, 720),))
    worker = replace(market.offers[0].workers[0], absences=(away,), gender=None)
    offer = replace(
        market.offers[0], id="all of it/1", absences=(away, short), workers=(replace(worker, id="w/9"),),
        uses={"journeys": 1}, max_weekly_minutes=600, travel_minutes=15,
    )  # fmt: skip
    card = replace(offer.rate_card, id="card/1", band_rule="dearest", travel_fee_minor=250, valid_to="2027-03-31")
    market = replace(market, offers=(*market.offers, replace(offer, rate_card=card)))
    save(session, market)
    assert load(session) == in_order(market)


def test_a_county_is_loaded_in_a_handful_of_queries(session: Session) -> None:
    save(session, generate_market("small"))
    statements: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: statements.append(statement))
    load(session)
    assert len(statements) <= 6


def test_every_provider_becomes_an_organisation_of_its_own(session: Session) -> None:
    market = generate_market("small")
    organisations = save(session, market)
    assert organisations_of(session, set(organisations)) == organisations
    names = set(session.scalars(select(Organisation.name).where(Organisation.is_demo)))
    assert names == {provider.name for provider in market.providers}


def test_a_market_is_not_stored_twice(session: Session) -> None:
    market = generate_market("small")
    save(session, market)
    with pytest.raises(Conflict, match="already"):
        save(session, market)


def test_a_market_with_other_bands_than_its_rulepack_is_refused(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        save_market(session, generate_market("small"), rulepack="australia", now=NOW)
    assert [problem.pointer for problem in refused.value.problems] == ["/bands"]


def test_one_worker_is_one_person_in_every_offer(session: Session) -> None:
    market = generate_market("small")
    first = next(offer for offer in market.offers if offer.workers)
    twin = replace(first, id="twin", workers=(replace(first.workers[0], name="Someone Else"), *first.workers[1:]))
    with pytest.raises(Invalid, match="described differently"):
        save(session, replace(market, offers=(*market.offers, twin)))


def test_only_what_is_listed_and_priced_that_day_is_in_the_market(session: Session) -> None:
    save(session, generate_market("small"))
    withdrawn, ended, *_ = session.scalars(select(Offer).order_by(Offer.id))
    withdrawn.state = OfferState.WITHDRAWN
    session.scalars(select(RateCard).where(RateCard.offer_id == ended.id)).one().valid_to = date(2026, 11, 1)
    session.flush()
    assert {withdrawn.id, ended.id}.isdisjoint(offer.id for offer in load(session).offers)


def test_the_prices_of_the_day_asked_for_count(session: Session) -> None:
    save(session, generate_market("small"))
    card = session.scalars(select(RateCard).order_by(RateCard.offer_id)).first()
    assert card is not None
    card.valid_to = date(2026, 12, 2)
    dearer = (Rate("weekday", "hour", ((60, 9900),)),)
    session.add(
        RateCard(offer_id=card.offer_id, number=2, currency="GBP", rates=dearer, valid_from=date(2026, 12, 3))
    )
    session.flush()

    def card_on(day: date) -> tuple[object, ...]:
        market = load_market(session, currency="GBP", rulepack="england", on=day)
        found = next(offer.rate_card for offer in market.offers if offer.id == card.offer_id)
        return found.rates, found.valid_to

    assert card_on(date(2026, 12, 2)) == (card.rates, None)
    assert card_on(date(2026, 12, 3)) == (dearer, None)


def test_a_worker_who_has_left_comes_no_more(session: Session) -> None:
    save(session, generate_market("small"))
    worker = session.scalars(select(Worker).order_by(Worker.id)).first()
    assert worker is not None
    worker.left_at = NOW
    session.flush()
    assert worker.id not in {w.id for offer in load(session).offers for w in offer.workers}


def test_when_a_provider_is_away_all_its_offers_are(session: Session) -> None:
    market = generate_market("small")
    save(session, market)
    closed = Absence("2026-12-25", "2026-12-25", reason="Closed")
    provider = session.get(Provider, market.providers[0].id)
    assert provider is not None
    provider.absences = (closed,)
    session.flush()
    away = {offer.provider_id for offer in load(session).offers if closed in offer.absences}
    assert away == {provider.id}


def test_an_area_sees_only_who_comes_there(session: Session) -> None:
    market = generate_market("small")
    save(session, market)
    expected = {o.id for o in market.offers if not o.areas or "harbour" in o.areas}
    assert {offer.id for offer in load(session, area="harbour").offers} == expected


def test_a_market_is_built_once_until_it_changes(session: Session) -> None:
    save(session, generate_market("small"))
    cache = MarketCache()
    first = load(session, cache=cache)
    assert load(session, cache=cache) is first
    before = market_revision(session)
    assert raise_revision(session) == before + 1
    assert load(session, cache=cache) is not first


def test_another_rulepack_or_currency_is_another_market(session: Session) -> None:
    save(session, generate_market("small"))
    assert load_market(session, currency="AUD", rulepack="england", on=ON).offers == ()
    assert load_market(session, currency="AUD", rulepack="australia", on=ON).providers == ()
