"""Offers files: what goes in comes out as offers, and every fault of every row is told by line and column."""

import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.bulk.offer_columns import COLUMNS
from brokerage.bulk.offers import OffersFile, read_offers
from brokerage.domain.rulepacks import load_rulepack
from brokerage.optimizer.market import BlockDiscount, Rate, Slot
from tests.bulk.workbooks import workbook

ENGLAND = load_rulepack("england")
HEAD = "code,service,category,availability,band,unit,minutes,price"
ROW = "a,Care at home,personal_care,Mon 07:00-22:00,weekday,hour,60,27.00"


def read(*lines: str, name: str = "offers.csv") -> OffersFile:
    return read_offers("\n".join(lines).encode(), ENGLAND, name)


def faults(found: OffersFile) -> list[tuple[int, str, str]]:
    assert found.offers == ()
    return [(error.line, error.column, error.value) for error in found.errors]


def test_rows_with_the_same_code_are_one_offer_with_its_prices_in_order() -> None:
    found = read(
        HEAD,
        'a,Care at home,personal_care,Mon-Fri 07:00-22:00,weekday,hour,60,"27,00"',
        "b,Day,day_centre,Tue 10:00-15:00,weekday,session,,£45",
        "a,,,,weekday,hour,30,23.5",
        "a,,,,evening,hour,60,29.05",
    )
    first, second = found.offers
    assert found.errors == ()
    assert first.prices.rates == (
        Rate("weekday", "hour", ((30, 2350), (60, 2700))),
        Rate("evening", "hour", ((60, 2905),)),
    )
    assert first.availability == tuple(Slot(day, 420, 1320) for day in range(5))
    assert (second.line, second.terms.external_code, second.prices.rates[0].points) == (3, "b", ((0, 4500),))


def test_every_column_comes_through() -> None:
    values = {
        "code": "x-1", "service": "Care", "category": "Personal care", "band": "Weekday", "unit": "Hour",
        "minutes": "60", "price": "20", "provider": "p-1", "currency": "GBP", "description": "Good.",
        "areas": "harbour | old_town", "skills": "hoist", "languages": "english|urdu", "tags": "home",
        "headcount": "2", "capacity_at_once": "3", "min_visit_minutes": "45", "max_visit_minutes": "120",
        "min_weekly_minutes": "60", "max_weekly_minutes": "600", "travel_minutes": "10", "travel_fee": "1.20",
        "notice_hours": "48", "band_rule": "dearest", "valid_from": "2027-04-05", "valid_to": "2028-04-04",
        "discount_from_minutes": "600", "discount_percent": "5", "availability": "Sat 08:00-10:00", "sessions": "",
    }  # fmt: skip
    assert list(values) == [column.name for column in COLUMNS]
    (offer,) = read(",".join(values), ",".join(values.values())).offers
    terms, prices = offer.terms, offer.prices
    assert (offer.provider, terms.category, terms.areas) == ("p-1", "personal_care", ("harbour", "old_town"))
    assert (terms.headcount, terms.capacity_at_once) == (2, 3)
    assert (terms.min_visit_minutes, terms.max_visit_minutes) == (45, 120)
    assert (terms.min_weekly_minutes, terms.max_weekly_minutes, terms.travel_minutes) == (60, 600, 10)
    assert (terms.notice_hours, terms.discount) == (48, BlockDiscount(600, 5))
    assert (prices.travel_fee_minor, prices.band_rule, str(prices.valid_from)) == (120, "dearest", "2027-04-05")


def test_the_same_rows_read_the_same_from_every_format(tmp_path: Path) -> None:
    row = ["a", "Care", "personal_care", "Mon 07:00-22:00", "weekday", "hour", 60, 27.3]
    cells: list[list[Any]] = [HEAD.split(","), row]
    frame = pl.DataFrame({name: [value] for name, value in zip(*cells, strict=True)})
    parquet, csv = io.BytesIO(), tmp_path / "a.csv"
    frame.write_parquet(parquet)
    frame.write_csv(csv, separator=";")
    files = [
        read_offers(workbook(cells), ENGLAND, "a.xlsx"),
        read_offers(parquet.getvalue(), ENGLAND, "a.parquet"),
        read_offers(csv, ENGLAND),
    ]
    assert files[0].offers == files[1].offers == files[2].offers
    assert files[0].offers[0].prices.rates == (Rate("weekday", "hour", ((60, 2730),)),)
    assert len({found.sha256 for found in files}) == 3


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("price", "abc"), ("price", "1.234,50"), ("price", "27.005"), ("price", "-3"), ("price", "1e9"),
        ("price", "99999999999999"), ("price", ""), ("price", "0"), ("minutes", "60.5"), ("minutes", "999999"),
        ("minutes", ""), ("minutes", "٣٠"), ("band", "teatime"), ("unit", "fortnight"), ("category", "magic"),
        ("service", "=HYPERLINK(1)"), ("service", "x" * 201), ("code", ""), ("code", "y" * 101),
        ("availability", "whenever"), ("availability", "Mon 08:00-12:00; Mon 11:00-13:00"), ("availability", ""),
    ],
)  # fmt: skip
def test_a_bad_value_is_told_by_line_and_column_and_nothing_is_used(column: str, value: str) -> None:
    names, cells = HEAD.split(","), ROW.replace("a,", "b,", 1).split(",")
    cells[names.index(column)] = value
    found = read(HEAD, ROW, ",".join(f'"{cell}"' for cell in cells))
    assert (3, column) in {(line, where) for line, where, _ in faults(found)}
    assert all(error.reason.endswith((".", "…")) for error in found.errors)


def test_all_faults_of_all_rows_are_told_in_the_order_of_the_file() -> None:
    found = read(HEAD, ROW.replace("27.00", "x"), ROW.replace("60,27.00", "y,z"), ROW.replace("a,", "c,", 1))
    assert faults(found) == [(2, "price", "x"), (3, "minutes", "y"), (3, "price", "z")]


def test_unknown_and_missing_columns_are_told_with_a_guess() -> None:
    found = read(HEAD.replace("price", "pirce").replace("unit,", ""), "a,b,c,d,e,f,g")
    reasons = {error.column: error.reason for error in found.errors}
    assert set(reasons) == {"pirce", "price", "unit"}
    assert "Did you mean “price”?" in reasons["pirce"]


def test_rows_of_one_offer_that_disagree_name_each_other() -> None:
    found = read(HEAD, ROW, ROW.replace("Care at home", "Gardening").replace("60,", "30,"))
    (error,) = found.errors
    assert (error.line, error.column, error.value) == (3, "service", "Gardening")
    assert "Line 2 says “Care at home”" in error.reason


def test_a_price_that_stands_twice_is_told() -> None:
    assert faults(read(HEAD, ROW, ROW)) == [(3, "band", "weekday")]


def test_a_longer_visit_that_costs_less_is_told_at_its_band() -> None:
    found = read(HEAD, ROW, "a,,,,evening,hour,60,20", "a,,,,evening,hour,90,10")
    assert faults(found) == [(3, "price", "")]


def test_another_currency_than_the_place_s_is_refused() -> None:
    assert faults(read(HEAD + ",currency", ROW + ",USD")) == [(2, "currency", "USD")]


def test_a_date_that_does_not_exist_is_refused() -> None:
    assert faults(read(HEAD + ",valid_from", ROW + ",2027-02-30")) == [(2, "valid_from", "2027-02-30")]


POINTS = st.tuples(st.integers(1, 50), st.integers(1, 10**8))


@given(st.lists(POINTS, min_size=1, max_size=20, unique_by=lambda point: point[0]))
def test_amounts_come_back_to_the_penny(points: list[tuple[int, int]]) -> None:
    rows = [f"a,S,personal_care,Mon 07:00-09:00,weekday,hour,{m},{p // 100}.{p % 100:02d}" for m, p in points]
    found = read(HEAD, *rows)
    rising = [price for _, price in sorted(points)]
    if rising == sorted(rising):
        assert found.offers[0].prices.rates[0].points == tuple(sorted(points))
    else:
        assert found.errors


@given(st.lists(st.lists(st.text(max_size=8), min_size=8, max_size=8), min_size=1, max_size=5))
def test_any_cells_get_an_answer(rows: list[list[str]]) -> None:
    cells = [[cell.replace('"', "").replace("\0", "") for cell in row] for row in rows]
    text = "\n".join([HEAD, *(",".join(f'"{cell}"' for cell in row) for row in cells)])
    found = read_offers(text.encode("utf-8", "replace"), ENGLAND, "a.csv")
    assert found.offers or found.errors
