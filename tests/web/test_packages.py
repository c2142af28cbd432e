"""The editor's pages: every change is a plain form, nothing is lost, and refusals say what to do."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

from httpx import Response
from pypdf import PdfReader

from brokerage.usecases.package_views import PackageView
from tests.cast import Browser, post
from tests.plans import GETTING_UP, Plans

Browse = Callable[..., Browser]


def address(view: PackageView, more: str = "") -> str:
    return f"/packages/{view.package_id}{more}"


def head_of(page: str) -> str:
    """The version that the page's forms would change."""
    found = re.search(r'name="version_id" value="([^"]+)"', page)
    assert found is not None, "the page has no form that changes the plan"
    return found[1]


def change(browser: Browser, view: PackageView, **fields: object) -> Response:
    """Post one change on what the page shows now."""
    head = head_of(browser.get(address(view)).text)
    return post(browser, address(view, "/edit"), {"version_id": head, **fields}, follow=True)


def visits(view: PackageView, title: str = "Getting up") -> list[str]:
    return [line.visit_id for day in view.week.days for line in day.lines if line.title == title]


def text_of(answer: Response) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def test_the_week_shows_who_comes_when_what_for_and_what_is_left(
    browse: Browse, plans: Plans, proposed: PackageView
) -> None:
    shown = text_of(browse(plans.cast.broker).get(address(proposed)))
    assert "Every weekday at" in shown
    assert GETTING_UP in shown
    assert f"£{proposed.budget.left_minor / 100:.2f} left" in shown


def test_a_series_is_kept_and_the_page_says_so(browse: Browse, plans: Plans, proposed: PackageView) -> None:
    answer = change(browse(plans.cast.broker), proposed, kind="keep", visit_ids=visits(proposed))
    assert answer.status_code == 200
    assert "Kept 5 visits for “Getting up”" in text_of(answer)
    assert answer.text.count("cell pinned") == 5


def test_one_visit_is_moved_and_the_change_can_be_undone_and_redone(
    browse: Browse, plans: Plans, proposed: PackageView
) -> None:
    browser = browse(plans.cast.broker)
    moved = change(browser, proposed, kind="move", visit_ids=visits(proposed)[0], start="09:45")
    assert "Moved Monday’s getting up to 9:45am" in text_of(moved)

    undone = post(browser, address(proposed, "/undo"), {"version_id": head_of(moved.text)}, follow=True)
    assert "The week is as it was before." in text_of(undone)
    assert "9:45am" not in undone.text
    redone = post(browser, address(proposed, "/redo"), {"version_id": head_of(undone.text)}, follow=True)
    assert "9:45am" in redone.text


def test_a_change_without_a_time_says_which_field_to_mend_and_changes_nothing(
    browse: Browse, plans: Plans, proposed: PackageView
) -> None:
    answer = change(browse(plans.cast.broker), proposed, kind="move", visit_ids=visits(proposed)[0], start="")
    assert answer.status_code == 422
    assert "Write when it should start" in text_of(answer)
    assert plans.head(proposed.package_id).number == 1


def test_an_edit_on_an_old_page_is_refused_and_says_what_happened_since(
    browse: Browse, plans: Plans, proposed: PackageView
) -> None:
    browser = browse(plans.cast.broker)
    old = proposed.version.version_id
    change(browser, proposed, kind="keep", visit_ids=visits(proposed))
    fields = {"version_id": old, "kind": "remove", "visit_ids": visits(proposed)[0]}
    late = post(browser, address(proposed, "/edit"), fields)
    assert late.status_code == 409
    assert "Kept 5 visits" in text_of(late)
    assert plans.head(proposed.package_id).number == 2


def test_what_was_decided_is_listed_and_can_be_taken_back(browse: Browse, plans: Plans, proposed: PackageView) -> None:
    browser = browse(plans.cast.broker)
    change(browser, proposed, kind="ban", ban="provider:alder", sentence="Never on time.")
    rules = browser.get(address(proposed, "/rules"))
    assert "Never on time." in text_of(rules)
    rule = re.search(r'name="rule_id" value="([^"]+)"', rules.text)
    assert rule is not None
    lifted = change(browser, proposed, kind="lift", rule_id=rule[1])
    assert lifted.status_code == 200
    assert "Never on time." not in text_of(browser.get(address(proposed, "/rules")))


def test_mistakes_on_the_rules_page_come_back_beside_their_fields(
    browse: Browse, plans: Plans, proposed: PackageView
) -> None:
    answer = change(browse(plans.cast.broker), proposed, kind="add_arrangement", who="", hours="many")
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'href="#f-who"' in answer.text
    assert "Write who helps." in text_of(answer)


def test_versions_are_listed_compared_and_gone_back_to(browse: Browse, plans: Plans, proposed: PackageView) -> None:
    browser = browse(plans.cast.broker)
    page = change(browser, proposed, kind="remove", visit_ids=visits(proposed)[4])
    first, second = proposed.version.version_id, head_of(page.text)
    assert "Version 2" in text_of(browser.get(address(proposed, "/history")))
    compared = browser.get(address(proposed, f"/compare?before={first}&after={second}"))
    assert "1 visit" in text_of(compared)
    restored = post(browser, address(proposed, "/restore"), {"version_id": second, "old_id": first}, follow=True)
    assert "Went back to version 1" in text_of(restored)
    assert plans.head(proposed.package_id).number == 3


def test_an_earlier_version_can_be_seen_but_not_changed(browse: Browse, plans: Plans, proposed: PackageView) -> None:
    browser = browse(plans.cast.broker)
    change(browser, proposed, kind="keep", visit_ids=visits(proposed))
    old = browser.get(address(proposed, f"?version={proposed.version.version_id}"))
    assert "This is an earlier version." in text_of(old)
    assert 'value="keep"' not in old.text


def test_the_printed_week_is_one_tagged_page(browse: Browse, plans: Plans, proposed: PackageView) -> None:
    answer = browse(plans.cast.broker).get(address(proposed, "/print.pdf"))
    assert answer.headers["content-type"] == "application/pdf"
    sheet = PdfReader(BytesIO(answer.content))
    assert len(sheet.pages) == 1
    assert "True" in str(sheet.root_object["/MarkInfo"].get_object())
    assert "Ring Bea Broker: 01632 960000" in " ".join(sheet.pages[0].extract_text().split())


def test_a_client_says_no_beside_someone_elses_yes(browse: Browse, plans: Plans, proposed: PackageView) -> None:
    broker = browse(plans.cast.broker)
    post(broker, address(proposed, "/send"), {"version_id": proposed.version.version_id})
    seen = {"content_hash": proposed.version.content_hash}
    supporter = browse(plans.cast.supporter)
    assert post(supporter, address(proposed, "/approve"), {**seen, "words": ""}).status_code == 302

    client = browse(plans.cast.client_person)
    assert "I do not agree" in text_of(client.get("/my-week"))
    refused = post(client, address(proposed, "/disagree"), {**seen, "words": ""})
    assert refused.status_code == 422
    assert post(client, address(proposed, "/disagree"), {**seen, "words": "Not in the mornings."}).status_code == 302
    history = text_of(broker.get(address(proposed, "/history")))
    assert "Sam Supporter said yes" in history
    assert "Not in the mornings." in history


def test_a_broker_writes_down_a_yes_that_came_by_phone(browse: Browse, plans: Plans, proposed: PackageView) -> None:
    broker = browse(plans.cast.broker)
    post(broker, address(proposed, "/send"), {"version_id": proposed.version.version_id})
    assert "Write down what was said" in text_of(broker.get(address(proposed)))
    page = broker.get(address(proposed, "/decide"))
    assert "Ana Client" in text_of(page)
    said = {"content_hash": proposed.version.content_hash, "decided_by": "client", "way": "phone", "words": ""}
    agreed = post(broker, address(proposed, "/approve"), said, follow=True)
    assert "Approved" in text_of(agreed)


def test_hostile_words_stay_words(browse: Browse, plans: Plans, proposed: PackageView) -> None:
    hostile = "<script>alert(1)</script>"
    browser = browse(plans.cast.broker)
    change(browser, proposed, kind="ban", ban="provider:alder", sentence=hostile)
    assert hostile not in browser.get(address(proposed, "/rules")).text


def test_a_broker_of_another_organisation_finds_nothing(browse: Browse, plans: Plans, proposed: PackageView) -> None:
    stranger = browse(plans.cast.other_broker)
    pages = ("", "/rules", "/history", "/print.pdf", f"/visits/{visits(proposed)[0]}")
    assert {stranger.get(address(proposed, page)).status_code for page in pages} == {404}
    change_by = {"version_id": proposed.version.version_id, "kind": "keep", "visit_ids": visits(proposed)}
    assert post(stranger, address(proposed, "/edit"), change_by).status_code == 404
