"""What makes goals, needs, wishes and own help usable; and that whatever passes, the solver takes."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.briefs import build_brief
from brokerage.domain.consultations import Sentence, sentence_problems
from brokerage.domain.drafts import (
    ArrangementDraft,
    GoalDraft,
    NeedDraft,
    SlotDraft,
    WayDraft,
    WindowDraft,
    WishDraft,
    retyped,
)
from brokerage.domain.need_rules import Around, arrangement_problems, goal_problems, need_problems, wish_problems
from brokerage.domain.needs import AnyWish, BanWish, GapWish, Goal, LikeWish, LimitWish, MaxPeopleWish, Need, WorkerWish
from brokerage.domain.people import Client
from brokerage.domain.rulepacks import load_rulepack
from brokerage.optimizer.brief import Way, Window
from brokerage.optimizer.validate_brief import validate_brief

TODAY = date(2026, 11, 23)
AROUND = Around(load_rulepack("england"), TODAY, frozenset({"g"}), frozenset({"n", "m"}))
SLOTS = (SlotDraft(weekday=0, from_minute=600, to_minute=660),)


def a_need(**changes: Any) -> NeedDraft:
    """A need with nothing wrong."""
    good: dict[str, Any] = {
        "sentence": "I want a bath.", "title": "A bath",
        "ways": (WayDraft(category="personal_care", durations=(30, 45)),), "goal_ids": ("g",), "times_best": 3,
    }  # fmt: skip
    return NeedDraft(**(good | changes))


def help_given(**changes: Any) -> ArrangementDraft:
    """Own help with nothing wrong."""
    good: dict[str, Any] = {
        "sentence": "Sam helps.", "who": "Sam", "categories": ("companionship",), "availability": SLOTS,
        "max_weekly_minutes": 60, "consent_given_by": "Sam", "consent_on": TODAY, "consent_until": TODAY,
    }  # fmt: skip
    return ArrangementDraft(**(good | changes))


def pointers(problems: list[Any]) -> set[str]:
    """Which fields."""
    return {problem.pointer for problem in problems}


def test_what_is_right_has_no_problems() -> None:
    assert need_problems(a_need(), AROUND) == []
    assert goal_problems(GoalDraft(sentence="I want a job.")) == []
    assert arrangement_problems(help_given(), AROUND) == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"sentence": "  "}, "sentence"),
        ({"title": ""}, "title"),
        ({"goal_ids": ()}, "goal_ids"),
        ({"goal_ids": ("gone",)}, "goal_ids"),
        ({"ways": ()}, "ways"),
        ({"ways": (WayDraft(category="magic", durations=(30,)),)}, "ways"),
        ({"ways": (WayDraft(category="meals", durations=()),)}, "durations"),
        ({"ways": (WayDraft(category="meals", durations=(20,)),)}, "durations"),
        ({"ways": (WayDraft(category="meals", durations=(1455,)),)}, "durations"),
        ({"ways": (WayDraft(category="meals", durations=(30,), effect_points=1001),)}, "ways"),
        ({"named_task": "juggling"}, "named_task"),
        ({"times_best": 0}, "times_best"),
        ({"times_least": 4}, "times_least"),
        ({"is_must": True}, "times_least"),
        ({"times_best": 8}, "times_best"),
        ({"times_per_day": 0}, "times_per_day"),
        ({"windows": ()}, "windows"),
        ({"windows": (WindowDraft(earliest_minute=600, latest_end_minute=615),)}, "windows"),
        ({"windows": (WindowDraft(earliest_minute=600, latest_end_minute=500),)}, "windows"),
        ({"windows": (WindowDraft(earliest_minute=-1),)}, "windows"),
        ({"windows": (WindowDraft(weekdays=()),)}, "weekdays"),
        ({"windows": (WindowDraft(weekdays=(7,)),)}, "weekdays"),
        ({"preferred": (WindowDraft(earliest_minute=600, latest_end_minute=601),)}, "preferred"),
        ({"gap_minutes": -1}, "gap_minutes"),
        ({"workers_at_once": 5}, "workers_at_once"),
    ],
)
def test_each_broken_rule_of_a_need_points_at_its_field(changes: dict[str, Any], pointer: str) -> None:
    assert pointer in pointers(need_problems(a_need(**changes), AROUND))


def test_a_visit_under_half_an_hour_is_only_for_a_named_task() -> None:
    short = (WayDraft(category="medicine", durations=(15,)),)
    assert pointers(need_problems(a_need(ways=short), AROUND)) == {"durations"}
    assert need_problems(a_need(ways=short, named_task="medicine_prompt"), AROUND) == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"who": ""}, "who"),
        ({"categories": ()}, "categories"),
        ({"categories": ("magic",)}, "categories"),
        ({"availability": ()}, "availability"),
        ({"availability": (SlotDraft(weekday=0, from_minute=600, to_minute=600),)}, "availability"),
        ({"availability": (SlotDraft(weekday=8, from_minute=600, to_minute=660),)}, "availability"),
        ({"max_weekly_minutes": 0}, "max_weekly_minutes"),
        ({"max_weekly_minutes": 61}, "max_weekly_minutes"),
        ({"consent_given_by": " "}, "consent_given_by"),
        ({"consent_on": TODAY + timedelta(days=1)}, "consent_on"),
        ({"consent_until": TODAY - timedelta(days=1), "consent_on": TODAY - timedelta(days=9)}, "consent_until"),
        ({"consent_until": TODAY - timedelta(days=1)}, "consent_until"),
    ],
)
def test_consent_needs_a_name_a_date_and_an_end_and_help_needs_its_times(changes: dict[str, Any], pointer: str) -> None:
    assert pointer in pointers(arrangement_problems(help_given(**changes), AROUND))


def test_consent_may_be_ended_early_but_not_begin_ended() -> None:
    over = help_given(consent_on=TODAY - timedelta(days=9), consent_until=TODAY - timedelta(days=1))
    assert arrangement_problems(over, AROUND, is_new=False) == []
    assert pointers(arrangement_problems(over, AROUND)) == {"consent_until"}


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        (BanWish("category", "magic"), "target_id"),
        (LikeWish("category", "meals", 0), "weight"),
        (GapWish(("n", "n"), 60), "need_ids"),
        (GapWish(("n", "gone"), 60), "need_ids"),
        (GapWish(("n", "m"), 0), "minutes"),
        (WorkerWish("gender", "female", ("gone",)), "need_ids"),
    ],
)
def test_each_broken_rule_of_a_wish_points_at_its_field(content: AnyWish, pointer: str) -> None:
    assert pointers(wish_problems(WishDraft(sentence="So it is.", content=content), AROUND)) == {pointer}


def test_a_limit_of_one_kind_stands_once() -> None:
    taken = Around(AROUND.rules, TODAY, has_max_people=True, limit_names=frozenset({"journeys"}))
    for content, pointer in ((MaxPeopleWish(3), "count"), (LimitWish("journeys", 4), "name")):
        draft = WishDraft(sentence="Not too much.", content=content)
        assert pointers(wish_problems(draft, taken)) == {pointer}
        assert wish_problems(draft, AROUND) == []


@pytest.mark.parametrize("weight", [-1, 101])
def test_weights_run_from_0_to_100(weight: int) -> None:
    assert pointers(goal_problems(GoalDraft(sentence="x", weight=weight))) == {"weight"}


def test_a_sentence_has_words_a_name_and_a_day_that_has_been() -> None:
    assert sentence_problems("I like cats.", "Ana", TODAY, TODAY) == []
    assert pointers(sentence_problems(" ", "", TODAY + timedelta(days=1), TODAY)) == {"text", "said_by_name", "said_on"}


WINDOWS = st.builds(
    WindowDraft,
    weekdays=st.lists(st.integers(-1, 7), max_size=7).map(tuple),
    earliest_minute=st.integers(-10, 1500),
    latest_end_minute=st.integers(-10, 3000),
)
NEEDS = st.builds(
    NeedDraft,
    sentence=st.just("I want a bath."),
    title=st.text(max_size=130),
    ways=st.lists(
        st.builds(
            WayDraft,
            category=st.sampled_from(["meals", "medicine", "magic"]),
            durations=st.lists(st.sampled_from([0, 15, 20, 30, 45, 600, 1440, 1500]), max_size=3).map(tuple),
            effect_points=st.integers(-1, 1001),
        ),
        max_size=3,
    ).map(tuple),
    goal_ids=st.lists(st.sampled_from(["g", "gone"]), max_size=2).map(tuple),
    times_best=st.integers(-1, 60),
    times_least=st.integers(-1, 60),
    is_must=st.booleans(),
    windows=st.lists(WINDOWS, max_size=3).map(tuple),
    preferred=st.lists(WINDOWS, max_size=1).map(tuple),
    workers_at_once=st.integers(-1, 6),
    times_per_day=st.integers(-1, 14),
    gap_minutes=st.integers(-1, 1500),
    named_task=st.sampled_from(["", "medicine_prompt", "juggling"]),
)
GOOD_WINDOWS = st.integers(0, 23).flatmap(
    lambda hour: st.builds(
        WindowDraft,
        weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
        earliest_minute=st.just(hour * 60),
        latest_end_minute=st.integers(hour * 60 + 60, 2880),
    )
)
GOOD_NEEDS = st.builds(
    a_need,
    times_best=st.integers(1, 3),
    times_per_day=st.just(3),
    windows=st.lists(GOOD_WINDOWS, min_size=1, max_size=3).map(tuple),
    workers_at_once=st.integers(1, 4),
)


@given(st.one_of(NEEDS, GOOD_NEEDS))
def test_a_need_that_passes_the_rules_is_one_that_the_solver_takes(draft: NeedDraft) -> None:
    if need_problems(draft, AROUND):
        return
    said = Sentence(id="s", text=draft.sentence)
    need = Need(
        id="n", sentence=said, title=draft.title, goal_ids=draft.goal_ids, ways=retyped(draft.ways, tuple[Way, ...]),
        times_best=draft.times_best, times_least=draft.times_least, is_must=draft.is_must, position=1,
        windows=retyped(draft.windows, tuple[Window, ...]), preferred=retyped(draft.preferred, tuple[Window, ...]),
        skills=(), workers_at_once=draft.workers_at_once, times_per_day=draft.times_per_day,
        gap_minutes=draft.gap_minutes,
    )  # fmt: skip
    goal = Goal(id="g", sentence=said, weight=50, position=1)
    client = Client(id="c", currency="GBP", area="north")
    assert validate_brief(build_brief(client, [goal], [need], [], [], None, [], TODAY)) == []


@given(GOOD_NEEDS)
def test_good_needs_are_not_refused(draft: NeedDraft) -> None:
    assert need_problems(draft, AROUND) == []
