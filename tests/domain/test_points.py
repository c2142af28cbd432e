"""The published curve from needs to money, and the steps it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.errors import Invalid
from brokerage.domain.points import curve_minor_per_week, highest_points, indicative_budget
from brokerage.domain.rulepacks import load_rulepack

MAYBE_RULES = load_rulepack("england").points
assert MAYBE_RULES
RULES = MAYBE_RULES
LEVELS = st.fixed_dictionaries({domain.id: st.integers(0, 3) for domain in RULES.domains})


@pytest.mark.parametrize(("percentile", "pounds"), [(10, 162), (50, 226), (90, 293)])
def test_the_curve_goes_through_the_published_percentiles(percentile: int, pounds: int) -> None:
    (knot,) = [knot for knot in RULES.knots if knot.percentile == percentile]
    assert curve_minor_per_week(RULES, knot.points) == pounds * 100


@given(LEVELS, st.sampled_from([domain.id for domain in RULES.domains]))
def test_more_need_never_means_less_money(levels: dict[str, int], domain_id: str) -> None:
    more = levels | {domain_id: min(3, levels[domain_id] + 1)}
    assert indicative_budget(RULES, more).weekly_minor >= indicative_budget(RULES, levels).weekly_minor


@given(LEVELS)
def test_the_steps_shown_add_up_to_the_figure(levels: dict[str, int]) -> None:
    budget = indicative_budget(RULES, levels)
    assert budget.points == sum(line.weight * line.level for line in budget.lines)
    assert budget.below.minor_per_week <= budget.weekly_minor <= budget.above.minor_per_week
    assert budget.spendable_minor + budget.contingency_minor == budget.weekly_minor


def test_a_figure_between_two_knots_lies_on_the_line_between_them() -> None:
    budget = indicative_budget(RULES, {"nutrition": 3, "hygiene": 3, "toilet": 2, "home": 1})
    assert budget.points == 59
    assert (budget.below.points, budget.above.points) == (48, 66)
    assert budget.weekly_minor == 16200 + 6400 * 11 // 18
    assert budget.contingency_minor == budget.weekly_minor // 10


def test_nobody_falls_off_the_end_of_the_curve() -> None:
    assert highest_points(RULES) == RULES.knots[-1].points
    assert curve_minor_per_week(RULES, 1000) == RULES.knots[-1].minor_per_week
    assert curve_minor_per_week(RULES, 0) == 0


def test_each_level_that_cannot_be_used_is_named() -> None:
    with pytest.raises(Invalid) as caught:
        indicative_budget(RULES, {"nutrition": 4, "juggling": 1, "hygiene": 1})
    assert [problem.pointer for problem in caught.value.problems] == ["nutrition", "juggling"]
