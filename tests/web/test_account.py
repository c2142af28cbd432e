"""One's own account: tokens for programs, other parts one can act in."""

import re
from collections.abc import Callable

from sqlalchemy.orm import Session

from brokerage.domain.people import Membership, Role
from tests.cast import Browser, Cast, post

Browse = Callable[..., Browser]


def new_token(browser: Browser) -> str:
    page = post(browser, "/account/tokens", {"name": "my script", "days": "30"})
    found = re.search(r'<code class="token">([^<]+)</code>', page.text)
    assert found, page.text
    return found[1]


def test_a_token_lets_a_program_act_for_its_person_until_it_is_taken_back(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.broker)
    program = browse()
    program.headers["Authorization"] = f"Bearer {new_token(browser)}"
    answer = program.get("/api/v1/me")
    assert answer.json() == {
        "person_id": cast.broker.id, "name": "Bea Broker", "role": "broker", "organisation_id": cast.brokerage.id,
    }  # fmt: skip
    page = browser.get("/account").text
    address = re.search(r'action="(/account/tokens/[^"]+/revoke)"', page)
    assert address
    post(browser, address[1], {})
    assert program.get("/api/v1/me").status_code == 401


def test_nobody_can_take_back_another_persons_token(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.broker)
    new_token(browser)
    address = re.search(r'action="(/account/tokens/[^"]+/revoke)"', browser.get("/account").text)
    assert address
    assert post(browse(cast.other_broker), address[1], {}).status_code == 404


def test_a_cookie_does_not_open_the_api(browse: Browse, cast: Cast) -> None:
    answer = browse(cast.broker).get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_needs_a_name_and_a_sensible_life(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.broker)
    assert "Give the token a name" in post(browser, "/account/tokens", {"name": " ", "days": "3"}).text
    for days in ("0", "367", "ten", "1e9", "-1", ""):
        answer = post(browser, "/account/tokens", {"name": "x", "days": days})
        assert answer.status_code == 422, days


def test_a_person_with_two_parts_can_change_between_them(browse: Browse, cast: Cast, session: Session) -> None:
    session.add(Membership(person_id=cast.broker.id, organisation_id=cast.funder.id, role=Role.FUNDER))
    session.commit()
    browser = browse(cast.broker)
    old = browser.cookies["brokerage"]
    answer = post(browser, "/account/role", {"role": "funder", "organisation_id": cast.funder.id})
    assert answer.status_code == 302
    assert browser.cookies["brokerage"] != old
    assert "Act as broker" in browser.get("/account").text


def test_nobody_can_take_a_part_that_is_not_theirs(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.broker)
    fields: dict[str, object] = {"role": "broker", "organisation_id": cast.other_brokerage.id}
    assert post(browser, "/account/role", fields).status_code == 404
    assert post(browser, "/account/role", {"role": "queen"}).status_code == 422
