"""What came out of the conversation: goals, needs, wishes and limits, and help that is already given."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from brokerage.domain.base import Base, id_column
from brokerage.domain.consultations import FromSentence
from brokerage.domain.typed_json import TypedJson
from brokerage.optimizer.brief import Way, Weight, Window
from brokerage.optimizer.market import Id, Minutes, Slot

Names = tuple[Annotated[str, Meta(min_length=1, max_length=60)], ...]
Ids = tuple[Id, ...]
EVERY_WINDOW: tuple[Window, ...] = (Window(),)


class Goal(FromSentence, Base):
    """What matters to the person, weighed by them from 0 to 100. Its words are its sentence.

    `enough_points`: where it is fully met; None means when all its needs are at their best times.
    """

    __tablename__ = "goals"
    id: Mapped[str] = id_column("goa")
    weight: Mapped[int] = mapped_column(default=50)
    enough_points: Mapped[int | None]


class Need(FromSentence, Base):
    """A kind of help, `times_least` to `times_best` a week. Fields as in `optimizer.brief.Need`.

    `named_task` allows visits under the usual minimum (its id in the rulepack); "" for none.
    """

    __tablename__ = "needs"
    id: Mapped[str] = id_column("nee")
    title: Mapped[str] = mapped_column(String(120))
    goal_ids: Mapped[tuple[str, ...]] = mapped_column(TypedJson(Ids), default=())
    ways: Mapped[tuple[Way, ...]] = mapped_column(TypedJson(tuple[Way, ...]))
    times_best: Mapped[int]
    times_least: Mapped[int] = mapped_column(default=0)
    is_must: Mapped[bool] = mapped_column(default=False)
    windows: Mapped[tuple[Window, ...]] = mapped_column(TypedJson(tuple[Window, ...]), default=EVERY_WINDOW)
    preferred: Mapped[tuple[Window, ...]] = mapped_column(TypedJson(tuple[Window, ...]), default=())
    skills: Mapped[tuple[str, ...]] = mapped_column(TypedJson(Names), default=())
    workers_at_once: Mapped[int] = mapped_column(default=1)
    times_per_day: Mapped[int] = mapped_column(default=1)
    gap_minutes: Mapped[int] = mapped_column(default=0)
    named_task: Mapped[str] = mapped_column(String(60), default="")


class WishContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """What a wish or limit says. `kind` tells which one it is; fields as in `optimizer.brief`."""


class BanWish(WishContent, frozen=True, tag="ban"):
    """Never this provider, worker, offer or category."""

    target: Literal["provider", "worker", "offer", "category"]
    target_id: Id


class LikeWish(WishContent, frozen=True, tag="like"):
    """More of this; a negative weight: rather not."""

    target: Literal["provider", "worker", "offer", "category", "tag"]
    target_id: Id
    weight: Annotated[int, Meta(ge=-100, le=100)] = 50


class MaxPeopleWish(WishContent, frozen=True, tag="max_people"):
    """At most `count` different people in a week."""

    count: Annotated[int, Meta(ge=1, le=100)]


class WorkerWish(WishContent, frozen=True, tag="worker_wish"):
    """Gender, language or skill of who comes, for some needs (none named: all)."""

    attribute: Literal["gender", "language", "skill"]
    value: Annotated[str, Meta(min_length=1, max_length=60)]
    need_ids: Ids = ()
    is_must: bool = False
    weight: Weight = 50


class GapWish(WishContent, frozen=True, tag="gap"):
    """At least `minutes` between visits of two needs on the same day."""

    need_ids: tuple[Id, Id]
    minutes: Minutes


class LimitWish(WishContent, frozen=True, tag="limit"):
    """At most `capacity` of something that visits use up in a week, such as journeys."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    capacity: Annotated[int, Meta(ge=0, le=10**12)]


AnyWish = BanWish | LikeWish | MaxPeopleWish | WorkerWish | GapWish | LimitWish


class Wish(FromSentence, Base):
    """A like, a ban or a limit, with the sentence that it came from."""

    __tablename__ = "wishes"
    id: Mapped[str] = id_column("wis")
    content: Mapped[AnyWish] = mapped_column(TypedJson(AnyWish))


class Arrangement(FromSentence, Base):
    """Help that family, friends or community give, or what the person does alone: no price, by consent, until a day.

    `consent_given_by` names who said yes to giving it (the person themselves for own effort).
    """

    __tablename__ = "arrangements"
    id: Mapped[str] = id_column("arr")
    who: Mapped[str] = mapped_column(String(120))
    categories: Mapped[tuple[str, ...]] = mapped_column(TypedJson(Ids))
    availability: Mapped[tuple[Slot, ...]] = mapped_column(TypedJson(tuple[Slot, ...]))
    max_weekly_minutes: Mapped[int]
    skills: Mapped[tuple[str, ...]] = mapped_column(TypedJson(Names), default=())
    languages: Mapped[tuple[str, ...]] = mapped_column(TypedJson(Names), default=())
    gender: Mapped[str | None] = mapped_column(String(40))
    is_own_effort: Mapped[bool] = mapped_column(default=False)
    consent_given_by: Mapped[str] = mapped_column(String(120))
    consent_on: Mapped[date]
    consent_until: Mapped[date]
