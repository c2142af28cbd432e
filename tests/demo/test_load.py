"""The demo in a database: once, whole, and with the same briefs as the committed ones."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from brokerage.demo.load import load_demo
from brokerage.demo.market import generate_market
from brokerage.demo.people import WAYS_IN
from brokerage.demo.stories import NAMES, brief_of_story, load_story, next_monday
from brokerage.domain.people import Client, Organisation, Role
from brokerage.store.market import load_market
from brokerage.store.people import actor_of, live_roles, person_by_email
from brokerage.usecases.briefs import brief_of
from tests.cast import SetClock

CLOCK = SetClock()


def rows_in(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_demo_comes_in_whole_and_only_once(session: Session) -> None:
    first = load_demo(session, CLOCK, "small")
    organisations = rows_in(session, Organisation)
    again = load_demo(session, CLOCK, "small")
    assert (first.clients, first.providers) == (5, len(generate_market("small").providers))
    assert (again.clients, again.providers, again.offers) == (0, 0, 0)
    assert rows_in(session, Organisation) == organisations


def test_clients_can_be_left_out_and_added_later(session: Session) -> None:
    assert load_demo(session, CLOCK, "small", with_clients=False).clients == 0
    assert load_demo(session, CLOCK, "small").clients == 5
    assert rows_in(session, Client) == 5


def test_the_stored_market_is_the_generated_one(session: Session) -> None:
    load_demo(session, CLOCK, "small", with_clients=False)
    generated = generate_market("small")
    stored = load_market(session, currency="GBP", rulepack="england", on=date(2026, 11, 30))
    assert {offer.id: offer for offer in stored.offers} == {offer.id: offer for offer in generated.offers}


def test_a_client_s_brief_from_the_database_is_the_story_s(session: Session) -> None:
    load_demo(session, CLOCK, "small")
    session.commit()
    session.expire_all()
    today = CLOCK.now().date()
    for name in NAMES:
        assert brief_of(session, name, next_monday(today)) == brief_of_story(load_story(name), today)


def test_there_is_a_way_in_for_every_role(session: Session) -> None:
    load_demo(session, CLOCK, "small")
    for role, email in WAYS_IN:
        person = person_by_email(session, email)
        assert person is not None, email
        roles = live_roles(session, person.id, CLOCK.now())
        assert role in {found for found, _ in roles}
        assert all(actor_of(session, person.id, *found, CLOCK.now()) for found in roles)
    assert {role for role, _ in WAYS_IN} == set(Role) - {Role.ADMIN}
