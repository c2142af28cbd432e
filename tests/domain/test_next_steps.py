"""Whose turn it is."""

from dataclasses import replace
from itertools import product

import pytest

from brokerage.domain.budgets import BudgetState
from brokerage.domain.next_steps import Progress, Stage, WaitsFor, next_step
from brokerage.domain.packages import VersionState

FULL = Progress(sentences=3, goals=1, needs=1, budget=BudgetState.FINAL)


@pytest.mark.parametrize(
    ("progress", "stage", "turn"),
    [
        (Progress(), Stage.TALK, WaitsFor.BROKER),
        (Progress(sentences=1), Stage.GOALS, WaitsFor.BROKER),
        (Progress(sentences=1, goals=1), Stage.NEEDS, WaitsFor.BROKER),
        (Progress(sentences=1, goals=1, needs=1), Stage.BUDGET, WaitsFor.BROKER),
        (FULL, Stage.PROPOSE, WaitsFor.BROKER),
        (replace(FULL, version=VersionState.DRAFT), Stage.FINISH, WaitsFor.BROKER),
        (replace(FULL, version=VersionState.DRAFT, is_stale=True), Stage.PROPOSE, WaitsFor.BROKER),
        (replace(FULL, version=VersionState.SENT), Stage.DECIDE, WaitsFor.CLIENT),
        (replace(FULL, version=VersionState.SENT_BACK), Stage.FINISH, WaitsFor.BROKER),
        (replace(FULL, version=VersionState.APPROVED), Stage.DONE, WaitsFor.NOBODY),
        (replace(FULL, version=VersionState.SENT, open_challenges=2), Stage.ANSWER, WaitsFor.BROKER),
        (Progress(3, 1, 1, BudgetState.INDICATIVE, VersionState.APPROVED), Stage.SETTLE, WaitsFor.BROKER),
    ],
)
def test_the_first_thing_that_is_not_done_is_next(progress: Progress, stage: Stage, turn: WaitsFor) -> None:
    step = next_step(progress)
    assert (step.stage, step.waits_for) == (stage, turn)


def test_there_is_always_a_next_step() -> None:
    for counts, budget, version in product((0, 1), (None, *BudgetState), (None, *VersionState)):
        assert next_step(Progress(counts, counts, counts, budget, version)).words.endswith(".")
