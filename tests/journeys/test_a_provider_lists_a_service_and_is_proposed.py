"""A provider's first offer: listed by pages, proposed for a client, asked for, made dearer, taken off sale."""

import time
from collections.abc import Callable
from typing import Any

from brokerage.domain.people import Role
from tests.cast import Browser, post
from tests.plans import MONDAY, Plans
from tests.web.market_visits import TERMS, make_draft

PRICES = {"unit": "hour", "band_rule": "share", "p-weekday-30": "11", "p-weekday-60": "20", "action": "save"}
TIMES = {"rows": "1", "days-0": "weekdays", "begins-0": "07:00", "ends-0": "12:00", "action": "save"}


def package_of(broker: Browser, client_id: str) -> dict[str, Any]:
    """What the solver proposes for the client."""
    asked = broker.post(f"/api/v1/clients/{client_id}/runs", json={"starts_on": MONDAY.isoformat()})
    assert asked.status_code == 202, asked.text
    run: dict[str, Any] = {}
    for _ in range(300):
        run = broker.get(asked.headers["Location"]).json()
        if run["is_over"]:
            break
        time.sleep(0.05)
    found: dict[str, Any] = broker.get(f"/api/v1/packages/{run['package_id']}").json()
    return found


def lines_by(package: dict[str, Any], offer_id: str) -> list[dict[str, Any]]:
    """The visits that an offer gives."""
    return [line for day in package["week"]["days"] for line in day["lines"] if line["offer_id"] == offer_id]


def test_a_provider_lists_a_service_and_is_proposed(
    browse: Callable[..., Browser], call_api: Callable[..., Browser], plans: Plans
) -> None:
    cast = plans.cast
    provider, rival, looker = (
        browse(person) for person in (cast.provider_person, cast.other_provider_person, cast.broker)
    )
    # Last of all: clients of one application are closed in the opposite order, or they wait for each other.
    broker = call_api(cast.broker, Role.BROKER, cast.brokerage)

    # Pat writes down what they do, looks at what visits would cost, keeps the prices, says when, and puts it on sale.
    assert "You offer nothing yet" in provider.get("/offers").text
    offer_id = make_draft(provider)
    preview = post(provider, f"/offers/{offer_id}/prices", {**PRICES, "action": "preview"}).text
    assert "£15.50" in preview
    post(provider, f"/offers/{offer_id}/prices", PRICES)
    post(provider, f"/availability/offer/{offer_id}", TIMES)
    post(provider, "/workers", {"name": "Amina Example", "gender": "female", "offer_ids": [offer_id]})
    post(provider, f"/offers/{offer_id}/list", {})
    assert "Morning care" in looker.get("/market", params={"area": "north"}).text

    # The solver takes it for Ana's mornings: it is the cheapest that fits.
    package = package_of(broker, cast.client.id)
    lines = lines_by(package, offer_id)
    assert len(lines) == 5
    assert {line["price_minor"] for line in lines} == {2000}
    assert {line["provider_name"] for line in lines} == {"Kindly Home Care"}
    assert {name for line in lines for name in line["worker_names"]} == {"Amina Example"}

    # Pat sees the request, without her name; another provider sees nothing of it.
    requests = provider.get("/requests").text
    assert "A-1001" in requests
    assert "£100.00" in requests
    assert "Ana" not in requests
    assert "A-1001" not in rival.get("/requests").text

    # A dearer price would touch her open plan: the page says so first, then the plan is marked.
    dearer = {**PRICES, "p-weekday-60": "26"}
    assert "This touches 1 plan" in post(provider, f"/offers/{offer_id}/prices", dearer).text
    done = post(provider, f"/offers/{offer_id}/prices", {**dearer, "is_sure": "yes"}, follow=True).text
    assert "1 open plan was marked" in done
    base = f"/api/v1/packages/{package['package_id']}"
    seen = broker.get(base).json()
    marked = seen["version"]
    assert "new prices for “Morning care”" in seen["stale"]["reason"]

    # Worked out again, another provider has become the cheaper one; off sale, the offer is in nobody's plan.
    again = broker.post(f"{base}/edits", json={"expected_version_id": marked["version_id"], "edits": []})
    assert again.status_code == 201
    assert not broker.get(base).json()["stale"]["is_stale"]
    post(provider, f"/offers/{offer_id}/withdraw", {"is_sure": "yes"})
    assert lines_by(package_of(broker, cast.client.id), offer_id) == []
    assert TERMS["service"] not in looker.get("/market").text
