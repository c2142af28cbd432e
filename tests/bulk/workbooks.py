"""Excel files made for tests."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter


def workbook(rows: Sequence[Sequence[Any]], sheet: str = "Sheet1", **options: bool) -> bytes:
    """One sheet with these cells: numbers as numbers, None as nothing."""
    return workbook_of({sheet: rows}, **options)


def workbook_of(sheets: Mapping[str, Sequence[Sequence[Any]]], **options: bool) -> bytes:
    """Several sheets, by name."""
    data = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, **options}
    with xlsxwriter.Workbook(data, settings) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(y, x, cell)
    return data.getvalue()
