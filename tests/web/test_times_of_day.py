"""Times as people choose them, there and back."""

from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.drafts import retyped
from brokerage.optimizer.brief import Window
from brokerage.optimizer.market import Slot
from brokerage.web.need_words import days_words, slots_words, weight_words, windows_words
from brokerage.web.times_of_day import PARTS, fields_of_slots, fields_of_windows, slots_of, stretches, windows_of

DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
CHOSEN = st.lists(st.sampled_from(sorted(PARTS)), max_size=5, unique=True)


@given(CHOSEN, DAYS)
def test_parts_of_the_day_come_back_as_the_same_times(parts: list[str], days: tuple[int, ...]) -> None:
    windows = retyped(windows_of(stretches(parts, None, None), days), tuple[Window, ...])
    fields = fields_of_windows(windows)
    assert fields is not None
    weekdays, names = fields["weekdays"], fields["windows"]
    assert isinstance(weekdays, list)
    assert isinstance(names, list)
    assert tuple(map(int, weekdays)) == days
    assert retyped(windows_of(stretches(names, None, None), days), tuple[Window, ...]) == windows


@given(st.integers(0, 95), st.integers(0, 96), DAYS)
def test_exact_times_come_back_and_run_past_midnight_where_they_must(
    first: int, last: int, days: tuple[int, ...]
) -> None:
    times = stretches([], first * 15, last * 15)
    ((start, end),) = times
    assert start < end <= start + 1440
    slots = retyped(slots_of(times, days), tuple[Slot, ...])
    fields = fields_of_slots(slots)
    assert fields is not None
    if not fields["windows"] and fields["earliest"]:
        hour, minute = map(int, str(fields["earliest"]).split(":"))
        assert hour * 60 + minute == start


def test_times_that_differ_by_day_are_not_forced_into_a_form() -> None:
    assert fields_of_windows([Window((0,), 0, 600), Window((1,), 0, 600)]) is None
    assert fields_of_slots([Slot(0, 0, 600), Slot(1, 0, 660)]) is None


def test_overlapping_parts_become_one_stretch() -> None:
    assert stretches(["afternoon", "midday", "morning"], None, None) == [(420, 1020)]
    assert stretches(["morning", "evening"], None, None) == [(420, 720), (1020, 1320)]
    assert stretches([], None, None) == [(0, 1440)]


def test_times_read_as_people_say_them() -> None:
    assert windows_words([Window((0, 1, 2, 3, 4), 420, 720)]) == "morning, Monday to Friday"
    assert windows_words([Window()]) == "any time, every day"
    assert (
        windows_words([Window((5, 6), 420, 720), Window((5, 6), 1020, 1320)])
        == "morning or evening, Saturday and Sunday"
    )
    assert slots_words([Slot(0, 600, 690), Slot(2, 600, 690)]) == "10am to 11:30am, Monday and Wednesday"
    assert days_words((6, 0)) == "Monday and Sunday"


@given(st.integers(0, 100))
def test_every_weight_has_words(weight: int) -> None:
    assert weight_words(weight)
