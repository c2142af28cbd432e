"""The people of the demo: a brokerage, a council, two providers' staff, five clients and who supports them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from brokerage.demo.stories import NAMES, Story, StoryRows, StorySupporter, load_story, rows_of
from brokerage.domain.people import Client, Membership, Organisation, OrganisationKind, Person, Role
from brokerage.domain.supporters import Basis, SupporterScope

BROKERAGE_ID = "demo-brokerage"
FUNDER_ID = "demo-council"
# Numbers set aside for drama; nobody is reached by them.
PHONES = {BROKERAGE_ID: "01632 960101", FUNDER_ID: "01632 960102"}


@dataclass(frozen=True, slots=True)
class Staff:
    """Someone who signs in for an organisation."""

    id: str
    name: str
    email: str
    role: Role


BROKERS = (
    Staff("demo-broker", "Bea Langton", "bea@demo.example", Role.BROKER),
    Staff("demo-broker-2", "Tomos Reid", "tomos@demo.example", Role.BROKER),
)
FUNDER = Staff("demo-funder", "Farida Cole", "farida@demo.example", Role.FUNDER)
# The provider of the market -> who signs in for it. The first is the one whose link `brokerage demo` prints.
PROVIDER_STAFF = {
    "home_care-1": Staff("demo-provider", "Pat Doyle", "pat@demo.example", Role.PROVIDER),
    "personal_assistant-25": Staff("demo-assistant", "Amina Rookhope", "amina@demo.example", Role.PROVIDER),
}
# Who is shown first for each role: the way in that `brokerage demo` prints.
WAYS_IN = (
    (Role.BROKER, "bea@demo.example"),
    (Role.CLIENT, "asha@demo.example"),
    (Role.SUPPORTER, "carol@demo.example"),
    (Role.PROVIDER, "pat@demo.example"),
    (Role.FUNDER, "farida@demo.example"),
)


def add_brokerage(session: Session) -> None:
    """The brokerage with its brokers, and the council that pays."""
    _organisation(session, BROKERAGE_ID, "Millbrook Vale Brokers (demo)", OrganisationKind.BROKERAGE)
    _organisation(session, FUNDER_ID, "Millbrook Vale Council (demo)", OrganisationKind.FUNDER)
    for broker in BROKERS:
        add_staff(session, broker, BROKERAGE_ID)
    add_staff(session, FUNDER, FUNDER_ID)


def add_staff(session: Session, staff: Staff, organisation_id: str) -> None:
    """Someone who can sign in for an organisation."""
    session.add(Person(id=staff.id, name=staff.name, email=staff.email))
    session.flush()
    session.add(Membership(person_id=staff.id, organisation_id=organisation_id, role=staff.role))
    session.flush()


def add_clients(session: Session, now: datetime) -> int:
    """Every story that is not here yet, with the client's own account and their supporters'. How many were added."""
    added = 0
    for position, name in enumerate(NAMES):
        if session.get(Client, name) is None:
            broker = BROKERS[0] if position < len(NAMES) - 1 else BROKERS[1]
            _add_client(session, load_story(name), now, broker)
            added += 1
    return added


def _organisation(session: Session, organisation_id: str, name: str, kind: OrganisationKind) -> None:
    phone = PHONES[organisation_id]
    session.add(Organisation(id=organisation_id, name=name, kind=kind, phone=phone, is_demo=True))
    session.flush()


def _add_client(session: Session, story: Story, now: datetime, broker: Staff) -> None:
    rows = rows_of(story, now.date())
    person = Person(id=f"{story.id}-person", name=story.name, email=story.email)
    session.add(person)
    session.flush()
    client = rows.client
    client.organisation_id, client.funder_id = BROKERAGE_ID, FUNDER_ID
    client.person_id, client.broker_id = person.id, broker.id
    rows.consultation.broker_id = broker.id
    for batch in _in_order(rows):
        session.add_all(batch)
        session.flush()
    for supporter in story.supporters:
        _add_supporter(session, client, supporter, now)


def _in_order(rows: StoryRows) -> tuple[tuple[object, ...], ...]:
    """What others point to comes first."""
    what_follows = (*rows.goals, *rows.needs, *rows.wishes, *rows.arrangements, rows.budget)
    return (rows.client,), (rows.consultation,), rows.sentences, what_follows


def _add_supporter(session: Session, client: Client, supporter: StorySupporter, now: datetime) -> None:
    person = Person(id=f"{client.id}-supporter", name=supporter.name, email=supporter.email)
    session.add(person)
    session.flush()
    session.add(
        SupporterScope(
            client_id=client.id, person_id=person.id, relation=supporter.relation, rights=list(supporter.rights),
            basis=Basis(supporter.basis), given_by=client.person_id, starts_at=now,
        )
    )  # fmt: skip
    session.flush()
