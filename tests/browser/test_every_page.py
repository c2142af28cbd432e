"""Every page that a person can reach by links, as each role sees it."""

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Page

from brokerage.app import create_app, documented_routes
from brokerage.settings import Settings
from brokerage.wiring import wire
from tests.browser.checks import assert_accessible, assert_no_sideways_scroll, assert_targets_are_large_enough
from tests.browser.conftest import DESKTOP_SIZE, PHONE_SIZE, Open, SignIn
from tests.browser.demo import EMAILS

MOST_PAGES = 60
Kind = Callable[[str], str]


@pytest.fixture(scope="session")
def kind_of(tmp_path_factory: pytest.TempPathFactory) -> Kind:
    """`kind_of("/clients/asha")` is `/clients/{client_id:str}`: pages of one route differ only in what they show."""
    folder = tmp_path_factory.mktemp("routes")
    wiring = wire(Settings(data_folder=folder, database_url=f"sqlite:///{folder / 'empty.db'}"))
    routes = {path for method, path, _ in documented_routes(create_app(wiring=wiring)) if method == "GET"}
    wiring.close()
    ordered = sorted(routes, key=parameters_in)
    patterns = [(route, re.compile(re.sub(r"\{[^}]*\}", "[^/]+", route))) for route in ordered]

    def kind(path: str) -> str:
        return next((route for route, pattern in patterns if pattern.fullmatch(path)), path)

    return kind


def parameters_in(route: str) -> int:
    """How many parts of the route stand for something: `/offers/new` is found before `/offers/{offer_id:str}`."""
    return route.count("{")


def pages_from(page: Page, start: str, kind_of: Kind, look: Callable[[Page], None]) -> list[str]:
    """Follow links from `start`, look at one page of every kind, say which were seen; all faults are told at once."""
    waiting, seen, kinds = [start], list[str](), set[str]()
    faults: list[str] = []
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if kind_of(path) in kinds:
            continue
        kinds.add(kind_of(path))
        seen.append(path)
        answer = page.request.get(path)
        if answer.status >= 400:
            faults.append(f"{path} answers {answer.status}")
        elif answer.headers["content-type"].startswith("text/html"):
            page.goto(path)
            try:
                look(page)
            except AssertionError as fault:
                faults.append(str(fault))
            waiting += links_of(page)
    assert not faults, "\n".join(faults)
    return seen


def links_of(page: Page) -> list[str]:
    """Paths of this site's pages that the page links to."""
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    targets = [urlsplit(urljoin(page.url, link)) for link in links]
    here = urlsplit(page.url).netloc
    return [to.path for to in targets if to.netloc == here and not to.path.startswith(("/api/", "/static/"))]


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
def test_every_page_that_links_lead_to_is_there_and_accessible(
    open_page: Open, sign_in: SignIn, kind_of: Kind, role: str
) -> None:
    page = open_page()
    sign_in(page, EMAILS[role])
    seen = pages_from(page, "/", kind_of, look_closely)
    assert "/account" in seen


@pytest.mark.parametrize("role", EMAILS)
def test_every_page_is_accessible_in_dark_colours(
    open_page: Open, sign_in: SignIn, kind_of: Kind, role: str
) -> None:
    page = open_page(color_scheme="dark")
    sign_in(page, EMAILS[role])
    pages_from(page, "/", kind_of, assert_accessible)
