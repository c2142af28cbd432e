"""What Alembic runs: every step on the connection it is given, with the guards listed before and after each."""

from typing import Any, Literal

from alembic import context
from alembic.runtime.migration import MigrationInfo
from alembic.script import Script
from sqlalchemy import Connection, TypeDecorator

from brokerage.store.guards import guards_in
from brokerage.store.migrations import check_guards, metadata


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our own column types as what they are in the database, so that old migrations never import the domain."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def run(connection: Connection) -> None:
    """Run the steps asked for; an upgrade step that drops a guard must name it in its own `retires_guards`."""
    standing = guards_in(connection)

    def compare_guards(ctx: Any, step: MigrationInfo, heads: Any, run_args: Any) -> None:  # noqa: ARG001 - Alembic's names
        nonlocal standing
        if step.is_upgrade and isinstance(step.up_revision, Script):
            check_guards(connection, standing, frozenset(getattr(step.up_revision.module, "retires_guards", ())))
        standing = guards_in(connection)

    context.configure(
        connection=connection,
        target_metadata=metadata(),
        transactional_ddl=True,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        on_version_apply=compare_guards,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
