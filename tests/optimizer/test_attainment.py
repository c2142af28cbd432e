"""How far a goal is met: three thirds, each worth less than the one before."""

from hypothesis import given
from hypothesis import strategies as st

from brokerage.optimizer.attainment import attained_permille, enough_points
from brokerage.optimizer.brief import Brief, Choice, Goal, Need, Option, Way


def test_the_first_third_counts_half_and_the_last_a_sixth() -> None:
    assert [attained_permille(points, 300) for points in (0, 100, 200, 300, 400)] == [0, 500, 833, 1000, 1000]


def test_thirds_that_are_no_whole_points_are_still_exact() -> None:
    assert [attained_permille(points, 1) for points in (0, 1)] == [0, 1000]
    assert [attained_permille(points, 10) for points in (3, 4, 7)] == [450, 566, 850]


def test_enough_is_every_need_at_its_best_and_the_best_option_of_every_choice() -> None:
    need = Need("n", "", "", ("g",), (Way("a", (30,), 40), Way("b", (60,), 100)), times_best=3)
    choice = Choice("c", "", "", ("g",), (Option("x", "", 5), Option("y", "", 70)))
    brief = Brief("b", "GBP", "2026-01-05", (Goal("g", ""), Goal("h", "")), (need,), (choice,))
    assert enough_points(brief, brief.goals[0]) == 370
    assert enough_points(brief, brief.goals[1]) == 0
    assert attained_permille(5, 0) == 0


@given(enough=st.integers(1, 10**6), points=st.integers(0, 2 * 10**6))
def test_one_more_point_never_counts_less_and_never_more_than_the_one_before(enough: int, points: int) -> None:
    here, next_, after = (attained_permille(points + step, enough) for step in (0, 1, 2))
    assert here <= next_ <= after <= 1000
    assert after - next_ <= next_ - here + 1
