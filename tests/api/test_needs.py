"""Clients, what matters to them and their money over HTTP, as a program meets them."""

from collections.abc import Callable
from typing import Any

import pytest

from brokerage.domain.people import Role
from brokerage.optimizer.jsonio import load_brief
from brokerage.optimizer.validate_brief import validate_brief
from tests.cast import Browser, Cast

CallApi = Callable[..., Browser]
NEED: dict[str, Any] = {
    "sentence": "I want to be up by nine.", "title": "Help to get up", "times_best": 7, "times_least": 5,
    "is_must": True, "ways": [{"category": "personal_care", "durations": [45]}],
    "windows": [{"weekdays": [0, 1, 2, 3, 4, 5, 6], "earliest_minute": 420, "latest_end_minute": 600}],
}  # fmt: skip
HELP: dict[str, Any] = {
    "sentence": "Sam comes on Sundays.", "who": "Sam", "categories": ["companionship"], "max_weekly_minutes": 120,
    "availability": [{"weekday": 6, "from_minute": 600, "to_minute": 780}],
    "consent_given_by": "Sam", "consent_on": "2026-11-20", "consent_until": "2027-05-31",
}  # fmt: skip
BUDGET: dict[str, Any] = {
    "starts_on": "2026-11-30", "ends_on": "2027-11-28", "total_minor": 520000, "contingency_minor": 52000,
    "management": "broker_managed", "levels": {"hygiene": 3},
}  # fmt: skip
NEW: dict[str, Any] = {"name": "Dora Demo", "reference": "DD-1", "area": "north"}


@pytest.fixture
def broker(call_api: CallApi, cast: Cast) -> Browser:
    """The client's broker."""
    return call_api(cast.broker, Role.BROKER, cast.brokerage)


@pytest.fixture
def base(cast: Cast) -> str:
    """Where the client is."""
    return f"/api/v1/clients/{cast.client.id}"


def made(answer: Any) -> Any:
    """What was made."""
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_from_a_sentence_to_a_brief_that_the_solver_takes(broker: Browser, base: str) -> None:
    said = made(broker.post(f"{base}/sentences", json={"text": "I want a job."}))
    goal = made(broker.post(f"{base}/goals", json={"sentence_id": said["id"], "weight": 90}))
    need = made(broker.post(f"{base}/needs", json=NEED | {"goal_ids": [goal["id"]]}))
    for content in (
        {"kind": "max_people", "count": 3},
        {"kind": "ban", "target": "category", "target_id": "day_centre"},
        {"kind": "worker_wish", "attribute": "language", "value": "urdu", "need_ids": [need["id"]]},
        {"kind": "limit", "name": "journeys", "capacity": 4},
    ):
        made(broker.post(f"{base}/wishes", json={"sentence": "So I want it.", "content": content}))
    made(broker.post(f"{base}/arrangements", json=HELP))
    budget = made(broker.post(f"{base}/budgets", json=BUDGET))
    assert (budget["weekly_minor"], budget["points"], budget["needs_reason"]) == (9000, 21, True)
    answer = broker.get(f"{base}/brief?starts_on=2026-11-30")
    brief = load_brief(answer.content)
    assert validate_brief(brief) == []
    assert [purse.amount_minor for purse in brief.purses] == [9000]
    assert [limit.id for limit in brief.limits] == ["journeys"]
    assert len(brief.arrangements) == 1
    assert broker.get(f"{base}/brief?starts_on=9999-12-31").status_code == 200


def test_rows_are_listed_changed_moved_removed_and_restored(broker: Browser, base: str) -> None:
    first, second = (made(broker.post(f"{base}/goals", json={"sentence": f"Number {i}."})) for i in (1, 2))
    path = f"{base}/goals/{second['id']}"
    changed = broker.put(path, json={"sentence_id": second["sentence_id"], "weight": 10, "version": 1}).json()
    assert (changed["weight"], changed["version"]) == (10, 2)
    assert broker.put(path, json={"sentence_id": second["sentence_id"], "weight": 10, "version": 1}).status_code == 409
    assert broker.post(f"{path}/move", json={"up": True}).status_code == 204
    assert [row["id"] for row in broker.get(f"{base}/goals").json()] == [second["id"], first["id"]]
    assert broker.delete(path).status_code == 204
    assert [row["id"] for row in broker.get(f"{base}/matters").json()["goals"]] == [first["id"]]
    assert broker.post(f"{path}/restore").status_code == 204
    assert len(broker.get(f"{base}/goals").json()) == 2
    assert broker.delete(f"{base}/needs/{first['id']}").status_code == 404


@pytest.mark.parametrize(
    ("where", "body"),
    [
        ("goals", {"sentence": "x", "wieght": 5}),
        ("goals", {"sentence": "x", "weight": "50"}),
        ("goals", {"sentence": "x", "weight": 50.5}),
        ("goals", {"sentence": "x\u0000y"}),
        ("needs", NEED | {"ways": [{"category": "personal_care", "durations": [45], "color": 1}]}),
        ("wishes", {"sentence": "x", "content": {"kind": "ban", "target": "planet", "target_id": "x"}}),
        ("wishes", {"sentence": "x", "content": {"kind": "curse"}}),
        ("arrangements", HELP | {"consent_until": 0}),
        ("budgets", BUDGET | {"total_minor": -1}),
        ("budgets", BUDGET | {"owner": "me"}),
        ("sentences", {"text": "x", "said_on": "yesterday"}),
    ],
)
def test_anything_unknown_or_of_the_wrong_type_is_refused(
    broker: Browser, base: str, where: str, body: dict[str, Any]
) -> None:
    answer = broker.post(f"{base}/{where}", json=body)
    assert answer.status_code in {400, 422}, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_broken_rule_names_its_field_and_what_to_do(broker: Browser, base: str) -> None:
    answer = broker.post(
        f"{base}/needs", json=NEED | {"times_least": 9, "ways": [{"category": "x", "durations": [20]}]}
    )
    problems = {problem["pointer"]: problem["message"] for problem in answer.json()["problems"]}
    assert answer.status_code == 422
    assert problems.keys() == {"times_least", "goal_ids", "ways", "durations"}
    assert "at best (7)" in problems["times_least"]


def test_a_wish_about_a_provider_that_is_not_there_is_refused(broker: Browser, base: str) -> None:
    content = {"kind": "ban", "target": "provider", "target_id": "prv_nobody"}
    answer = broker.post(f"{base}/wishes", json={"sentence": "Never.", "content": content})
    assert [problem["pointer"] for problem in answer.json()["problems"]] == ["target_id"]


def test_a_budget_is_split_made_final_and_refused_on_days_that_are_taken(broker: Browser, base: str) -> None:
    budget = made(broker.post(f"{base}/budgets", json=BUDGET))
    path = f"{base}/budgets/{budget['id']}"
    assert broker.post(f"{base}/budgets", json=BUDGET).status_code == 409
    purses = [
        {"name": "Care", "total_minor": 400000},
        {"name": "Job", "total_minor": 68000, "categories": ["job_coach"]},
    ]
    split = broker.put(f"{path}/purses", json={"version": 1, "purses": purses}).json()
    assert (split["unallocated_minor"], split["version"]) == (0, 2)
    assert broker.post(f"{path}/final", json={"version": 2}).status_code == 422
    final = broker.post(f"{path}/final", json={"version": 2, "reason": "Agreed by the panel."}).json()
    assert (final["state"], final["reason"]) == ("final", "Agreed by the panel.")
    assert broker.delete(path).status_code == 204
    assert broker.get(f"{base}/brief?starts_on=2026-11-30").json()["purses"] == []
    assert broker.post(f"{path}/restore").status_code == 200


def test_the_first_figure_shows_every_step_and_stores_nothing(broker: Browser, base: str) -> None:
    figure = broker.post(f"{base}/budgets/first-figure", json={"levels": {"hygiene": 3, "toilet": 1}}).json()
    assert figure["points"] == sum(line["points"] for line in figure["lines"]) == 28
    assert broker.post(f"{base}/budgets/first-figure", json={"levels": {"magic": 1}}).status_code == 422
    assert broker.get(f"{base}/budgets").json() == []


def test_clients_are_made_listed_and_changed(broker: Browser) -> None:
    client = made(broker.post("/api/v1/clients", json=NEW))
    assert broker.post("/api/v1/clients", json=NEW).status_code == 409
    path = f"/api/v1/clients/{client['id']}"
    assert broker.put(path, json=NEW | {"story": "I like cats."}).json()["story"] == "I like cats."
    assert broker.put(path, json=NEW | {"reference": "other"}).status_code == 409
    listed = broker.get("/api/v1/clients?text=dora&waits_for=broker&sort=name").json()
    assert [case["id"] for case in listed["cases"]] == [client["id"]]
    assert broker.get("/api/v1/clients?sort=size").status_code == 422


def test_others_find_nothing_and_change_nothing(call_api: CallApi, cast: Cast, broker: Browser, base: str) -> None:
    goal = made(broker.post(f"{base}/goals", json={"sentence": "Mine."}))
    strangers = (
        (cast.other_broker, Role.BROKER, cast.other_brokerage),
        (cast.other_client_person, Role.CLIENT, None),
    )
    for person, role, organisation in strangers:
        program = call_api(person, role, organisation)
        for path in (
            "",
            "/matters",
            "/goals",
            "/sentences",
            "/consultations",
            "/budgets",
            "/brief?starts_on=2026-11-30",
        ):
            assert program.get(base + path).status_code == 404, path
        assert program.post(f"{base}/goals", json={"sentence": "Mine."}).status_code == 404
        assert program.delete(f"{base}/goals/{goal['id']}").status_code == 404
    assert call_api(cast.funder_person, Role.FUNDER, cast.funder).get(f"{base}/matters").status_code == 403
    assert call_api(cast.funder_person, Role.FUNDER, cast.funder).get(f"{base}/budgets").status_code == 200
    assert call_api().get(base).status_code == 401
