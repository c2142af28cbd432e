"""Five invented clients: every rule is exercised, every line has its sentence, every brief has an answer."""

from datetime import date, timedelta
from typing import Any

import pytest

from brokerage.demo.files import TOLD_ON, brief_json
from brokerage.demo.market import generate_market
from brokerage.demo.stories import NAMES, brief_of_story, load_story, next_monday, rows_of
from brokerage.domain.errors import NotFound
from brokerage.domain.rulepacks import load_rulepack, seeds_path
from brokerage.optimizer import Params, check, propose
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.jsonio import load_brief
from brokerage.optimizer.validate_brief import validate_brief

TOWN = generate_market("town")
QUICK = Params(time_limit_seconds=60, max_effort=1.0)


def brief_of(name: str) -> Brief:
    return load_brief((seeds_path() / "briefs" / f"{name}.json").read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_brief_is_what_the_story_says(name: str) -> None:
    committed = (seeds_path() / "briefs" / f"{name}.json").read_bytes()
    assert committed == brief_json(name), "run `brokerage seed --write seeds`"


@pytest.mark.parametrize("name", NAMES)
def test_a_brief_fits_the_town_without_any_problem(name: str) -> None:
    assert validate_brief(brief_of(name), TOWN) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_brief_gets_a_rich_week_with_every_must_have_and_no_broken_rule(name: str) -> None:
    brief = brief_of(name)
    proposal = propose(TOWN, brief, QUICK)
    assert check(TOWN, brief, proposal) == []
    short = [n.id for n, r in zip(brief.needs, proposal.needs, strict=True) if n.is_must and r.times < n.times_least]
    assert short == []
    assert len(proposal.visits) >= 14
    assert proposal.cost_minor <= sum(purse.amount_minor for purse in brief.purses)


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_carries_a_sentence_that_somebody_said(name: str) -> None:
    story, brief = load_story(name), brief_of(name)
    said = {sentence.text for sentence in story.sentences}
    rules: list[Any] = [*brief.goals, *brief.needs, *brief.gaps, *brief.bans, *brief.worker_wishes, *brief.likes]
    rules += [*brief.arrangements, *brief.limits, *brief.purses]
    assert {rule.sentence for rule in rules} <= said


@pytest.mark.parametrize("name", NAMES)
def test_a_person_is_marked_as_invented_and_lives_by_the_rules(name: str) -> None:
    story = load_story(name)
    pack = load_rulepack(story.rulepack)
    assert story.name.endswith("(demo)")
    assert story.email.endswith("@demo.example")
    assert story.management in {kind.id for kind in pack.management_kinds}
    assert {purse.kind for purse in story.budget.purses} <= {kind.id for kind in pack.purse_kinds}
    assert {need.named_task for need in story.needs} <= {"", *pack.named_tasks}
    shortest = min(minutes for need in story.needs for way in need.ways for minutes in way.durations)
    named = {need.named_task for need in story.needs if min(d for w in need.ways for d in w.durations) < 30}
    assert shortest >= pack.named_task_visit_minutes
    assert named <= {"medicine_prompt", "meal_delivery", ""}


def test_the_five_stories_exercise_different_rules() -> None:
    briefs = {name: brief_of(name) for name in NAMES}
    assert briefs["asha"].bans
    assert briefs["asha"].limits[0].id == "journeys"
    assert {need.workers_at_once for need in briefs["winston"].needs} == {1, 2}
    assert len(briefs["winston"].gaps) == 3
    assert any(need.gap_minutes == 240 and need.times_per_day == 2 for need in briefs["dot"].needs)
    assert any(arrangement.is_own_effort for arrangement in briefs["dot"].arrangements)
    assert any(window.latest_end_minute > 1440 for need in briefs["joel"].needs for window in need.windows)
    assert any(like.target == "provider" for like in briefs["sana"].likes)
    assert all(brief.max_people for brief in briefs.values())


def test_family_help_ends_when_they_said_it_ends() -> None:
    story = load_story("joel")
    later = TOLD_ON + timedelta(weeks=9)
    rows = rows_of(story, TOLD_ON)
    assert rows.arrangements[0].consent_until < next_monday(later)
    assert brief_of_story(story, later).arrangements[0].consent_until > brief_of("joel").arrangements[0].consent_until


def test_a_week_of_a_purse_is_what_the_story_gives_a_week() -> None:
    for name in NAMES:
        weekly = [purse.weekly_minor for purse in load_story(name).budget.purses]
        assert [purse.amount_minor for purse in brief_of(name).purses] == weekly


def test_a_final_budget_that_differs_from_the_points_says_why() -> None:
    for name in NAMES:
        budget = rows_of(load_story(name), TOLD_ON).budget
        assert budget.points > 0
        assert budget.reason


def test_plans_begin_on_the_monday_after() -> None:
    assert next_monday(date(2026, 11, 24)) == date(2026, 11, 30)
    assert next_monday(date(2026, 11, 30)) == date(2026, 12, 7)


def test_an_unknown_story_says_which_there_are() -> None:
    with pytest.raises(NotFound, match="asha, winston"):
        load_story("nobody")
