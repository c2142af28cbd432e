"""What people do to a plan, as data. `apply` turns an edit into a changed brief; `revise` solves around it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from brokerage.optimizer.brief import Arrangement, DayIndex, Weight, Window
from brokerage.optimizer.market import Id, Minor, MinuteOfDay, Minutes


class Keep(Struct, frozen=True, tag_field="kind", tag="keep"):
    """Pin these visits exactly as they are."""

    visit_ids: tuple[Id, ...]


class LetGo(Struct, frozen=True, tag_field="kind", tag="let_go"):
    """Unpin these visits."""

    visit_ids: tuple[Id, ...]


class Swap(Struct, frozen=True, tag_field="kind", tag="swap"):
    """The same visits by another offer, worker or arrangement."""

    visit_ids: tuple[Id, ...]
    offer_id: Id | None = None
    worker_id: Id | None = None
    arrangement_id: Id | None = None


class Move(Struct, frozen=True, tag_field="kind", tag="move"):
    """These visits at another start, and with `day`, one visit on another day."""

    visit_ids: tuple[Id, ...]
    start_minute: MinuteOfDay
    day: DayIndex | None = None


class Resize(Struct, frozen=True, tag_field="kind", tag="resize"):
    """Longer or shorter."""

    visit_ids: tuple[Id, ...]
    duration_minutes: Minutes


class Remove(Struct, frozen=True, tag_field="kind", tag="remove"):
    """Not these visits, and nothing in their place."""

    visit_ids: tuple[Id, ...]


class BanTarget(Struct, frozen=True, tag_field="kind", tag="ban"):
    """Never again this provider, worker, offer or category."""

    target: Literal["provider", "worker", "offer", "category"]
    target_id: Id
    sentence: str = ""


class LiftRule(Struct, frozen=True, tag_field="kind", tag="lift"):
    """Take back a ban, pin, exclusion, gap, wish, limit on people or arrangement by its id."""

    rule_id: Id


class AddArrangement(Struct, frozen=True, tag_field="kind", tag="add_arrangement"):
    """Help that costs nothing, with consent and an end date."""

    arrangement: Arrangement


class SetWeight(Struct, frozen=True, tag_field="kind", tag="set_weight"):
    """What a goal weighs now."""

    goal_id: Id
    weight: Weight


class SetPurse(Struct, frozen=True, tag_field="kind", tag="set_purse"):
    """What a purse holds now, for the horizon, in minor units."""

    purse_id: Id
    amount_minor: Minor


class SetTimes(Struct, frozen=True, tag_field="kind", tag="set_times"):
    """How often a need should be met now."""

    need_id: Id
    times_best: Annotated[int, Meta(ge=0, le=50)]
    times_least: Annotated[int, Meta(ge=0, le=50)] = 0


class SetWindows(Struct, frozen=True, tag_field="kind", tag="set_windows"):
    """When a need may be met now."""

    need_id: Id
    windows: Annotated[tuple[Window, ...], Meta(min_length=1)]


class SetMaxPeople(Struct, frozen=True, tag_field="kind", tag="set_max_people"):
    """At most so many different people; None lifts it."""

    count: Annotated[int, Meta(ge=1, le=100)] | None
    sentence: str = ""


Edit = (
    Keep | LetGo | Swap | Move | Resize | Remove | BanTarget | LiftRule | AddArrangement
    | SetWeight | SetPurse | SetTimes | SetWindows | SetMaxPeople
)
