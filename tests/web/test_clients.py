"""Pages on clients, as brokers, clients and strangers see them."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.domain.people import Client
from tests.cast import Browser, Cast, post

Browse = Callable[..., Browser]
NEW = {"name": "Dora Demo", "known_as": "", "area": "north", "reference": "DD-1", "rulepack": "england"}


def test_the_caseload_says_whose_turn_it_is_and_hides_other_brokerages(browse: Browse, cast: Cast) -> None:
    page = browse(cast.broker).get("/clients")
    assert page.status_code == 200
    assert "Ana Client" in page.text
    assert "Otto Client" not in page.text
    assert "Talk: write down what matters." in page.text


def test_the_caseload_can_be_searched_and_says_when_nobody_matches(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.broker)
    assert "Ana Client" in browser.get("/clients?q=a-10&turn=broker&sort=name").text
    assert "Nobody found" in browser.get("/clients?q=nobody%25").text
    assert "Nobody found" in browser.get("/clients?turn=client").text
    assert browser.get("/clients?turn=x&sort=y&page=-3").status_code == 200


def test_a_broker_adds_a_client(browse: Browse, session: Session, cast: Cast) -> None:
    browser = browse(cast.broker)
    page = post(browser, "/clients/new", NEW, follow=True)
    assert page.status_code == 200
    assert "<h1>Dora Demo</h1>" in page.text
    made = session.scalars(select(Client).where(Client.reference == "DD-1")).one()
    session.commit()
    assert (made.known_as, made.organisation_id, made.broker_id) == ("Dora", cast.brokerage.id, cast.broker.id)


def test_mistakes_come_back_with_every_value_kept(browse: Browse, cast: Cast) -> None:
    page = post(
        browse(cast.broker), "/clients/new", NEW | {"name": "", "area": "", "story": "I like cats.", "born_on": "x"}
    )
    assert page.status_code == 422
    assert "<title>Error: A new client" in page.text
    page = post(browse(cast.broker), "/clients/new", NEW | {"name": "", "area": "", "story": "I like cats."})
    assert 'href="#f-name"' in page.text
    assert 'href="#f-area"' in page.text
    assert "I like cats." in page.text


def test_a_taken_reference_is_refused_in_words(browse: Browse, cast: Cast) -> None:
    page = post(browse(cast.broker), "/clients/new", NEW | {"reference": "A-1001"})
    assert page.status_code == 422
    assert "Another client has this reference" in page.text


def test_what_a_person_writes_is_never_markup(browse: Browse, cast: Cast) -> None:
    evil = "<script>alert(1)</script>"
    page = post(browse(cast.broker), "/clients/new", NEW | {"name": evil, "story": evil}, follow=True)
    assert evil not in page.text
    assert "&lt;script&gt;" in page.text


def test_details_can_be_changed_by_the_broker_and_by_the_client(browse: Browse, session: Session, cast: Cast) -> None:
    path = f"/clients/{cast.client.id}/details"
    for person, story in ((cast.broker, "From the broker."), (cast.client_person, "From me.")):
        browser = browse(person)
        assert browser.get(path).status_code == 200
        answer = post(browser, path, {"name": "Ana Client", "known_as": "Ana", "area": "north", "story": story})
        assert answer.status_code in {302, 303}, answer.text
        session.expire_all()
        assert session.get_one(Client, cast.client.id).story == story
        session.commit()


def test_clients_and_supporters_see_their_page_and_strangers_see_nothing(browse: Browse, cast: Cast) -> None:
    path = f"/clients/{cast.client.id}"
    assert browse(cast.client_person).get(path).status_code == 200
    assert browse(cast.supporter).get(path).status_code == 200
    assert browse(cast.client_person).get("/clients", follow_redirects=False).headers["location"] == path
    for stranger in (cast.other_broker, cast.other_client_person):
        assert browse(stranger).get(path).status_code == 404
        assert browse(stranger).get("/clients/cli_nobody").status_code == 404
    assert browse(cast.provider_person).get(path).status_code == 403


def test_my_words_leads_to_ones_own_conversation(browse: Browse, cast: Cast) -> None:
    page = browse(cast.client_person).get("/my-words")
    assert "<h1>What matters to me</h1>" in page.text
