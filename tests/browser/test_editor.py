"""The editor of a plan in a real browser: by mouse, by keyboard, on a phone, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import assert_accessible, assert_no_sideways_scroll, assert_targets_are_large_enough
from tests.browser.conftest import DESKTOP, PHONE, Open, SignIn
from tests.browser.demo import EMAILS
from tests.browser.planning import plan_of

CLIENT = "dot"
Screenshot = Callable[[Page, str], None]


@pytest.fixture
def editor(page: Page, sign_in: SignIn) -> Page:
    """The plan of a client whom no other test changes, as the broker sees it."""
    sign_in(page, EMAILS["broker"])
    page.goto(plan_of(page, CLIENT))
    return page


def washing(page: Page) -> Locator:
    """The row of a need that the person has every day, at a time that may be moved by a quarter of an hour."""
    return page.locator("article.week-row").filter(has=page.get_by_role("heading", name="Wash and dress"))


def another_time(row: Locator) -> tuple[str, str]:
    """A start that the row does not have now, as typed and as shown."""
    return ("09:15", "9:15am") if row.get_by_label("Start at").input_value() == "09:00" else ("09:00", "9am")


def announced(page: Page) -> str:
    """What was last spoken."""
    region = page.locator("#announcer")
    expect(region).not_to_be_empty()
    return region.inner_text()


def test_the_wait_shows_progress_and_ends_with_ways_that_differ_in_kind(
    page: Page, sign_in: SignIn, axe: Callable[[Page], None], screenshot: Screenshot
) -> None:
    sign_in(page, EMAILS["broker"])
    page.goto(plan_of(page, CLIENT))
    page.get_by_role("link", name="Other ways").click()
    page.get_by_role("button", name="Look for other ways").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    axe(page)
    expect(page.get_by_role("heading", name="ways to do this week")).to_be_visible(timeout=60_000)
    expect(page.locator("li.option")).not_to_have_count(0)
    axe(page)
    screenshot(page, "alternatives")


@pytest.mark.parametrize(
    ("device", "colours"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop-light", "phone-dark"]
)
def test_every_page_of_a_plan_is_accessible_and_fits(
    open_page: Open, sign_in: SignIn, device: dict[str, object], colours: str
) -> None:
    page = open_page(**device, color_scheme=colours)
    sign_in(page, EMAILS["broker"])
    plan = plan_of(page, CLIENT)
    page.goto(f"{plan}?view=week")
    visit = page.locator("a.cell").first.get_attribute("href")
    more = ("?view=week", "?day=2", "/ways", "/rules", "/history", "/questions", "/send")
    for address in [*(f"{plan}{part}" for part in more), f"{visit}", f"{visit}?why=1&start=18:00"]:
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_targets_are_large_enough(page)


def test_a_change_by_keyboard_alone_keeps_the_place_and_is_spoken(editor: Page) -> None:
    row = washing(editor)
    row.locator("summary").first.focus()
    editor.keyboard.press("Enter")
    keep = row.get_by_role("button", name="Keep as it is")
    for _ in range(20):
        editor.keyboard.press("Tab")
        if keep.evaluate("button => button === document.activeElement"):
            break
    editor.keyboard.press("Enter")

    expect(editor.locator("#last-change")).to_contain_text("Kept")
    assert "Kept" in announced(editor)
    expect(row.locator("details").first).to_have_attribute("open", "")
    expect(row.locator(":focus")).to_have_count(1)
    assert_accessible(editor)


def test_a_visit_moves_in_place_and_undo_brings_it_back(editor: Page, screenshot: Screenshot) -> None:
    row = washing(editor)
    row.locator("summary").first.click()
    before = row.locator("a.cell").first.inner_text()
    typed, shown = another_time(row)
    row.get_by_label("Start at").fill(typed)
    row.get_by_role("button", name="Move", exact=True).click()
    expect(editor.locator("#last-change")).to_contain_text(f"to {shown}")
    expect(row.locator("a.cell").first).to_contain_text(shown)
    editor.evaluate("scrollTo(0, 0)")
    screenshot(editor, "editor-desktop")

    editor.locator("#undo").click()
    expect(editor.locator("#last-change")).to_contain_text("as it was before")
    assert washing(editor).locator("a.cell").first.inner_text() == before


def test_a_mistake_changes_nothing_and_says_what_to_do(editor: Page) -> None:
    row = washing(editor)
    row.locator("summary").first.click()
    row.get_by_label("Start at").fill("")
    row.get_by_role("button", name="Move", exact=True).click()
    address = editor.url
    expect(editor.locator("#trouble")).to_contain_text("Write when it should start")
    assert editor.url == address, "a reload must bring the plan back"
    assert_accessible(editor)


def test_someone_else_is_chosen_on_the_page_of_a_visit(editor: Page) -> None:
    editor.locator("a.cell").first.click()
    expect(editor.locator("h1")).to_be_focused()
    expect(editor.get_by_role("heading", name="Why this?")).to_be_visible()
    expect(editor.locator("#why .reason").first).to_be_visible(timeout=30_000)
    editor.get_by_role("button", name="Choose").first.click()
    expect(editor.locator("#last-change, #trouble, .clash").first).to_be_visible(timeout=30_000)
    assert_accessible(editor)


def test_everything_works_without_javascript(no_js: Page, sign_in: SignIn) -> None:
    sign_in(no_js, EMAILS["broker"])
    no_js.goto(f"/clients/{CLIENT}/plan")
    if "/packages/" not in no_js.url:
        no_js.get_by_role("button", name="Propose a week").click()
        no_js.get_by_role("link", name="Go to the week").click(timeout=60_000)
    row = washing(no_js)
    row.locator("summary").first.click()
    typed, shown = another_time(row)
    row.get_by_label("Start at").fill(typed)
    row.get_by_role("button", name="Move", exact=True).click()
    expect(no_js.locator("#last-change")).to_contain_text(f"to {shown}")
    no_js.locator("#undo").click()
    expect(no_js.locator("#last-change")).to_contain_text("as it was before")


def test_a_phone_shows_one_day_at_a_time_and_stays_short(
    phone: Page, sign_in: SignIn, screenshot: Screenshot
) -> None:
    sign_in(phone, EMAILS["broker"])
    phone.goto(plan_of(phone, CLIENT))
    days = phone.get_by_role("navigation", name="Choose a day")
    days.get_by_role("link").nth(2).click()
    expect(days.get_by_role("link").nth(2)).to_have_attribute("aria-current", "true")
    expect(phone.locator("section.whole-week")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollHeight") < 5 * 844
    screenshot(phone, "editor-phone")
    phone.get_by_role("link", name="Whole week").click()
    expect(phone.locator("section.whole-week")).to_be_visible()
    assert_no_sideways_scroll(phone)


def test_text_at_twice_its_size_still_fits(editor: Page) -> None:
    editor.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_no_sideways_scroll(editor, 1280)
