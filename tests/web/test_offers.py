"""A provider's offers as pages: from the first form to on sale, with a preview, a question before harm, and undo."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.domain.packages import PackageVersion
from tests.cast import Browser, Cast, SetClock, post
from tests.usecases.market_story import make_package
from tests.web.market_visits import PRICES, TERMS, make_draft, make_listed

Browse = Callable[..., Browser]
Look = Callable[..., list[Any]]


@pytest.fixture
def browser(browse: Browse, cast: Cast) -> Browser:
    """Pat, of Kindly Home Care."""
    return browse(cast.provider_person)


def test_a_provider_without_offers_is_told_what_to_do(browser: Browser) -> None:
    page = browser.get("/offers").text
    assert "You offer nothing yet" in page
    assert 'href="/offers/new"' in page


def test_a_service_is_listed_in_three_steps(browser: Browser) -> None:
    offer_id = make_draft(browser)
    assert "Add prices first" in browser.get(f"/offers/{offer_id}").text
    answer = post(browser, f"/offers/{offer_id}/prices", PRICES)
    assert answer.headers["location"] == f"/availability/offer/{offer_id}"
    times = {"rows": "1", "days-0": "weekdays", "begins-0": "07:00", "ends-0": "12:00", "action": "save"}
    post(browser, f"/availability/offer/{offer_id}", times)
    page = post(browser, f"/offers/{offer_id}/list", {}, follow=True).text
    assert "This offer is on sale now." in page
    page = browser.get("/offers").text
    assert "Weekday: £14.00 for 30 min, £26.00 for 1 hour" in page
    assert "Mon–Fri 7am to noon" in page


def test_mistakes_come_back_with_the_form_and_links_to_the_fields(browser: Browser) -> None:
    answer = post(browser, "/offers", {**TERMS, "service": "", "min_visit_minutes": "soon", "discount_hours": "7.5"})
    assert answer.status_code == 422
    assert "<title>Error: Add an offer" in answer.text
    for pointer in ("f-min_visit_minutes", "f-discount_percent"):
        assert f'href="#{pointer}"' in answer.text
        assert f'id="{pointer}"' in answer.text
    assert 'value="North, Old Town"' in answer.text
    answer = post(browser, "/offers", {**TERMS, "service": "", "category": "nonsense"})
    assert 'href="#f-service"' in answer.text
    assert 'href="#f-category"' in answer.text


def test_a_preview_shows_what_visits_would_cost_and_stores_nothing(browser: Browser) -> None:
    offer_id = make_draft(browser)
    answer = post(browser, f"/offers/{offer_id}/prices", {**PRICES, "action": "preview"}, htmx=True)
    assert answer.status_code == 200
    for shown in ("£14.00", "£20.00", "£26.00", "£52.00", "not sold"):
        assert shown in answer.text
    assert "No prices yet" in browser.get(f"/offers/{offer_id}").text


def test_a_price_that_can_not_be_read_is_named_with_its_time_of_the_week(browser: Browser) -> None:
    offer_id = make_draft(browser)
    answer = post(browser, f"/offers/{offer_id}/prices", {**PRICES, "p-saturday-60": "lots", "p-sunday-60": "0"})
    assert answer.status_code == 422
    assert "Saturday: “lots” is not an amount." in answer.text
    assert 'href="#f-rates-saturday"' in answer.text
    falling = post(browser, f"/offers/{offer_id}/prices", {**PRICES, "p-weekday-120": "20"})
    assert "a longer visit can&#39;t cost less" in falling.text


def test_a_service_can_be_sold_by_the_night(browser: Browser) -> None:
    offer_id = make_draft(browser, category="night_sleep_in")
    page = post(browser, f"/offers/{offer_id}/prices", {"unit": "night", "action": "preview"}).text
    assert 'name="p-sleep_in-one"' in page
    post(browser, f"/offers/{offer_id}/prices", {"unit": "night", "p-sleep_in-one": "85", "action": "save"})
    assert "£85.00 a night" in browser.get(f"/offers/{offer_id}").text


def test_prices_come_back_as_they_were_given(browser: Browser) -> None:
    offer_id = make_draft(browser)
    post(browser, f"/offers/{offer_id}/prices", {**PRICES, "travel_fee": "2.5"})
    page = browser.get(f"/offers/{offer_id}/prices").text
    assert 'name="p-weekday-30" value="14.00"' in page
    assert 'name="travel_fee" value="2.50"' in page


def test_taking_an_offer_off_sale_is_undone_with_one_button(browser: Browser) -> None:
    offer_id = make_listed(browser)
    page = post(browser, f"/offers/{offer_id}/withdraw", {}, follow=True).text
    assert "Undo: put it back on sale" in page
    assert "on sale now" in post(browser, f"/offers/{offer_id}/list", {}, follow=True).text


def test_before_plans_are_touched_the_page_asks(
    browser: Browser, session: Session, clock: SetClock, cast: Cast, look: Look
) -> None:
    offer_id = make_listed(browser)
    make_package(session, clock, cast, offer_id)
    session.commit()
    question = post(browser, f"/offers/{offer_id}/withdraw", {})
    assert "This touches 1 plan" in question.text
    assert 'name="is_sure" value="yes"' in question.text
    question = post(browser, f"/offers/{offer_id}/edit", {**TERMS, "notice_hours": "72"})
    assert 'name="notice_hours" value="72"' in question.text
    reasons = select(PackageVersion.stale_reason)
    assert look(reasons) == [""]
    done = post(browser, f"/offers/{offer_id}/edit", {**TERMS, "notice_hours": "72", "is_sure": "yes"}, follow=True)
    assert "1 open plan was marked" in done.text
    [reason] = look(reasons)
    assert "changed “Morning care”" in reason


def test_a_copy_opens_as_a_draft(browser: Browser) -> None:
    offer_id = make_listed(browser)
    page = post(browser, f"/offers/{offer_id}/copy", {}, follow=True).text
    assert "Morning care (copy)" in page
    assert "Put it on sale" in page


def test_an_old_copy_of_the_form_does_not_undo_what_someone_else_changed(browser: Browser) -> None:
    offer_id = make_draft(browser)
    assert post(browser, f"/offers/{offer_id}/edit", {**TERMS, "notice_hours": "48", "version": "1"}).status_code == 302
    answer = post(browser, f"/offers/{offer_id}/edit", {**TERMS, "notice_hours": "72", "version": "1"})
    assert answer.status_code == 409
    assert "Someone else changed this" in answer.text


def test_another_providers_offer_and_one_that_is_not_there_look_alike(browse: Browse, cast: Cast) -> None:
    offer_id = make_listed(browse(cast.provider_person))
    rival = browse(cast.other_provider_person)
    for path in ("", "/edit", "/prices"):
        hidden, missing = rival.get(f"/offers/{offer_id}{path}"), rival.get(f"/offers/off_nothing{path}")
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert hidden.text.replace(offer_id, "") == missing.text.replace("off_nothing", "")
    for deed in ("withdraw", "copy", "list", "prices", "edit"):
        assert post(rival, f"/offers/{offer_id}/{deed}", {**TERMS, **PRICES}).status_code == 404
    assert "Morning care" not in rival.get("/offers").text


@pytest.mark.parametrize("path", ["/offers", "/offers/new", "/offers/import", "/availability", "/workers", "/requests"])
def test_only_providers_see_these_pages(browse: Browse, cast: Cast, path: str) -> None:
    assert browse(cast.broker).get(path).status_code == 403
    assert browse(cast.client_person).get(path).status_code == 403
    assert browse(cast.provider_person).get(path).status_code == 200


def test_hostile_words_are_shown_as_words(browser: Browser) -> None:
    offer_id = make_listed(browser, service="<script>alert(1)</script>", description='"><img src=x onerror=alert(1)>')
    for path in ("/offers", f"/offers/{offer_id}", f"/offers/{offer_id}/edit", "/market", "/availability"):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
