"""A small price catalogue with every oddity that published ones have. Numbers follow the real one's pattern."""

from typing import Any

from tests.bulk.workbooks import workbook_of

STATES = ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA")
HEADINGS = [
    "Support Item Number", "Support Item Name", "Registration Group Number", "Registration Group Name",
    "Support Category Number", "Support Category Number (PACE)", "Support Category Name",
    "Support Category Name (PACE)", "Unit", "Quote", "Start date", "End Date", *STATES, "Remote", "Very Remote",
    "Non-Face-to-Face Support Provision", "Provider Travel", "Short Notice Cancellations.", "NDIA Requested Reports",
    "Irregular SIL Supports", "Type",
]  # fmt: skip
LIMITED, QUOTED, AT_COST = "Price Limited Supports", "Quotable Supports", "Unit Price = $1"
SELF_CARE = "Assistance With Self-Care Activities - Standard"
DAILY = ("0107", "Daily Personal Activities")
THERAPY = ("0128", "Therapeutic Supports")


def line(
    code: str,
    name: str,
    unit: str = "H",
    price: Any = 70.23,
    kind: str | None = LIMITED,
    *,
    group: tuple[str, str] = DAILY,
    starts: Any = 20250701,
    ends: Any = "99991231",
    remote: Any = None,
    cancel: str = "Y",
) -> list[Any]:
    """One row of the catalogue."""
    base = price if isinstance(price, int | float) else None
    far = (remote or (base and round(base * 1.4, 2)), base and round(base * 1.5, 2))
    prices = [*([price] * len(STATES)), *far]
    quote = "Yes" if kind == QUOTED else "No"
    number = code[:2] if code[:2].isdigit() else "14"
    head = [code, name, *group, int(number), number, "Category", "Category (PACE)", unit, quote, starts, ends]
    return [*head, *prices, "Y", "Y", cancel, "N", "N", kind]


LINES = [
    line("01_002_0107_1_1", f"{SELF_CARE} - Weekday Night", price=78.81),
    line("01_011_0107_1_1", f"{SELF_CARE} - Weekday Daytime", starts="20250701"),
    line("01_012_0107_1_1", f"{SELF_CARE} - Public Holiday", price=156.03),
    line("01_013_0107_1_1", f"{SELF_CARE} - Saturday", price=98.83),
    line("01_014_0107_1_1", f"{SELF_CARE} - Sunday", price=127.43),
    line("01_015_0107_1_1", f"{SELF_CARE} - Weekday Evening", price=77.38),
    line("01_010_0107_1_1", "Assistance With Self-Care Activities - Night-Time Sleepover", "E", 297.6),
    line("01_003_0107_1_1", "Assistance From Live-In Carer", price=None, kind=QUOTED),
    line("01_045_0115_1_1", "STA And Assistance (Inc. Respite) - 1:4 - Weekday", "D", 708.75, group=("0115", "Group")),
    line("01_051_0115_1_1", "STA And Assistance (Inc. Respite) - 1:4 - Saturday", "D", 860.39, group=("0115", "Group")),
    line("04_599_0136_6_1", "Centre Capital Cost", price=2.59, group=("0136", "Group And Centre")),
    line("15_799_0107_1_3", "Provider travel - non-labour costs", "E", 1, AT_COST),
    line("10_016_0102_5_3", "Employment Assistance", price=80.06, group=("0102", "Employment")),
    line("15_617_0128_1_3", "Assessment - Occupational Therapist\u00a0", price=193.99, group=THERAPY),
    line("15_062_0128_3_3", "Assessment - Dietitian", price=188.99, remote=264.586, group=THERAPY),
    line("15_610_0128_1_3", "Assessment - Art Therapist", price=193.99, ends=20251123, group=THERAPY),
    line("15_610_0128_1_3", "Assessment - Art Therapist", price=156.16, starts=20251124, group=THERAPY),
    line("15_049_0128_1_3", "Multidisciplinary Team", "E", None, None, group=THERAPY, starts="2025-07-01"),
    line("Bereavement", "Plan Management - Bereavement Payment", "MON", 104.45, group=("0127", "Management")),
]
LEGACY = [line("05_060000111_0135_1_2", "Accessories", "E", " ", None, ends=20260930)]
LEGACY[0][12:22] = [" "] * 10


def catalogue(lines: list[list[Any]] = LINES, legacy: list[list[Any]] = LEGACY) -> bytes:
    """The workbook: a cover page, the current items, the legacy items."""
    sheets = {
        "Read me": [["Price catalogue", None], ["made for tests", None]],
        "Current Support Items": [HEADINGS, *lines],
        "Legacy Support Items": [HEADINGS, *legacy],
    }
    return workbook_of(sheets)
