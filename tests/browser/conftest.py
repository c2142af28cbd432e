"""A real browser on the real application: pages for desktop, phone and without JavaScript."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.browser import checks
from tests.browser.demo import make_demo_database
from tests.browser.site import Site, running_site
from tests.chromium import find_chromium

FLAGS = (
    "--no-sandbox",  # as root in a container Chromium has no sandbox of its own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP_SIZE: ViewportSize = {"width": 1280, "height": 900}
PHONE_SIZE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: dict[str, Any] = {"viewport": DESKTOP_SIZE}
PHONE: dict[str, Any] = {
    "viewport": PHONE_SIZE,
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
WAIT_MS = 15_000
Open = Callable[..., Page]
SignIn = Callable[[Page, str], None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a browser test."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application on a demo database, shared by the tests of this process: leave others' clients as they are."""
    folder = tmp_path_factory.mktemp("site")
    with make_demo_database(folder) as (url, engine), running_site(url, engine, folder) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in_cookies() -> dict[str, list[Any]]:
    """Cookies of those who have signed in, so that each signs in once."""
    return {}


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Open]:
    """`open_page(color_scheme="dark", …)`: a page with Playwright's options, desktop unless they say otherwise.

    At the end of the test nothing may have gone wrong unseen: no script error, refused resource or missing file.
    """
    faults: list[str] = []
    with ExitStack() as stack:

        def opened(**options: Any) -> Page:
            context = chromium.new_context(
                **{"base_url": site.address, "locale": "en-GB", "timezone_id": "Europe/London", **DESKTOP, **options}
            )
            stack.callback(context.close)
            context.set_default_timeout(WAIT_MS)
            _watch(context, faults)
            return context.new_page()

        yield opened
    assert faults == []


def _watch(context: BrowserContext, faults: list[str]) -> None:
    parts = {"script", "stylesheet", "font", "image", "fetch", "xhr"}
    context.on("weberror", lambda error: faults.append(f"script error: {error.error}"))
    context.on(
        "console",
        # A page that answers 404 or 422 is often just what a test asks for; its parts are watched below.
        lambda message: (
            faults.append(f"console: {message.text}")
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    context.on(
        "response",
        lambda answer: (
            faults.append(f"{answer.status} {answer.url}")
            if answer.status >= 500 or (answer.status == 404 and answer.request.resource_type in parts)
            else None
        ),
    )


@pytest.fixture
def page(open_page: Open) -> Page:
    """A page on a desktop, 1280 by 900."""
    return open_page(**DESKTOP)


@pytest.fixture
def phone(open_page: Open) -> Page:
    """A page on a phone, 390 by 844."""
    return open_page(**PHONE)


@pytest.fixture
def no_js(open_page: Open) -> Page:
    """A page in a browser that runs no JavaScript."""
    return open_page(java_script_enabled=False)


@pytest.fixture
def sign_in(site: Site, signed_in_cookies: dict[str, list[Any]]) -> SignIn:
    """`sign_in(page, "sam@example.org")`: the page's browser is that person's from now on."""

    def signed_in(page: Page, email: str) -> None:
        if email not in signed_in_cookies:
            page.goto(site.sign_in_path(email))
            page.locator("main form button").first.click()
            page.wait_for_url(lambda url: "/sign-in/" not in url)
            signed_in_cookies[email] = list(page.context.cookies())
        page.context.add_cookies(signed_in_cookies[email])

    return signed_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: fails with every finding of axe-core."""
    return checks.assert_accessible


@pytest.fixture
def screenshot() -> Callable[[Page, str], None]:
    """`screenshot(page, "package-editor")`: a picture for the documents, where asked for."""
    return checks.take_picture
