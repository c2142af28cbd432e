"""Bring a database to the newest shape, or back; nothing is half done and no guard is lost on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, text

import brokerage.domain
from brokerage.domain.base import Base
from brokerage.store.guards import guards_in

HERE = Path(__file__).parent
VERSIONS = HERE / "versions"
# One number that all installations share, so that two servers starting at once migrate one after the other.
_MIGRATION_LOCK = 7_201_311


class UnknownRevisionError(RuntimeError):
    """The database was made by a version of the program that this one knows nothing of."""


class GuardLostError(RuntimeError):
    """A migration dropped a trigger, policy or constraint that it did not name in `retires_guards`."""


def metadata() -> MetaData:
    """Every table of the domain, after importing every room."""
    for module in walk_packages(brokerage.domain.__path__, "brokerage.domain."):
        import_module(module.name)
    return Base.metadata


def migrate(engine: Engine, *, to: str = "head", versions: Path = VERSIONS) -> None:
    """Upgrade to revision `to`, in one transaction: if any step fails the database is as it was."""
    _run(engine, versions, lambda config: command.upgrade(config, to))


def migrate_down(engine: Engine, *, to: str = "base", versions: Path = VERSIONS) -> None:
    """Take migrations back down to revision `to`; tables and rows that they added are gone."""
    _run(engine, versions, lambda config: command.downgrade(config, to))


def newest_revision(versions: Path = VERSIONS) -> str | None:
    """The revision a database should be at, or None while there are no migrations."""
    return ScriptDirectory.from_config(alembic_config(versions)).get_current_head()


def current_revision(engine: Engine) -> str | None:
    """The revision a database is at, or None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Whether the database has every migration this version of the program knows."""
    return current_revision(engine) == newest_revision()


def differences(connection: Connection) -> list[Any]:
    """What the models have and the database lacks, or the other way round, as Alembic's operations."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
    return list(compare_metadata(context, metadata()))


def alembic_config(versions: Path = VERSIONS) -> Config:
    """Alembic's settings without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.set_main_option("timezone", "UTC")
    return config


def _run(engine: Engine, versions: Path, action: Callable[[Config], None]) -> None:
    config = alembic_config(versions)
    with engine.connect() as connection, _prepared(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            # Waiting long for a lock would hold up everyone who queues behind it; failing is kinder.
            connection.execute(text("SET LOCAL lock_timeout = '5s'"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        _refuse_unknown_revision(connection, config)
        config.attributes["connection"] = connection
        action(config)
        if connection.dialect.name == "sqlite":
            _check_foreign_keys(connection)


def _refuse_unknown_revision(connection: Connection, config: Config) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise UnknownRevisionError(
            f"The database is at {current}, which this version does not know: a newer or unreleased version made it. "
            "Use that version, or another database."
        )


@contextmanager
def _prepared(connection: Connection) -> Iterator[None]:
    """SQLite rebuilds a table by dropping it, which with foreign keys on would delete or refuse its children."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Straight to the driver: SQLAlchemy would begin a transaction, inside which this pragma does nothing.
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()


def _check_foreign_keys(connection: Connection) -> None:
    orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    if orphans:
        raise RuntimeError(f"the migration left rows without their parents: {orphans[:5]}")


def check_guards(connection: Connection, before: frozenset[str], retired: frozenset[str]) -> None:
    """Raise GuardLostError when a guard that stood before is gone and was not named as retired."""
    lost = before - guards_in(connection) - retired
    if lost:
        names = ", ".join(sorted(lost))
        raise GuardLostError(f"the migration dropped {names}; put it back, or name it in retires_guards")
