"""Price caps in the database: in once, offers above them refused, those that stand told."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from brokerage.bulk.catalogue_profile import load_profile
from brokerage.domain.access import Actor
from brokerage.domain.errors import Invalid
from brokerage.domain.market import Provider
from brokerage.domain.offers import Offer, OfferTerms
from brokerage.domain.people import Organisation, OrganisationKind, Role
from brokerage.domain.price_caps import PriceCap
from brokerage.domain.rate_cards import Prices
from brokerage.optimizer.market import Rate
from brokerage.store.market import load_market
from brokerage.usecases.offer_imports import import_offers
from brokerage.usecases.offer_prices import set_prices
from brokerage.usecases.offers import create_offer
from brokerage.usecases.price_caps import CapsImported, import_price_caps
from tests.bulk.catalogues import LINES, SELF_CARE, catalogue, line
from tests.cast import SetClock

CLOCK = SetClock()
NDIS = load_profile("ndis")
CARE = "item:01_011_0107_1_1"


def bring_in(session: Session, data: bytes, offers_in: str = "") -> CapsImported:
    return import_price_caps(session, CLOCK, data, NDIS, offers_in=offers_in, filename="catalogue.xlsx")


def provider(session: Session) -> Actor:
    organisation = Organisation(name="Wattle Care (demo)", kind=OrganisationKind.PROVIDER)
    session.add(organisation)
    session.flush()
    session.add(Provider(id="wattle", organisation_id=organisation.id, name=organisation.name, rulepack="australia"))
    session.flush()
    return Actor("someone", "Someone", Role.PROVIDER, organisation.id)


def hourly(cents: int) -> Prices:
    return Prices(rates=(Rate("weekday", "hour", ((60, cents),)),))


def offer_of(session: Session, actor: Actor, areas: tuple[str, ...] = ()) -> str:
    terms = OfferTerms(service="Care", category="self_care", tags=(CARE,), areas=areas)
    return create_offer(session, actor, CLOCK, terms).id


def test_a_catalogue_goes_in_once_and_the_next_takes_its_place(session: Session) -> None:
    first, again = bring_in(session, catalogue()), bring_in(session, catalogue())
    assert (first.errors, first.is_repeat, again.is_repeat, again.caps) == ((), False, True, 0)
    bring_in(session, catalogue(LINES[:6]))
    stored = session.scalar(select(func.count()).select_from(PriceCap))
    assert stored == (6 + 1) * len(NDIS.regions())


def test_nothing_of_a_bad_catalogue_is_stored(session: Session) -> None:
    found = bring_in(session, catalogue([*LINES, line("01_999_0107_1_1", "Bad", "PARSEC")]))
    assert [error.value for error in found.errors] == ["PARSEC"]
    assert session.scalar(select(func.count()).select_from(PriceCap)) == 0


def test_the_market_at_the_published_prices_can_be_put_on_sale_once(session: Session) -> None:
    first = bring_in(session, catalogue(), offers_in="NSW")
    assert first.offers == 7
    assert bring_in(session, catalogue(), offers_in="NSW").offers == 0
    market = load_market(session, currency="AUD", rulepack="australia", on=date(2026, 11, 30))
    assert {offer.id for offer in market.offers} >= {"ndis:01_011_0107_1_1", "ndis:01_010_0107_1_1"}
    assert first.too_dear == ()


def test_a_price_above_the_cap_is_refused_with_both_figures(session: Session) -> None:
    bring_in(session, catalogue())
    actor = provider(session)
    offer_id = offer_of(session, actor)
    with pytest.raises(Invalid) as caught:
        set_prices(session, actor, CLOCK, offer_id, hourly(7100))
    assert "A$71.00 for 1 hour is more than the A$70.23" in caught.value.problems[0].message
    assert set_prices(session, actor, CLOCK, offer_id, hourly(7023)).offer.id == offer_id


def test_far_away_more_may_be_charged_but_not_where_near_is_served_too(session: Session) -> None:
    bring_in(session, catalogue())
    actor = provider(session)
    far, both = offer_of(session, actor, ("Remote",)), offer_of(session, actor, ("Remote", "NSW"))
    assert set_prices(session, actor, CLOCK, far, hourly(9832)).offer.id == far
    with pytest.raises(Invalid):
        set_prices(session, actor, CLOCK, both, hourly(9832))


def test_a_file_with_a_price_above_the_cap_is_refused_by_its_line(session: Session) -> None:
    bring_in(session, catalogue())
    provider(session)
    head = "code,service,category,tags,availability,band,unit,minutes,price\n"
    rows = f"a,Care,self_care,{CARE},Mon 07:00-20:00,weekday,hour,60,70.23\na,,,,,saturday,hour,60,99\n"
    found = import_offers(
        session, CLOCK, (head + rows).encode(), rulepack="australia", provider_id="wattle", filename="a.csv"
    )
    assert [(error.line, error.column) for error in found.errors] == [(3, "price")]
    assert session.scalar(select(func.count()).select_from(Offer)) == 0


def test_offers_that_a_lower_cap_makes_too_dear_are_told(session: Session) -> None:
    bring_in(session, catalogue(), offers_in="NSW")
    cheaper = [line("01_011_0107_1_1", f"{SELF_CARE} - Weekday Daytime", price=60.0), *LINES[6:]]
    (told,) = bring_in(session, catalogue(cheaper)).too_dear
    assert told.startswith("ndis:01_011_0107_1_1: Weekday daytime: A$70.23 for 1 hour is more than the A$60.00")
