"""Why this and why not that."""

import pytest

from brokerage.domain.errors import NotFound
from brokerage.domain.people import Role
from brokerage.optimizer.edits import BanTarget, Keep
from brokerage.optimizer.why_not import Question
from brokerage.usecases.access import Denied
from brokerage.usecases.asking import why, why_not
from brokerage.usecases.package_edits import edit_package
from brokerage.usecases.package_views import AnswerView, PackageView
from tests.plans import GETTING_UP, Plans


def ask(plans: Plans, view: PackageView, question: Question, role: Role = Role.CLIENT) -> AnswerView:
    """Why not that?"""
    return why_not(
        plans.session, plans.actor(role), plans.clock, plans.cache, view.package_id, view.version.version_id, question
    )


def ask_why(plans: Plans, view: PackageView, visit_id: str) -> AnswerView:
    """Why this?"""
    return why(
        plans.session, plans.actor(Role.CLIENT), plans.clock, plans.cache, view.package_id, view.version.version_id,
        visit_id,
    )  # fmt: skip


def test_why_names_her_own_words_and_the_next_best(plans: Plans, proposed: PackageView) -> None:
    visit = proposed.week.days[0].lines[0]
    answer = ask_why(plans, proposed, visit.visit_id)

    assert answer.question.startswith("Why getting up, Monday at ")
    assert answer.reasons[0].sentences == (GETTING_UP,)
    assert answer.reasons[-1].text.startswith("The next best: ")


def test_what_was_kept_is_said_to_be_kept(plans: Plans, proposed: PackageView) -> None:
    visit = proposed.week.days[0].lines[0]
    kept = edit_package(
        plans.session, plans.actor(Role.CLIENT), plans.clock, plans.cache, proposed.package_id,
        proposed.version.version_id, (Keep((visit.visit_id,)),),
    )  # fmt: skip
    plans.session.commit()
    texts = [reason.text for reason in ask_why(plans, kept, visit.visit_id).reasons]
    assert "You asked to keep it like this." in texts


def test_why_not_says_what_it_would_cost(plans: Plans, proposed: PackageView) -> None:
    answer = ask(plans, proposed, Question("provider", "birch", day=0))
    assert answer.question == "Why not Birch Care on Monday?"
    assert answer.reasons[0].text.startswith("It can be done. Compared with this plan: £")


def test_why_not_names_the_wishes_in_the_way(plans: Plans, proposed: PackageView) -> None:
    banned = edit_package(
        plans.session, plans.actor(Role.CLIENT), plans.clock, plans.cache, proposed.package_id,
        proposed.version.version_id, (BanTarget("provider", "birch", "I did not like how they spoke to me."),),
    )  # fmt: skip
    plans.session.commit()
    answer = ask(plans, banned, Question("provider", "birch"))
    assert answer.reasons[0].sentences == ("I did not like how they spoke to me.",)


def test_a_visit_that_is_not_there_and_a_supporter_who_may_not_ask(plans: Plans, proposed: PackageView) -> None:
    with pytest.raises(NotFound):
        ask_why(plans, proposed, "no such visit")
    plans.cast.scope.rights = ["see"]
    plans.session.commit()
    with pytest.raises(Denied):
        ask(plans, proposed, Question("time", day=0), Role.SUPPORTER)
