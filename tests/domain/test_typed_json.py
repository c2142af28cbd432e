"""Typed JSON columns."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from brokerage.domain.consultations import SaidAs, Sentence
from brokerage.domain.needs import GapWish, Need, Wish
from brokerage.domain.people import Client, Organisation, OrganisationKind
from brokerage.optimizer.brief import Way, Window


def a_client(session: Session) -> Client:
    """A client with one sentence."""
    session.add(Organisation(id="org_1", name="Demo brokerage", kind=OrganisationKind.BROKERAGE))
    session.flush()
    client = Client(id="cli_1", organisation_id="org_1", reference="D1", name="A Demo", known_as="A", area="north")
    session.add(client)
    session.flush()
    session.add(
        Sentence(
            id="sen_1", client_id="cli_1", said_by_name="A", said_as=SaidAs.CLIENT,
            text="I want a bath.", said_on=date(2027, 1, 4),
        )
    )  # fmt: skip
    session.flush()
    return client


def a_need(**changes: object) -> Need:
    """A need that the database takes."""
    values: dict[str, object] = {
        "id": "nee_1",
        "client_id": "cli_1",
        "sentence_id": "sen_1",
        "title": "A bath",
        "times_best": 3,
        "ways": (Way("personal_care", (45, 60)),),
        "windows": (Window((0, 2, 4), 420, 600),),
    }
    return Need(**(values | changes))


def test_typed_values_come_back_as_their_own_types(session: Session) -> None:
    a_client(session)
    session.add(a_need())
    session.add(Wish(id="wis_1", client_id="cli_1", sentence_id="sen_1", content=GapWish(("nee_1", "nee_2"), 240)))
    session.commit()
    session.expire_all()
    need = session.get_one(Need, "nee_1")
    assert need.ways == (Way("personal_care", (45, 60)),)
    assert need.windows == (Window((0, 2, 4), 420, 600),)
    assert need.sentence.text == "I want a bath."
    assert session.get_one(Wish, "wis_1").content == GapWish(("nee_1", "nee_2"), 240)


def test_a_value_that_the_type_does_not_allow_is_refused_before_it_reaches_the_database(session: Session) -> None:
    a_client(session)
    session.add(a_need(windows=(Window((9,), 420, 600),)))
    with pytest.raises(Exception, match="Expected `int` <= 6"):
        session.flush()
    session.rollback()
    assert session.scalar(text("SELECT count(*) FROM needs")) == 0
