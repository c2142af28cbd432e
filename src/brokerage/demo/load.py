"""Putting the demo into a database, once: what is there already stays as it is."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from brokerage.demo.market import DEMO_SEED, generate_market
from brokerage.demo.people import BROKERAGE_ID, PROVIDER_STAFF, add_brokerage, add_clients, add_staff
from brokerage.demo.town import Size, load_town
from brokerage.domain.access import Subject
from brokerage.domain.market import Provider
from brokerage.domain.people import Organisation, Person
from brokerage.ports.clock import Clock
from brokerage.store.market_saving import save_market
from brokerage.usecases import audit


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was added; all 0 when the demo was here before."""

    providers: int
    offers: int
    clients: int


def load_demo(
    session: Session, clock: Clock, size: Size = "town", seed: int = DEMO_SEED, *, with_clients: bool = True
) -> Loaded:
    """The made-up market, and the five clients with everyone around them. No commit: the caller's transaction."""
    if session.get(Organisation, BROKERAGE_ID) is None:
        add_brokerage(session)
    providers, offers = _add_market(session, clock, size, seed)
    clients = add_clients(session, clock.now()) if with_clients else 0
    loaded = Loaded(providers, offers, clients)
    if loaded != Loaded(0, 0, 0):
        details = {"size": size, "seed": seed, "providers": providers, "offers": offers, "clients": clients}
        subject = Subject("organisation", BROKERAGE_ID, organisation_id=BROKERAGE_ID)
        audit.record(session, None, clock, "demo.load", subject, details)
    return loaded


def is_loaded(session: Session) -> bool:
    """True once the demo is in this database."""
    return session.get(Organisation, BROKERAGE_ID) is not None


def _add_market(session: Session, clock: Clock, size: Size, seed: int) -> tuple[int, int]:
    if session.get(Provider, next(iter(PROVIDER_STAFF))) is not None:
        return 0, 0
    market = generate_market(size, seed)
    organisations = save_market(session, market, rulepack=load_town().rulepack, now=clock.now(), is_demo=True)
    for provider_id, staff in PROVIDER_STAFF.items():
        if provider_id in organisations and session.get(Person, staff.id) is None:
            add_staff(session, staff, organisations[provider_id])
    return len(market.providers), len(market.offers)
