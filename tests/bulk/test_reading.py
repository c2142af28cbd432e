"""Files that can't be trusted: each gets one plain answer, none gets in half, none brings the process down."""

import io
import zipfile
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.bulk import reading
from brokerage.bulk.reading import Table, read_table
from tests.bulk.workbooks import workbook

BLANK = [None, None, None]
ROWS: list[list[Any]] = [["Code", " Support Item. ", "Price"], ["a", "b", "1.50"], BLANK, ["c", "d\u00a0", "2"]]


def only_error(table: Table) -> str:
    """The one error of a refused file."""
    assert table.frame.is_empty()
    (error,) = table.errors
    return str(error)


def csv_of(text: str, encoding: str = "utf-8") -> Table:
    return read_table(text.encode(encoding), "prices.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_whatever_its_delimiter_and_unicode(encoding: str, delimiter: str) -> None:
    text = delimiter.join(["Code", "Price", "Note"]) + "\r\n" + delimiter.join(["ä", '"1,50"', '"two\nlines"'])
    table = csv_of(text + "\r\nb", encoding)
    assert table.frame.rows() == [("ä", "1,50", "two\nlines", 2), ("b", "", "", 4)]
    assert table.frame.columns == ["code", "price", "note", "line"]


def test_a_workbook_and_a_parquet_file_read_as_the_same_text() -> None:
    table = read_table(workbook(ROWS), "a.xlsx")
    data = io.BytesIO()
    pl.DataFrame({"Code": ["a", "c"], "Support Item": ["b", "d"], "Price": [1.5, 2.0]}).write_parquet(data)
    assert table.frame.rows() == [("a", "b", "1.50", 2), ("c", "d", "2", 4)]
    assert table.frame.columns == ["code", "support_item", "price", "line"]
    assert read_table(data.getvalue(), "a.parquet").frame["code"].to_list() == ["a", "c"]


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.csv", "The file: The file is empty."),
        (b"\n\n  \n", "a.csv", "The file is empty"),
        (b"code,price\n", "a.csv", "headings but no rows"),
        (b"code\n\xff\xfe\n", "a.csv", "Line 2: This line is not UTF-8. Save the file as “CSV UTF-8”."),
        (b"code\na\n\0\n", "a.csv", "Line 3: This line holds a zero byte"),
        (b"code,code\n1,2\n", "a.csv", "Line 1, column code: This heading stands twice"),
        (b"code,,price\n1,2,3\n", "a.csv", "Column 2 has no heading"),
        (b"code,line\n1,2\n", "a.csv", "No column may be called"),
        (b"code,price\n1,2,3\n", "a.csv", "Line 2: This line has 3 cells for 2 headings"),
        (b'code,price\n"1,2\n', "a.csv", "Line 2: This line is not CSV"),
        (b"a" * 200_000, "a.csv", "Line 1: This line is not CSV (field larger than field limit"),
        (",".join(f"c{i}" for i in range(300)).encode() + b"\n1", "a.csv", "more than 200 columns"),
        (b"PK\x03\x04 not really", "a.xlsx", "not an Excel workbook"),
        (b"PAR1 not really PAR1", "a.parquet", "not a Parquet file"),
        (b"a,b", "a.exe", "We can read .csv, .xlsx, .parquet files"),
        (b"a,b", "", "We can read .csv"),
    ],
)
def test_a_file_that_can_t_be_read_says_why_and_where(data: bytes, name: str, says: str) -> None:
    assert says in only_error(read_table(data, name))


def test_every_line_with_too_many_cells_is_named() -> None:
    table = csv_of("a,b\n1,2,3\n1,2\n4,5,6\n")
    assert [error.line for error in table.errors] == [2, 4]


def test_a_formula_in_a_workbook_is_refused_with_its_cell() -> None:
    data = workbook([["code", "price"], ["a", "=1+1"]], strings_to_formulas=True)
    assert only_error(read_table(data, "a.xlsx")).startswith("Line 2, column B: This cell holds a formula")


def test_a_workbook_that_unpacks_to_far_more_is_not_opened() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert "unpacks to far more" in only_error(read_table(data.getvalue(), "a.xlsx"))


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    data = workbook(ROWS)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (size - 20).to_bytes(4, "little"))
    assert "not an Excel workbook" in only_error(read_table(lying, "a.xlsx"))


def test_too_many_rows_are_refused_in_every_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    data = io.BytesIO()
    pl.DataFrame({"a": [1, 2, 3]}).write_parquet(data)
    book = workbook([["a"], ["1"], ["2"], ["3"]])
    files = {"a.csv": b"a\n1\n2\n3\n4\n", "a.xlsx": book, "a.parquet": data.getvalue()}
    for name, content in files.items():
        assert "more than 2 rows. Split it." in only_error(read_table(content, name))


def test_a_file_that_is_too_big_is_not_looked_into() -> None:
    assert "more than 50 MB" in only_error(read_table(b"x" * 50_000_001, "a.csv"))


def test_a_parquet_column_of_lists_or_bytes_is_refused() -> None:
    for values in ([[1], [2]], [b"a", b"b"]):
        data = io.BytesIO()
        pl.DataFrame({"a": values}).write_parquet(data)
        said = only_error(read_table(data.getvalue(), "x.parquet"))
        assert said.startswith("Column a: This column holds more than plain values")


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.parquet"]))
def test_any_bytes_get_an_answer(data: bytes, name: str) -> None:
    table = read_table(data, name)
    assert table.errors or table.frame.height


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_workbook_gets_an_answer(position: int, value: int) -> None:
    data = bytearray(workbook(ROWS))
    data[position % len(data)] = value
    table = read_table(bytes(data), "a.xlsx")
    assert table.errors or table.frame.height
