"""The pages that the documents show beside the editor: the conversation and a rate card."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.demo import CLIENT_WITH_PACKAGE, EMAILS

Screenshot = Callable[[Page, str], None]


def test_the_conversation_keeps_what_was_said_beside_what_came_of_it(
    page: Page, sign_in: SignIn, screenshot: Screenshot
) -> None:
    sign_in(page, EMAILS["broker"])
    page.goto(f"/clients/{CLIENT_WITH_PACKAGE}/conversation")
    expect(page.locator("main")).to_contain_text("I want a job.")
    screenshot(page, "conversation")


def test_an_offer_shows_its_rate_card_with_what_sample_visits_cost(
    page: Page, sign_in: SignIn, screenshot: Screenshot
) -> None:
    sign_in(page, EMAILS["provider"])
    page.goto("/offers")
    page.locator("main h2 a[href^='/offers/']").first.click()
    expect(page.get_by_role("heading", name="Prices", exact=True)).to_be_visible()
    expect(page.locator("main")).to_contain_text("£")
    screenshot(page, "rate-card")
