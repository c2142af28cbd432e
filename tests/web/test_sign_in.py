"""Signing in by a link: once, in time, with a new session; out again for good."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from brokerage.usecases import sign_in
from brokerage.web.sign_in import safe_next
from tests.cast import Browser, Cast, Inbox, SetClock, post

Browse = Callable[..., Browser]


def test_a_link_is_sent_to_a_known_address_and_signs_its_person_in(browse: Browse, cast: Cast, inbox: Inbox) -> None:
    browser = browse()
    answer = post(browser, "/sign-in", {"email": cast.broker.email.upper()})
    assert answer.status_code == 200
    [message] = inbox.messages
    assert message.to_address == cast.broker.email
    address = next(word for word in message.text.split() if word.startswith("http"))
    page = browser.get(address)
    assert "One press" in page.text
    answer = post(browser, address.split("?")[0], {})
    assert answer.status_code == 302
    assert "Bea Broker" in browser.get("/account").text


def test_the_answer_is_the_same_for_an_unknown_address(browse: Browse, cast: Cast, inbox: Inbox) -> None:
    known = post(browse(), "/sign-in", {"email": cast.broker.email}).text
    unknown = post(browse(), "/sign-in", {"email": "nobody@example.org"}).text
    assert known.replace(cast.broker.email, "X") == unknown.replace("nobody@example.org", "X")
    assert len(inbox.messages) == 1


def test_a_flood_of_links_stops_without_saying_so(browse: Browse, cast: Cast, inbox: Inbox, clock: SetClock) -> None:
    browser = browse()
    for _ in range(8):
        assert post(browser, "/sign-in", {"email": cast.broker.email}).status_code == 200
    assert len(inbox.messages) == 5
    clock.move(minutes=61)
    post(browser, "/sign-in", {"email": cast.broker.email})
    assert len(inbox.messages) == 6


def test_an_address_that_is_none_is_named_in_the_error(browse: Browse, cast: Cast) -> None:
    answer = post(browse(), "/sign-in", {"email": "bea"})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert "Write your e-mail address" in answer.text
    assert 'value="bea"' in answer.text


def test_opening_a_link_does_not_use_it_up_and_using_it_does(
    browse: Browse, cast: Cast, session: Session, clock: SetClock
) -> None:
    link = sign_in.make_link(session, clock, cast.broker, 30)
    session.commit()
    browser = browse()
    assert browser.get(f"/sign-in/{link.token}").status_code == 200
    assert browser.get(f"/sign-in/{link.token}").status_code == 200
    assert post(browser, f"/sign-in/{link.token}", {}).status_code == 302
    assert post(browse(), f"/sign-in/{link.token}", {}).status_code == 410


@pytest.mark.parametrize("minutes", [30, 31, 10_000])
def test_a_link_that_is_too_old_signs_nobody_in(
    browse: Browse, cast: Cast, session: Session, clock: SetClock, minutes: int
) -> None:
    link = sign_in.make_link(session, clock, cast.broker, 30)
    session.commit()
    clock.move(minutes=minutes)
    browser = browse()
    assert post(browser, f"/sign-in/{link.token}", {}).status_code == 410
    assert browser.get("/account", follow_redirects=False).headers["location"].startswith("/sign-in")


def test_signing_in_never_keeps_a_session_id_that_the_browser_brought(browse: Browse, cast: Cast) -> None:
    planted = browse(cast.other_broker)
    before = planted.cookies["brokerage"]
    link = post(planted, "/sign-in", {"email": cast.broker.email})
    assert link.status_code == 200
    fresh = browse(cast.broker).cookies["brokerage"]
    assert fresh != before


def test_signing_in_again_ends_the_session_that_the_browser_had(
    browse: Browse, cast: Cast, session: Session, clock: SetClock
) -> None:
    browser = browse(cast.broker)
    old = browser.cookies["brokerage"]
    link = sign_in.make_link(session, clock, cast.broker, 30)
    session.commit()
    post(browser, f"/sign-in/{link.token}", {})
    assert browser.cookies["brokerage"] != old
    thief = browse()
    thief.cookies.set("brokerage", old)
    assert thief.get("/account", follow_redirects=False).status_code == 302


def test_signing_out_ends_the_session_on_the_server(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.broker)
    cookie = browser.cookies["brokerage"]
    assert post(browser, "/sign-out", {}).status_code == 302
    copy = browse()
    copy.cookies.set("brokerage", cookie)
    assert copy.get("/account", follow_redirects=False).headers["location"].startswith("/sign-in")


def test_a_role_that_was_taken_away_acts_no_more_from_the_next_request(
    browse: Browse, cast: Cast, session: Session, clock: SetClock
) -> None:
    browser = browse(cast.broker)
    assert browser.get("/account").status_code == 200
    session.refresh(cast.broker)
    for membership in list(cast.broker.memberships):
        membership.ended_at = clock.now()
    session.commit()
    assert browser.get("/account", follow_redirects=False).status_code == 302


def test_a_form_without_its_token_changes_nothing(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.broker)
    assert browser.post("/sign-out", data={}).status_code == 403
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_nobody_is_sent_to_another_site_after_signing_in(address: str) -> None:
    assert safe_next(address) == "/"


def test_a_path_on_this_site_may_follow_a_sign_in() -> None:
    assert safe_next("/clients/cli_1?x=y") == "/clients/cli_1?x=y"
