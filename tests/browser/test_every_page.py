"""Every page that a person can reach by links, as each role sees it."""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.checks import assert_accessible, assert_no_sideways_scroll, assert_targets_are_large_enough
from tests.browser.conftest import DESKTOP_SIZE, PHONE_SIZE, Open, SignIn
from tests.browser.demo import EMAILS

# Pages that differ only in an identifier are one page to look at.
PAGES_OF_A_KIND = 1
MOST_PAGES = 40


def kind_of(path: str) -> str:
    """The path with whatever names one thing left out."""
    return "/".join("…" if any(mark.isdigit() or mark in "_-" for mark in part) else part for part in path.split("/"))


def pages_from(page: Page, start: str, look: Callable[[Page], None]) -> list[str]:
    """Follow links from `start`, look at one page of every kind, and say which were seen."""
    waiting, seen, kinds = [start], list[str](), set[str]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if kind_of(path) in kinds:
            continue
        kinds.add(kind_of(path))
        seen.append(path)
        answer = page.request.get(path)
        assert answer.status < 400, f"{path} answers {answer.status}"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page.goto(path)
        look(page)
        links = page.eval_on_selector_all(
            "a[href]:not([download]):not([target=_blank])", "links => links.map(link => link.getAttribute('href'))"
        )
        for link in links:
            target = urlsplit(urljoin(page.url, link))
            if target.netloc == urlsplit(page.url).netloc and not target.path.startswith(("/api/", "/static/")):
                waiting.append(target.path)
    return seen


def look_closely(page: Page) -> None:
    """Everything that holds for every page, on a desktop and at the width of a phone."""
    assert page.title().strip(" –")
    assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} main headings"
    assert_accessible(page)
    assert_targets_are_large_enough(page)
    assert_no_sideways_scroll(page)
    page.set_viewport_size(PHONE_SIZE)
    assert_accessible(page)
    page.set_viewport_size(DESKTOP_SIZE)


@pytest.mark.parametrize("role", EMAILS)
def test_every_page_that_links_lead_to_is_there_and_accessible(open_page: Open, sign_in: SignIn, role: str) -> None:
    page = open_page()
    sign_in(page, EMAILS[role])
    seen = pages_from(page, "/", look_closely)
    assert "/account" in seen


@pytest.mark.parametrize("role", EMAILS)
def test_every_page_is_accessible_in_dark_colours(open_page: Open, sign_in: SignIn, role: str) -> None:
    page = open_page(color_scheme="dark")
    sign_in(page, EMAILS[role])
    pages_from(page, "/", assert_accessible)
