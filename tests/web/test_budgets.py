"""The pages on money: first figure, budget, purses, final."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from brokerage.domain.budgets import Budget, BudgetState
from tests.cast import Browser, Cast, post

Browse = Callable[..., Browser]
Look = Callable[..., list[Any]]
YEAR = {
    "starts_on": "2026-11-30", "ends_on": "2027-11-28", "total_minor": "5200", "contingency_minor": "520.00",
    "management": "broker_managed",
}  # fmt: skip
SPLIT = {
    "version": "1", "purses/0/name": "Care", "purses/0/total_minor": "4,000", "purses/1/name": "",
    "purses/2/name": "Getting a job",
       "purses/2/total_minor": "680", "purses/2/kind": "work",
}  # fmt: skip


@pytest.fixture
def base(cast: Cast) -> str:
    """Where the money is."""
    return f"/clients/{cast.client.id}/money"


def the_budget(look: Look) -> Budget:
    """The only one."""
    (budget,) = look(select(Budget))
    assert isinstance(budget, Budget)
    return budget


def test_without_a_budget_the_page_says_what_to_do(browse: Browse, cast: Cast, base: str) -> None:
    assert "Work out the first figure" in browse(cast.broker).get(base).text
    assert "Set the budget itself" not in browse(cast.client_person).get(base).text


def test_points_lead_to_a_figure_with_every_step_and_then_to_a_budget(
    browse: Browse, cast: Cast, base: str, look: Look
) -> None:
    browser = browse(cast.broker)
    page = browser.get(f"{base}/points?level-nutrition=3&level-hygiene=3&level-toilet=1").text
    assert "49 points come to £165.55 a week." in page
    assert "3 × 7 = 21" in page
    form = browser.get(f"{base}/new?level-nutrition=3&level-hygiene=3&level-toilet=1").text
    assert 'value="8608.60"' in form
    fields = YEAR | {"level-nutrition": "3", "level-hygiene": "3", "level-toilet": "1"}
    page = post(browser, f"{base}/new", fields, follow=True).text
    assert "Budget saved." in page
    assert "£90.00</strong> a week for the plan" in page
    assert "49 points come to £165.55 a week." in page
    assert the_budget(look).indicative_weekly_minor == 16555


def test_the_curve_never_draws_outside_its_box(browse: Browse, cast: Cast, base: str) -> None:
    everything = "&".join(
        f"level-{name}=3"
        for name in (
            "nutrition",
            "hygiene",
            "toilet",
            "clothing",
            "safety",
            "home",
            "relationships",
            "work_and_learning",
        )
    )
    page = browse(cast.broker).get(f"{base}/points?{everything}").text
    line = re.search(r'points="([^"]+)"', page)
    assert line is not None
    assert all(0 <= int(x) <= 600 and 0 <= int(y) <= 300 for x, y in (pair.split(",") for pair in line[1].split()))


def test_a_budget_is_split_into_purses_and_made_final_with_a_reason(
    browse: Browse, cast: Cast, base: str, look: Look
) -> None:
    browser = browse(cast.broker)
    post(browser, f"{base}/new", YEAR)
    budget = the_budget(look)
    page = post(browser, f"{base}/{budget.id}/purses", SPLIT, follow=True).text
    assert "Purses saved." in page
    assert "Only for: Job coach" in page
    refused = post(browser, f"{base}/{budget.id}/final", {"version": "2"})
    assert refused.status_code == 422
    assert 'href="#f-reason"' in refused.text
    assert 'id="f-reason"' in refused.text
    page = post(
        browser, f"{base}/{budget.id}/final", {"version": "2", "reason": "Agreed by the panel."}, follow=True
    ).text
    assert "The budget is final." in page
    assert the_budget(look).state is BudgetState.FINAL
    changed = YEAR | {"version": "3", "contingency_minor": "520", "total_minor": "5300", "reason": "More."}
    post(browser, f"{base}/{budget.id}", changed)
    assert the_budget(look).state is BudgetState.INDICATIVE


def test_purses_that_hold_too_much_come_back_as_they_were_typed(
    browse: Browse, cast: Cast, base: str, look: Look
) -> None:
    browser = browse(cast.broker)
    post(browser, f"{base}/new", YEAR)
    path = f"{base}/{the_budget(look).id}/purses"
    page = post(browser, path, SPLIT | {"purses/0/total_minor": "9000"})
    assert page.status_code == 422
    assert 'href="#f-purses"' in page.text
    assert 'value="9000"' in page.text
    page = post(browser, path, SPLIT | {"purses/2/name": "care", "purses/0/total_minor": "£1.005"})
    assert 'href="#f-purses-0-total_minor"' in page.text
    page = post(browser, path, SPLIT | {"purses/2/name": "care"})
    assert 'href="#f-purses-1-name"' in page.text
    assert 'id="f-purses-1-name"' in page.text


def test_a_change_on_an_old_page_is_asked_about(browse: Browse, cast: Cast, base: str, look: Look) -> None:
    browser = browse(cast.broker)
    post(browser, f"{base}/new", YEAR)
    path = f"{base}/{the_budget(look).id}"
    assert post(browser, path, YEAR | {"version": "1"}).status_code in {302, 303}
    page = post(browser, path, YEAR | {"version": "1", "total_minor": "9999"})
    assert "Someone else has changed this meanwhile" in page.text
    assert 'value="9999"' in page.text
    assert 'name="version" value="2"' in page.text


def test_a_removed_budget_can_be_put_back_unless_its_days_are_taken(
    browse: Browse, cast: Cast, base: str, look: Look
) -> None:
    browser = browse(cast.broker)
    post(browser, f"{base}/new", YEAR)
    first = the_budget(look)
    page = post(browser, f"{base}/{first.id}/remove", {}, follow=True).text
    assert "Put it back" in page
    assert "It is back." in post(browser, f"{base}/{first.id}/restore", {}, follow=True).text
    post(browser, f"{base}/{first.id}/remove", {})
    post(browser, f"{base}/new", YEAR | {"starts_on": "2027-01-04"})
    refused = post(browser, f"{base}/{first.id}/restore", {})
    assert refused.status_code == 422
    assert "There is a budget from 2027-01-04" in refused.text


@pytest.mark.parametrize(
    "fields",
    [
        {"total_minor": "-5"}, {"total_minor": "NaN"}, {"total_minor": "1e20"}, {"total_minor": "5.001"},
        {"starts_on": ""}, {"ends_on": "2026-01-01"}, {"ends_on": "tomorrow"}, {"management": "me"},
        {"contingency_minor": "5200.01"}, {"level-hygiene": "9"}, {"level-hygiene": "x"}, {"ends_on": "2999-01-01"},
    ],
)  # fmt: skip
def test_nonsense_in_a_budget_is_refused_with_words(
    browse: Browse, cast: Cast, base: str, look: Look, fields: dict[str, str]
) -> None:
    page = post(browse(cast.broker), f"{base}/new", YEAR | fields)
    assert page.status_code == 422, page.text
    assert "<title>Error:" in page.text
    assert look(select(Budget)) == []


def test_client_and_supporter_see_the_money_and_can_not_change_it(
    browse: Browse, cast: Cast, base: str, look: Look
) -> None:
    post(browse(cast.broker), f"{base}/new", YEAR)
    budget = the_budget(look)
    for person in (cast.client_person, cast.supporter):
        browser = browse(person)
        assert "£90.00</strong> a week" in browser.get(base).text
        assert "Make this budget final" not in browser.get(base).text
        assert post(browser, f"{base}/{budget.id}/final", {"version": "1"}).status_code == 403


def test_the_funder_sees_and_sets_the_money_by_reference_never_by_name(browse: Browse, cast: Cast, base: str) -> None:
    browser = browse(cast.funder_person)
    page = post(browser, f"{base}/new", YEAR, follow=True).text
    assert "Money for A-1001" in page
    assert "Ana" not in page


def test_for_strangers_there_is_no_money(browse: Browse, cast: Cast, base: str) -> None:
    browser = browse(cast.other_broker)
    assert browser.get(base).status_code == 404
    assert post(browser, f"{base}/new", YEAR).status_code == 404
    assert browse(cast.provider_person).get(base).status_code == 403
