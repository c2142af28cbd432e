"""What people send in before it is checked: strict shapes, unknown fields refused, for forms and JSON alike."""

from datetime import date
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from brokerage.domain.needs import AnyWish, Ids, Names

Kind = TypeVar("Kind")
Whole = Annotated[int, Meta(ge=0, le=10**12)]
# A database can't hold the character zero in text.
NO_ZERO = r"\A[^\x00]*\Z"
Line = Annotated[str, Meta(max_length=200, pattern=NO_ZERO)]
Text = Annotated[str, Meta(max_length=4000, pattern=NO_ZERO)]


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Typed but unchecked: the rules beside it say what is wrong, field by field."""


class WindowDraft(Draft, frozen=True, kw_only=True):
    """A part of some days, in minutes after midnight."""

    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    earliest_minute: int = 0
    latest_end_minute: int = 1440


class SlotDraft(Draft, frozen=True, kw_only=True):
    """A weekly stretch of time."""

    weekday: int
    from_minute: int
    to_minute: int


class WayDraft(Draft, frozen=True, kw_only=True):
    """One way to meet a need."""

    category: Line
    durations: tuple[int, ...]
    effect_points: int = 100


class FromWords(Draft, frozen=True, kw_only=True):
    """Comes from a sentence: one that is there already (`sentence_id`) or one that is written down now."""

    sentence_id: Line = ""
    sentence: Text = ""


class GoalDraft(FromWords, frozen=True, kw_only=True):
    """What matters, and how much (0 to 100)."""

    weight: int = 50
    enough_points: int | None = None


class NeedDraft(FromWords, frozen=True, kw_only=True):
    """A kind of help and how often a week."""

    title: Line
    ways: tuple[WayDraft, ...]
    times_best: int
    times_least: int = 0
    is_must: bool = False
    goal_ids: Ids = ()
    windows: tuple[WindowDraft, ...] = (WindowDraft(),)
    preferred: tuple[WindowDraft, ...] = ()
    skills: Names = ()
    workers_at_once: int = 1
    times_per_day: int = 1
    gap_minutes: int = 0
    named_task: Line = ""


class WishDraft(FromWords, frozen=True, kw_only=True):
    """A like, a ban or a limit."""

    content: AnyWish


class ArrangementDraft(FromWords, frozen=True, kw_only=True):
    """Help that is given already, with the yes of whoever gives it."""

    who: Line
    categories: Ids
    availability: tuple[SlotDraft, ...]
    max_weekly_minutes: int
    consent_given_by: Line
    consent_on: date
    consent_until: date
    skills: Names = ()
    languages: Names = ()
    gender: Line | None = None
    is_own_effort: bool = False


class PurseDraft(Draft, frozen=True, kw_only=True):
    """Part of a budget, in minor units for its whole period."""

    name: Line
    total_minor: Whole
    kind: Line = ""
    categories: Ids = ()
    sentence: Text = ""


class BudgetDraft(Draft, frozen=True, kw_only=True):
    """Money for a period; `levels` by part of life give the indicative figure."""

    starts_on: date
    ends_on: date
    total_minor: Whole
    management: Line
    contingency_minor: Whole = 0
    levels: dict[str, int] = {}
    reason: Text = ""


def retyped(value: Any, kind: type[Kind]) -> Kind:
    """The same content as another type. Only for what the rules have passed: msgspec.ValidationError otherwise."""
    return msgspec.convert(msgspec.to_builtins(value), kind)
