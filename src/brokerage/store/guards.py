"""What the database itself refuses, as statements that migrations repeat word for word."""

from sqlalchemy import Connection, text

# Tables whose rows are only ever added: nobody changes or removes one, not even the application's own login.
APPEND_ONLY_TABLES: tuple[str, ...] = ("audit_rows",)

_SQLITE_GUARDS = "SELECT tbl_name || '.' || name FROM sqlite_master WHERE type = 'trigger'"
_POSTGRESQL_GUARDS = """
    SELECT relname || '.' || tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal
    UNION ALL
    SELECT tablename || '.' || policyname FROM pg_policies
    UNION ALL
    SELECT relname || '.row level security' FROM pg_class WHERE relrowsecurity AND relforcerowsecurity
    UNION ALL
    SELECT relname || '.' || conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid WHERE contype = 'x'
"""


def guards_in(connection: Connection) -> frozenset[str]:
    """Every trigger, policy and exclusion constraint that stands in the database, as `table.name`."""
    query = _SQLITE_GUARDS if connection.dialect.name == "sqlite" else _POSTGRESQL_GUARDS
    return frozenset(connection.scalars(text(query)))


def append_only(table: str, dialect: str) -> tuple[str, ...]:
    """Statements that make a table refuse to change or lose a row, for `sqlite` or `postgresql`."""
    refusal = f"rows of {table} are only added, never changed or removed"
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            for verb in ("update", "delete")
        )
    function = f"{table}_refuse_change"
    body = f"BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END"
    row, statement = (f"FOR EACH {scope} EXECUTE FUNCTION {function}()" for scope in ("ROW", "STATEMENT"))
    return (
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} {row}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {statement}",
    )


def drop_append_only(table: str, dialect: str) -> tuple[str, ...]:
    """Statements that undo `append_only` when a migration is taken back, before its table is dropped."""
    if dialect == "sqlite":
        return tuple(f"DROP TRIGGER {table}_no_{verb}" for verb in ("update", "delete"))
    return (
        f"DROP TRIGGER {table}_no_truncate ON {table}",
        f"DROP TRIGGER {table}_no_change ON {table}",
        f"DROP FUNCTION {table}_refuse_change()",
    )
