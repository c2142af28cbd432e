"""Each of the five demo clients, over HTTP: something is said, a plan is made, changed together and decided on."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy.orm import Session

from brokerage.app import create_app
from brokerage.demo.load import load_demo
from brokerage.domain.people import Role
from brokerage.settings import Settings
from brokerage.store.engine import Engines, session_scope
from brokerage.store.market_cache import MarketCache
from brokerage.store.people import actor_of, live_roles, person_by_email
from brokerage.usecases import audit, sign_in
from brokerage.wiring import Wiring
from tests.cast import Browser, Inbox, SetClock, post
from tests.databases import available_databases

CLIENTS = ("asha", "winston", "dot", "joel", "sana")
BROKER_OF = dict.fromkeys(CLIENTS, "bea@demo.example") | {"sana": "tomos@demo.example"}
DATABASES = available_databases()
# Every story on one database, both databases among the stories.
ON = [pytest.param(name, DATABASES[i % len(DATABASES)], id=name) for i, name in enumerate(CLIENTS)]


@dataclass(frozen=True)
class House:
    """The demo with its people, running."""

    wiring: Wiring
    app: Any

    def browser(self, email: str) -> Browser:
        """Somebody signed in by a link."""
        made = TestClient(self.app, base_url="http://testserver.local")
        with session_scope(self.wiring.engines.write) as session:
            person = person_by_email(session, email)
            assert person is not None, email
            link = sign_in.make_link(session, self.wiring.clock, person, 30)
        assert post(made, f"/sign-in/{link.token}", {}).status_code in {302, 303}
        return made

    def program(self, email: str, role: Role) -> Browser:
        """A program with a token of that person."""
        made = TestClient(self.app, base_url="http://testserver.local")
        with session_scope(self.wiring.engines.write) as session:
            person = person_by_email(session, email)
            assert person is not None, email
            choice = live_roles(session, person.id, self.wiring.clock.now())
            organisation_id = next(organisation for found, organisation in choice if found is role)
            actor = actor_of(session, person.id, role, organisation_id, self.wiring.clock.now())
            assert actor is not None, email
            secret = sign_in.make_token(session, actor, self.wiring.clock, "journey")
        made.headers["Authorization"] = f"Bearer {secret}"
        return made


@pytest.fixture
def house(engines: Engines, tmp_path: Path) -> Iterator[House]:
    """The demo town and its five clients, who have no plan yet."""
    clock = SetClock()
    with session_scope(engines.write) as session:
        load_demo(session, clock)
    settings = Settings(data_folder=tmp_path, secret_key="for-tests-only", base_url="http://testserver.local")
    wiring = Wiring(settings, engines, clock, Inbox(), MarketCache(), ThreadPoolExecutor(1))
    yield House(wiring, create_app(wiring=wiring))
    wiring.solver.shutdown()


def words(answer: Response) -> str:
    """What a page says, without its marks."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def done(answer: Response) -> Response:
    """The answer, if it leads on or shows a page."""
    assert answer.status_code in {200, 302, 303}, (answer.status_code, words(answer)[:600])
    return answer


def say_something_new(broker: Browser, client: str) -> str:
    """The broker writes down a sentence and makes a goal and a need of it."""
    base, sentence = f"/clients/{client}/conversation", "I want somebody to laugh with now and then."
    assert "What matters" in words(done(broker.get(base))) or "said" in words(broker.get(base))
    done(post(broker, f"{base}/goals/new", {"sentence": sentence, "weight": "30"}))
    form = broker.get(f"{base}/needs/new?category=companionship").text
    goal = re.findall(r'name="goal_ids"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="goal_ids"', form)[-1]
    fields = {
        "sentence": sentence, "title": "Somebody to laugh with", "category": "companionship", "durations": "60",
        "times_best": "1", "times_least": "0", "goal_ids": [goal[0] or goal[1]], "windows": ["morning", "afternoon"],
        "weekdays": list("0123456"),
    }  # fmt: skip
    done(post(broker, f"{base}/needs/new", fields))
    assert sentence in words(broker.get(base))
    return sentence


def propose(broker: Browser, program: Browser, client: str) -> dict[str, Any]:
    """Press the button, wait for the end."""
    answer = done(post(broker, f"/clients/{client}/propose", {"starts_on": ""}))
    address = answer.headers["Location"]
    done(broker.get(address))
    run: dict[str, Any] = {}
    for _ in range(600):
        run = program.get(f"/api/v1{address}").json()
        if run["is_over"]:
            done(broker.get(address))
            return run
        time.sleep(0.1)
    raise AssertionError(run)


def head_of(program: Browser, package_id: str) -> dict[str, Any]:
    """The package as it stands."""
    answer = program.get(f"/api/v1/packages/{package_id}")
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


def change(who: Browser, program: Browser, package_id: str, **fields: Any) -> dict[str, Any]:
    """One change by the form of the page; the version that came of it."""
    before = head_of(program, package_id)["version"]
    done(post(who, f"/packages/{package_id}/edit", {"version_id": before["version_id"], **fields}))
    after = head_of(program, package_id)
    assert after["version"]["number"] > before["number"]
    return after


def lines_of(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Every visit in order of time."""
    return [line for day in view["week"]["days"] for line in day["lines"]]


def decide(house: House, broker: Browser, client: str, view: dict[str, Any]) -> None:
    """Each story ends in its own way: a yes, a yes by power of attorney, a yes by phone, a no first."""
    base, seen = f"/packages/{view['package_id']}", {"content_hash": view["version"]["content_hash"]}
    if client == "winston":
        told = {**seen, "way": "phone", "decided_by": "client", "words": "He said: that will do."}
        done(post(broker, f"{base}/approve", told))
        return
    person = house.browser("carol@demo.example" if client == "dot" else f"{client}@demo.example")
    done(person.get("/my-week"))
    done(person.get(f"{base}/decide"))
    if client == "joel":
        done(post(person, f"{base}/send-back", {**seen, "words": "Not so early."}))
        program = house.program(BROKER_OF[client], Role.BROKER)
        assert head_of(program, view["package_id"])["version"]["state"] == "sent_back"
        weight = {"kind": "set_weight", "goal_id": view["goals"][0]["goal_id"], "weight": "60"}
        view = change(broker, program, view["package_id"], **weight)
        done(post(broker, f"{base}/send", {"version_id": view["version"]["version_id"]}))
        seen = {"content_hash": view["version"]["content_hash"]}
    done(post(person, f"{base}/approve", {**seen, "words": "This is right."}))
    done(person.get("/my-week"))


OWN: dict[str, Callable[[dict[str, Any]], bool]] = {
    "asha": lambda view: any("I want a job" in g["sentence"] and g["attained_permille"] for g in view["goals"]),
    "winston": lambda view: any(len(line["worker_ids"]) == 2 for line in lines_of(view)),
    "dot": lambda view: any(line["is_own_help"] and "Carol" in line["who"] for line in lines_of(view)),
    "joel": lambda view: any(line["end_minute"] > 1440 for line in lines_of(view)),
    "sana": lambda view: any(purse["name"] == "Direct payment" for purse in view["budget"]["purses"]),
}


@pytest.mark.parametrize(("client", "database_template"), ON, indirect=["database_template"])
def test_from_the_conversation_to_a_version_that_was_approved(house: House, client: str, session: Session) -> None:
    broker, program = house.browser(BROKER_OF[client]), house.program(BROKER_OF[client], Role.BROKER)
    done(broker.get(f"/clients/{client}"))
    sentence = say_something_new(broker, client)

    run = propose(broker, program, client)
    assert run["state"] == "done", run
    assert run["clashes"] == []
    assert len({option["style"] for option in run["options"]}) >= 3
    package_id = run["package_id"]
    view = head_of(program, package_id)
    assert OWN[client](view)
    assert sentence in {goal["sentence"] for goal in view["goals"]}
    assert all(line["because"] for line in lines_of(view))
    assert not [need["title"] for need in view["unmet_needs"] if need["is_must"]]
    assert view["budget"]["left_minor"] >= 0

    series = view["week"]["series"][0]
    view = change(broker, program, package_id, kind="keep", visit_ids=series["visit_ids"])
    kept = {line["visit_id"]: line["start_minute"] for line in lines_of(view) if line["is_pinned"]}
    assert set(series["visit_ids"]) <= set(kept)
    view = change(broker, program, package_id, kind="set_weight", goal_id=view["goals"][-1]["goal_id"], weight="5")
    now = {line["visit_id"]: line["start_minute"] for line in lines_of(view)}
    assert all(now[visit_id] == start for visit_id, start in kept.items())
    done(post(broker, f"/packages/{package_id}/undo", {"version_id": view["version"]["version_id"]}))
    done(broker.get(f"/packages/{package_id}/visits/{series['visit_ids'][0]}?why=yes"))

    view = head_of(program, package_id)
    done(post(broker, f"/packages/{package_id}/send", {"version_id": view["version"]["version_id"]}))
    decide(house, broker, client, head_of(program, package_id))

    approved = head_of(program, package_id)
    assert approved["version"]["state"] == "approved"
    decision = approved["version"]["decisions"][-1]
    assert decision["decision"] == "yes"
    assert decision["content_hash"] == approved["version"]["content_hash"]
    assert decision["decided_as"] == ("supporter" if client == "dot" else "client")
    assert decision["way"] == ("phone" if client == "winston" else "here")
    session.rollback()
    assert audit.broken_links(session) == []
