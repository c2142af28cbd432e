"""Weekly money out of a period's money, and what makes a budget usable."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.briefs import build_brief
from brokerage.domain.budget_rules import budget_problems, final_problems, needs_reason, purse_problems
from brokerage.domain.budgets import Budget, Purse, weekly_minor, weeks_in
from brokerage.domain.consultations import Sentence
from brokerage.domain.drafts import BudgetDraft, PurseDraft
from brokerage.domain.needs import Arrangement, Goal, LimitWish, MaxPeopleWish, Need, Wish, WorkerWish
from brokerage.domain.people import Client
from brokerage.domain.rulepacks import load_rulepack
from brokerage.optimizer.brief import Way, Window
from brokerage.optimizer.market import Slot

START = date(2026, 11, 30)
RULES = load_rulepack("england")
CLIENT = Client(id="c", currency="GBP", area="north")
SAID = Sentence(id="s", text="So it is.")
PERIODS = st.integers(1, 731)
AMOUNTS = st.integers(0, 10**12)


def a_budget(**changes: Any) -> BudgetDraft:
    """A year with nothing wrong."""
    good: dict[str, Any] = {
        "starts_on": START, "ends_on": START + timedelta(days=363), "total_minor": 520000, "management": "self_managed",
    }  # fmt: skip
    return BudgetDraft(**(good | changes))


@given(AMOUNTS, PERIODS)
def test_a_weekly_plan_never_spends_more_than_the_money_of_the_period(total: int, days: int) -> None:
    ends_on = START + timedelta(days=days - 1)
    weekly = weekly_minor(total, START, ends_on)
    weeks = weeks_in(START, ends_on)
    assert weekly * weeks <= total
    assert total - weekly * weeks < weeks


@given(PERIODS)
def test_every_day_of_a_period_lies_in_one_of_its_weeks(days: int) -> None:
    assert (
        7 * (weeks_in(START, START + timedelta(days=days - 1)) - 1)
        < days
        <= 7 * weeks_in(START, START + timedelta(days=days - 1))
    )


@given(st.lists(AMOUNTS, max_size=5), PERIODS)
def test_the_purses_of_a_brief_never_hold_more_than_the_budget_spends(amounts: list[int], days: int) -> None:
    budget = Budget(starts_on=START, ends_on=START + timedelta(days=days - 1), total_minor=sum(amounts))
    purses = [
        Purse(id=str(i), name=str(i), total_minor=amount, categories=(), sentence="")
        for i, amount in enumerate(amounts)
    ]
    brief = build_brief(CLIENT, [], [], [], [], budget, purses, START)
    assert sum(purse.amount_minor for purse in brief.purses) * budget_weeks(days) <= sum(amounts)


def budget_weeks(days: int) -> int:
    """Weeks of that many days."""
    return weeks_in(START, START + timedelta(days=days - 1))


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"ends_on": START - timedelta(days=1)}, "ends_on"),
        ({"ends_on": START + timedelta(days=731)}, "ends_on"),
        ({"contingency_minor": 520001}, "contingency_minor"),
        ({"management": "nobody"}, "management"),
        ({"reason": "x" * 1001}, "reason"),
    ],
)
def test_each_broken_rule_of_a_budget_points_at_its_field(changes: dict[str, Any], pointer: str) -> None:
    assert budget_problems(a_budget(), RULES) == []
    assert [problem.pointer for problem in budget_problems(a_budget(**changes), RULES)] == [pointer]


def test_purses_add_up_to_the_budget_less_what_is_kept_back() -> None:
    draft = a_budget(contingency_minor=20000, reason="Agreed.")
    exact = (PurseDraft(name="Care", total_minor=400000), PurseDraft(name="Job", total_minor=100000))
    assert purse_problems(exact, 500000, RULES) == []
    assert final_problems(draft, exact, 0, RULES) == []
    assert [problem.pointer for problem in final_problems(draft, exact[:1], 0, RULES)] == ["purses"]
    assert [problem.pointer for problem in purse_problems(exact, 499999, RULES)] == ["purses"]


def test_purses_have_names_of_their_own_and_categories_that_exist() -> None:
    purses = (
        PurseDraft(name="Care", total_minor=1),
        PurseDraft(name=" care", total_minor=1),
        PurseDraft(name="", total_minor=1, categories=("magic",)),
    )
    found = {problem.pointer for problem in purse_problems(purses, 3, RULES)}
    assert found == {"purses/1/name", "purses/2/name", "purses/2/categories"}


def test_a_final_budget_that_differs_needs_a_written_reason() -> None:
    exact, other = a_budget(), a_budget(total_minor=520001)
    assert not needs_reason(exact, 10000, RULES)
    assert needs_reason(other, 10000, RULES)
    assert not needs_reason(other, 0, load_rulepack("australia"))
    purse = (PurseDraft(name="All", total_minor=520001),)
    assert [problem.pointer for problem in final_problems(other, purse, 10000, RULES)] == ["reason"]


def an_arrangement(consent_on: date, consent_until: date) -> Arrangement:
    """Own help agreed from a day to a day."""
    return Arrangement(
        id="a", sentence=SAID, who="Sam", categories=("meals",), availability=(Slot(0, 600, 660),), position=1,
        max_weekly_minutes=60, skills=(), languages=(), gender=None, is_own_effort=False, consent_given_by="Sam",
        consent_on=consent_on, consent_until=consent_until,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "counts"), [(-9, -1, False), (-9, 0, True), (6, 9, True), (7, 9, False), (-9, 99, True)]
)
def test_only_consent_that_covers_the_week_counts(first: int, last: int, counts: bool) -> None:
    row = an_arrangement(START + timedelta(days=first), START + timedelta(days=last))
    assert bool(build_brief(CLIENT, [], [], [], [row], None, [], START).arrangements) is counts


def test_a_wish_about_needs_that_have_ended_does_not_become_a_wish_about_all() -> None:
    goal = Goal(id="g", sentence=SAID, weight=50, position=1)
    need = Need(
        id="n", sentence=SAID, title="x", goal_ids=("g", "gone"), ways=(Way("meals", (30,)),), times_best=1,
        times_least=0, is_must=False, windows=(Window(),), preferred=(), skills=(),
        workers_at_once=1, times_per_day=1, gap_minutes=0,
        position=1,
    )  # fmt: skip
    about_gone = Wish(id="w", sentence=SAID, content=WorkerWish("gender", "female", ("gone",)), position=1)
    about_both = Wish(id="v", sentence=SAID, content=WorkerWish("gender", "female", ("gone", "n")), position=2)
    brief = build_brief(CLIENT, [goal], [need], [about_gone, about_both], [], None, [], START)
    assert [(wish.id, wish.need_ids) for wish in brief.worker_wishes] == [("v", ("n",))]
    assert brief.needs[0].goal_ids == ("g",)


def test_the_strictest_limit_on_people_counts_and_a_limit_goes_by_its_name() -> None:
    wishes = [
        Wish(id=str(count), sentence=SAID, content=MaxPeopleWish(count), position=count) for count in (5, 3, 4)
    ] + [Wish(id="l", sentence=SAID, content=LimitWish("journeys", 4), position=9)]
    brief = build_brief(CLIENT, [], [], wishes, [], None, [], START)
    assert brief.max_people is not None
    assert (brief.max_people.id, brief.max_people.count) == ("3", 3)
    assert [(limit.id, limit.capacity) for limit in brief.limits] == [("journeys", 4)]
