"""When someone can work: weekly patterns, exceptions and time away, checked and put into words."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from brokerage.domain.errors import Problem
from brokerage.domain.words import DAY_MINUTES, WEEKDAYS, clock_time, day_date, is_plain, listed
from brokerage.optimizer.market import Absence, Slot

WEEK_MINUTES = 7 * DAY_MINUTES
LONGEST_AWAY_DAYS = 366
LONGEST_REASON = 200
MOST_SLOTS = 100
MOST_ABSENCES = 200
YEARS = range(2000, 2101)
SHORT_DAYS = tuple(day[:3] for day in WEEKDAYS)


def pattern_problems(slots: Sequence[Slot], pointer: str = "availability") -> list[Problem]:
    """What is wrong with a weekly pattern, slot by slot. Slots are half-open and may run past midnight, not overlap."""
    if len(slots) > MOST_SLOTS:
        return [Problem(pointer, f"A week has at most {MOST_SLOTS} times here. Join some of them.")]
    problems = [Problem(f"{pointer}/{i}", message) for i, slot in enumerate(slots) if (message := _slot_message(slot))]
    if problems:
        return problems
    starts = sorted((_start(slot), i) for i, slot in enumerate(slots))
    # The first slot of the week comes round again: a Sunday night must not run into Monday's.
    around = [*starts, (starts[0][0] + WEEK_MINUTES, starts[0][1])] if starts else []
    for (start, i), (next_start, j) in pairwise(around):
        if start + slots[i].to_minute - slots[i].from_minute > next_start:
            message = f"{slot_words(slots[j])} overlaps {slot_words(slots[i])}. Join them or change one."
            problems.append(Problem(f"{pointer}/{j}", message))
    return problems


def absence_problems(absences: Sequence[Absence], pointer: str = "absences") -> list[Problem]:
    """What is wrong with exceptions and times away: dates that exist, in order, each day named once."""
    if len(absences) > MOST_ABSENCES:
        return [Problem(pointer, f"There are at most {MOST_ABSENCES} entries. Remove some that are over.")]
    problems = []
    for i, absence in enumerate(absences):
        where = f"{pointer}/{i}"
        try:
            first, last = date.fromisoformat(absence.from_date), date.fromisoformat(absence.to_date)
        except ValueError:
            problems.append(Problem(where, "Write dates of the calendar, such as 2027-06-30."))
            continue
        if last < first:
            problems.append(Problem(where, "The last day is before the first. Swap them or change one."))
        elif first.year not in YEARS or last.year not in YEARS:
            problems.append(Problem(where, f"Choose days from {YEARS.start} to {YEARS.stop - 1}."))
        elif len(absence.reason) > LONGEST_REASON or not is_plain(absence.reason):
            problems.append(Problem(where, f"Say why in at most {LONGEST_REASON} characters."))
        elif (last - first).days > LONGEST_AWAY_DAYS:
            problems.append(Problem(where, "That is more than a year. Use a shorter time, or change the weekly times."))
        problems += pattern_problems(absence.slots, f"{where}/slots")
    return problems or _overlaps(absences, pointer)


def with_absence(absences: Sequence[Absence], added: Absence) -> tuple[Absence, ...]:
    """The absences with one more, in order of date."""
    return tuple(sorted((*absences, added), key=lambda absence: (absence.from_date, absence.to_date)))


def slots_for_dates(first: date, last: date, from_minute: int, to_minute: int) -> tuple[Slot, ...]:
    """The same hours on every weekday that the dates touch, as an exception's slots."""
    days = {(first + timedelta(days=i)).weekday() for i in range(min((last - first).days + 1, 7))}
    return tuple(Slot(day, from_minute, to_minute) for day in sorted(days))


def slot_words(slot: Slot) -> str:
    """Monday 8am to 1pm; a slot past midnight says "next day"."""
    return f"{WEEKDAYS[slot.weekday]} {hours_words(slot)}"


def hours_words(slot: Slot) -> str:
    """8am to 1pm; all day; 10pm to 7am next day."""
    if (slot.from_minute, slot.to_minute) == (0, DAY_MINUTES):
        return "all day"
    later = " next day" if slot.to_minute > DAY_MINUTES else ""
    return f"{clock_time(slot.from_minute)} to {clock_time(slot.to_minute)}{later}"


def pattern_words(slots: Sequence[Slot]) -> str:
    """Mon–Fri 7am to 10pm; Sat, Sun 9am to 1pm. Days with the same hours stand together; "" for no times."""
    hours_by_day: dict[int, list[str]] = defaultdict(list)
    for slot in sorted(slots, key=_start):
        hours_by_day[slot.weekday].append(hours_words(slot))
    days_by_hours: dict[str, list[int]] = defaultdict(list)
    for day, hours in hours_by_day.items():
        days_by_hours[listed(hours)].append(day)
    return "; ".join(f"{_days_words(days)} {hours}" for hours, days in days_by_hours.items())


def absence_words(absence: Absence) -> str:
    """Away on Monday 4 January 2027; other times from … to …."""
    first, last = date.fromisoformat(absence.from_date), date.fromisoformat(absence.to_date)
    when = day_date(first) if first == last else f"{day_date(first)} to {day_date(last)}"
    return f"{when}: {pattern_words(absence.slots)}" if absence.slots else f"{when}: away"


def is_over(absence: Absence, today: date) -> bool:
    """True once its last day has passed."""
    return absence.to_date < today.isoformat()


def _start(slot: Slot) -> int:
    return slot.weekday * DAY_MINUTES + slot.from_minute


def _slot_message(slot: Slot) -> str:
    if slot.to_minute <= slot.from_minute:
        return f"{WEEKDAYS[slot.weekday]}: the end must be after the start."
    if slot.from_minute >= DAY_MINUTES:
        return f"{WEEKDAYS[slot.weekday]}: start before midnight, or put it on the next day."
    if slot.to_minute - slot.from_minute > DAY_MINUTES:
        return f"{WEEKDAYS[slot.weekday]}: one stretch is at most 24 hours long."
    return ""


def _overlaps(absences: Sequence[Absence], pointer: str) -> list[Problem]:
    ordered = sorted(enumerate(absences), key=lambda item: item[1].from_date)
    clashing = [(j, after) for (_, before), (j, after) in pairwise(ordered) if after.from_date <= before.to_date]
    days = [(j, day_date(date.fromisoformat(after.from_date))) for j, after in clashing]
    return [Problem(f"{pointer}/{j}", f"There is an entry for {day} already. Remove it first.") for j, day in days]


def _days_words(days: list[int]) -> str:
    if days == list(range(7)):
        return "Every day"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{SHORT_DAYS[days[0]]}–{SHORT_DAYS[days[-1]]}"
    return ", ".join(SHORT_DAYS[day] for day in days)
