"""The engines of both databases."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, select, text
from sqlalchemy.exc import DBAPIError

from brokerage.store.engine import Engines, create_engines, session_scope


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


def test_writers_at_the_same_time_lose_nothing(engines: Engines) -> None:
    accounts = Table("accounts_of_this_test", MetaData(), Column("balance_minor", Integer))
    accounts.create(engines.write)
    with session_scope(engines.write) as session:
        session.execute(accounts.insert().values(balance_minor=0))

    def add_one(_number: int) -> None:
        with session_scope(engines.write) as session:
            balance = session.scalars(select(accounts.c.balance_minor).with_for_update()).one()
            session.execute(accounts.update().values(balance_minor=balance + 1))

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(add_one, range(60)))
    with session_scope(engines.read) as session:
        assert session.scalars(select(accounts.c.balance_minor)).one() == 60


def test_sqlite_is_set_up_to_keep_what_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "new" / "brokerage.db"
    engines = create_engines(f"sqlite:///{path}")
    wanted = {
        "journal_mode": "wal",
        "busy_timeout": 30000,
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
    }
    for engine in (engines.write, engines.read):
        with session_scope(engine) as session:
            assert {name: session.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted
    engines.dispose()


def test_a_new_sqlite_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "brokerage.db"
    create_engines(f"sqlite:///{path}").dispose()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/brokerage"])
def test_a_database_that_cannot_keep_anything_or_is_not_known_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite needs a file|must be sqlite"):
        create_engines(url)
