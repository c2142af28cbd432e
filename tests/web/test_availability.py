"""The editor of weekly times, exceptions and times away, without a script."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from brokerage.domain.availability import pattern_problems
from brokerage.domain.market import Provider, Worker
from brokerage.domain.offers import Offer
from brokerage.optimizer.market import Absence, Slot
from brokerage.web.forms import Form
from brokerage.web.pattern_forms import rows_of, slots_of_form
from tests.cast import Browser, Cast, post
from tests.web.market_visits import make_draft, make_listed

Browse = Callable[..., Browser]
Look = Callable[..., list[Any]]


@pytest.fixture
def browser(browse: Browse, cast: Cast) -> Browser:
    """Pat, of Kindly Home Care."""
    return browse(cast.provider_person)


def rows(*given: tuple[str, str, str], action: str = "save") -> dict[str, object]:
    """The fields of the editor."""
    fields: dict[str, object] = {"rows": str(len(given)), "action": action}
    for i, (days, begins, ends) in enumerate(given):
        fields |= {f"days-{i}": days, f"begins-{i}": begins, f"ends-{i}": ends}
    return fields


slots = st.builds(
    lambda day, start, length: Slot(day, start, start + length),
    st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440),
)  # fmt: skip


@given(st.lists(slots, max_size=8).filter(lambda pattern: not pattern_problems(pattern)))
def test_the_editor_gives_back_the_pattern_that_it_shows(pattern: list[Slot]) -> None:
    shown = rows_of(pattern)
    fields = rows(*((row.days, row.begins, row.ends) for row in shown))
    assert set(slots_of_form(Form(fields))) == set(pattern)


def test_a_row_for_many_days_and_one_over_midnight(browser: Browser, look: Look) -> None:
    offer_id = make_draft(browser)
    times = rows(("weekdays", "07:00", "12:00"), ("5", "22:00", "06:30"), ("", "", ""))
    page = post(browser, f"/availability/offer/{offer_id}", times, follow=True).text
    assert "The times are saved." in page
    assert "Mon–Fri 7am to noon; Sat 10pm to 6:30am next day" in page
    [offer] = look(select(Offer))
    assert Slot(5, 1320, 1830) in offer.availability


def test_rows_are_added_and_taken_away_before_anything_is_saved(browser: Browser, look: Look) -> None:
    offer_id = make_draft(browser)
    path = f"/availability/offer/{offer_id}"
    page = post(browser, path, rows(("every", "08:00", "10:00"), action="add")).text
    assert 'name="days-1"' in page
    assert "Not saved yet." in page
    page = post(browser, path, rows(("every", "08:00", "10:00"), ("5", "09:00", "11:00"), action="remove-0")).text
    assert 'value="09:00"' in page
    assert 'name="days-1"' not in page
    assert [offer.availability for offer in look(select(Offer))] == [()]


def test_mistakes_point_at_their_row(browser: Browser) -> None:
    offer_id = make_draft(browser)
    answer = post(browser, f"/availability/offer/{offer_id}", rows(("", "08:00", "10:00"), ("every", "08:00", "")))
    assert answer.status_code == 422
    assert "Row 1: choose the days." in answer.text
    assert "Row 2: write both times" in answer.text
    assert 'href="#f-row-1"' in answer.text
    twice = post(browser, f"/availability/offer/{offer_id}", rows(("0", "08:00", "10:00"), ("0", "09:00", "11:00")))
    assert "Monday 9am to 11am overlaps Monday 8am to 10am." in twice.text


def test_an_offer_on_sale_keeps_at_least_one_time(browser: Browser) -> None:
    offer_id = make_listed(browser)
    answer = post(browser, f"/availability/offer/{offer_id}", rows(("", "", "")))
    assert answer.status_code == 422
    assert "Keep at least one time" in answer.text


def test_sessions_are_times_that_a_visit_fills(browser: Browser, look: Look) -> None:
    offer_id = make_draft(browser, category="art_group", service="Art class")
    post(browser, f"/availability/offer/{offer_id}", {**rows(("2", "14:00", "16:00")), "are_sessions": "yes"})
    [offer] = look(select(Offer))
    assert (offer.sessions, offer.availability) == ((Slot(2, 840, 960),), ())
    assert "fixed sessions" in browser.get(f"/offers/{offer_id}").text


def test_days_off_of_the_whole_provider_are_noted_and_taken_back(browser: Browser, look: Look) -> None:
    make_listed(browser)
    path = "/availability/provider/own"
    closed: dict[str, object] = {"from_date": "2026-12-25", "kind": "away", "reason": "Christmas"}
    page = post(browser, f"{path}/away", closed, follow=True)
    assert "Friday 25 December 2026: away (Christmas)" in page.text
    assert "Friday 25 December 2026: away" in browser.get("/availability").text
    [provider] = look(select(Provider))
    assert provider.absences == (Absence("2026-12-25", "2026-12-25", (), "Christmas"),)
    page = post(browser, f"{path}/away/2026-12-25/remove", {}, follow=True)
    assert "The usual weekly times hold again then." in page.text
    assert look(select(Provider))[0].absences == ()


def test_other_times_on_some_days(browser: Browser, look: Look) -> None:
    offer_id = make_listed(browser)
    fields = {"from_date": "2026-12-24", "to_date": "2026-12-24", "kind": "other", "begins": "09:00", "ends": "12:00"}
    page = post(browser, f"/availability/offer/{offer_id}/away", fields, follow=True)
    assert "Thursday 24 December 2026: Thu 9am to noon" in page.text
    [offer] = look(select(Offer))
    assert offer.absences[0].slots == (Slot(3, 540, 720),)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "away"}, "Choose the first day."),
        ({"kind": "away", "from_date": "2026-12-24", "to_date": "2026-12-20"}, "The last day is before the first"),
        ({"kind": "other", "from_date": "2026-12-24"}, "write both times"),
        ({"kind": "party", "from_date": "2026-12-24"}, "Choose one of the two."),
    ],
)
def test_impossible_days_come_back_with_the_form(browser: Browser, fields: dict[str, object], says: str) -> None:
    offer_id = make_listed(browser)
    answer = post(browser, f"/availability/offer/{offer_id}/away", fields)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_worker_has_times_of_their_own(browser: Browser, look: Look) -> None:
    offer_id = make_listed(browser)
    post(browser, "/workers", {"name": "Amina", "gender": "female", "offer_ids": [offer_id], "languages": "Urdu"})
    [worker] = look(select(Worker))
    post(browser, f"/availability/worker/{worker.id}", rows(("0", "07:00", "09:00")))
    page = browser.get("/workers").text
    assert "Amina" in page
    assert "Mon 7am to 9am" in page
    assert "Amina" in browser.get(f"/offers/{offer_id}").text


def test_nobody_sees_or_changes_another_providers_times(browse: Browse, cast: Cast, look: Look) -> None:
    offer_id = make_listed(browse(cast.provider_person))
    rival = browse(cast.other_provider_person)
    assert rival.get(f"/availability/offer/{offer_id}").status_code == 404
    assert post(rival, f"/availability/offer/{offer_id}", rows(("every", "00:00", "00:00"))).status_code == 404
    away: dict[str, object] = {"from_date": "2026-12-25", "kind": "away"}
    assert post(rival, f"/availability/offer/{offer_id}/away", away).status_code == 404
    assert rival.get("/availability/place/x").status_code == 404
    assert look(select(Offer))[0].absences == ()
