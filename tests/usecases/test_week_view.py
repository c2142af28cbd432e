"""Lines as days and as series in plain words."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.packages import PackageLine
from brokerage.optimizer.brief import Brief, Goal, Need, Way
from brokerage.optimizer.proposal import Proposal
from brokerage.usecases.package_views import WeekView
from brokerage.usecases.week_view import days_words, week_view

NEED = Need("up", "Getting up", "As I like.", ("home",), (Way("care", (60,)),), times_best=14)
BRIEF = Brief("mine", "GBP", "2027-01-04", (Goal("home", "My home."),), (NEED,))
MONDAY = date(2027, 1, 4)


def line(day: int, start: int = 480, worker: str = "Amina", **more: Any) -> PackageLine:
    """A visit for getting up."""
    columns: dict[str, Any] = {
        "visit_id": f"{day}-{start}", "need_id": "up", "title": "Getting up", "because": "As I like.", "day": day,
        "start_minute": start, "duration_minutes": 60, "workers_at_once": 1, "category": "care", "service": "Care",
        "offer_id": "offer", "provider_name": "Alder", "workers": [{"id": worker.lower(), "name": worker}],
        "price_minor": 2400, "paid_by": [], "is_pinned": False,
    }  # fmt: skip
    return PackageLine(**(columns | more))


def week(*lines: PackageLine) -> WeekView:
    """The week of these lines."""
    proposal = Proposal("mine", "GBP", "balanced", "optimal", (), (), (), (), (), (), 0, 1)
    return week_view(lines, BRIEF, proposal, lambda _category: "hands")


def test_the_same_visit_every_weekday_is_one_line() -> None:
    [series] = week(*(line(day) for day in range(5))).series
    assert (series.words, series.total_minor) == ("Every weekday at 8am, Amina", 12_000)


def test_the_day_that_is_not_as_the_others_is_named_as_an_exception() -> None:
    [series] = week(line(0), line(1), line(2, 540, "Ben"), line(3), line(4)).series
    assert series.words == "Monday, Tuesday, Thursday and Friday at 8am, Amina"
    assert [exception.words for exception in series.exceptions] == ["Wednesday at 9am, by Ben"]
    assert series.visit_ids == ("0-480", "1-480", "2-540", "3-480", "4-480")


def test_mornings_and_evenings_are_two_series() -> None:
    lines = [line(day, start) for day in range(7) for start in (480, 1200)]
    assert [series.words for series in week(*lines).series] == ["Every day at 8am, Amina", "Every day at 8pm, Amina"]


def test_two_workers_and_own_help_read_as_people_say_it() -> None:
    both = line(0, workers=[{"id": "a", "name": "Amina"}, {"id": "b", "name": "Ben"}], workers_at_once=2)
    own = line(1, offer_id=None, provider_name="My mum", workers=[], arrangement_id="mum", price_minor=0)
    shown = week(both, own)
    assert [day.lines[0].who for day in shown.days[:2]] == ["Amina and Ben, Alder", "My mum"]
    assert shown.days[0].lines[0].when == "Monday, 8am to 9am"
    assert (shown.days[0].total_minor, shown.days[1].lines[0].is_own_help) == (2400, True)


def test_an_empty_week_says_so() -> None:
    assert week().words == "There are no visits in this plan yet."


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from((420, 480, 540)), st.sampled_from("AB")), unique=True))
def test_every_visit_stands_in_exactly_one_series_and_on_its_day(chosen: list[tuple[int, int, str]]) -> None:
    lines = [line(day, start, worker, visit_id=f"{day}.{start}.{worker}") for day, start, worker in chosen]
    shown = week(*lines)
    in_series = [visit_id for series in shown.series for visit_id in series.visit_ids]
    assert sorted(in_series) == sorted(one.visit_id for one in lines)
    on_days = [(day.day, one.visit_id) for day in shown.days for one in day.lines]
    assert sorted(on_days) == sorted((one.day, one.visit_id) for one in lines)
    assert sum(series.total_minor for series in shown.series) == 2400 * len(lines)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((0, 1, 2, 3, 4), "every weekday"), (tuple(range(7)), "every day"), ((5, 6), "Saturday and Sunday"),
        ((0, 3), "Monday and Thursday"), ((0, 1, 2, 3, 4, 5), "Monday to Saturday"),
    ],
)  # fmt: skip
def test_days_read_as_people_say_them(days: tuple[int, ...], words: str) -> None:
    assert days_words(days, MONDAY, 7) == words
