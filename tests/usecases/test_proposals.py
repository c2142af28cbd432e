"""Asking for proposals, in the background, through stops and kills."""

import threading
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from brokerage.domain.budgets import Purse
from brokerage.domain.errors import Conflict, NotFound
from brokerage.domain.packages import VersionState
from brokerage.domain.people import Role
from brokerage.domain.proposals import ProposalRun, RunState
from brokerage.optimizer.edits import Edit
from brokerage.store.engine import session_scope
from brokerage.usecases.access import Denied, Hidden
from brokerage.usecases.package_edits import edit_package
from brokerage.usecases.package_views import PackageView
from brokerage.usecases.proposal_runs import run_proposal
from brokerage.usecases.proposals import (
    cancel_run,
    interrupt_lost_runs,
    run_again,
    see_run,
    start_run,
    use_option,
)
from tests.cast import actor_for
from tests.plans import GETTING_UP, MONDAY, Plans


def test_a_run_makes_the_first_version_of_a_package_that_says_why_for_every_line(plans: Plans) -> None:
    view = plans.propose()

    lines = [line for day in view.week.days for line in day.lines]
    assert view.version.number == 1
    assert view.version.state == VersionState.DRAFT
    assert [line.because for line in lines if line.title == "Getting up"] == [GETTING_UP] * 5
    assert view.budget.spent_minor == sum(line.price_minor for line in lines) == view.week.cost_minor
    assert view.budget.left_minor == view.budget.amount_minor - view.budget.spent_minor > 0
    assert all(goal.attained_permille == 1000 for goal in view.goals)


def test_the_same_visits_are_shown_as_one_series(proposed: PackageView) -> None:
    series = next(one for one in proposed.week.series if one.title == "Getting up")

    assert series.words.startswith("Every weekday at ")
    assert len(series.visit_ids) == 5
    assert series.exceptions == ()


def test_a_second_question_while_one_waits_is_the_first(plans: Plans) -> None:
    broker = plans.actor(Role.BROKER)
    first = start_run(plans.session, broker, plans.clock, plans.cast.client.id, starts_on=MONDAY)
    second = start_run(plans.session, broker, plans.clock, plans.cast.client.id, starts_on=MONDAY)

    assert second.run_id == first.run_id


def test_the_same_key_gives_the_same_run_even_when_it_is_over(plans: Plans) -> None:
    broker, client_id = plans.actor(Role.BROKER), plans.cast.client.id
    first = start_run(plans.session, broker, plans.clock, client_id, idempotency_key="monday-1")
    plans.session.commit()
    run_proposal(plans.workshop, first.run_id)
    plans.session.expire_all()

    again = start_run(plans.session, broker, plans.clock, client_id, idempotency_key="monday-1")

    assert (again.run_id, again.state) == (first.run_id, "done")


def test_too_many_waiting_runs_are_refused(plans: Plans) -> None:
    with pytest.raises(Conflict, match="Try again in a minute"):
        start_run(plans.session, plans.actor(Role.BROKER), plans.clock, plans.cast.client.id, queue_limit=0)


def test_a_stopped_run_that_waits_is_never_solved(plans: Plans) -> None:
    broker = plans.actor(Role.BROKER)
    run = start_run(plans.session, broker, plans.clock, plans.cast.client.id)
    cancel_run(plans.session, broker, plans.clock, run.run_id)
    plans.session.commit()

    run_proposal(plans.workshop, run.run_id)

    plans.session.expire_all()
    view = see_run(plans.session, broker, plans.clock, run.run_id)
    assert (view.state, view.package_id, view.options) == ("cancelled", None, ())


def test_a_run_that_was_killed_is_interrupted_and_can_be_run_again(plans: Plans) -> None:
    broker = plans.actor(Role.BROKER)
    run = start_run(plans.session, broker, plans.clock, plans.cast.client.id, starts_on=MONDAY)
    stored = plans.session.get(ProposalRun, run.run_id)
    assert stored is not None
    stored.state = RunState.RUNNING
    plans.session.commit()

    with session_scope(plans.engines.write) as session:
        assert interrupt_lost_runs(session, plans.clock, is_only_process=True) == 1
    plans.session.expire_all()
    view = see_run(plans.session, broker, plans.clock, run.run_id)
    assert (view.state, view.can_run_again) == ("interrupted", True)

    again = run_again(plans.session, broker, plans.clock, run.run_id)
    plans.session.commit()
    run_proposal(plans.workshop, again.run_id)
    plans.session.expire_all()
    assert see_run(plans.session, broker, plans.clock, again.run_id).state == "done"


def test_where_processes_share_a_database_only_a_run_past_its_lease_is_lost(plans: Plans) -> None:
    run = start_run(plans.session, plans.actor(Role.BROKER), plans.clock, plans.cast.client.id)
    assert interrupt_lost_runs(plans.session, plans.clock, is_only_process=False) == 0

    plans.clock.instant += timedelta(minutes=5)

    assert see_run(plans.session, plans.actor(Role.BROKER), plans.clock, run.run_id).state == "interrupted"
    assert interrupt_lost_runs(plans.session, plans.clock, is_only_process=False) == 1


def test_a_run_that_two_threads_take_up_is_answered_once(plans: Plans) -> None:
    run = start_run(plans.session, plans.actor(Role.BROKER), plans.clock, plans.cast.client.id)
    plans.session.commit()

    threads = [threading.Thread(target=run_proposal, args=(plans.workshop, run.run_id)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    plans.session.expire_all()
    view = see_run(plans.session, plans.actor(Role.BROKER), plans.clock, run.run_id)
    assert view.state == "done"
    assert plans.head(view.package_id or "").number == 1


def test_a_scope_revoked_while_the_solver_works_keeps_the_plan_as_it_was(plans: Plans) -> None:
    run = start_run(plans.session, plans.actor(Role.SUPPORTER), plans.clock, plans.cast.client.id)
    plans.cast.scope.revoked_at = plans.clock.now()
    plans.session.commit()

    run_proposal(plans.workshop, run.run_id)

    plans.session.expire_all()
    view = see_run(plans.session, plans.actor(Role.BROKER), plans.clock, run.run_id)
    assert (view.state, view.package_id) == ("failed", None)
    assert "may not change" in view.words


def test_wishes_that_clash_come_back_in_her_own_words_with_what_would_resolve_it(plans: Plans) -> None:
    for purse in plans.session.query(Purse):
        purse.total_minor = 53 * 4800
    plans.session.commit()
    run = start_run(plans.session, plans.actor(Role.BROKER), plans.clock, plans.cast.client.id, starts_on=MONDAY)
    plans.session.commit()

    run_proposal(plans.workshop, run.run_id)

    plans.session.expire_all()
    view = see_run(plans.session, plans.actor(Role.BROKER), plans.clock, run.run_id)
    [clash] = view.clashes
    assert GETTING_UP in clash.sentences
    money = [repair for repair in clash.repairs if "set_purse" in repair.edits_json]
    assert money, clash.repairs
    repaired = edit_package(
        plans.session, plans.actor(Role.BROKER), plans.clock, plans.cache, view.package_id or "",
        view.version_id or "", msgspec.json.decode(money[0].edits_json, type=list[Edit]),
    )  # fmt: skip
    assert not any(need.is_must for need in repaired.unmet_needs)


def test_another_brokerage_sees_nothing_of_a_run(plans: Plans) -> None:
    run = start_run(plans.session, plans.actor(Role.BROKER), plans.clock, plans.cast.client.id)
    stranger = actor_for(plans.session, plans.clock, plans.cast.other_broker, Role.BROKER, plans.cast.other_brokerage)

    attempts: tuple[Callable[[], object], ...] = (
        lambda: see_run(plans.session, stranger, plans.clock, run.run_id),
        lambda: cancel_run(plans.session, stranger, plans.clock, run.run_id),
        lambda: start_run(plans.session, stranger, plans.clock, plans.cast.client.id),
        lambda: see_run(plans.session, stranger, plans.clock, "run_missing"),
    )
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


def test_a_supporter_who_may_only_see_can_not_ask_for_a_plan(plans: Plans) -> None:
    plans.cast.scope.rights = ["see"]
    plans.session.commit()
    with pytest.raises(Denied):
        start_run(plans.session, plans.actor(Role.SUPPORTER), plans.clock, plans.cast.client.id)


def test_a_provider_can_not_ask_for_a_plan(plans: Plans) -> None:
    with pytest.raises(Hidden):
        start_run(plans.session, plans.actor(Role.PROVIDER), plans.clock, plans.cast.client.id)


def test_an_option_becomes_the_next_version_on_top_of_the_head_that_was_seen(
    plans: Plans, proposed: PackageView
) -> None:
    broker = plans.actor(Role.BROKER)
    run = start_run(plans.session, broker, plans.clock, plans.cast.client.id)
    plans.session.commit()
    run_proposal(plans.workshop, run.run_id)
    plans.session.expire_all()
    done = see_run(plans.session, broker, plans.clock, run.run_id)
    head = plans.head(proposed.package_id)

    with pytest.raises(Conflict):
        use_option(
            plans.session, broker, plans.clock, plans.cache, run.run_id, done.options[-1].option_id,
            proposed.version.version_id,
        )  # fmt: skip
    view = use_option(
        plans.session, broker, plans.clock, plans.cache, run.run_id, done.options[-1].option_id, head.id
    )

    assert (view.version.number, view.is_head) == (3, True)
    assert see_run(plans.session, broker, plans.clock, run.run_id).options[-1].is_used


def test_a_run_offers_plans_that_differ_in_kind_each_compared_with_the_first(plans: Plans) -> None:
    run = start_run(plans.session, plans.actor(Role.BROKER), plans.clock, plans.cast.client.id, starts_on=MONDAY)
    plans.session.commit()
    run_proposal(plans.workshop, run.run_id)
    plans.session.expire_all()

    options = see_run(plans.session, plans.actor(Role.CLIENT), plans.clock, run.run_id).options

    assert options[0].style == "balanced"
    assert len({option.style for option in options}) == len(options) > 1
    assert options[0].difference is None
    assert all(option.difference is not None and option.difference.words for option in options[1:])
