"""Who is out there, which plans ask for an offer, people who work for a provider, and files of offers, as pages."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.demo.market import generate_market
from brokerage.domain.audit import AuditRow
from brokerage.domain.market import Provider, Worker
from brokerage.store.market_saving import save_market
from tests.cast import Browser, Cast, SetClock, post
from tests.usecases.market_story import make_package
from tests.web.market_visits import make_listed

Browse = Callable[..., Browser]
Look = Callable[..., list[Any]]
HEADS = "code,service,category,band,unit,minutes,price,availability\n"


@pytest.fixture
def stocked(session: Session, clock: SetClock, cast: Cast) -> Session:
    """The small demo market, on sale."""
    save_market(session, generate_market("small"), rulepack="england", now=clock.now(), is_demo=True)
    session.commit()
    return session


def test_an_empty_market_says_so(browse: Browse, cast: Cast) -> None:
    assert "Nobody fits" in browse(cast.broker).get("/market").text


def test_a_broker_finds_who_does_what_where_in_which_language(browse: Browse, cast: Cast, stocked: Session) -> None:
    broker = browse(cast.broker)
    everything = generate_market("small").offers
    assert f"<strong>{len(everything)}</strong> offers" in broker.get("/market").text
    wanted = [
        offer
        for offer in everything
        if offer.category == "personal_care" and (not offer.areas or "harbour" in offer.areas)
    ]
    page = broker.get("/market", params={"category": "personal_care", "area": "harbour"}).text
    assert f"<strong>{len(wanted)}</strong>" in page
    assert "Page 1 of" in broker.get("/market").text
    assert "Page 2 of" in broker.get("/market", params={"page": 2, "sort": "price"}).text


def test_a_price_that_can_not_be_read_is_told(browse: Browse, cast: Cast, stocked: Session) -> None:
    answer = browse(cast.broker).get("/market", params={"most": "cheap"})
    assert answer.status_code == 422
    assert "Write an amount" in answer.text


def test_a_provider_page_shows_interests_and_what_reliability_rests_on(
    browse: Browse, cast: Cast, stocked: Session
) -> None:
    provider = stocked.scalars(select(Provider).order_by(Provider.id)).first()
    assert provider is not None
    client = browse(cast.client_person)
    assert "No visits measured yet" in client.get(f"/market/providers/{provider.id}").text
    provider.broker_interest = "The broker's sister works here."
    provider.visits_planned, provider.visits_kept, provider.reliability_permille = 200, 191, 955
    stocked.commit()
    page = client.get(f"/market/providers/{provider.id}").text
    assert "The broker&#39;s sister works here." in page
    assert "95.5% of visits kept" in page
    assert "191 of 200 visits measured" in page
    assert client.get("/market/providers/prv_nothing").status_code == 404


def test_a_provider_that_sells_nothing_is_not_in_the_market(browse: Browse, cast: Cast, look: Look) -> None:
    seller = browse(cast.provider_person)
    offer_id = make_listed(seller)
    [provider] = look(select(Provider))
    broker = browse(cast.broker)
    assert broker.get(f"/market/providers/{provider.id}").status_code == 200
    post(seller, f"/offers/{offer_id}/withdraw", {})
    assert broker.get(f"/market/providers/{provider.id}").status_code == 404


def test_requests_show_no_name_and_every_look_is_written_down(
    browse: Browse, cast: Cast, session: Session, clock: SetClock, look: Look
) -> None:
    browser = browse(cast.provider_person)
    assert "No requests yet" in browser.get("/requests").text
    offer_id = make_listed(browser)
    make_package(session, clock, cast, offer_id)
    session.commit()
    page = browser.get("/requests", params={"offer_id": offer_id}).text
    assert "A-1001" in page
    assert "£40.00" in page
    assert "Monday 30 November 2026" in page
    assert "Ana" not in page
    assert "1 request" in browser.get("/offers").text
    seen = look(select(AuditRow.client_id).where(AuditRow.action == "request.see"))
    assert seen == [cast.client.id]
    assert "A-1001" not in browse(cast.other_provider_person).get("/requests").text


def test_people_are_added_changed_leave_and_come_back(browse: Browse, cast: Cast, look: Look) -> None:
    browser = browse(cast.provider_person)
    assert "Nobody named yet" in browser.get("/workers").text
    wrong = post(browser, "/workers", {"name": "", "gender": ""})
    assert wrong.status_code == 422
    assert 'href="#f-name"' in wrong.text
    post(browser, "/workers", {"name": "Amina Example", "gender": "female", "skills": "Hoist, Makaton"})
    [worker] = look(select(Worker))
    assert worker.skills == ("hoist", "makaton")
    page = browser.get(f"/workers/{worker.id}").text
    assert 'value="hoist, makaton"' in page
    changed = {"name": "Amina Example", "gender": "female", "skills": "hoist", "version": str(worker.version)}
    assert post(browser, f"/workers/{worker.id}", changed).status_code == 302
    assert post(browser, f"/workers/{worker.id}", changed).status_code == 409
    assert "has left" in post(browser, f"/workers/{worker.id}/leave", {}, follow=True).text
    assert "They come again." in post(browser, f"/workers/{worker.id}/return", {}, follow=True).text
    assert browse(cast.other_provider_person).get(f"/workers/{worker.id}").status_code == 404


def send(browser: Browser, content: str, name: str = "offers.csv") -> Any:
    browser.get("/offers/import")
    return browser.post(
        "/offers/import",
        data={"_csrf_token": browser.cookies["csrf"]},
        files={"file": (name, content.encode())},
        follow_redirects=False,
    )


def test_a_file_of_offers_is_taken_and_counts_once(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.provider_person)
    good = HEADS + "A1,Lunch,meals,weekday,visit,,9.50,Mon-Fri 11:30-14:00\n"
    assert "1 new" in send(browser, good).text
    assert "1 as they were" in send(browser, good).text
    assert "1 changed" in send(browser, good.replace("9.50", "9.80")).text
    page = browser.get("/offers").text
    assert "£9.80 a visit" in page
    assert "On sale" in page


def test_of_a_bad_file_every_bad_line_is_told_and_nothing_stored(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.provider_person)
    bad = HEADS + (
        "A1,Lunch,meals,weekday,visit,,9.50,Mon-Fri 11:30-14:00\n"
        "A2,Tea,snacks,weekday,visit,,4,Mon-Fri 15:00-16:00\n"
        "A3,Supper,meals,weekday,visit,,lots,Mon-Fri 17:00-18:00\n"
    )
    answer = send(browser, bad)
    assert answer.status_code == 422
    assert "Nothing of this file was stored." in answer.text
    for told in ("snacks", "lots"):
        assert told in answer.text
    assert "You offer nothing yet" in browser.get("/offers").text
    assert "Choose a file first." in send(browser, "", name="").text


def test_a_file_with_another_providers_offers_is_refused(browse: Browse, cast: Cast) -> None:
    rows = "provider," + HEADS + "someone-else,A1,Lunch,meals,weekday,visit,,9.50,Mon-Fri 11:30-14:00\n"
    answer = send(browse(cast.provider_person), rows)
    assert answer.status_code == 422
    assert "your own offers only" in answer.text
