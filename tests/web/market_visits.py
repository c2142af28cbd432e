"""A provider's browser and an offer that is on sale, made through pages alone."""

import re
from typing import Any

from tests.cast import Browser, post

TERMS = {"service": "Morning care", "category": "personal_care", "areas": "North, Old Town", "headcount": "1"}
PRICES = {"unit": "hour", "band_rule": "share", "p-weekday-30": "14", "p-weekday-60": "£26.00", "action": "save"}
TIMES = {"rows": "1", "days-0": "weekdays", "begins-0": "07:00", "ends-0": "12:00", "action": "save"}


def make_draft(browser: Browser, **changes: Any) -> str:
    """The id of a new offer without prices."""
    answer = post(browser, "/offers", {**TERMS, **changes})
    found = re.fullmatch(r"/offers/([^/]+)/prices", answer.headers["location"])
    assert found, answer.text
    return found[1]


def make_listed(browser: Browser, **changes: Any) -> str:
    """The id of a new offer on sale: weekday mornings, £14 for half an hour, £26 for an hour."""
    offer_id = make_draft(browser, **changes)
    assert post(browser, f"/offers/{offer_id}/prices", PRICES).status_code == 302
    assert post(browser, f"/availability/offer/{offer_id}", TIMES).status_code == 302
    assert post(browser, f"/offers/{offer_id}/list", {}).status_code == 302
    return offer_id
