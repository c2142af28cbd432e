"""Changing a package: what was asked for is there, the rest stays, nothing is lost."""

from collections.abc import Sequence
from threading import Barrier, Thread

import pytest
from sqlalchemy.orm import Session

from brokerage.domain.errors import Conflict, Invalid, NotFound
from brokerage.domain.people import Role
from brokerage.optimizer.brief import Arrangement, Window
from brokerage.optimizer.edits import (
    AddArrangement,
    BanTarget,
    Edit,
    Keep,
    LetGo,
    LiftRule,
    Move,
    Remove,
    Resize,
    SetMaxPeople,
    SetPurse,
    SetTimes,
    SetWeight,
    SetWindows,
    Swap,
)
from brokerage.optimizer.market import Slot
from brokerage.usecases.package_edits import edit_package, name_version, redo, restore_version, undo
from brokerage.usecases.package_views import LineView, PackageView
from brokerage.usecases.packages import compare_versions, mark_stale, see_history, see_package
from brokerage.usecases.proposal_runs import run_proposal
from brokerage.usecases.proposals import start_run
from brokerage.usecases.solving import EditClash
from tests.cast import actor_for
from tests.plans import Plans


def edit(plans: Plans, view: PackageView, *edits: Edit, role: Role = Role.BROKER) -> PackageView:
    """The version after the edits, committed."""
    changed = edit_package(
        plans.session, plans.actor(role), plans.clock, plans.cache, view.package_id, view.version.version_id, edits
    )
    plans.session.commit()
    return changed


def lines(view: PackageView, title: str = "Getting up") -> Sequence[LineView]:
    """The visits of one need, in order of time."""
    return [line for day in view.week.days for line in day.lines if line.title == title]


def test_a_moved_visit_is_at_its_new_time_and_the_others_stay(plans: Plans, proposed: PackageView) -> None:
    visit = lines(proposed)[1]
    start = 600 if visit.start_minute != 600 else 570

    view = edit(plans, proposed, Move((visit.visit_id,), start))

    moved = next(line for line in lines(view) if line.visit_id == visit.visit_id)
    assert (moved.start_minute, moved.is_pinned) == (start, True)
    assert view.change is not None
    assert [(change.kind, change.visit_id) for change in view.change.visits] == [("changed", visit.visit_id)]
    assert view.version.what == f"Moved Tuesday’s getting up to {'10am' if start == 600 else '9:30am'}"
    series = next(one for one in view.week.series if one.title == "Getting up")
    assert [exception.visit_id for exception in series.exceptions] == [visit.visit_id]


def test_a_whole_series_can_be_kept_and_let_go(plans: Plans, proposed: PackageView) -> None:
    series = next(one for one in proposed.week.series if one.title == "Getting up")

    kept = edit(plans, proposed, Keep(series.visit_ids))
    free = edit(plans, kept, LetGo(series.visit_ids))

    assert all(line.is_pinned for line in lines(kept))
    assert not any(line.is_pinned for line in lines(free))
    assert kept.version.what == "Kept 5 visits for “Getting up”"


def test_a_visit_can_be_given_to_another_provider(plans: Plans, proposed: PackageView) -> None:
    visit = lines(proposed)[0]
    view = edit(plans, proposed, Swap((visit.visit_id,), offer_id="birch-care", worker_id="cleo"))

    swapped = next(line for line in lines(view) if line.visit_id == visit.visit_id)
    assert (swapped.worker_names, swapped.provider_name) == (("Cleo",), "Birch Care")
    assert view.budget.spent_minor - proposed.budget.spent_minor == 400


def test_a_visit_can_be_longer(plans: Plans, proposed: PackageView) -> None:
    visit = lines(proposed)[0]
    view = edit(plans, proposed, Resize((visit.visit_id,), 90))
    assert next(line for line in lines(view) if line.visit_id == visit.visit_id).duration_minutes == 90


def test_what_was_taken_out_stays_out(plans: Plans, proposed: PackageView) -> None:
    visit = lines(proposed)[2]
    view = edit(plans, proposed, Remove((visit.visit_id,)))
    assert visit.day not in {line.day for line in lines(view)}
    assert len(lines(view)) == 4


def test_a_ban_names_who_is_banned_and_can_be_taken_back(plans: Plans, proposed: PackageView) -> None:
    banned = edit(plans, proposed, BanTarget("provider", "alder"))

    assert {line.provider_name for line in lines(banned)} == {"Birch Care"}
    ban = next(rule for rule in banned.rules if rule.kind == "ban")
    assert ban.words == "Not Alder Care."
    lifted = edit(plans, banned, LiftRule(ban.rule_id))
    assert not any(rule.kind == "ban" for rule in lifted.rules)


def test_own_help_costs_nothing_and_ends(plans: Plans, proposed: PackageView) -> None:
    brother = Arrangement(
        "brother", "Her brother", "I come on Mondays.", ("personal_care",), (Slot(0, 420, 660),), 60, "2027-03-31"
    )
    monday_visit = lines(proposed)[0].visit_id
    view = edit(plans, proposed, AddArrangement(brother), Swap((monday_visit,), arrangement_id="brother"))

    monday = lines(view)[0]
    assert (monday.who, monday.price_minor, monday.is_own_help) == ("Her brother", 0, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (SetMaxPeople(1), "At most one person"),
        (SetPurse("purse", 9_600), "“Care and life” now holds £96.00"),
        (SetTimes("need", 3, 3), "“Getting up” now 3 times at best, at least 3"),
        (SetWindows("need", (Window((0, 1, 2, 3, 4), 480, 600),)), "“Getting up” now on Mondays"),
        (SetWeight("goal", 90), "“I want to get up when I like, not when the rota says.” now counts 90 of 100"),
    ],
    ids=["most people", "purse", "times", "windows", "weight"],
)
def test_limits_can_be_changed(plans: Plans, proposed: PackageView, change: Edit, words: str) -> None:
    real = {
        "purse": proposed.budget.purses[0].purse_id,
        "need": lines(proposed)[0].need_id,
        "goal": next(goal.goal_id for goal in proposed.goals if goal.weight == 60),
    }
    fields = {name: getattr(change, name) for name in change.__struct_fields__}
    fields = {name: real.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}

    view = edit(plans, proposed, type(change)(**fields))

    assert view.version.what.startswith(words)
    assert view.version.number == 2


def test_a_wish_that_can_not_be_kept_changes_nothing(plans: Plans, proposed: PackageView) -> None:
    visit = lines(proposed)[0]
    with pytest.raises(EditClash) as refused:
        edit(plans, proposed, Move((visit.visit_id,), 1320))
    [clash] = refused.value.clashes
    assert clash.sentences[0] == "Moved Monday’s getting up to 10pm"
    assert all(repair.edits_json for repair in clash.repairs)
    plans.session.rollback()
    assert plans.head(proposed.package_id).id == proposed.version.version_id


def test_an_edit_of_something_that_is_not_there_is_refused_by_its_place(plans: Plans, proposed: PackageView) -> None:
    with pytest.raises(Invalid) as refused:
        edit(plans, proposed, Keep(("nothing",)))
    assert refused.value.problems[0].pointer == "/edits/0"


def test_undo_and_redo_walk_along_the_versions(plans: Plans, proposed: PackageView) -> None:
    broker = plans.actor(Role.BROKER)
    changed = edit(plans, proposed, SetMaxPeople(2))

    back = undo(plans.session, broker, plans.clock, proposed.package_id, changed.version.version_id)
    assert (back.version.version_id, back.may.can_redo) == (proposed.version.version_id, True)
    forth = redo(plans.session, broker, plans.clock, proposed.package_id, back.version.version_id)
    assert forth.version.version_id == changed.version.version_id
    with pytest.raises(Conflict):
        redo(plans.session, broker, plans.clock, proposed.package_id, forth.version.version_id)
    undo(plans.session, broker, plans.clock, proposed.package_id, forth.version.version_id)
    with pytest.raises(Conflict):
        undo(plans.session, broker, plans.clock, proposed.package_id, proposed.version.version_id)


def test_an_earlier_version_comes_back_as_a_new_one_with_the_same_content(plans: Plans, proposed: PackageView) -> None:
    broker = plans.actor(Role.BROKER)
    name_version(plans.session, broker, plans.clock, proposed.package_id, proposed.version.version_id, "As first told")
    plans.session.commit()
    changed = edit(plans, proposed, BanTarget("provider", "alder"))

    view = restore_version(
        plans.session, broker, plans.clock, proposed.package_id, changed.version.version_id,
        proposed.version.version_id,
    )  # fmt: skip

    assert (view.version.number, view.version.content_hash) == (3, proposed.version.content_hash)
    assert view.version.what == "Went back to version 1: As first told"
    comparison = compare_versions(
        plans.session, broker, plans.clock, proposed.package_id, proposed.version.version_id, view.version.version_id
    )
    assert (comparison.visits, comparison.words) == ((), "The same visits and the same price.")
    history = see_history(plans.session, broker, plans.clock, proposed.package_id)
    assert [version.number for version in history.versions] == [3, 2, 1]


def test_an_edit_on_a_head_that_moved_on_says_what_changed(plans: Plans, proposed: PackageView) -> None:
    edit(plans, proposed, SetMaxPeople(2))
    with pytest.raises(Conflict) as refused:
        edit(plans, proposed, SetMaxPeople(3), role=Role.CLIENT)
    assert [problem.message for problem in refused.value.problems] == ["Bea Broker: At most 2 different people"]


def test_of_two_edits_at_once_on_one_head_exactly_one_wins(plans: Plans, proposed: PackageView) -> None:
    start, outcomes = Barrier(2), list[str]()
    broker = plans.actor(Role.BROKER)

    def attempt(count: int) -> None:
        with Session(plans.engines.write, expire_on_commit=False) as session:
            start.wait()
            try:
                edit_package(
                    session, broker, plans.clock, plans.cache, proposed.package_id, proposed.version.version_id,
                    (SetMaxPeople(count),),
                )  # fmt: skip
                session.commit()
            except Conflict:
                outcomes.append("refused")
            else:
                outcomes.append("kept")

    plans.session.rollback()
    threads = [Thread(target=attempt, args=(count,)) for count in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["kept", "refused"]
    assert plans.head(proposed.package_id).number == 2


def test_a_version_whose_offer_changed_is_stale_until_it_is_worked_out_again(
    plans: Plans, proposed: PackageView
) -> None:
    offer = lines(proposed)[0].offer_id or ""
    assert mark_stale(plans.session, plans.clock, [offer], "Alder Care put its price up.") == 1
    assert mark_stale(plans.session, plans.clock, ["birch-care"], "Not used here.") == 0
    plans.session.commit()
    stale = see_package(plans.session, plans.actor(Role.BROKER), plans.clock, proposed.package_id)
    assert (stale.stale.is_stale, stale.stale.reason) == (True, "Alder Care put its price up.")

    fresh = edit(plans, stale)

    assert (fresh.stale.is_stale, fresh.version.number) == (False, 2)


def test_proposing_again_carries_over_what_was_changed_by_hand(plans: Plans, proposed: PackageView) -> None:
    broker = plans.actor(Role.BROKER)
    edit(plans, proposed, BanTarget("provider", "alder"), Keep((lines(proposed, "Job coaching")[0].visit_id,)))

    def propose_again(*, is_carrying_edits: bool) -> PackageView:
        run = start_run(
            plans.session, broker, plans.clock, plans.cast.client.id, is_carrying_edits=is_carrying_edits
        )
        plans.session.commit()
        run_proposal(plans.workshop, run.run_id)
        plans.session.expire_all()
        return see_package(plans.session, broker, plans.clock, proposed.package_id)

    carried = propose_again(is_carrying_edits=True)
    assert {rule.kind for rule in carried.rules} == {"ban", "pin"}
    assert {line.provider_name for line in lines(carried)} == {"Birch Care"}
    plain = propose_again(is_carrying_edits=False)
    assert plain.rules == ()
    assert plain.version.number == 4


def test_strangers_and_roles_without_the_right_can_not_change_a_package(plans: Plans, proposed: PackageView) -> None:
    stranger = actor_for(plans.session, plans.clock, plans.cast.other_broker, Role.BROKER, plans.cast.other_brokerage)
    for actor in (stranger, plans.actor(Role.PROVIDER), plans.actor(Role.FUNDER)):
        with pytest.raises(NotFound):
            edit_package(
                plans.session, actor, plans.clock, plans.cache, proposed.package_id, proposed.version.version_id, ()
            )
        with pytest.raises(NotFound):
            see_package(plans.session, actor, plans.clock, proposed.package_id)
