"""What browser tests of plans share: a client's plan, proposed where there is none yet."""

from playwright.sync_api import Page

SOLVING_MS = 60_000


def plan_of(page: Page, client_id: str) -> str:
    """The path of the client's plan, for a page that is signed in as the broker; proposes a first one."""
    page.goto(f"/clients/{client_id}/plan")
    if "/packages/" not in page.url:
        page.get_by_role("button", name="Propose a week").click()
        page.get_by_role("link", name="Go to the week").click(timeout=SOLVING_MS)
    page.wait_for_url("**/packages/*")
    return page.url.split("?", 1)[0]
