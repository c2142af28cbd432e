""""My week" in a real browser: as the client, on a phone, in pictures; saying yes by keyboard; as a supporter."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import assert_accessible, assert_no_sideways_scroll, assert_targets_are_large_enough
from tests.browser.conftest import DESKTOP, PHONE, Open, SignIn
from tests.browser.demo import EMAILS
from tests.browser.planning import plan_of

# Decides on his own plan here; the client of the demo's package is left as she is.
DECIDER, DECIDER_EMAIL = "winston", "winston@demo.example"
Screenshot = Callable[[Page, str], None]


@pytest.mark.parametrize(
    ("device", "colours"),
    [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")],
    ids=["desktop-light", "desktop-dark", "phone-light"],
)
def test_every_view_of_my_week_is_accessible_and_fits(
    open_page: Open, sign_in: SignIn, device: dict[str, object], colours: str
) -> None:
    page = open_page(**device, color_scheme=colours)
    sign_in(page, EMAILS["client"])
    for address in ("/my-week", "/my-week/easy", "/my-week/easy?day=5", "/my-week/change"):
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_targets_are_large_enough(page)


def test_my_week_says_who_comes_what_is_left_and_whom_to_ring(
    page: Page, sign_in: SignIn, screenshot: Screenshot
) -> None:
    sign_in(page, EMAILS["client"])
    page.goto("/my-week")
    expect(page.get_by_role("link", name="This is right")).to_be_visible()
    expect(page.get_by_role("link", name="Change something")).to_be_visible()
    expect(page.locator(".my-money")).to_contain_text("left")
    expect(page.locator("footer").get_by_role("link")).to_have_attribute("href", re.compile(r"^tel:"))
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    screenshot(page, "my-week")


def test_on_a_phone_another_day_shows_in_place(phone: Page, sign_in: SignIn, screenshot: Screenshot) -> None:
    sign_in(phone, EMAILS["client"])
    phone.goto("/my-week")
    expect(phone.get_by_role("heading", name=re.compile("^Monday"))).to_be_visible()
    screenshot(phone, "my-week-phone")
    phone.get_by_role("navigation", name="Choose a day").get_by_role("link").nth(4).click()
    expect(phone.get_by_role("heading", name=re.compile("^Friday"))).to_be_visible()
    expect(phone.get_by_role("heading", name=re.compile("^Monday"))).to_be_hidden()


def test_a_client_says_yes_by_keyboard_and_the_worry_stands_beside_it(
    page: Page, open_page: Open, sign_in: SignIn
) -> None:
    broker = open_page(java_script_enabled=True)
    sign_in(broker, EMAILS["broker"])
    broker.goto(f"{plan_of(broker, DECIDER)}/send")
    broker.get_by_role("button", name="Send to").click()
    expect(broker.get_by_text("Waiting for a yes").first).to_be_visible()

    sign_in(page, DECIDER_EMAIL)
    page.goto("/my-week")
    page.get_by_role("link", name="This is right").focus()
    page.keyboard.press("Enter")
    worry = page.get_by_role("textbox", name=re.compile("worries you"))
    expect(worry).to_be_visible()
    assert_accessible(page)
    worry.focus()
    page.keyboard.type("I want to hear more music.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="This is the week that was agreed")).to_be_visible()
    expect(page.locator("main")).to_contain_text("I want to hear more music.")
    assert_accessible(page)


def test_a_supporter_sees_the_week_of_the_person_they_help(page: Page, sign_in: SignIn, open_page: Open) -> None:
    broker = open_page(java_script_enabled=True)
    sign_in(broker, EMAILS["broker"])
    plan_of(broker, "dot")
    sign_in(page, EMAILS["supporter"])
    page.goto("/my-week")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dot’s week")
    assert_accessible(page)
