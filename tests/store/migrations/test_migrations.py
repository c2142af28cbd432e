"""Every migration goes up, down and up again, keeps its guards, and ends where the models are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from brokerage.store.engine import Engines, create_engines, session_scope
from brokerage.store.guards import APPEND_ONLY_TABLES, guards_in
from brokerage.store.migrations import (
    GuardLostError,
    current_revision,
    differences,
    is_current,
    metadata,
    migrate,
    migrate_down,
    newest_revision,
)
from tests.store.migrations.rows import fill_every_table

STEP = '''"""A step."""
import sqlalchemy as sa
from alembic import op
revision = {revision!r}
down_revision = {down!r}
retires_guards = {retires!r}
def upgrade() -> None:
    {upgrade}
def downgrade() -> None:
    {downgrade}
'''


@pytest.fixture
def bare(bare_database_url: str) -> Iterator[Engine]:
    """The engine of a database without tables."""
    engines = create_engines(bare_database_url)
    yield engines.write
    engines.dispose()


def write_step(folder: Path, number: int, upgrade: str, downgrade: str = "pass", retires: tuple[str, ...] = ()) -> None:
    """A migration of the test's own."""
    down = f"step_{number - 1}" if number > 1 else None
    source = STEP.format(revision=f"step_{number}", down=down, upgrade=upgrade, downgrade=downgrade, retires=retires)
    (folder / f"step_{number}.py").write_text(source)


def shape(engine: Engine) -> dict[str, object]:
    """Everything about the tables that a migration could get wrong."""
    look = inspect(engine)
    with engine.connect() as connection:
        guards = guards_in(connection)
    tables = {
        table: (
            sorted((column["name"], str(column["type"]), column["nullable"]) for column in look.get_columns(table)),
            sorted(str(key) for key in look.get_foreign_keys(table)),
            sorted(str(index) for index in look.get_indexes(table)),
            sorted(str(check) for check in look.get_check_constraints(table)),
        )
        for table in look.get_table_names()
        if table != "alembic_version"
    }
    return {"tables": tables, "guards": guards}


def test_a_new_database_goes_up_down_and_up_again(bare: Engine) -> None:
    migrate(bare)
    first = shape(bare)
    migrate_down(bare)
    assert shape(bare) == {"tables": {}, "guards": frozenset()}
    migrate(bare)
    assert shape(bare) == first
    assert is_current(bare)


def test_a_database_with_rows_in_every_table_goes_down_and_up(engines: Engines) -> None:
    before = shape(engines.write)
    assert fill_every_table(engines.write) == set(metadata().tables)
    migrate_down(engines.write)
    migrate(engines.write)
    assert shape(engines.write) == before


def test_the_models_and_the_migrations_agree(bare: Engine) -> None:
    migrate(bare)
    with bare.connect() as connection:
        assert differences(connection) == []


def test_the_migrations_make_the_very_tables_that_the_models_describe(bare: Engine) -> None:
    migrate(bare)
    migrated = shape(bare)
    migrate_down(bare)
    metadata().create_all(bare)
    assert shape(bare)["tables"] == migrated["tables"]


def test_an_append_only_table_refuses_to_change_or_lose_a_row(engine: Engine) -> None:
    fill_every_table(engine)
    for table in APPEND_ONLY_TABLES:
        column = next(iter(metadata().tables[table].columns)).name
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
            with pytest.raises(DBAPIError, match="only added"), session_scope(engine) as session:
                session.execute(text(statement))


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    before = shape(engine)
    migrate(engine)
    assert shape(engine) == before
    assert current_revision(engine) == newest_revision()


def test_a_migration_that_fails_leaves_the_database_as_it_was(bare: Engine, tmp_path: Path) -> None:
    write_step(tmp_path, 1, 'op.create_table("kept", sa.Column("id", sa.Integer()))')
    migrate(bare, versions=tmp_path)
    write_step(tmp_path, 2, 'op.create_table("half", sa.Column("id", sa.Integer())); op.execute("SELECT nonsense")')
    with pytest.raises(DBAPIError):
        migrate(bare, versions=tmp_path)
    assert set(inspect(bare).get_table_names()) == {"alembic_version", "kept"}
    assert current_revision(bare) == "step_1"


def guarded(bare: Engine, versions: Path) -> None:
    """One table with a guard, by a first step of the test's own."""
    write_step(
        versions,
        1,
        'op.create_table("kept", sa.Column("id", sa.Integer()))\n'
        "    from brokerage.store.guards import append_only\n"
        '    [op.execute(statement) for statement in append_only("kept", op.get_bind().dialect.name)]',
    )
    migrate(bare, versions=versions)


def drop_a_guard(dialect: str) -> tuple[str, str]:
    """A statement that drops a guard, and the guard's name."""
    if dialect == "sqlite":
        return 'op.execute("DROP TRIGGER kept_no_update")', "kept.kept_no_update"
    return 'op.execute("DROP TRIGGER kept_no_change ON kept")', "kept.kept_no_change"


def test_a_migration_may_not_lose_a_guard_unnoticed(bare: Engine, tmp_path: Path) -> None:
    guarded(bare, tmp_path)
    statement, name = drop_a_guard(bare.dialect.name)
    write_step(tmp_path, 2, statement)
    with pytest.raises(GuardLostError, match=name):
        migrate(bare, versions=tmp_path)
    with bare.connect() as connection:
        assert name in guards_in(connection)


def test_a_migration_may_retire_a_guard_that_it_names(bare: Engine, tmp_path: Path) -> None:
    guarded(bare, tmp_path)
    statement, name = drop_a_guard(bare.dialect.name)
    write_step(tmp_path, 2, statement, retires=(name,))
    migrate(bare, versions=tmp_path)
    with bare.connect() as connection:
        assert name not in guards_in(connection)


def test_rebuilding_a_sqlite_table_keeps_the_rows_that_point_to_it(tmp_path: Path) -> None:
    engines = create_engines(f"sqlite:///{tmp_path / 'rebuilt.db'}")
    write_step(
        tmp_path,
        1,
        'op.create_table("parent", sa.Column("id", sa.Integer(), primary_key=True))\n'
        '    to_parent = sa.ForeignKey("parent.id", ondelete="CASCADE")\n'
        '    op.create_table("child", sa.Column("parent_id", sa.Integer(), to_parent))\n'
        '    op.execute("INSERT INTO parent VALUES (1)"); op.execute("INSERT INTO child VALUES (1)")',
    )
    write_step(
        tmp_path,
        2,
        'with op.batch_alter_table("parent", recreate="always") as batch:\n'
        '        batch.add_column(sa.Column("name", sa.String()))',
    )
    migrate(engines.write, versions=tmp_path)
    with session_scope(engines.read) as session:
        assert session.scalar(text("SELECT count(*) FROM child")) == 1
    engines.dispose()
