"""Rows for every table, made from the tables themselves."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import JSON, Column, Engine, Enum, MetaData, String, Table, TypeDecorator, insert

from brokerage.store.migrations import metadata

VALUES: dict[type, Any] = {
    int: 1,
    bool: True,
    float: 1.0,
    bytes: b"x",
    date: date(2026, 11, 24),
    datetime: datetime(2026, 11, 24, 8, tzinfo=UTC),
    time: time(8),
}


def fill_every_table(engine: Engine) -> set[str]:
    """One row in every table, parents first; gives the names of the tables."""
    # The tables as the database has them: what a typed column would check has no part in a migration.
    plain = MetaData()
    plain.reflect(engine)
    with engine.begin() as connection:
        for table in metadata().sorted_tables:
            connection.execute(insert(plain.tables[table.name]).values(_row(table)))
    return set(metadata().tables)


def _row(table: Table) -> dict[str, Any]:
    return {column.name: _value(column) for column in table.columns if column.primary_key or not column.nullable}


def _value(column: Column[Any]) -> Any:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Enum):
        return kind.enums[0]
    if isinstance(kind, String):
        return "x"
    if isinstance(kind, JSON):
        return {}
    return VALUES[kind.python_type]
