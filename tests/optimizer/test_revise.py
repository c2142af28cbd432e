"""Edits: what was pinned stays, what was not touched stays, ids stay."""

from dataclasses import replace

import pytest

from brokerage.optimizer import (
    BanTarget,
    Edit,
    EditRefused,
    Keep,
    LetGo,
    LiftRule,
    Move,
    Params,
    Remove,
    SetPurse,
    SetTimes,
    apply,
    check,
    propose,
    revise,
)
from brokerage.optimizer.generate import generate_market
from brokerage.optimizer.generate_brief import generate_brief
from brokerage.optimizer.plans import placing

MARKET = generate_market("small", 3)
BRIEF = replace(generate_brief(1, MARKET, wanted=12), pins=(), exclusions=())
PLAN = propose(MARKET, BRIEF, Params(time_limit_seconds=120, max_effort=0.5))
AT_ONCE = Params(time_limit_seconds=60, max_effort=0.3, goal_slack_permille=10, proves=False)
PAID = next(visit for visit in PLAN.visits if visit.offer_id is not None)


def test_a_kept_visit_is_the_same_after_every_other_edit() -> None:
    """Keep, then ban another provider and set the money anew: the visit stands as it was, under its id."""
    others = [v for v in PLAN.visits if v.provider_id not in (None, PAID.provider_id)]
    purse = BRIEF.purses[0]
    ban = BanTarget("provider", others[0].provider_id or "")
    edits: list[Edit] = [Keep((PAID.id,)), ban, SetPurse(purse.id, purse.amount_minor)]
    revision = revise(MARKET, BRIEF, PLAN, edits, AT_ONCE)
    kept = next(visit for visit in revision.proposal.visits if visit.id == PAID.id)
    assert placing(kept) == placing(PAID)
    assert kept.is_pinned
    assert check(MARKET, revision.brief, revision.proposal) == []
    assert others[0].provider_id not in {visit.provider_id for visit in revision.proposal.visits}


def test_an_edit_that_changes_nothing_changes_no_visit() -> None:
    """Setting a purse to what it holds leaves every visit and id as it was."""
    revision = revise(MARKET, BRIEF, PLAN, [SetPurse(BRIEF.purses[0].id, BRIEF.purses[0].amount_minor)], AT_ONCE)
    before = {visit.id: placing(visit) for visit in PLAN.visits}
    after = {visit.id: placing(visit) for visit in revision.proposal.visits}
    assert before.items() <= after.items()


def test_a_removed_visit_is_gone_and_the_rest_stays() -> None:
    """Nothing comes in its place on that day for that need."""
    revision = revise(MARKET, BRIEF, PLAN, [Remove((PAID.id,))], AT_ONCE)
    assert PAID.id not in {visit.id for visit in revision.proposal.visits}
    assert check(MARKET, revision.brief, revision.proposal) == []
    need = next(need for need in revision.brief.needs if need.id == PAID.need_id)
    old = next(need for need in BRIEF.needs if need.id == PAID.need_id)
    assert need.times_best == old.times_best - 1


def test_a_visit_moved_where_it_cannot_be_is_named() -> None:
    """A pin that does not hold is never dropped in silence."""
    revision = revise(MARKET, BRIEF, PLAN, [Move((PAID.id,), 15)], AT_ONCE)
    need = next(result for result in revision.proposal.needs if result.need_id == PAID.need_id)
    assert "pin_not_kept" in {reason.code for reason in need.reasons}


def test_letting_go_takes_back_keeping() -> None:
    """The brief is as it was before."""
    kept = apply(BRIEF, PLAN, Keep((PAID.id,)))
    assert len(kept.pins) == 1
    assert apply(kept, PLAN, LetGo((PAID.id,))) == BRIEF


def test_lifting_a_ban_takes_it_back() -> None:
    """By the id of the rule."""
    banned = apply(BRIEF, PLAN, BanTarget("offer", PAID.offer_id or "", "Not them."))
    assert apply(banned, PLAN, LiftRule(banned.bans[-1].id)) == BRIEF


@pytest.mark.parametrize("edit", [Keep(("nobody",)), SetTimes("nothing", 1), LiftRule("none"), SetPurse("none", 1)])
def test_an_edit_of_what_is_not_there_is_refused(edit: Keep | SetTimes | LiftRule | SetPurse) -> None:
    """With words that say so."""
    with pytest.raises(EditRefused, match="There is no"):
        apply(BRIEF, PLAN, edit)
