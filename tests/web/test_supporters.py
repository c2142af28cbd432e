"""Who helps a client decide: invited, seen, taken back, and nothing shown to strangers."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select

from brokerage.domain.audit import AuditRow
from brokerage.domain.supporters import SupporterScope
from tests.cast import Browser, Cast, post

Browse = Callable[..., Browser]
Look = Callable[..., list[Any]]


def invite(browser: Browser, cast: Cast, **changes: object) -> Response:
    fields: dict[str, object] = {
        "name": "Nia Friend",
        "email": "nia@example.org",
        "relation": "friend",
        "rights": ["see", "ask"],
    }
    return post(browser, f"/clients/{cast.client.id}/supporters", {**fields, **changes})


def test_a_client_lets_a_friend_help_and_takes_it_back(browse: Browse, cast: Cast, look: Look) -> None:
    browser = browse(cast.client_person)
    assert invite(browser, cast).status_code == 302
    page = browser.get(f"/clients/{cast.client.id}/supporters").text
    assert "Nia Friend" in page
    query = select(SupporterScope).where(SupporterScope.relation == "friend")
    [scope] = look(query)
    assert post(browser, f"/clients/{cast.client.id}/supporters/{scope.id}/revoke", {}).status_code == 302
    [scope] = look(query)
    assert scope.revoked_at is not None


def test_a_supporter_whose_scope_was_taken_back_is_out_at_the_next_request(browse: Browse, cast: Cast) -> None:
    supporter = browse(cast.supporter)
    assert supporter.get(f"/clients/{cast.client.id}/supporters").status_code == 200
    post(browse(cast.client_person), f"/clients/{cast.client.id}/supporters/{cast.scope.id}/revoke", {})
    answer = supporter.get(f"/clients/{cast.client.id}/supporters", follow_redirects=False)
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Write the supporter&#39;s name."),
        ({"email": "nia"}, "Write an e-mail address"),
        ({"rights": []}, "Choose at least one"),
        ({"rights": ["everything"]}, "Choose at least one"),
        ({"ends_on": "2020-01-01"}, "still to come"),
        ({"ends_on": "31/12/2027"}, "year-month-day"),
        ({"basis": "because"}, "Choose one of the answers"),
    ],
)
def test_a_bad_invitation_names_the_field_and_keeps_what_was_written(
    browse: Browse, cast: Cast, changes: dict[str, object], message: str
) -> None:
    answer = invite(browse(cast.client_person), cast, **changes)
    assert answer.status_code == 422
    assert message in answer.text
    assert "<title>Error: " in answer.text
    assert 'value="friend"' in answer.text


def test_another_brokerages_client_looks_like_no_client_at_all(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.broker)
    theirs = browser.get(f"/clients/{cast.other_client.id}/supporters")
    missing = browser.get("/clients/cli_nobody/supporters")
    assert theirs.status_code == missing.status_code == 404
    assert theirs.text == missing.text


def test_a_supporter_may_see_but_not_invite(browse: Browse, cast: Cast) -> None:
    assert invite(browse(cast.supporter), cast).status_code == 403


def test_looks_and_refusals_leave_audit_rows(browse: Browse, cast: Cast, look: Look) -> None:
    browser = browse(cast.broker)
    browser.get(f"/clients/{cast.client.id}/supporters")
    browser.get(f"/clients/{cast.other_client.id}/supporters")
    rows = look(select(AuditRow).where(AuditRow.person_id == cast.broker.id, AuditRow.action == "client.see"))
    assert [(row.client_id, row.was_allowed) for row in rows] == [(cast.client.id, True), (cast.other_client.id, False)]


def test_hostile_text_is_shown_as_text(browse: Browse, cast: Cast) -> None:
    browser = browse(cast.client_person)
    invite(browser, cast, name="<script>alert(1)</script>", relation='"><img src=x>')
    page = browser.get(f"/clients/{cast.client.id}/supporters").text
    assert "<script>alert" not in page
    assert "<img" not in page
