"""The people tests talk about, a clock that can be set, and ways to visit pages and call the API as each of them."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Select
from sqlalchemy.orm import Session

from brokerage.app import create_app
from brokerage.domain.access import Actor
from brokerage.domain.people import Client, Membership, Organisation, OrganisationKind, Person, Role
from brokerage.domain.supporters import Basis, SupporterScope
from brokerage.ports.notifications import Message
from brokerage.settings import Settings
from brokerage.store.engine import Engines
from brokerage.store.market_cache import MarketCache
from brokerage.store.people import actor_of
from brokerage.usecases import sign_in
from brokerage.wiring import Wiring

Browser = TestClient[Litestar]


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    instant: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The set instant."""
        return self.instant

    def move(self, **by: int) -> None:
        """Let time pass: `move(hours=2)`."""
        self.instant += timedelta(**by)


@dataclass
class Inbox:
    """A notifier that keeps what it was given."""

    is_offline: bool = True
    messages: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> None:
        """Keep it."""
        self.messages.append(message)


@dataclass(frozen=True)
class Cast:
    """A brokerage with a broker and a client, her supporter, a provider, a funder; and strangers elsewhere."""

    brokerage: Organisation
    broker: Person
    client: Client
    client_person: Person
    supporter: Person
    scope: SupporterScope
    provider: Organisation
    provider_person: Person
    funder: Organisation
    funder_person: Person
    other_brokerage: Organisation
    other_broker: Person
    other_client: Client
    other_client_person: Person
    other_provider: Organisation
    other_provider_person: Person


def make_cast(session: Session, clock: SetClock) -> Cast:
    """Everyone, stored and flushed."""

    def organisation(name: str, kind: OrganisationKind) -> Organisation:
        made = Organisation(name=name, kind=kind, phone="01632 960000", is_demo=True)
        session.add(made)
        session.flush()
        return made

    def person(name: str, organisation: Organisation | None = None, role: Role | None = None) -> Person:
        made = Person(name=name, email=f"{name.lower().replace(' ', '.')}@example.org")
        session.add(made)
        session.flush()
        if organisation is not None and role is not None:
            session.add(Membership(person_id=made.id, organisation_id=organisation.id, role=role))
        return made

    brokerage = organisation("North Brokerage", OrganisationKind.BROKERAGE)
    other_brokerage = organisation("South Brokerage", OrganisationKind.BROKERAGE)
    provider = organisation("Kindly Home Care", OrganisationKind.PROVIDER)
    other_provider = organisation("Other Home Care", OrganisationKind.PROVIDER)
    funder = organisation("The Council", OrganisationKind.FUNDER)
    broker = person("Bea Broker", brokerage, Role.BROKER)
    other_broker = person("Olu Broker", other_brokerage, Role.BROKER)
    client_person, other_client_person = person("Ana Client"), person("Otto Client")
    supporter = person("Sam Supporter")

    def client(of: Person, at: Organisation, by: Person, reference: str) -> Client:
        made = Client(
            organisation_id=at.id, funder_id=funder.id, person_id=of.id, broker_id=by.id, reference=reference,
            name=of.name, known_as=of.name.split()[0], area="north", is_demo=True,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made

    ana = client(client_person, brokerage, broker, "A-1001")
    otto = client(other_client_person, other_brokerage, other_broker, "B-2001")
    scope = SupporterScope(
        client_id=ana.id, person_id=supporter.id, relation="brother", rights=["see", "ask", "edit", "approve"],
        basis=Basis.CONSENT, given_by=client_person.id, starts_at=clock.now(),
    )  # fmt: skip
    session.add(scope)
    provider_person = person("Pat Provider", provider, Role.PROVIDER)
    other_provider_person = person("Oz Provider", other_provider, Role.PROVIDER)
    funder_person = person("Fay Funder", funder, Role.FUNDER)
    session.commit()
    return Cast(
        brokerage, broker, ana, client_person, supporter, scope, provider, provider_person, funder, funder_person,
        other_brokerage, other_broker, otto, other_client_person, other_provider, other_provider_person,
    )  # fmt: skip


def actor_for(
    session: Session, clock: SetClock, person: Person, role: Role, organisation: Organisation | None = None
) -> Actor:
    """The person as an actor in that role."""
    actor = actor_of(session, person.id, role, organisation.id if organisation else None, clock.now())
    assert actor is not None, f"{person.name} can't act as {role}"
    return actor


@pytest.fixture
def clock() -> SetClock:
    """Monday 23 November 2026, nine o'clock, until moved."""
    return SetClock()


@pytest.fixture
def inbox() -> Inbox:
    """What the application sent."""
    return Inbox()


@pytest.fixture
def cast(session: Session, clock: SetClock) -> Cast:
    """The people of the test, on its database."""
    return make_cast(session, clock)


@pytest.fixture
def look(engines: Engines) -> Callable[..., list[Any]]:
    """`look(query)`: what stands in the database now, without keeping a transaction open that would block pages."""

    def read(query: Select[Any]) -> list[Any]:
        with Session(engines.read, expire_on_commit=False) as opened:
            return list(opened.scalars(query))

    return read


@pytest.fixture
def wiring(engines: Engines, clock: SetClock, inbox: Inbox, tmp_path: Path) -> Iterator[Wiring]:
    """The application's parts around the test's own database, clock and inbox."""
    settings = Settings(data_folder=tmp_path, secret_key="for-tests-only", base_url="http://testserver.local")
    made = Wiring(settings, engines, clock, inbox, MarketCache(), ThreadPoolExecutor(1))
    yield made
    made.solver.shutdown()


@pytest.fixture
def app(wiring: Wiring) -> Litestar:
    """The application."""
    return create_app(wiring=wiring)


@pytest.fixture
def browse(app: Litestar, session: Session, clock: SetClock) -> Iterator[Callable[..., Browser]]:
    """`browse(person)`: a browser that is signed in as the person; `browse()`: one that is not.

    Forms: `post(browser, path, {...})` of this module brings the form token along.
    """
    with ExitStack() as stack:

        def browser(person: Person | None = None) -> Browser:
            made = stack.enter_context(TestClient(app, base_url="http://testserver.local"))
            if person is not None:
                link = sign_in.make_link(session, clock, person, 30)
                session.commit()
                answer = post(made, f"/sign-in/{link.token}", {})
                assert answer.status_code in {200, 303, 302}, answer.text
            return made

        yield browser


def post(
    browser: Browser, path: str, fields: Mapping[str, object], *, follow: bool = False, htmx: bool = False
) -> Response:
    """Post a form as a page of ours would: with the form token."""
    if "csrf" not in browser.cookies:
        browser.get("/sign-in")
    headers = {"HX-Request": "true"} if htmx else {}
    data = {**fields, "_csrf_token": browser.cookies["csrf"]}
    return browser.post(path, data=data, headers=headers, follow_redirects=follow)


@pytest.fixture
def call_api(app: Litestar, session: Session, clock: SetClock) -> Iterator[Callable[..., Browser]]:
    """`call_api(person, role, organisation)`: a client of the JSON API with that person's token."""
    with ExitStack() as stack:

        def caller(
            person: Person | None = None, role: Role | None = None, organisation: Organisation | None = None
        ) -> Browser:
            made = stack.enter_context(TestClient(app, base_url="http://testserver.local"))
            if person is not None and role is not None:
                actor = actor_for(session, clock, person, role, organisation)
                secret = sign_in.make_token(session, actor, clock, "test")
                session.commit()
                made.headers["Authorization"] = f"Bearer {secret}"
            return made

        yield caller
