"""Write a migration from what the models have and the newest migration lacks (`make migration NAME=…`)."""

import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from brokerage.store.engine import create_engines
from brokerage.store.guards import APPEND_ONLY_TABLES, append_only, drop_append_only
from brokerage.store.migrations import VERSIONS, alembic_config, migrate

INITIAL = "create_the_house"
DIALECTS = ("sqlite", "postgresql")


def write_migration(message: str, versions: Path = VERSIONS) -> Path:
    """Write the next migration from the models and give its file, to be looked over; `message` is verb and subject."""
    with TemporaryDirectory() as folder:
        engines = create_engines(f"sqlite:///{folder}/scratch.db")
        try:
            migrate(engines.write, versions=versions)
            with engines.write.begin() as connection:
                config = alembic_config(versions)
                config.attributes["connection"] = connection
                title = message.replace("_", " ").capitalize()
                script = command.revision(config, title, autogenerate=True, rev_id=_slug(message))
        finally:
            engines.dispose()
    if script is None or isinstance(script, list):
        raise RuntimeError("Alembic wrote no migration")
    return Path(script.path)


def write_initial_migration(versions: Path = VERSIONS) -> Path:
    """Write the one migration that makes a new database, guards included, in place of an earlier one of that name."""
    versions.mkdir(parents=True, exist_ok=True)
    for old in versions.glob(f"*_{INITIAL}.py"):
        old.unlink()
    path = write_migration(INITIAL, versions)
    source = _with_guards(path.read_text())
    # Until the first release this file is written anew now and then; a database made by an earlier one must show it.
    digest = sha256(source.encode()).hexdigest()[:6]
    path.write_text(source.replace(f"revision = '{INITIAL}'", f"revision = '{INITIAL}_{digest}'"))
    return path


def _slug(message: str) -> str:
    return message.lower().replace(" ", "_")[:32]


def _with_guards(source: str) -> str:
    constants = f"{_constant('GUARDS', append_only)}{_constant('GUARDS_DOWN', drop_append_only)}\n\ndef upgrade()"
    head, body = source.split("def upgrade()")
    forward, back = body.split("def downgrade()")
    back = back.replace('"""Go back."""\n', f'"""Go back."""\n{_run_all("GUARDS_DOWN")}', 1)
    return f"{head.rstrip()}\n{constants}{forward.rstrip()}\n{_run_all('GUARDS')}\n\ndef downgrade(){back}"


def _constant(name: str, of_table: Callable[[str, str], tuple[str, ...]]) -> str:
    lines = [f"{name}: dict[str, list[str]] = {{"]
    for dialect in DIALECTS:
        lines.append(f'    "{dialect}": [')
        lines += [f"        {statement!r}," for table in APPEND_ONLY_TABLES for statement in of_table(table, dialect)]
        lines.append("    ],")
    return "\n".join([*lines, "}", ""])


def _run_all(constant: str) -> str:
    return f"    for statement in {constant}[op.get_bind().dialect.name]:\n        op.execute(statement)\n"


if __name__ == "__main__":
    print(write_initial_migration() if sys.argv[1:] == ["initial"] else write_migration(" ".join(sys.argv[1:])))
