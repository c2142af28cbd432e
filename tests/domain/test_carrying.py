"""Changes made by hand, laid over a newer brief."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.carrying import carried_over
from brokerage.optimizer.brief import Ban, Brief, Exclusion, Goal, MaxPeople, Need, Pin, Purse, Way
from brokerage.optimizer.generate import generate_market
from brokerage.optimizer.generate_brief import generate_brief

UP = Need("up", "Getting up", "As I like.", ("home",), (Way("care", (60,)),), times_best=5)
OUT = Need("out", "Going out", "I want out.", ("home",), (Way("care", (120,)),), times_best=2)
HOME = Goal("home", "My home.", 50)
SAID = Brief("mine", "GBP", "2027-01-04", (HOME,), (UP, OUT), purses=(Purse("pot", "Pot", 900),))


@given(st.integers(0, 20))
def test_without_changes_by_hand_the_newer_brief_stands_as_it_is(seed: int) -> None:
    brief = generate_brief(seed, generate_market("tiny", seed))
    assert carried_over(brief, brief, SAID) == SAID


@given(st.integers(0, 20))
def test_where_the_conversation_said_nothing_new_every_change_by_hand_stays(seed: int) -> None:
    said = generate_brief(seed, generate_market("tiny", seed))
    need = said.needs[0]
    edited = replace(
        said,
        bans=(*said.bans, Ban("ban.new", "Not them.", "provider", "nobody")),
        pins=(*said.pins, Pin("pin.new", need.id, 0)),
        goals=tuple(replace(goal, weight=7) for goal in said.goals),
        needs=tuple(replace(one, times_best=one.times_best + 1) for one in said.needs),
        max_people=MaxPeople("most", "", 2),
    )
    assert carried_over(said, edited, said) == edited


def test_where_both_changed_the_same_thing_the_newer_words_win_and_the_rest_of_the_change_stays() -> None:
    edited = replace(SAID, needs=(replace(UP, times_best=3, title="Up"), OUT), purses=(Purse("pot", "Pot", 500),))
    fresh = replace(SAID, needs=(replace(UP, times_best=7), OUT))
    carried = carried_over(SAID, edited, fresh)
    assert (carried.needs[0].times_best, carried.needs[0].title) == (7, "Up")
    assert carried.purses[0].amount_minor == 500


def test_what_was_taken_back_by_hand_stays_away_and_what_is_new_comes_in() -> None:
    ban, other = Ban("b1", "Not A.", "provider", "a"), Ban("b2", "Not B.", "provider", "b")
    said, edited, fresh = replace(SAID, bans=(ban,)), SAID, replace(SAID, bans=(ban, other))
    assert carried_over(said, edited, fresh).bans == (other,)


def test_pins_of_a_need_that_is_gone_go_with_it() -> None:
    edited = replace(SAID, pins=(Pin("p", "out", 1), Pin("q", "up", 1)), exclusions=(Exclusion("x", "out", 2),))
    carried = carried_over(SAID, edited, replace(SAID, needs=(UP,)))
    assert ([pin.id for pin in carried.pins], carried.exclusions) == (["q"], ())
