"""How money, times and lists read."""

import pytest

from brokerage.domain.words import clock_time, count_of, duration, listed, money


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(123450, "GBP", "£1,234.50"), (0, "GBP", "£0.00"), (-5, "EUR", "−€0.05"), (100, "NZD", "NZD 1.00")],
)
def test_money_reads_with_its_sign_and_two_places(minor: int, currency: str, text: str) -> None:
    assert money(minor, currency) == text


@pytest.mark.parametrize(
    ("minute", "text"),
    [(0, "midnight"), (720, "noon"), (480, "8am"), (765, "12:45pm"), (1320, "10pm"), (1860, "7am"), (5, "12:05am")],
)
def test_times_read_as_people_say_them(minute: int, text: str) -> None:
    assert clock_time(minute) == text


@pytest.mark.parametrize(("minutes", "text"), [(45, "45 min"), (60, "1 hour"), (135, "2 hours 15 min"), (0, "0 min")])
def test_lengths_read_in_hours_and_minutes(minutes: int, text: str) -> None:
    assert duration(minutes) == text


def test_lists_end_in_and() -> None:
    assert [listed(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]


def test_counts_agree_with_their_nouns() -> None:
    assert (count_of(1, "visit"), count_of(2, "visit"), count_of(0, "person", "people")) == (
        "1 visit", "2 visits", "0 people",
    )  # fmt: skip
