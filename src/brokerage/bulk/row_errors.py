"""What is wrong with a file, row by row: line, column, value and reason, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

SHOWN_ERRORS = 200
SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class RowError:
    """One fault. `line` counts from 1 as a person sees the file (the headings are on 1); 0: the file as a whole."""

    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        """Line 4, column price, “abc”: Write an amount such as 27.50."""
        parts = [f"line {self.line}" if self.line else "", f"column {self.column}" if self.column else ""]
        parts.append(f"“{self.value}”" if self.value else "")
        place = ", ".join(filter(None, parts)) or "the file"
        return f"{place[:1].upper()}{place[1:]}: {self.reason}"


def of_file(reason: str, column: str = "", line: int = 0) -> RowError:
    """A fault of the whole file, or of its headings."""
    return RowError(line, column, "", reason)


def shortened(value: str) -> str:
    """A value as it can be shown: control characters as spaces, the end of a long one left out."""
    clean = "".join(c if c.isprintable() else " " for c in value[: SHOWN_CHARACTERS + 1])
    return clean if len(value) <= SHOWN_CHARACTERS else f"{clean[:SHOWN_CHARACTERS]}…"


def where_wrong(frame: pl.DataFrame, column: str, is_wrong: pl.Expr, reason: str) -> list[RowError]:
    """A fault for every row of the frame (column `line`) in which the expression is true."""
    found = frame.filter(is_wrong.fill_null(value=False)).select("line", column)
    return [RowError(line, column, shortened(value or ""), reason) for line, value in found.iter_rows()]


def sorted_errors(errors: Iterable[RowError]) -> tuple[RowError, ...]:
    """Each fault once, in the order of the file."""
    return tuple(sorted(dict.fromkeys(errors), key=lambda error: (error.line, error.column)))
