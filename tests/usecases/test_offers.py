"""What a provider can do with its own offers, and that nobody else can."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.domain.audit import AuditRow
from brokerage.domain.errors import Conflict, Invalid, NotFound
from brokerage.domain.offers import OfferState
from brokerage.domain.people import Role
from brokerage.domain.rate_cards import Prices, RateCard
from brokerage.optimizer.market import Rate
from brokerage.store.market import load_market, market_revision
from brokerage.store.offers import OfferFilter
from brokerage.usecases import offer_prices, offers
from tests.cast import Cast, SetClock, actor_for
from tests.usecases.market_story import PRICES, TERMS, Seller, in_days, make_package, rival, seller

__all__ = ["rival", "seller"]
DEARER = Prices((Rate("weekday", "hour", ((60, 3000),)),))


def on_sale(session: Session) -> set[str]:
    market = load_market(session, currency="GBP", rulepack="england", on=in_days(7))
    return {offer.id for offer in market.offers}


def test_an_offer_is_on_sale_once_it_has_prices_and_times(session: Session, seller: Seller) -> None:
    draft = seller.draft()
    assert draft.state is OfferState.DRAFT
    assert len(draft.lacks) == 2
    with pytest.raises(Invalid) as refused:
        offers.list_for_sale(session, seller.actor, seller.clock, draft.id)
    assert {problem.pointer for problem in refused.value.problems} == {"rates", "availability"}
    listed = seller.listed(msgspec.structs.replace(TERMS, service="Lunch"))
    assert on_sale(session) == {listed.id}


def test_the_first_offer_makes_the_organisation_a_provider(session: Session, seller: Seller, cast: Cast) -> None:
    seller.listed()
    [provider] = load_market(session, currency="GBP", rulepack="england", on=in_days(7)).providers
    assert provider.name == cast.provider.name


def test_bad_terms_are_refused_field_by_field(session: Session, seller: Seller) -> None:
    bad = msgspec.structs.replace(TERMS, service=" ", category="nonsense", min_visit_minutes=90, max_visit_minutes=60)
    with pytest.raises(Invalid) as refused:
        offers.create_offer(session, seller.actor, seller.clock, bad)
    assert {problem.pointer for problem in refused.value.problems} == {"service", "category", "max_visit_minutes"}


def test_a_code_of_ones_own_is_used_once(session: Session, seller: Seller, rival: Seller) -> None:
    coded = msgspec.structs.replace(TERMS, external_code="M-1")
    seller.draft(coded)
    rival.draft(coded)
    with pytest.raises(Invalid, match="mending"):
        seller.draft(coded)


def test_another_providers_offer_looks_as_if_it_were_not_there(session: Session, seller: Seller, rival: Seller) -> None:
    offer = seller.listed()
    deeds: list[Callable[..., Any]] = [
        offers.see_offer, offers.withdraw_offer, offers.copy_offer, offers.list_for_sale,
    ]  # fmt: skip
    for deed in deeds:
        with pytest.raises(NotFound) as hidden:
            deed(session, rival.actor, rival.clock, offer.id)
        with pytest.raises(NotFound) as missing:
            deed(session, rival.actor, rival.clock, "off_nothing")
        assert str(hidden.value) == str(missing.value)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: offers.change_offer(session, rival.actor, rival.clock, offer.id, TERMS),
        lambda: offer_prices.set_prices(session, rival.actor, rival.clock, offer.id, PRICES),
    )
    for refused in attempts:
        with pytest.raises(NotFound):
            refused()
    assert offers.list_offers(session, rival.actor, rival.clock, OfferFilter()).total == 0


@pytest.mark.parametrize("role", [Role.BROKER, Role.CLIENT, Role.FUNDER])
def test_only_providers_have_offers(session: Session, seller: Seller, cast: Cast, clock: SetClock, role: Role) -> None:
    offer = seller.draft()
    person = {Role.BROKER: cast.broker, Role.CLIENT: cast.client_person, Role.FUNDER: cast.funder_person}[role]
    organisation = {Role.BROKER: cast.brokerage, Role.FUNDER: cast.funder}.get(role)
    actor = actor_for(session, clock, person, role, organisation)
    with pytest.raises(NotFound):
        offers.see_offer(session, actor, clock, offer.id)
    with pytest.raises(NotFound):
        offers.create_offer(session, actor, clock, TERMS)


def test_withdrawing_is_undone_by_listing_again(session: Session, seller: Seller) -> None:
    offer = seller.listed()
    withdrawn = offers.withdraw_offer(session, seller.actor, seller.clock, offer.id)
    assert withdrawn.offer.state is OfferState.WITHDRAWN
    assert on_sale(session) == set()
    offers.list_for_sale(session, seller.actor, seller.clock, offer.id)
    assert on_sale(session) == {offer.id}


def test_open_proposals_that_use_an_offer_are_marked_when_it_goes(
    session: Session, seller: Seller, cast: Cast, clock: SetClock
) -> None:
    offer = seller.listed()
    version = make_package(session, clock, cast, offer.id)
    assert offers.see_offer(session, seller.actor, clock, offer.id).touches == 1
    assert offers.withdraw_offer(session, seller.actor, clock, offer.id).touched == 1
    assert version.stale_reason == "Kindly Home Care no longer offers “Morning care”."


def test_a_change_that_changes_nothing_touches_nobody(
    session: Session, seller: Seller, cast: Cast, clock: SetClock
) -> None:
    offer = seller.listed()
    version = make_package(session, clock, cast, offer.id)
    assert offers.change_offer(session, seller.actor, clock, offer.id, TERMS).touched == 0
    assert version.stale_reason == ""
    changed = msgspec.structs.replace(TERMS, notice_hours=72)
    assert offers.change_offer(session, seller.actor, clock, offer.id, changed).touched == 1
    assert "changed “Morning care” on Monday 23 November 2026" in version.stale_reason


def test_who_changes_an_old_copy_is_told(session: Session, seller: Seller) -> None:
    offer = seller.draft()
    first = msgspec.structs.replace(TERMS, notice_hours=48)
    offers.change_offer(session, seller.actor, seller.clock, offer.id, first, offer.version)
    with pytest.raises(Conflict, match="Someone else changed this"):
        offers.change_offer(session, seller.actor, seller.clock, offer.id, TERMS, offer.version)


def test_a_copy_is_a_draft_with_the_prices_and_times_of_the_first(session: Session, seller: Seller) -> None:
    offer = seller.listed(msgspec.structs.replace(TERMS, external_code="M-1"))
    copy = offers.copy_offer(session, seller.actor, seller.clock, offer.id)
    assert (copy.state, copy.terms.service, copy.terms.external_code) == (
        OfferState.DRAFT, "Morning care (copy)", None,
    )  # fmt: skip
    assert copy.availability == offer.availability
    assert copy.cards[0].rates == offer.cards[0].rates
    offers.list_for_sale(session, seller.actor, seller.clock, copy.id)
    assert on_sale(session) == {offer.id, copy.id}


def test_new_prices_begin_on_their_day_and_end_those_before(session: Session, seller: Seller) -> None:
    offer = seller.listed()
    later = msgspec.structs.replace(DEARER, valid_from=in_days(30))
    changed = offer_prices.set_prices(session, seller.actor, seller.clock, offer.id, later).offer
    assert [(card.valid_from, card.valid_to, card.is_now) for card in changed.cards] == [
        (in_days(30), None, False),
        (in_days(0), in_days(29), True),
    ]
    assert changed.cards[1].rates == PRICES.rates


def test_prices_that_have_not_begun_are_replaced(session: Session, seller: Seller) -> None:
    offer = seller.listed()
    for amount in (3100, 3200):
        later = Prices((Rate("weekday", "hour", ((60, amount),)),), valid_from=in_days(30))
        offer_prices.set_prices(session, seller.actor, seller.clock, offer.id, later)
    cards = list(session.scalars(select(RateCard).where(RateCard.offer_id == offer.id).order_by(RateCard.number)))
    assert [card.valid_from for card in cards] == [in_days(0), in_days(30)]
    assert cards[-1].rates[0].points == ((60, 3200),)


def test_prices_that_have_been_sold_at_stay(session: Session, seller: Seller) -> None:
    offer = seller.listed()
    seller.clock.move(days=10)
    early = msgspec.structs.replace(DEARER, valid_from=in_days(0))
    with pytest.raises(Conflict, match="Monday 23 November 2026"):
        offer_prices.set_prices(session, seller.actor, seller.clock, offer.id, early)


def test_a_preview_stores_nothing(session: Session, seller: Seller) -> None:
    offer = seller.listed()
    before = market_revision(session)
    [weekday, *_] = offer_prices.preview_prices(session, seller.actor, DEARER)
    assert weekday.prices_minor == (1500, 2250, 3000, 6000)
    assert market_revision(session) == before
    assert len(offers.see_offer(session, seller.actor, seller.clock, offer.id).cards) == 1


def test_offers_are_listed_by_state_kind_and_words_a_page_at_a_time(session: Session, seller: Seller) -> None:
    for number in range(30):
        seller.draft(msgspec.structs.replace(TERMS, service=f"Care {number:02d}"))
    lunch = seller.listed(msgspec.structs.replace(TERMS, service="100% lunch", category="meals"))

    def listed(page: int = 1, **wanted: Any) -> list[str]:
        found = offers.list_offers(session, seller.actor, seller.clock, OfferFilter(**wanted), page)
        return [line.service for line in found.lines]

    assert len(listed()) == 25
    assert listed(page=9) == [f"Care {number:02d}" for number in range(24, 30)]
    assert listed(state=OfferState.LISTED) == listed(category="meals") == listed(text="100%") == ["100% lunch"]
    found = offers.list_offers(session, seller.actor, seller.clock, OfferFilter(state=OfferState.LISTED))
    assert found.counts == {OfferState.DRAFT: 30, OfferState.LISTED: 1}
    assert found.lines[0].id == lunch.id
    assert found.lines[0].price_words == "Weekday: £14.00 for 30 min, £26.00 for 1 hour"
    assert found.lines[0].when_words == "Mon–Fri 7am to noon"


def test_every_change_leaves_an_audit_row_and_a_new_revision(session: Session, seller: Seller) -> None:
    before = market_revision(session)
    offer = seller.listed()
    offers.withdraw_offer(session, seller.actor, seller.clock, offer.id)
    rows = session.scalars(select(AuditRow).order_by(AuditRow.sequence))
    deeds = [row.action for row in rows if row.action.startswith("offer.")]
    assert deeds == ["offer.create", "offer.price", "offer.times", "offer.list", "offer.withdraw"]
    assert market_revision(session) == before + 5
