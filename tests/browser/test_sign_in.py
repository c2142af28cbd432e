"""Signing in, as a browser sees it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import assert_no_sideways_scroll, assert_targets_are_large_enough
from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.browser.demo import EMAILS
from tests.browser.site import Site


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_sign_in_page_is_accessible_in_every_colour_and_on_every_device(
    open_page: Open, axe: Callable[[Page], None], device: dict[str, object], colours: str
) -> None:
    page = open_page(**device, color_scheme=colours)
    page.goto("/sign-in")
    axe(page)
    assert_no_sideways_scroll(page)
    assert_targets_are_large_enough(page)


def test_a_link_signs_its_person_in_once(page: Page, site: Site) -> None:
    link = site.sign_in_path(EMAILS["supporter"])
    page.goto(link)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/account")
    expect(page.locator("main")).to_contain_text(site.name_of(EMAILS["supporter"]))
    page.context.clear_cookies()
    page.goto(link)
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text("has been used")


def test_signing_in_needs_no_javascript(no_js: Page, site: Site) -> None:
    no_js.goto(site.sign_in_path(EMAILS["broker"]))
    no_js.locator("main form button").first.click()
    no_js.goto("/account")
    expect(no_js.locator("main")).to_contain_text(site.name_of(EMAILS["broker"]))
