"""Weekly times as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.bulk.hours import DAYS, parse_hours
from brokerage.optimizer.market import Slot


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("", ()),
        ("Sat 10:00-12:30", (Slot(5, 600, 750),)),
        ("mon-WED 9:00 – 17:00", (Slot(0, 540, 1020), Slot(1, 540, 1020), Slot(2, 540, 1020))),
        ("Saturday-Monday 08:00-10:00", (Slot(0, 480, 600), Slot(5, 480, 600), Slot(6, 480, 600))),
        ("Fri 22:00-07:00", (Slot(4, 1320, 1860),)),
        ("Sun 00:00-24:00", (Slot(6, 0, 1440),)),
        ("Tue 13:00-14:00; Tue 09:00-10:00", (Slot(1, 540, 600), Slot(1, 780, 840))),
    ],
)
def test_times_are_read_as_they_are_meant(text: str, slots: tuple[Slot, ...]) -> None:
    assert parse_hours(text) == slots


@pytest.mark.parametrize("text", ["always", "Mon", "Mon 9-17", "Mon 25:00-26:00", "Foo 09:00-10:00", "Mon 09:61-10:00"])
def test_what_can_t_be_read_says_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="Write times like Mon-Fri 09:00-17:00"):
        parse_hours(text)


@given(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440))
def test_every_stretch_comes_back_as_it_was_written(weekday: int, begin: int, length: int) -> None:
    end = (begin + length - 1) % 1440 + 1
    text = f"{DAYS[weekday]} {begin // 60:02d}:{begin % 60:02d}-{end // 60:02d}:{end % 60:02d}"
    (slot,) = parse_hours(text)
    assert (slot.weekday, slot.from_minute, slot.to_minute - slot.from_minute) == (weekday, begin, length)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        slots = parse_hours(text)
    except ValueError:
        return
    assert all(slot.from_minute < slot.to_minute <= 2880 for slot in slots)
