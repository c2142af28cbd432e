"""The editor of weekly times: rows of days, from and to; and back again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from brokerage.domain.availability import slots_for_dates
from brokerage.domain.words import WEEKDAYS
from brokerage.optimizer.market import Absence, Slot
from brokerage.web.forms import Form

DAY_MINUTES = 1440
MOST_ROWS = 60
EMPTY_ROWS = 2
DAY_SETS: dict[str, tuple[int, ...]] = {
    "every": (0, 1, 2, 3, 4, 5, 6),
    "weekdays": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
    **{str(day): (day,) for day in range(7)},
}
DAY_CHOICES = (
    ("", "Choose"),
    ("every", "Every day"),
    ("weekdays", "Monday to Friday"),
    ("weekend", "Saturday and Sunday"),
    *((str(day), name) for day, name in enumerate(WEEKDAYS)),
)


@dataclass(frozen=True, slots=True)
class PatternRow:
    """One row of the editor: a key of DAY_SETS and two times as HH:MM, all as they were typed."""

    days: str = ""
    begins: str = ""
    ends: str = ""


def rows_of(slots: Sequence[Slot]) -> list[PatternRow]:
    """As few rows as say the pattern, and empty ones to go on with."""
    by_hours: dict[tuple[int, int], set[int]] = {}
    for slot in slots:
        by_hours.setdefault((slot.from_minute, slot.to_minute), set()).add(slot.weekday)
    rows = []
    for (begins, ends), days in by_hours.items():
        for key, meant in DAY_SETS.items():
            if set(meant) <= days:
                rows.append((min(meant), PatternRow(key, _clock(begins), _clock(ends))))
                days -= set(meant)
    rows.sort(key=lambda row: (row[0], row[1].begins))
    return [row for _, row in rows] + [PatternRow()] * EMPTY_ROWS


def rows_of_form(form: Form) -> list[PatternRow]:
    """The rows as they were typed; one taken away or added where that was asked (`action` remove-2 or add)."""
    count = form.number("rows", "", high=MOST_ROWS, empty=0)
    rows = [
        PatternRow(form.text(f"days-{i}"), form.text(f"begins-{i}"), form.text(f"ends-{i}")) for i in range(count)
    ]
    action = form.text("action")
    if action == "add" and count < MOST_ROWS:
        rows.append(PatternRow())
    number = action.removeprefix("remove-")
    if action.startswith("remove-") and number.isdecimal() and int(number) < len(rows):
        del rows[int(number)]
    return rows


def slots_of_form(form: Form) -> tuple[Slot, ...]:
    """The pattern that the rows say; empty rows say nothing. An end at or before the start is on the next day.

    Invalid with each row that can't be read: `row-0`.
    """
    slots: list[Slot] = []
    for i, row in enumerate(rows_of_form(form)):
        if row == PatternRow():
            continue
        minutes = _span(form, f"row-{i}", row.begins, row.ends)
        if row.days not in DAY_SETS:
            form.refuse(f"row-{i}", f"Row {i + 1}: choose the days.")
        elif minutes:
            slots += [Slot(day, *minutes) for day in DAY_SETS[row.days]]
    form.check()
    return tuple(slots)


def absence_of_form(form: Form) -> Absence:
    """Time away, or other times on some dates. One date stands for both."""
    first, last = form.date("from_date"), form.date("to_date")
    if first is None and not form.problems:
        form.refuse("from_date", "Choose the first day.")
    slots: tuple[Slot, ...] = ()
    if form.text("kind") == "other":
        minutes = _span(form, "begins", form.text("begins"), form.text("ends"))
        if minutes and first:
            slots = slots_for_dates(first, max(first, last or first), *minutes)
    elif form.text("kind") != "away":
        form.refuse("kind", "Choose one of the two.")
    reason = form.text("reason", longest=200)
    form.check()
    begins: date = first or date.min
    return Absence(begins.isoformat(), (last or begins).isoformat(), slots, reason)


def _span(form: Form, pointer: str, begins: str, ends: str) -> tuple[int, int] | None:
    times = Form({"begins": begins, "ends": ends})
    first, last = times.minute("begins"), times.minute("ends")
    if first is None or last is None or first >= DAY_MINUTES:
        row = f"Row {int(pointer.removeprefix('row-')) + 1}: " if pointer.startswith("row-") else ""
        form.refuse(pointer, f"{row}write both times, such as 08:30 and 17:00.")
        return None
    return first, last if last > first else last + DAY_MINUTES


def _clock(minute: int) -> str:
    return f"{minute % DAY_MINUTES // 60:02d}:{minute % 60:02d}"
