"""Goals, needs, wishes and own help as pages and JSON show them."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from brokerage.domain.consultations import FromSentence, SaidAs
from brokerage.domain.needs import AnyWish, Arrangement, Goal, Need, Wish
from brokerage.optimizer.brief import Way, Window
from brokerage.optimizer.market import Slot

View = TypeVar("View", bound="SpokenView")


@dataclass(frozen=True, slots=True)
class SpokenView:
    """What every row has: its sentence and who said it, its place, its version, and when it was removed."""

    id: str
    version: int
    sentence_id: str
    sentence: str
    said_by_name: str
    said_as: SaidAs
    position: int
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class GoalView(SpokenView):
    """A goal."""

    weight: int
    enough_points: int | None


@dataclass(frozen=True, slots=True)
class NeedView(SpokenView):
    """A need."""

    title: str
    goal_ids: tuple[str, ...]
    ways: tuple[Way, ...]
    times_best: int
    times_least: int
    is_must: bool
    windows: tuple[Window, ...]
    preferred: tuple[Window, ...]
    skills: tuple[str, ...]
    workers_at_once: int
    times_per_day: int
    gap_minutes: int
    named_task: str


@dataclass(frozen=True, slots=True)
class WishView(SpokenView):
    """A wish or limit."""

    content: AnyWish


@dataclass(frozen=True, slots=True)
class ArrangementView(SpokenView):
    """Help that is given already. `is_over`: its consent has ended."""

    who: str
    categories: tuple[str, ...]
    availability: tuple[Slot, ...]
    max_weekly_minutes: int
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    gender: str | None
    is_own_effort: bool
    consent_given_by: str
    consent_on: date
    consent_until: date
    is_over: bool


AnyView = GoalView | NeedView | WishView | ArrangementView


@dataclass(frozen=True, slots=True)
class Matters:
    """All that came out of the conversation, each kind in its order; `removed` can be put back."""

    goals: tuple[GoalView, ...]
    needs: tuple[NeedView, ...]
    wishes: tuple[WishView, ...]
    arrangements: tuple[ArrangementView, ...]
    removed: tuple[tuple[str, AnyView], ...]


def goal_view(row: Goal) -> GoalView:
    """A goal as it is shown."""
    return _view(GoalView, row)


def need_view(row: Need) -> NeedView:
    """A need as it is shown."""
    return _view(NeedView, row)


def wish_view(row: Wish) -> WishView:
    """A wish as it is shown."""
    return _view(WishView, row)


def arrangement_view(row: Arrangement, today: date) -> ArrangementView:
    """Own help as it is shown on that day."""
    return _view(ArrangementView, row, is_over=row.consent_until < today)


def any_view(row: Goal | Need | Wish | Arrangement, today: date) -> AnyView:
    """Whatever it is, as it is shown."""
    match row:
        case Goal():
            return goal_view(row)
        case Need():
            return need_view(row)
        case Wish():
            return wish_view(row)
        case Arrangement():
            return arrangement_view(row, today)


def _view(kind: type[View], row: FromSentence, **more: Any) -> View:
    said = row.sentence
    given = {"sentence": said.text, "said_by_name": said.said_by_name, "said_as": said.said_as, **more}
    return kind(**{f.name: given[f.name] if f.name in given else getattr(row, f.name) for f in fields(kind)})
