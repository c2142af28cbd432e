"""The audit: one chain, in the deed's own transaction, where a cut or a change is noticed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from brokerage.domain.access import Subject
from brokerage.domain.audit import AuditRow
from brokerage.store.engine import Engines
from brokerage.usecases.audit import broken_links, record
from tests.cast import SetClock


def write(session: Session, clock: SetClock, count: int) -> None:
    for number in range(count):
        record(session, None, clock, "test.deed", Subject("thing", f"thing_{number}"))
    session.commit()


def test_a_chain_as_it_was_written_has_no_broken_link(session: Session, clock: SetClock) -> None:
    write(session, clock, 5)
    assert broken_links(session) == []


def test_a_deed_that_is_rolled_back_leaves_no_row(session: Session, clock: SetClock) -> None:
    write(session, clock, 1)
    record(session, None, clock, "test.undone", Subject("thing", "x"))
    session.rollback()
    assert session.scalars(select(AuditRow.action)).all() == ["test.deed"]
    write(session, clock, 1)
    assert broken_links(session) == []


def test_rows_can_be_neither_changed_nor_deleted_by_the_applications_own_login(
    session: Session, clock: SetClock
) -> None:
    write(session, clock, 3)
    for statement in (update(AuditRow).values(action="forged"), delete(AuditRow)):
        with pytest.raises(DBAPIError, match="only added, never changed"):
            session.execute(statement)
        session.rollback()
    assert broken_links(session) == []


def test_many_writers_make_one_chain_that_never_forks(engines: Engines, clock: SetClock) -> None:
    def work(number: int) -> None:
        with Session(engines.write) as session:
            record(session, None, clock, "test.race", Subject("thing", str(number)))
            session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(40)))
    with Session(engines.read) as session:
        assert broken_links(session) == []
        assert len(session.scalars(select(AuditRow)).all()) == 40
