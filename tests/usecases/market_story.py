"""Offers, prices, times and a package that uses them, for the tests of the market."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.offers import OfferTerms
from brokerage.domain.packages import Package, PackageLine, PackageVersion, VersionState
from brokerage.domain.people import Role
from brokerage.domain.rate_cards import Prices
from brokerage.optimizer.market import Rate, Slot
from brokerage.usecases import availability, offer_prices, offers
from brokerage.usecases.availability import Target
from brokerage.usecases.offer_views import OfferView
from tests.cast import Cast, SetClock, actor_for

TERMS = OfferTerms(service="Morning care", category="personal_care", areas=("north",), skills=("hoist",))
PRICES = Prices((Rate("weekday", "hour", ((30, 1400), (60, 2600))),))
WEEKDAYS = tuple(Slot(day, 420, 720) for day in range(5))


@dataclass
class Seller:
    """A provider at work."""

    session: Session
    clock: SetClock
    actor: Actor

    def draft(self, terms: OfferTerms = TERMS) -> OfferView:
        """An offer without prices and times."""
        return offers.create_offer(self.session, self.actor, self.clock, terms)

    def listed(self, terms: OfferTerms = TERMS) -> OfferView:
        """An offer on sale: weekday mornings, £14 for half an hour, £26 for an hour."""
        offer = self.draft(terms)
        offer_prices.set_prices(self.session, self.actor, self.clock, offer.id, PRICES)
        availability.set_times(self.session, self.actor, self.clock, Target("offer", offer.id), WEEKDAYS)
        return offers.list_for_sale(self.session, self.actor, self.clock, offer.id)


def make_package(
    session: Session, clock: SetClock, cast: Cast, offer_id: str, state: VersionState = VersionState.DRAFT
) -> PackageVersion:
    """Ana's package from next Monday: the offer twice, once under a title that names her."""
    package = Package(
        client_id=cast.client.id, starts_on=date(2026, 11, 30), made_at=clock.now(), head_version_id="", last_number=1
    )
    session.add(package)
    session.flush()
    version = PackageVersion(
        package_id=package.id, number=1, what="First", made_by=cast.broker.id, made_as=Role.BROKER, made_at=clock.now(),
        state=state, said_brief="{}", brief="{}", proposal="{}", cost_minor=4000, currency="GBP", content_hash="0" * 64,
    )  # fmt: skip
    version.lines = [
        PackageLine(
            position=day, visit_id=f"v{day}", need_id="n1", title=title, because="I want to be up early.", day=day,
            start_minute=480, duration_minutes=45, category="personal_care", service="Morning care", offer_id=offer_id,
            provider_id=cast.provider.id, provider_name="Kindly Home Care", price_minor=2000,
        )
        for day, title in ((0, "Help Ana Client to get up"), (2, "Get up"))
    ]  # fmt: skip
    session.add(version)
    session.flush()
    package.head_version_id = version.id
    session.flush()
    return version


@pytest.fixture
def seller(session: Session, clock: SetClock, cast: Cast) -> Seller:
    """Pat, of Kindly Home Care."""
    return Seller(session, clock, actor_for(session, clock, cast.provider_person, Role.PROVIDER, cast.provider))


@pytest.fixture
def rival(session: Session, clock: SetClock, cast: Cast) -> Seller:
    """Oz, of another provider."""
    return Seller(
        session, clock, actor_for(session, clock, cast.other_provider_person, Role.PROVIDER, cast.other_provider)
    )


def in_days(count: int) -> date:
    """So many days after the clock's Monday."""
    return date(2026, 11, 23) + timedelta(days=count)
