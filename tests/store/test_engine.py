"""The engines of both databases."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from brokerage.store.engine import Engines, session_scope


def count_people(engine: Engine) -> int:
    """How many people are stored."""
    with session_scope(engine) as session:
        return int(session.scalar(text("SELECT count(*) FROM people")) or 0)


def add_person(engine: Engine, name: str) -> None:
    """Store one person."""
    with session_scope(engine) as session:
        statement = "INSERT INTO people (id, name, email, phone, is_active) VALUES (:name, :name, :name, '', true)"
        session.execute(text(statement), {"name": name})


def test_a_block_that_ends_well_is_committed(engines: Engines) -> None:
    add_person(engines.write, "ann")
    assert count_people(engines.read) == 1


def test_a_block_that_raises_leaves_nothing_behind(engines: Engines) -> None:
    def add_and_fail() -> None:
        with session_scope(engines.write) as session:
            session.execute(text("INSERT INTO people VALUES ('a', 'a', 'a', '', true)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    assert count_people(engines.read) == 0


def test_the_reading_engine_refuses_to_write(engines: Engines) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        add_person(engines.read, "ann")
    assert count_people(engines.write) == 0
