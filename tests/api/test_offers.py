"""Offers, times, people, the market and requests over JSON."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from brokerage.domain.people import Role
from tests.cast import Browser, Cast, SetClock
from tests.usecases.market_story import make_package

CallApi = Callable[..., Browser]
TERMS: dict[str, Any] = {"service": "Morning care", "category": "personal_care", "areas": ["north"]}
PRICES = {"rates": [{"band": "weekday", "unit": "hour", "points": [[30, 1400], [60, 2600]]}]}
SLOTS = [{"weekday": day, "from_minute": 420, "to_minute": 720} for day in range(5)]


@pytest.fixture
def program(call_api: CallApi, cast: Cast) -> Browser:
    """Kindly Home Care's own system."""
    return call_api(cast.provider_person, Role.PROVIDER, cast.provider)


@pytest.fixture
def rival(call_api: CallApi, cast: Cast) -> Browser:
    """Another provider's system."""
    return call_api(cast.other_provider_person, Role.PROVIDER, cast.other_provider)


def listed(program: Browser, **changes: Any) -> dict[str, Any]:
    """An offer on sale."""
    offer = program.post("/api/v1/offers", json={**TERMS, **changes}).json()
    program.put(f"/api/v1/offers/{offer['id']}/prices", json={"prices": PRICES})
    program.put(f"/api/v1/availability/offer/{offer['id']}", json={"slots": SLOTS})
    answer = program.post(f"/api/v1/offers/{offer['id']}/list")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_program_lists_a_service_that_everyone_then_finds(program: Browser, call_api: CallApi, cast: Cast) -> None:
    offer = listed(program)
    assert (offer["state"], offer["source"]) == ("listed", "api")
    assert program.get("/api/v1/offers").json()["lines"][0]["price_words"].startswith("Weekday: £14.00")
    broker = call_api(cast.broker, Role.BROKER, cast.brokerage)
    [found] = broker.get("/api/v1/market/offers", params={"area": "north", "most_minor": 2600}).json()["offers"]
    assert (found["id"], found["hour_minor"]) == (offer["id"], 2600)
    assert broker.get("/api/v1/market/offers", params={"most_minor": 2599}).json()["total"] == 0
    provider = broker.get(f"/api/v1/market/providers/{found['provider_id']}").json()
    assert [offered["id"] for offered in provider["offers"]] == [offer["id"]]


def test_a_preview_costs_what_a_visit_will(program: Browser) -> None:
    asked = {"prices": PRICES, "workers": 2}
    [weekday, *_] = program.post("/api/v1/offers/preview", json=asked).json()
    assert weekday == {"when": "Weekday, 10am", "prices_minor": [2800, 4000, 5200, 10400]}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**TERMS, "service": ""}, "service"),
        ({**TERMS, "headcount": 99}, "headcount"),
        ({**TERMS, "areas": [""]}, "areas"),
        ({**TERMS, "service": "a\x00b"}, "service"),
        ({**TERMS, "headcount": "two"}, "$.headcount"),
        ({**TERMS, "colour": "red"}, "$"),
    ],
)
def test_bad_terms_are_refused_with_their_place(program: Browser, body: dict[str, Any], pointer: str) -> None:
    answer = program.post("/api/v1/offers", json=body)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert program.get("/api/v1/offers").json()["total"] == 0
    if answer.status_code == 422:
        assert pointer in {problem["pointer"] for problem in answer.json()["problems"]}


def test_prices_and_times_that_break_a_rule_name_their_place(program: Browser) -> None:
    offer = program.post("/api/v1/offers", json=TERMS).json()
    falling = {"rates": [{"band": "weekday", "unit": "hour", "points": [[30, 1400], [60, 1300]]}]}
    answer = program.put(f"/api/v1/offers/{offer['id']}/prices", json={"prices": falling})
    assert [problem["pointer"] for problem in answer.json()["problems"]] == ["rates/weekday"]
    far = {**PRICES, "valid_from": "0001-01-01"}
    answer = program.put(f"/api/v1/offers/{offer['id']}/prices", json={"prices": far})
    assert [problem["pointer"] for problem in answer.json()["problems"]] == ["valid_from"]
    twice = {"slots": [SLOTS[0], SLOTS[0]]}
    answer = program.put(f"/api/v1/availability/offer/{offer['id']}", json=twice)
    assert [problem["pointer"] for problem in answer.json()["problems"]] == ["availability/1"]


def test_times_away_are_added_and_taken_back(program: Browser) -> None:
    offer = listed(program)
    base = f"/api/v1/availability/offer/{offer['id']}"
    away = {"from_date": "2026-12-24", "to_date": "2026-12-26", "reason": "Christmas"}
    times = program.post(f"{base}/away", json=away).json()["times"]
    assert times["absences"][0]["words"] == "Thursday 24 December 2026 to Saturday 26 December 2026: away"
    assert program.post(f"{base}/away", json=away).status_code == 422
    assert program.delete(f"{base}/away/2026-12-24").json()["times"]["absences"] == []
    assert program.delete(f"{base}/away/2026-12-24").status_code == 404


def test_the_whole_provider_can_be_away(program: Browser) -> None:
    listed(program)
    away = {"from_date": "2026-12-25", "to_date": "2026-12-25"}
    assert program.post("/api/v1/availability/provider/own/away", json=away).status_code == 201
    [own, offer] = program.get("/api/v1/availability").json()
    assert (own["kind"], len(own["absences"])) == ("provider", 1)
    assert offer["kind"] == "offer"


def test_workers_come_go_and_come_back(program: Browser) -> None:
    offer = listed(program)
    terms = {"name": "Amina", "gender": "female", "skills": ["hoist"], "offer_ids": [offer["id"]]}
    worker = program.post("/api/v1/workers", json=terms).json()
    assert worker["offers"] == ["Morning care"]
    assert program.get(f"/api/v1/offers/{offer['id']}").json()["worker_ids"] == [worker["id"]]
    assert program.post(f"/api/v1/workers/{worker['id']}/leave").json()["worker"]["has_left"]
    assert not program.post(f"/api/v1/workers/{worker['id']}/return").json()["worker"]["has_left"]
    without = {"terms": {**terms, "offer_ids": []}, "version": 1}
    assert program.put(f"/api/v1/workers/{worker['id']}", json=without).status_code == 409
    without["version"] = 3
    assert program.put(f"/api/v1/workers/{worker['id']}", json=without).json()["worker"]["offers"] == []


def test_a_worker_is_put_on_own_offers_only(program: Browser, rival: Browser) -> None:
    offer = listed(program)
    answer = rival.post("/api/v1/workers", json={"name": "Spy", "offer_ids": [offer["id"]]})
    assert [problem["pointer"] for problem in answer.json()["problems"]] == ["offer_ids"]


def test_another_providers_things_look_as_if_they_were_not_there(program: Browser, rival: Browser) -> None:
    offer = listed(program)
    worker = program.post("/api/v1/workers", json={"name": "Amina"}).json()
    for path in (f"offers/{offer['id']}", f"workers/{worker['id']}", f"availability/offer/{offer['id']}"):
        hidden = rival.get(f"/api/v1/{path}")
        missing = rival.get(f"/api/v1/{path[:-4]}zzzz")
        assert (hidden.status_code, hidden.json()) == (404, missing.json())
    assert rival.post(f"/api/v1/offers/{offer['id']}/withdraw").status_code == 404
    assert rival.get("/api/v1/requests", params={"offer_id": offer["id"]}).json()["total"] == 0


def test_requests_show_when_and_how_much_but_not_who(
    program: Browser, rival: Browser, session: Session, clock: SetClock, cast: Cast
) -> None:
    offer = listed(program)
    make_package(session, clock, cast, offer["id"])
    session.commit()
    answer = program.get("/api/v1/requests")
    [request] = answer.json()["requests"]
    assert (request["reference"], request["area"], request["price_minor"]) == ("A-1001", "north", 4000)
    assert [visit["need"] for visit in request["visits"]] == ["Help the person to get up", "Get up"]
    assert request["visits"][1]["day"] == "2026-12-02"
    assert "Ana" not in answer.text
    assert rival.get("/api/v1/requests").json()["total"] == 0


def test_a_file_is_taken_once_and_a_bad_one_not_at_all(program: Browser) -> None:
    heads = "code,service,category,band,unit,minutes,price,availability\n"
    good = heads + "A1,Lunch,meals,weekday,visit,,9.50,Mon-Fri 11:30-14:00\n"
    bad = heads + "A2,Lunch,meals,weekday,visit,,lots,Mon-Fri 11:30-14:00\n"

    def send(content: str) -> Any:
        return program.post("/api/v1/offers/import", files={"file": ("offers.csv", content.encode())})

    assert send(good).json()["created"] == 1
    assert send(good).json()["unchanged"] == 1
    answer = send(bad)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["pointer"] == "line 2, price"
    assert program.get("/api/v1/offers").json()["total"] == 1


@pytest.mark.parametrize("path", ["offers", "workers", "availability", "requests"])
def test_only_providers_may_call_these(call_api: CallApi, cast: Cast, path: str) -> None:
    assert call_api(cast.broker, Role.BROKER, cast.brokerage).get(f"/api/v1/{path}").status_code == 403
    assert call_api().get(f"/api/v1/{path}").status_code == 401
