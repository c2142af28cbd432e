"""A published price catalogue to price caps: odd rows are kept and noted, wrong ones are told by line and column."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from brokerage.bulk.catalogue_profile import CatalogueProfile
from brokerage.bulk.reading import heading, read_table, sheet_names
from brokerage.bulk.row_errors import RowError, of_file, shortened, sorted_errors
from brokerage.domain.price_caps import CapKind, CatalogueItem

ITEM_NUMBER = re.compile(r"\d{2}_\d{3,12}_\d{4}_\d{1,2}_\d{1,2}")
AMOUNT = re.compile(r"\$?([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?: 00:00:00(?:\.0+)?|\.0)?")
NO_END_YEAR = 9999
REQUIRED = ("code", "name", "unit", "starts_on")
YES = "Y"


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """What a catalogue holds. With errors there are no items. `notes` are odd rows that were kept, and how."""

    rows: int
    items: tuple[CatalogueItem, ...]
    errors: tuple[RowError, ...]
    notes: tuple[RowError, ...]
    sha256: str


@dataclass(slots=True)
class _Reader:
    profile: CatalogueProfile
    regions: dict[str, str]
    sheet: str = ""
    line: int = 0
    errors: list[RowError] = field(default_factory=list)
    notes: list[RowError] = field(default_factory=list)

    def fault(self, column: str, value: str, reason: str) -> None:
        self.errors.append(RowError(self.line, self._place(column), shortened(value), reason))

    def note(self, column: str, value: str, reason: str) -> None:
        self.notes.append(RowError(self.line, self._place(column), shortened(value), reason))

    def _place(self, column: str) -> str:
        return f"{column} of sheet {self.sheet}" if self.sheet else column


def read_catalogue(source: Path | bytes, profile: CatalogueProfile, filename: str = "") -> CatalogueFile:
    """Every item of every sheet that has item numbers. Bytes need a file name."""
    data = source.read_bytes() if isinstance(source, Path) else source
    name = filename or (source.name if isinstance(source, Path) else "")
    digest = hashlib.sha256(data).hexdigest()
    reader = _Reader(profile, {heading(region): region for region in profile.regions()})
    items: list[CatalogueItem] = []
    rows = 0
    for row in _rows(reader, data, name):
        rows += 1
        item = _item(reader, row)
        if item is not None:
            items.append(item)
    reader.errors += _overlaps(items)
    kept = () if reader.errors else _with_services(items)
    return CatalogueFile(rows, kept, sorted_errors(reader.errors), tuple(reader.notes), digest)


def _rows(reader: _Reader, data: bytes, name: str) -> Iterator[dict[str, str]]:
    """The rows of every sheet with item numbers. Other sheets, a cover page, say, are passed over."""
    columns = reader.profile.columns
    tables = [(sheet, read_table(data, name, sheet=sheet)) for sheet in sheet_names(data, name)]
    with_items = [(sheet, table) for sheet, table in tables if columns["code"] in table.frame.columns]
    if not with_items:
        reader.errors += tables[0][1].errors or [of_file("This column is missing.", columns["code"], 1)]
    for sheet, table in with_items:
        reader.sheet = str(sheet) if isinstance(sheet, str) else ""
        missing = [columns[key] for key in REQUIRED if columns[key] not in table.frame.columns]
        reader.errors += [of_file("This column is missing.", column, 1) for column in missing]
        if not missing:
            yield from table.frame.iter_rows(named=True)


def _item(reader: _Reader, row: dict[str, str]) -> CatalogueItem | None:
    reader.line = int(row["line"])
    before = len(reader.errors)
    values = {key: row.get(column, "") for key, column in reader.profile.columns.items()}
    code, name = values["code"], " ".join(values["name"].split())
    if not code or len(code) > 64:
        reader.fault(reader.profile.columns["code"], code, "Write the item number, at most 64 characters.")
    elif not ITEM_NUMBER.fullmatch(code):
        reader.note(reader.profile.columns["code"], code, "This item number is a word. It is kept as it stands.")
    unit = reader.profile.units.get(values["unit"])
    if unit is None:
        known = ", ".join(reader.profile.units)
        reader.fault(reader.profile.columns["unit"], values["unit"], f"Use one of: {known}.")
    starts_on = _day(reader, "starts_on", values["starts_on"])
    ends_on = _day(reader, "ends_on", values["ends_on"]) if values["ends_on"] else None
    prices = dict(_prices(reader, row))
    kind = _kind(reader, values, prices)
    if len(reader.errors) > before or unit is None or starts_on is None:
        return None
    service, bands = reader.profile.split_name(name)
    rule = reader.profile.category_of(code, values["group_code"], name)
    return CatalogueItem(
        sheet=reader.sheet, line=reader.line, code=code, name=name, service=service, service_code=code,
        group_code=values["group_code"], group_name=values["group_name"], category=rule.category, hours=rule.hours,
        unit=unit, bands=bands, kind=kind, prices=prices,
        may_charge_cancellation=values["cancellation"] == YES, may_charge_travel=values["travel"] == YES,
        is_extra=bool(re.search(reader.profile.extras, name)),
        starts_on=starts_on, ends_on=None if ends_on and ends_on.year == NO_END_YEAR else ends_on,
    )  # fmt: skip


def _kind(reader: _Reader, values: dict[str, str], prices: dict[str, int]) -> CapKind:
    """What the price is. Lines that say nothing are quoted if they say so, open if they have no price."""
    told = reader.profile.kinds.get(values["kind"])
    if values["kind"] and told is None:
        known = ", ".join(reader.profile.kinds)
        reader.fault(reader.profile.columns["kind"], values["kind"], f"Use one of: {known}.")
    if told is not None:
        return told
    if values["quote"].lower() == "yes":
        return CapKind.QUOTED
    return CapKind.LIMITED if prices else CapKind.OPEN


def _day(reader: _Reader, key: str, text: str) -> date | None:
    found = DAY.fullmatch(text)
    if found:
        with suppress(ValueError):
            return date(*(int(part) for part in found.groups()))
    reader.fault(reader.profile.columns[key], text, "Write a date such as 20250701 or 2025-07-01.")
    return None


def _prices(reader: _Reader, row: dict[str, str]) -> Iterator[tuple[str, int]]:
    for column, region in reader.regions.items():
        text = row.get(column, "")
        if not text:
            continue
        if not AMOUNT.fullmatch(text):
            reader.fault(column, text, "Write an amount such as 70.23.")
            continue
        exact = Decimal(text.removeprefix("$").replace(",", "")) * 100
        minor = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        if exact != minor:
            reader.note(column, text, f"This has parts of a cent. It is taken as {Decimal(minor) / 100}.")
        yield region, minor


def _overlaps(items: list[CatalogueItem]) -> Iterator[RowError]:
    """The same item twice is right only one after the other."""
    seen: dict[str, list[CatalogueItem]] = {}
    for item in items:
        for other in seen.setdefault(item.code, []):
            if item.starts_on <= (other.ends_on or date.max) and other.starts_on <= (item.ends_on or date.max):
                reason = f"This item stands on line {other.line} too, for the same dates. Keep one."
                yield RowError(item.line, "", item.code, reason)
        seen[item.code].append(item)


def _with_services(items: list[CatalogueItem]) -> tuple[CatalogueItem, ...]:
    """Lines of one service (same support category, group and name but for the time) share the first one's code.

    The weekday line leads where there is one.
    """
    lead: dict[tuple[str, str, str], CatalogueItem] = {}
    for item in items:
        key = (item.code[:2], item.group_code, item.service)
        if key not in lead or ("weekday" in item.bands and "weekday" not in lead[key].bands):
            lead[key] = item
    return tuple(
        replace(item, service_code=lead[item.code[:2], item.group_code, item.service].code) for item in items
    )
