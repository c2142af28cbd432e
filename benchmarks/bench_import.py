"""How long a file of 100,000 prices takes to check, in each format, and to store; beside one offer at a time."""

import io
import itertools
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from sqlalchemy.orm import Session

from benchmarks.measuring import Row, report, side_by_side, timed
from brokerage.bulk.offers import read_offers
from brokerage.demo.load import load_demo
from brokerage.domain.rulepacks import load_rulepack
from brokerage.store.engine import create_engines, session_scope
from brokerage.store.migrations import migrate
from brokerage.store.people import actor_of, live_roles
from brokerage.usecases.availability import Target, set_times
from brokerage.usecases.offer_imports import import_offers
from brokerage.usecases.offer_prices import set_prices
from brokerage.usecases.offers import create_offer, list_for_sale

BANDS = ("weekday", "evening", "night", "saturday", "sunday")
ROWS = 100_000
FEW = 250
RUNS = 3
PROVIDER = "home_care-1"


class FixedClock:
    """Always the same instant."""

    def now(self) -> datetime:
        """The instant."""
        return datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


CLOCK = FixedClock()


def prices(count: int) -> pl.DataFrame:
    """Five prices per offer."""
    numbers = range(count)
    return pl.DataFrame(
        {
            "code": [f"offer-{i // len(BANDS)}" for i in numbers],
            "service": [f"Care at home {i // len(BANDS)}" for i in numbers],
            "category": ["personal_care"] * count,
            "areas": ["harbour|old_town"] * count,
            "skills": ["hoist|medicines"] * count,
            "availability": ["Mon-Sun 07:00-22:00"] * count,
            "notice_hours": ["24"] * count,
            "valid_from": ["2027-04-05"] * count,
            "band": [BANDS[i % len(BANDS)] for i in numbers],
            "unit": ["hour"] * count,
            "minutes": ["60"] * count,
            "price": [f"{23 + i % 9}.{i % 100:02d}" for i in numbers],
        }
    )


def workbook(frame: pl.DataFrame) -> bytes:
    """The frame as an Excel file."""
    data = io.BytesIO()
    frame.write_excel(data)
    return data.getvalue()


def parquet(frame: pl.DataFrame) -> bytes:
    """The frame as a Parquet file."""
    data = io.BytesIO()
    frame.write_parquet(data)
    return data.getvalue()


def store_file(session: Session, data: bytes) -> None:
    """The whole file at once."""
    import_offers(session, CLOCK, data, rulepack="england", provider_id=PROVIDER, filename="offers.csv")


def store_one_by_one(session: Session, data: bytes) -> None:
    """Each offer as if written into the form: terms, prices, times, put on sale."""
    actor = actor_of(session, "demo-provider", *live_roles(session, "demo-provider", CLOCK.now())[0], CLOCK.now())
    assert actor is not None
    for row in read_offers(data, load_rulepack("england"), "offers.csv").offers:
        offer_id = create_offer(session, actor, CLOCK, row.terms).id
        set_prices(session, actor, CLOCK, offer_id, row.prices)
        set_times(session, actor, CLOCK, Target("offer", offer_id), row.availability)
        list_for_sale(session, actor, CLOCK, offer_id)


def in_new_database(folder: Path, numbers: Iterator[int], data: bytes, store: Callable[[Session, bytes], None]) -> None:
    """Store the file in a small demo of its own."""
    engines = create_engines(f"sqlite:///{folder / f'{next(numbers)}.db'}")
    migrate(engines.write)
    with session_scope(engines.write) as session:
        load_demo(session, CLOCK, "small", with_clients=False)
        store(session, data)
    engines.dispose()


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    pack = load_rulepack("england")
    good = prices(count)
    bad = good.with_columns(pl.lit("27 pounds").alias("price"))
    files = {
        "good.csv": good.write_csv().encode(), "bad.csv": bad.write_csv().encode(),
        "good.xlsx": workbook(good), "good.parquet": parquet(good),
    }  # fmt: skip
    rows = []
    for name, data in files.items():
        found = read_offers(data, pack, name)
        took = timed(partial(read_offers, data, pack, name), RUNS)
        rows.append(Row(f"check {name}", took, None, _facts(count, data, len(found.offers), len(found.errors))))
    few = prices(FEW).write_csv().encode()
    with TemporaryDirectory() as folder:
        run = partial(in_new_database, Path(folder), itertools.count())
        ours, theirs = side_by_side([partial(run, few, store_file), partial(run, few, store_one_by_one)], RUNS)
        rows.append(Row("check and store good.csv", ours, theirs, _facts(FEW, few, FEW // len(BANDS), 0)))
        whole = timed(partial(run, files["good.csv"], store_file), 1)
        facts = _facts(count, files["good.csv"], count // len(BANDS), 0)
        rows.append(Row("check and store good.csv", whole, None, facts))
    report("import", "A file of offers", rows, baseline="one offer at a time, as by form")


def _facts(rows: int, data: bytes, offers: int, faults: int) -> dict[str, str | int | float]:
    return {"rows": rows, "MB": round(len(data) / 1e6, 1), "offers": offers, "faults": faults}


if __name__ == "__main__":
    main()
