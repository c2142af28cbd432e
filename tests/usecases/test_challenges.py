"""Questions that must be answered in time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.challenges import (
    CHALLENGE_TRANSITIONS,
    ChallengeAction,
    ChallengeState,
    next_challenge_state,
)
from brokerage.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from brokerage.domain.people import Role
from brokerage.usecases.challenges import (
    answer_challenge,
    list_challenges,
    open_challenge,
    reopen_challenge,
    see_challenge,
    settle_challenge,
    withdraw_challenge,
)
from brokerage.usecases.package_views import AnswerView, ChallengeView, PackageView, ReasonView
from tests.cast import actor_for
from tests.plans import Plans


def ask(plans: Plans, view: PackageView, question: str = "Why not Ben on Mondays?") -> ChallengeView:
    """The client is not happy with an answer."""
    answer = AnswerView("Why this?", (ReasonView("Ben is not free."),), visit_id="v1")
    return open_challenge(
        plans.session, plans.actor(Role.CLIENT), plans.clock, view.package_id, view.version.version_id, question, answer
    )


def test_a_question_keeps_the_computed_answer_and_must_be_answered_within_ten_days(
    plans: Plans, proposed: PackageView
) -> None:
    challenge = ask(plans, proposed)
    assert (challenge.due_on, challenge.is_late) == (date(2026, 12, 3), False)
    assert challenge.computed_answer == "Ben is not free."

    plans.clock.move(days=11)
    broker = plans.actor(Role.BROKER)
    assert [c.is_late for c in list_challenges(plans.session, broker, plans.clock, only_open=True)] == [True]
    answered = answer_challenge(plans.session, broker, plans.clock, challenge.challenge_id, "I asked him: from May.")
    assert (answered.state, answered.is_late, answered.messages[0].said_by_name) == ("answered", False, "Bea Broker")
    assert list_challenges(plans.session, broker, plans.clock, only_open=True) == []


def test_who_is_still_not_happy_opens_it_again_and_the_days_begin_anew(plans: Plans, proposed: PackageView) -> None:
    challenge_id, client = ask(plans, proposed).challenge_id, plans.actor(Role.CLIENT)
    answer_challenge(plans.session, plans.actor(Role.BROKER), plans.clock, challenge_id, "He is not free.")
    plans.clock.move(days=5)

    again = reopen_challenge(plans.session, client, plans.clock, challenge_id, "Then who?")
    assert (again.state, again.due_on) == ("open", date(2026, 12, 8))
    plans.clock.move(minutes=1)
    answer_challenge(plans.session, plans.actor(Role.BROKER), plans.clock, challenge_id, "Cleo can come.")
    settled = settle_challenge(plans.session, client, plans.clock, challenge_id)
    assert (settled.state, len(settled.messages)) == ("settled", 3)


def test_only_the_askers_side_settles_and_only_the_broker_answers(plans: Plans, proposed: PackageView) -> None:
    challenge_id, broker = ask(plans, proposed).challenge_id, plans.actor(Role.BROKER)
    with pytest.raises(NotAllowed):
        answer_challenge(plans.session, plans.actor(Role.CLIENT), plans.clock, challenge_id, "Because.")
    with pytest.raises(NotAllowed):
        withdraw_challenge(plans.session, broker, plans.clock, challenge_id)
    taken_back = withdraw_challenge(plans.session, plans.actor(Role.SUPPORTER), plans.clock, challenge_id)
    assert taken_back.state == "withdrawn"
    with pytest.raises(Conflict):
        answer_challenge(plans.session, broker, plans.clock, challenge_id, "Too late.")


def test_an_empty_or_endless_question_is_refused(plans: Plans, proposed: PackageView) -> None:
    for text in (" ", "?" * 2001):
        with pytest.raises(Invalid):
            ask(plans, proposed, text)


def test_another_brokerage_finds_no_question(plans: Plans, proposed: PackageView) -> None:
    challenge = ask(plans, proposed)
    stranger = actor_for(plans.session, plans.clock, plans.cast.other_broker, Role.BROKER, plans.cast.other_brokerage)

    assert list_challenges(plans.session, stranger, plans.clock) == []
    with pytest.raises(NotFound):
        see_challenge(plans.session, stranger, plans.clock, challenge.challenge_id)
    with pytest.raises(NotFound):
        answer_challenge(plans.session, stranger, plans.clock, challenge.challenge_id, "Hello.")


@given(st.sampled_from(ChallengeState), st.sampled_from(ChallengeAction))
def test_every_step_that_the_table_does_not_name_is_refused(state: ChallengeState, action: ChallengeAction) -> None:
    if (state, action) in CHALLENGE_TRANSITIONS:
        assert next_challenge_state(state, action) is CHALLENGE_TRANSITIONS[state, action]
    else:
        with pytest.raises(Conflict):
            next_challenge_state(state, action)
