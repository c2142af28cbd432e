"""What one durable transaction costs, on SQLite with the settings of this project and with the driver's own."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, text

from benchmarks.measuring import Row, report, side_by_side
from brokerage.store.engine import create_engines, session_scope

TRANSACTIONS = 200


def main() -> None:
    """Write the same rows, a transaction each, both ways."""
    with TemporaryDirectory() as folder:
        ours = create_engines(f"sqlite:///{folder}/ours.db")
        plain = create_engine(f"sqlite:///{Path(folder) / 'plain.db'}")
        for engine in (ours.write, plain):
            with session_scope(engine) as session:
                session.execute(text("CREATE TABLE entries (amount_minor INTEGER)"))

        def write_with_ours() -> None:
            for number in range(TRANSACTIONS):
                with session_scope(ours.write) as session:
                    session.execute(text("INSERT INTO entries VALUES (:number)"), {"number": number})

        def write_with_plain() -> None:
            for number in range(TRANSACTIONS):
                with session_scope(plain) as session:
                    session.execute(text("INSERT INTO entries VALUES (:number)"), {"number": number})

        ours_took, plain_took = side_by_side([write_with_ours, write_with_plain])
        ours.dispose()
        plain.dispose()
    rows = [Row(f"{TRANSACTIONS} transactions on SQLite", ours_took, plain_took)]
    report("databases", "Durable transactions", rows, baseline="the driver's own settings")


if __name__ == "__main__":
    main()
