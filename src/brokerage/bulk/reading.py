"""Files to tables of text with line numbers: CSV, Excel and Parquet; whatever can't be trusted is refused in words."""

import csv
import io
import re
import zipfile
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath

import fastexcel
import polars as pl
from polars.exceptions import PanicException, PolarsError

from brokerage.bulk.row_errors import RowError, of_file, shortened

LARGEST_BYTES = 50_000_000
LARGEST_UNPACKED_BYTES = 400_000_000
LARGEST_RATIO = 200
MOST_ROWS = 500_000
MOST_COLUMNS = 200
DELIMITERS = ",;\t"
KINDS = (".csv", ".xlsx", ".parquet")
ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f[ >/]')


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows as text: `line` and one column per heading, blanks as "". With errors there may be no rows."""

    frame: pl.DataFrame
    errors: tuple[RowError, ...] = ()


class Unreadable(Exception):
    """The file can't be read as a table; `error` says why."""

    def __init__(self, error: RowError) -> None:
        super().__init__(str(error))
        self.error = error


def read_table(data: bytes, filename: str, *, sheet: str | int = 0) -> Table:
    """The table in a file, by the ending of its name. Headings are trimmed, lower case, with _ for spaces."""
    kind = PurePath(filename).suffix.lower()
    try:
        if not data:
            raise _unreadable("The file is empty.")
        if len(data) > LARGEST_BYTES:
            raise _unreadable(f"The file has more than {LARGEST_BYTES // 1_000_000} MB. Split it.")
        if kind == ".csv":
            return _from_csv(data)
        if kind == ".xlsx":
            return _from_workbook(data, sheet)
        if kind == ".parquet":
            return _from_parquet(data)
        raise _unreadable(f"We can read {', '.join(KINDS)} files. This one is called “{shortened(filename)}”.")
    except Unreadable as caught:
        return Table(pl.DataFrame(), (caught.error,))


def sheet_names(data: bytes, filename: str) -> tuple[str | int, ...]:
    """The sheets of a workbook, in order; (0,) for other files and for what can't be read."""
    if PurePath(filename).suffix.lower() == ".xlsx" and len(data) <= LARGEST_BYTES:
        with suppress(Unreadable, fastexcel.FastExcelError, PanicException):
            _refuse_bombs_and_formulas(data)
            return tuple(fastexcel.read_excel(data).sheet_names)
    return (0,)


def heading(text: str) -> str:
    """A heading as columns are named: trimmed, lower case, _ for spaces, no full stop at the end."""
    return re.sub(r"[\s_]+", "_", text.strip().rstrip(".").strip().lower())


def _unreadable(reason: str, column: str = "", line: int = 0) -> Unreadable:
    return Unreadable(of_file(reason, column, line))


def _from_csv(data: bytes) -> Table:
    text = _decoded(data)
    lines = text.split("\n", 1)
    delimiter = max(DELIMITERS, key=lines[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    begins = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                numbers.append(begins)
            begins = reader.line_num + 1
            if len(rows) > MOST_ROWS + 1:
                raise _unreadable(f"The file has more than {MOST_ROWS:,} rows. Split it.")
    except csv.Error as error:
        raise _unreadable(f"This line is not CSV ({error}). Check its quotation marks.", line=begins) from error
    return _table(rows, numbers)


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unreadable("This line is not UTF-8. Save the file as “CSV UTF-8”.", line=line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _unreadable("This line holds a zero byte, so this is not a plain CSV file.", line=line)
    return text


def _table(rows: list[list[str]], numbers: list[int]) -> Table:
    if not rows:
        raise _unreadable("The file is empty.")
    names = _headings([str(cell) for cell in rows[0]], numbers[0])
    width = len(names)
    errors = [
        of_file(f"This line has {len(row)} cells for {width} headings. Put a value with a comma in quotes.", line=line)
        for row, line in zip(rows[1:], numbers[1:], strict=True)
        if len(row) > width and any(cell.strip() for cell in row[width:])
    ]
    if len(rows) == 1:
        errors.append(of_file("There are headings but no rows."))
    if errors:
        return Table(pl.DataFrame(), tuple(errors))
    padded = [row[:width] + [""] * (width - len(row)) for row in rows[1:]]
    columns = dict(zip(names, (list(column) for column in zip(*padded, strict=True)), strict=True))
    frame = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
    return Table(_trimmed(frame, pl.Series("line", numbers[1:], dtype=pl.Int64)))


def _headings(cells: list[str], line: int = 1) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    names = [heading(cell) for cell in cells]
    if len(names) > MOST_COLUMNS:
        raise _unreadable(f"There are more than {MOST_COLUMNS} columns.", line=line)
    if "" in names:
        raise _unreadable(f"Column {names.index('') + 1} has no heading.", line=line)
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise _unreadable("This heading stands twice. Keep one.", shortened(twice[0]), line)
    if "line" in names:
        raise _unreadable("No column may be called “line”.", "line", line)
    return names


def _trimmed(frame: pl.DataFrame, lines: pl.Series) -> pl.DataFrame:
    """Blanks as "", no-break spaces as spaces, nothing around the text."""
    clean = pl.all().fill_null("").str.replace_all("\u00a0", " ", literal=True).str.strip_chars()
    return frame.select(clean).with_columns(lines.alias("line"))


def _from_workbook(data: bytes, sheet: str | int) -> Table:
    _refuse_bombs_and_formulas(data)
    try:
        book = fastexcel.read_excel(data)
        found = book.load_sheet(sheet, header_row=None, dtypes="string", n_rows=MOST_ROWS + 2).to_polars()
    except (fastexcel.FastExcelError, PolarsError, PanicException, ValueError) as error:
        raise _unreadable("This is not an Excel workbook that can be read. Save it anew as .xlsx.") from error
    if found.height > MOST_ROWS + 1:
        raise _unreadable(f"The sheet has more than {MOST_ROWS:,} rows. Split it.")
    rows = [[cell or "" for cell in row] for row in found.iter_rows()]
    kept = [(row, line) for line, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    return _table([row for row, _ in kept], [line for _, line in kept])


def _refuse_bombs_and_formulas(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > LARGEST_UNPACKED_BYTES or size > max(len(data) * LARGEST_RATIO, 10_000_000):
                raise _unreadable("The workbook unpacks to far more than it should. It was not opened.")
            if archive.testzip() is not None:
                raise zipfile.BadZipFile
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _refuse_formulas(archive.read(part))
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise _unreadable("This is not an Excel workbook that can be read. Save it anew as .xlsx.") from error


def _refuse_formulas(sheet: bytes) -> None:
    formula = FORMULA.search(sheet)
    if formula:
        column, line = formula.group(1).decode(), int(formula.group(2))
        raise _unreadable("This cell holds a formula. Paste the values instead and send the file again.", column, line)
    if ANY_FORMULA.search(sheet):
        raise _unreadable("The workbook holds formulas. Paste the values instead and send the file again.")


def _from_parquet(data: bytes) -> Table:
    try:
        lazy = pl.scan_parquet(io.BytesIO(data))
        schema = lazy.collect_schema()
        names = _headings(list(schema.names()))
        if lazy.select(pl.len()).collect().item() > MOST_ROWS:
            raise _unreadable(f"The file has more than {MOST_ROWS:,} rows. Split it.")
        for name, kind in schema.items():
            if kind.is_nested() or kind in (pl.Binary, pl.Object):
                raise _unreadable("This column holds more than plain values.", name)
        frame = lazy.select(pl.all().cast(pl.String)).collect()
    except (PolarsError, PanicException, OSError, ValueError) as error:
        raise _unreadable("This is not a Parquet file that can be read.") from error
    if frame.is_empty():
        raise _unreadable("There are headings but no rows.")
    frame.columns = names
    return Table(_trimmed(frame, pl.Series("line", range(2, frame.height + 2), dtype=pl.Int64)))
