"""Offers from a file: one row per price, rows with the same code are one offer; every fault of every row is told."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from brokerage.bulk.hours import parse_hours
from brokerage.bulk.offer_columns import (
    BY_NAME,
    COLUMNS,
    MOST_MINUTES,
    PATTERNS,
    REASONS,
    Column,
    allowed_values,
    is_malformed,
    minor_units,
    whole_number,
)
from brokerage.bulk.reading import heading, read_table
from brokerage.bulk.row_errors import RowError, of_file, shortened, sorted_errors, where_wrong
from brokerage.domain.availability import pattern_problems
from brokerage.domain.errors import Problem
from brokerage.domain.offers import OfferTerms, terms_problems
from brokerage.domain.rate_cards import Prices, price_problems
from brokerage.domain.rulepacks import Rulepack
from brokerage.optimizer.market import BlockDiscount, Rate, Slot

FORMULA_SIGNS = r"^[=@]"
KEY = ("provider", "code")
TERM_NUMBERS = (
    "headcount", "capacity_at_once", "min_visit_minutes", "max_visit_minutes", "min_weekly_minutes",
    "max_weekly_minutes", "travel_minutes", "notice_hours",
)  # fmt: skip
WORD_LISTS = ("areas", "skills", "languages", "tags")


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offer of a file: where it begins, whose it is ("" where the file does not say), terms, prices and times.

    `band_lines`: the line of the first price of each band.
    """

    line: int
    band_lines: dict[str, int]
    provider: str
    terms: OfferTerms
    prices: Prices
    availability: tuple[Slot, ...]
    sessions: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class OffersFile:
    """What a file holds. With errors there are no offers: nothing of a bad file is used. `sha256` of its bytes."""

    rows: int
    offers: tuple[OfferRow, ...]
    errors: tuple[RowError, ...]
    sha256: str


def read_offers(source: Path | bytes, pack: Rulepack, filename: str = "") -> OffersFile:
    """The offers of a CSV, Excel or Parquet file, checked by the rules of a place. Bytes need a file name."""
    data = source.read_bytes() if isinstance(source, Path) else source
    name = filename or (source.name if isinstance(source, Path) else "")
    digest = hashlib.sha256(data).hexdigest()
    table = read_table(data, name)
    errors = [*table.errors, *(_heading_errors(table.frame) if not table.errors else ())]
    if errors:
        return OffersFile(0, (), sorted_errors(errors), digest)
    frame = _complete(table.frame)
    errors = [*_value_errors(frame, pack), *_disagreements(frame)]
    if errors:
        return OffersFile(frame.height, (), sorted_errors(errors), digest)
    offers = list(_offers(_typed(frame), pack))
    errors = [error for offer in offers for error in _offer_errors(offer, pack)]
    return OffersFile(frame.height, () if errors else tuple(offers), sorted_errors(errors), digest)


def _heading_errors(frame: pl.DataFrame) -> Iterator[RowError]:
    names = [name for name in frame.columns if name != "line"]
    for name in names:
        if name not in BY_NAME:
            close = get_close_matches(name, BY_NAME, n=1)
            hint = f" Did you mean “{close[0]}”?" if close else ""
            yield of_file(f"We don't know this column.{hint}", shortened(name), 1)
    for column in COLUMNS:
        if column.is_required and column.name not in names:
            yield of_file(f"This column is missing. {column.about}", column.name, 1)


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Every column there is, the missing ones blank; words of a fixed list as ids are written."""
    missing = [pl.lit("").alias(column.name) for column in COLUMNS if column.name not in frame.columns]
    lowered = [pl.col(name).map_elements(heading, return_dtype=pl.String) for name in ("category", "band", "unit")]
    return frame.with_columns(missing).with_columns(*lowered, pl.col("band_rule").str.to_lowercase())


def _value_errors(frame: pl.DataFrame, pack: Rulepack) -> list[RowError]:
    errors = []
    for column in COLUMNS:
        wrong = partial(where_wrong, frame, column.name)
        if column.is_required:
            errors += wrong(_is_missing(column), f"This is missing. {column.about}")
        if column.kind in PATTERNS:
            errors += wrong(is_malformed(column), REASONS[column.kind])
        if column.kind == "number" and "minutes" in column.name:
            too_long = pl.col(column.name).cast(pl.Int64, strict=False) > MOST_MINUTES
            errors += wrong(too_long, f"Write at most {MOST_MINUTES:,} minutes, which is two weeks.")
        if column.kind in ("text", "words"):
            errors += wrong(pl.col(column.name).str.contains(FORMULA_SIGNS), "Write words here, not a formula.")
        if column.kind == "hours":
            errors += _hours_errors(frame, column.name)
    for name, values in allowed_values(pack).items():
        shown = ", ".join(values[:12]) + (" …" if len(values) > 12 else "")
        errors += where_wrong(frame, name, (pl.col(name) != "") & ~pl.col(name).is_in(values), f"Use one of: {shown}.")
    is_hour = pl.col("unit") == "hour"
    errors += where_wrong(frame, "minutes", is_hour & (pl.col("minutes") == ""), "Write the minutes the price is for.")
    return errors


def _is_missing(column: Column) -> pl.Expr:
    """Blank; for what is said of the whole offer only where no row of it says it, told on its first."""
    if column.of_price or column.name in KEY:
        return pl.col(column.name) == ""
    is_first = pl.col("line") == pl.col("line").first().over(KEY)
    return is_first & (pl.col(column.name) == "").all().over(KEY)


def _hours_errors(frame: pl.DataFrame, name: str) -> list[RowError]:
    errors = []
    for text in frame[name].unique():
        try:
            problems = pattern_problems(parse_hours(text))
            reason = problems[0].message if problems else ""
        except ValueError as error:
            reason = str(error)
        if reason:
            errors += where_wrong(frame, name, pl.col(name) == text, reason)
    return errors


def _disagreements(frame: pl.DataFrame) -> list[RowError]:
    """Rows of one offer that say different things of it, and prices that stand twice."""
    errors = []
    for column in COLUMNS:
        if column.of_price or column.name in KEY:
            continue
        filled = frame.filter(pl.col(column.name) != "").with_columns(
            pl.col(column.name).first().over(KEY).alias("first"), pl.col("line").first().over(KEY).alias("first_line")
        )
        found = filled.filter(pl.col(column.name) != pl.col("first")).select("line", column.name, "first", "first_line")
        for line, value, first, first_line in found.iter_rows():
            reason = f"Line {first_line} says “{shortened(first)}” for the same offer. Make them agree."
            errors.append(RowError(line, column.name, shortened(value), reason))
    twice = pl.struct(*KEY, "band", "minutes").is_first_distinct().not_()
    errors += where_wrong(frame, "band", twice, "This price stands twice for the same offer. Keep one.")
    units = pl.col("unit") != pl.col("unit").first().over([*KEY, "band"])
    errors += where_wrong(frame, "unit", units, "One band of an offer has one unit. Make them agree.")
    return errors


def _typed(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per offer: the first filled value of each column, and its price rows as lists."""
    numbers = [whole_number(c.name) for c in COLUMNS if c.kind == "number"]
    money = [minor_units(c.name).alias(c.name) for c in COLUMNS if c.kind == "money"]
    dates = [pl.col(c.name).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False) for c in COLUMNS if c.kind == "date"]
    typed = frame.with_columns(*numbers, *money, *dates)
    prices = [column.name for column in COLUMNS if column.of_price]
    values = [_first_filled(c.name, c.kind) for c in COLUMNS if not c.of_price and c.name not in KEY]
    grouped = typed.group_by(KEY, maintain_order=True)
    return grouped.agg(pl.col("line").first().alias("first_line"), *values, pl.col("line", *prices))


def _first_filled(name: str, kind: str) -> pl.Expr:
    column = pl.col(name)
    if kind in ("number", "money", "date"):
        return column.drop_nulls().first()
    return column.filter(column != "").first().fill_null("")


def _offers(grouped: pl.DataFrame, pack: Rulepack) -> Iterator[OfferRow]:
    hours: dict[str, tuple[Slot, ...]] = {}
    order = {band: position for position, band in enumerate(pack.band_names())}
    for row in grouped.iter_rows(named=True):
        yield OfferRow(
            line=row["first_line"],
            band_lines=dict(zip(reversed(row["band"]), reversed(row["line"]), strict=True)),
            provider=row["provider"],
            terms=_terms(row),
            prices=_prices(row, order),
            availability=_hours(hours, row["availability"]),
            sessions=_hours(hours, row["sessions"]),
        )


def _hours(known: dict[str, tuple[Slot, ...]], text: str) -> tuple[Slot, ...]:
    if text not in known:
        known[text] = parse_hours(text)
    return known[text]


def _terms(row: dict[str, Any]) -> OfferTerms:
    numbers: dict[str, Any] = {name: row[name] for name in TERM_NUMBERS if row[name] is not None}
    words: dict[str, Any] = {name: tuple(w.strip() for w in row[name].split("|") if w.strip()) for name in WORD_LISTS}
    percent, threshold = row["discount_percent"], row["discount_from_minutes"]
    has_discount = percent is not None and threshold is not None
    return OfferTerms(
        service=row["service"], category=row["category"], description=row["description"], external_code=row["code"],
        discount=BlockDiscount(threshold, percent) if has_discount else None, **numbers, **words,
    )  # fmt: skip


def _prices(row: dict[str, Any], order: dict[str, int]) -> Prices:
    points: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for band, unit, minutes, price in zip(row["band"], row["unit"], row["minutes"], row["price"], strict=True):
        points.setdefault((band, unit), []).append((minutes or 0, price))
    rates = [Rate(band, unit, tuple(sorted(found))) for (band, unit), found in points.items()]  # type: ignore[arg-type]
    first: date | None = row["valid_from"]
    return Prices(
        rates=tuple(sorted(rates, key=lambda rate: order[rate.band])), band_rule=row["band_rule"] or "share",
        travel_fee_minor=row["travel_fee"] or 0, valid_from=first, valid_to=row["valid_to"],
    )  # fmt: skip


def _offer_errors(offer: OfferRow, pack: Rulepack) -> list[RowError]:
    """What the same rules say that a form or the API would be told."""
    problems = [*terms_problems(offer.terms, pack), *price_problems(offer.prices, pack)]
    if not offer.availability and not offer.sessions:
        problems.append(Problem("availability", "Say when you can come, or the times of the sessions."))
    if offer.terms.discount is not None and not 1 <= offer.terms.discount.percent_off <= 100:
        problems.append(Problem("discount_percent", "Write a discount from 1 to 100."))
    return [_placed(offer, problem) for problem in problems]


def _placed(offer: OfferRow, problem: Problem) -> RowError:
    band = problem.pointer.removeprefix("rates/")
    if problem.pointer.startswith("rates"):
        return RowError(offer.band_lines.get(band, offer.line), "price", "", problem.message)
    return RowError(offer.line, {"external_code": "code"}.get(problem.pointer, problem.pointer), "", problem.message)
