"""Weekly times, exceptions and times away: what is refused, and how they read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.availability import (
    absence_problems,
    absence_words,
    pattern_problems,
    pattern_words,
    slots_for_dates,
    with_absence,
)
from brokerage.optimizer.market import Absence, Slot

slots = st.builds(
    lambda day, start, length: Slot(day, start, start + length),
    st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440),
)  # fmt: skip


def minutes_of(slot: Slot) -> set[int]:
    """Every minute of the week that a slot covers."""
    start = slot.weekday * 1440 + slot.from_minute
    return {minute % 10080 for minute in range(start, start + slot.to_minute - slot.from_minute)}


@given(st.lists(slots, max_size=4))
def test_a_pattern_is_refused_exactly_when_two_of_its_times_share_a_minute(pattern: list[Slot]) -> None:
    covered = [minutes_of(slot) for slot in pattern]
    overlaps = len(set().union(*covered)) < sum(map(len, covered))
    assert bool(pattern_problems(pattern)) == overlaps


def test_times_that_only_touch_are_fine() -> None:
    assert pattern_problems([Slot(0, 480, 720), Slot(0, 720, 900)]) == []


def test_a_sunday_night_must_not_run_into_mondays_morning() -> None:
    [problem] = pattern_problems([Slot(0, 60, 300), Slot(6, 1320, 1860)])
    assert problem.pointer == "availability/0"
    assert "Sunday 10pm to 7am next day" in problem.message


@pytest.mark.parametrize(
    ("slot", "says"),
    [
        (Slot(0, 600, 600), "end must be after the start"),
        (Slot(2, 1440, 1500), "next day"),
        (Slot(4, 0, 1500), "24 hours"),
    ],
)
def test_an_impossible_time_is_named_by_its_day(slot: Slot, says: str) -> None:
    [problem] = pattern_problems([slot])
    assert says in problem.message


def test_days_with_the_same_hours_stand_together_in_words() -> None:
    pattern = [Slot(day, 420, 1320) for day in range(5)] + [Slot(5, 540, 780), Slot(6, 540, 780)]
    assert pattern_words(pattern) == "Mon–Fri 7am to 10pm; Sat, Sun 9am to 1pm"
    assert pattern_words([Slot(day, 1320, 1860) for day in range(7)]) == "Every day 10pm to 7am next day"
    assert pattern_words([Slot(0, 480, 600), Slot(0, 960, 1080)]) == "Mon 8am to 10am and 4pm to 6pm"
    assert pattern_words([]) == ""


@pytest.mark.parametrize(
    ("absence", "says"),
    [
        (Absence("2026-02-30", "2026-03-01"), "dates of the calendar"),
        (Absence("2026-03-02", "2026-03-01"), "before the first"),
        (Absence("2026-01-01", "2028-01-01"), "more than a year"),
        (Absence("2026-03-01", "2026-03-01", (Slot(6, 700, 600),)), "end must be after"),
    ],
)
def test_an_impossible_absence_is_refused_in_words(absence: Absence, says: str) -> None:
    assert says in absence_problems([absence])[0].message


def test_each_day_has_one_entry_at_most() -> None:
    first = Absence("2026-12-24", "2026-12-26")
    second = Absence("2026-12-26", "2026-12-28")
    assert "Saturday 26 December 2026" in absence_problems(with_absence([second], first))[0].message
    assert absence_problems(with_absence([Absence("2026-12-27", "2026-12-28")], first)) == []


def test_absences_read_as_words() -> None:
    assert absence_words(Absence("2026-12-25", "2026-12-25")) == "Friday 25 December 2026: away"
    short = Absence("2026-12-24", "2026-12-24", (Slot(3, 540, 720),))
    assert absence_words(short) == "Thursday 24 December 2026: Thu 9am to noon"


def test_an_exception_counts_on_each_weekday_its_dates_touch() -> None:
    friday, monday = date(2026, 12, 25), date(2026, 12, 28)
    assert slots_for_dates(friday, monday, 540, 720) == tuple(Slot(day, 540, 720) for day in (0, 4, 5, 6))
    assert len(slots_for_dates(friday, date(2027, 1, 20), 540, 720)) == 7
