"""How long a file of 100,000 prices takes to read and check, in each format, good and full of faults.

    python benchmarks/bench_import.py [ROWS]

Prints seconds (best of three) and rows a second.
"""

import io
import sys
import time
from collections.abc import Callable

import polars as pl

from brokerage.bulk.offers import read_offers
from brokerage.domain.rulepacks import load_rulepack

BANDS = ("weekday", "evening", "night", "saturday", "sunday")
RUNS = 3


def rows(count: int) -> pl.DataFrame:
    """Five prices per offer, everything filled in."""
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


def best_seconds(run: Callable[[], object]) -> float:
    """The shortest of a few runs."""
    found = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        found.append(time.perf_counter() - began)
    return min(found)


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    pack = load_rulepack("england")
    good = rows(count)
    bad = good.with_columns(pl.lit("27 pounds").alias("price"))
    files = {
        "good.csv": good.write_csv().encode(),
        "good.xlsx": workbook(good),
        "good.parquet": parquet(good),
        "bad.csv": bad.write_csv().encode(),
    }
    print(f"{count:,} rows, best of {RUNS}")
    print(f"{'file':<14}{'MB':>7}{'seconds':>9}{'rows/s':>10}{'offers':>9}{'faults':>9}")
    for name, data in files.items():
        found = read_offers(data, pack, name)
        seconds = best_seconds(lambda data=data, name=name: read_offers(data, pack, name))  # type: ignore[misc]
        size, rate = len(data) / 1e6, count / seconds
        print(f"{name:<14}{size:>7.1f}{seconds:>9.2f}{rate:>10,.0f}{len(found.offers):>9,}{len(found.errors):>9,}")


if __name__ == "__main__":
    main()
