"""Proposals, packages, decisions and questions over HTTP, as a program meets them."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from brokerage.domain.people import Role
from tests.cast import Browser
from tests.plans import Plans

CallApi = Callable[..., Browser]


@pytest.fixture
def broker(call_api: CallApi, plans: Plans) -> Browser:
    """The client's broker."""
    return call_api(plans.cast.broker, Role.BROKER, plans.cast.brokerage)


def finished(caller: Browser, address: str) -> dict[str, Any]:
    """The run once it is over."""
    run: dict[str, Any] = {}
    for _ in range(200):
        run = caller.get(address).json()
        if run["is_over"]:
            return run
        time.sleep(0.05)
    raise AssertionError(f"never over: {run}")


def propose(caller: Browser, plans: Plans, **headers: str) -> dict[str, Any]:
    """The package that a run makes, as JSON."""
    answer = caller.post(f"/api/v1/clients/{plans.cast.client.id}/runs", json={}, headers=headers)
    assert answer.status_code == 202, answer.text
    run = finished(caller, answer.headers["Location"])
    assert run["state"] == "done", run
    package: dict[str, Any] = caller.get(f"/api/v1/packages/{run['package_id']}").json()
    return package


def test_from_a_question_to_an_approved_version(broker: Browser, call_api: CallApi, plans: Plans) -> None:
    package = propose(broker, plans)
    base, head = f"/api/v1/packages/{package['package_id']}", package["version"]["version_id"]
    series = package["week"]["series"][0]

    edited = broker.post(
        f"{base}/edits",
        json={"expected_version_id": head, "edits": [{"kind": "keep", "visit_ids": series["visit_ids"]}]},
    )
    assert edited.status_code == 201, edited.text
    head = edited.json()["version"]["version_id"]
    assert broker.post(f"{base}/send", json={"expected_version_id": head}).status_code == 200

    client = call_api(plans.cast.client_person, Role.CLIENT)
    seen = client.get(base).json()
    assert seen["may"]["can_decide"]
    said = {"content_hash": seen["version"]["content_hash"], "words": "This is right."}
    approved = client.post(f"{base}/approve", json=said)
    assert approved.status_code == 200, approved.text
    assert approved.json()["version"]["decisions"][0]["decided_by_name"] == "Ana Client"
    assert client.post(f"{base}/approve", json=said).status_code == 409
    history = client.get(f"{base}/versions").json()
    assert [version["state"] for version in history["versions"]] == ["approved", "draft"]


def test_the_same_key_asks_once(broker: Browser, plans: Plans) -> None:
    address, key = f"/api/v1/clients/{plans.cast.client.id}/runs", {"Idempotency-Key": "week-of-4-january"}
    first = broker.post(address, json={}, headers=key)
    run = finished(broker, first.headers["Location"])
    again = broker.post(address, json={}, headers=key)

    assert (again.status_code, again.json()["run_id"]) == (202, run["run_id"])
    assert len(broker.get(address).json()) == 1


def test_undo_redo_compare_name_and_restore(broker: Browser, plans: Plans) -> None:
    package = propose(broker, plans)
    base, first = f"/api/v1/packages/{package['package_id']}", package["version"]["version_id"]
    edits = [{"kind": "set_max_people", "count": 2}]
    second = broker.post(f"{base}/edits", json={"expected_version_id": first, "edits": edits}).json()
    second_id = second["version"]["version_id"]

    assert broker.post(f"{base}/undo", json={"expected_version_id": second_id}).json()["version"]["number"] == 1
    assert broker.post(f"{base}/redo", json={"expected_version_id": first}).json()["version"]["number"] == 2
    named = broker.post(f"{base}/versions/{first}/name", json={"name": "As first told"})
    assert named.json()["version"]["name"] == "As first told"
    compared = broker.get(f"{base}/compare", params={"before": first, "after": second_id}).json()
    assert compared["before_label"] == "Version 1: As first told"
    restored = broker.post(f"{base}/restore", json={"expected_version_id": second_id, "version_id": first})
    assert (restored.status_code, restored.json()["version"]["number"]) == (201, 3)


def test_a_body_that_is_not_as_documented_is_refused_by_its_place(broker: Browser, plans: Plans) -> None:
    package = propose(broker, plans)
    base, head = f"/api/v1/packages/{package['package_id']}", package["version"]["version_id"]
    keep = {"kind": "keep", "visit_ids": ["x"]}
    wrong: list[tuple[Any, str]] = [
        ({"expected_version_id": head, "edits": [{**keep, "all": True}]}, "edits[0].all"),
        ({"expected_version_id": head, "edits": [{"kind": "dance"}]}, "edits[0]"),
        ({"expected_version_id": head, "edits": [{"kind": "move", "visit_ids": [], "start_minute": "9"}]}, "edits[0]"),
        ({"expected_version_id": head, "edits": [], "force": True}, "$"),
        ({"edits": []}, "$"),
        ([], "$"),
    ]
    for body, pointer in wrong:
        answer = broker.post(f"{base}/edits", json=body)
        assert answer.status_code in {400, 422}, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        if answer.status_code == 422:
            assert answer.json()["problems"][0]["pointer"].startswith(pointer), answer.text
    assert broker.get(base).json()["version"]["version_id"] == head


def test_an_edit_on_an_old_head_is_a_conflict_that_says_what_changed(broker: Browser, plans: Plans) -> None:
    package = propose(broker, plans)
    address = f"/api/v1/packages/{package['package_id']}/edits"
    sent = {"expected_version_id": package["version"]["version_id"], "edits": [{"kind": "set_max_people", "count": 2}]}
    assert broker.post(address, json=sent).status_code == 201

    refused = broker.post(address, json=sent)

    assert refused.status_code == 409
    assert refused.json()["problems"] == [{"pointer": "version 2", "message": "Bea Broker: At most 2 different people"}]


def test_a_wish_that_clashes_says_with_which_others(broker: Browser, plans: Plans) -> None:
    package = propose(broker, plans)
    visit = package["week"]["days"][0]["lines"][0]["visit_id"]
    edits = [{"kind": "move", "visit_ids": [visit], "start_minute": 1320}]
    refused = broker.post(
        f"/api/v1/packages/{package['package_id']}/edits",
        json={"expected_version_id": package["version"]["version_id"], "edits": edits},
    )
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/clash")
    assert refused.json()["problems"][0]["message"] == "Moved Monday’s getting up to 10pm"


def test_why_why_not_who_else_and_what_clashes(broker: Browser, plans: Plans) -> None:
    package = propose(broker, plans)
    base, version_id = f"/api/v1/packages/{package['package_id']}", package["version"]["version_id"]
    visit = f"{base}/versions/{version_id}/visits/{package['week']['days'][0]['lines'][0]['visit_id']}"

    assert broker.get(f"{visit}/why").json()["question"].startswith("Why getting up, Monday at ")
    assert {choice["worker_id"] for choice in broker.get(f"{visit}/choices").json()["choices"]} >= {"cleo"}
    assert broker.get(f"{base}/versions/{version_id}/clashes").json() == []
    asked = broker.post(f"{base}/why-not", json={"version_id": version_id, "target": "provider", "target_id": "birch"})
    assert (asked.status_code, asked.json()["question"]) == (200, "Why not Birch Care?")
    wrong = broker.post(f"{base}/why-not", json={"version_id": version_id, "target": "moon"})
    assert wrong.status_code in {400, 422}


def test_a_question_is_asked_answered_and_settled(broker: Browser, call_api: CallApi, plans: Plans) -> None:
    package = propose(broker, plans)
    client = call_api(plans.cast.client_person, Role.CLIENT)
    asked = client.post(
        f"/api/v1/packages/{package['package_id']}/challenges",
        json={"version_id": package["version"]["version_id"], "question": "Why two coaches?"},
    )
    assert asked.status_code == 201, asked.text
    address = f"/api/v1/challenges/{asked.json()['challenge_id']}"

    assert [one["question"] for one in broker.get("/api/v1/challenges?only_open=true").json()] == ["Why two coaches?"]
    assert broker.post(f"{address}/answer", json={"text": "There is one."}).json()["state"] == "answered"
    assert client.post(f"{address}/settle").json()["state"] == "settled"
    assert client.post(f"{address}/withdraw").status_code == 409


def test_strangers_get_the_same_answer_as_for_what_is_not_there(
    broker: Browser, call_api: CallApi, plans: Plans
) -> None:
    package = propose(broker, plans)
    stranger = call_api(plans.cast.other_broker, Role.BROKER, plans.cast.other_brokerage)
    real, missing = f"/api/v1/packages/{package['package_id']}", "/api/v1/packages/pkg_missing"

    for path in ("", "/versions", "/compare?before=a&after=b"):
        answers = [stranger.get(f"{base}{path}") for base in (real, missing)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json() == answers[1].json()
    bodies = {"edits": {"expected_version_id": "x", "edits": []}, "send": {"expected_version_id": "x"}}
    for path, body in bodies.items():
        assert stranger.post(f"{real}/{path}", json=body).status_code == 404
    assert stranger.get("/api/v1/packages").json() == []
