"""What is to be done next for a client, and whose turn it is: read off from how far things have come."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from brokerage.domain.budgets import BudgetState
from brokerage.domain.packages import VersionState


class WaitsFor(StrEnum):
    """Whose turn it is."""

    BROKER = "broker"
    CLIENT = "client"
    NOBODY = "nobody"


class Stage(StrEnum):
    """What the next step is about."""

    TALK = "talk"
    GOALS = "goals"
    NEEDS = "needs"
    BUDGET = "budget"
    ANSWER = "answer"
    PROPOSE = "propose"
    FINISH = "finish"
    DECIDE = "decide"
    SETTLE = "settle"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a client's plan has come. `version` is the state of the newest package's head, None without."""

    sentences: int = 0
    goals: int = 0
    needs: int = 0
    budget: BudgetState | None = None
    version: VersionState | None = None
    is_stale: bool = False
    open_challenges: int = 0
    package_id: str | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, in words for a broker, and whose turn it is."""

    stage: Stage
    waits_for: WaitsFor
    words: str


def next_step(progress: Progress) -> NextStep:
    """The first thing that is not done yet. A question always comes first: its clock is running."""
    return next(step for is_due, step in _steps(progress) if is_due)


def _steps(progress: Progress) -> Iterator[tuple[bool, NextStep]]:
    broker, client = WaitsFor.BROKER, WaitsFor.CLIENT
    version, questions = progress.version, progress.open_challenges
    asked = "a question" if questions == 1 else f"{questions} questions"
    is_silent = not progress.sentences and not progress.goals
    yield questions > 0, NextStep(Stage.ANSWER, broker, f"Answer {asked}.")
    yield is_silent, NextStep(Stage.TALK, broker, "Talk: write down what matters.")
    yield not progress.goals, NextStep(Stage.GOALS, broker, "Turn what was said into goals.")
    yield not progress.needs, NextStep(Stage.NEEDS, broker, "Say which help serves the goals.")
    yield progress.budget is None, NextStep(Stage.BUDGET, broker, "Set the budget.")
    yield version is None, NextStep(Stage.PROPOSE, broker, "Ask for a plan.")
    yield progress.is_stale, NextStep(Stage.PROPOSE, broker, "The market has changed: ask for the plan again.")
    yield version is VersionState.SENT, NextStep(Stage.DECIDE, client, "Say yes to the plan, or send it back.")
    yield version is VersionState.SENT_BACK, NextStep(Stage.FINISH, broker, "The plan came back: change it together.")
    yield version is not VersionState.APPROVED, NextStep(Stage.FINISH, broker, "Finish the plan and send it.")
    yield progress.budget is not BudgetState.FINAL, NextStep(Stage.SETTLE, broker, "Make the budget final.")
    yield True, NextStep(Stage.DONE, WaitsFor.NOBODY, "Nothing to do: the plan is approved.")
