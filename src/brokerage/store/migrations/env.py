"""What Alembic runs: every step on the connection it is given, with the guards listed before and after each."""

from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection

from brokerage.domain.base import UtcDateTime
from brokerage.domain.typed_json import TypedJson
from brokerage.store.guards import guards_in
from brokerage.store.migrations import check_guards, metadata


def render_item(kind: str, item: Any, _autogen_context: object) -> str | bool:
    """Write our own column types as what they are in the database, so that old migrations never import the domain."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, TypedJson):
        return "sa.JSON()"
    return False


def run(connection: Connection) -> None:
    """Run the steps asked for; an upgrade step that drops a guard must name it in its own `retires_guards`."""
    standing = guards_in(connection)

    def compare_guards(*, ctx: MigrationContext, step: MigrationInfo, **_rest: object) -> None:
        nonlocal standing
        if step.is_upgrade and step.up_revision is not None and ctx.connection is not None:
            retired = frozenset(getattr(step.up_revision.module, "retires_guards", ()))
            check_guards(ctx.connection, standing, retired)
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
