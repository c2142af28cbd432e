"""What one person wants: goals, needs, limits, wishes, money, own help. Frozen, integers only.

Every rule carries `sentence`, the person's own words that it came from: plans and refusals quote it.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from msgspec import Meta

from brokerage.optimizer.market import Id, IsoDate, Minor, MinuteOfDay, Minutes, Slot, Weekday

EVERY_DAY: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
Weight = Annotated[int, Meta(ge=0, le=100)]
Times = Annotated[int, Meta(ge=0, le=50)]
DayIndex = Annotated[int, Meta(ge=0, le=13)]


@dataclass(frozen=True, slots=True)
class Goal:
    """What matters, in the person's words, weighed by them. `enough_points`: where it is fully met (None: all its
    needs at their best times). The first third of it counts most, the last least.
    """

    id: Id
    sentence: str
    weight: Weight = 50
    enough_points: Annotated[int, Meta(ge=1, le=10**6)] | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A visit lies wholly inside: it starts at or after `earliest_minute` and ends by `latest_end_minute`."""

    weekdays: tuple[Weekday, ...] = EVERY_DAY
    earliest_minute: MinuteOfDay = 0
    latest_end_minute: MinuteOfDay = 1440


@dataclass(frozen=True, slots=True)
class Way:
    """One way to meet a need: a category of service, how long (any of `durations`), and how much a visit does."""

    category: Id
    durations: Annotated[tuple[Minutes, ...], Meta(min_length=1)]
    effect_points: Annotated[int, Meta(ge=0, le=1000)] = 100


@dataclass(frozen=True, slots=True)
class Need:
    """A kind of help, `times_least` to `times_best` a horizon. With `is_must`, `times_least` is a must-have.

    `gap_minutes` is kept between the end of one of its visits and the start of its next on the same day.
    """

    id: Id
    title: str
    sentence: str
    goal_ids: tuple[Id, ...]
    ways: Annotated[tuple[Way, ...], Meta(min_length=1)]
    times_best: Times
    times_least: Times = 0
    is_must: bool = False
    windows: tuple[Window, ...] = (Window(),)
    preferred: tuple[Window, ...] = ()
    skills: tuple[str, ...] = ()
    workers_at_once: Annotated[int, Meta(ge=1, le=4)] = 1
    times_per_day: Annotated[int, Meta(ge=1, le=12)] = 1
    gap_minutes: Minutes = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """At least `minutes` between visits of two needs on the same day, whichever comes first."""

    id: Id
    sentence: str
    need_ids: tuple[Id, Id]
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class Ban:
    """Never this provider, worker, offer or category."""

    id: Id
    sentence: str
    target: Literal["provider", "worker", "offer", "category"]
    target_id: Id


@dataclass(frozen=True, slots=True)
class MaxPeople:
    """At most `count` different people in the horizon (named workers, headcount of unnamed offers)."""

    id: Id
    sentence: str
    count: Annotated[int, Meta(ge=1, le=100)]


@dataclass(frozen=True, slots=True)
class WorkerWish:
    """Gender, language or skill of who comes, for some needs (empty: all). Hard when `is_must`, else `weight`."""

    id: Id
    sentence: str
    attribute: Literal["gender", "language", "skill"]
    value: str
    need_ids: tuple[Id, ...] = ()
    is_must: bool = False
    weight: Weight = 50


@dataclass(frozen=True, slots=True)
class Like:
    """More of this provider, worker, offer, category or tag (negative weight: rather not)."""

    id: Id
    sentence: str
    target: Literal["provider", "worker", "offer", "category", "tag"]
    target_id: Id
    weight: Annotated[int, Meta(ge=-100, le=100)] = 50


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Help that family, friends or community give, or the person's own effort: no price, only by consent, ends."""

    id: Id
    who: str
    sentence: str
    categories: tuple[Id, ...]
    availability: tuple[Slot, ...]
    max_weekly_minutes: Minutes
    consent_until: IsoDate
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    gender: str | None = None
    is_own_effort: bool = False


@dataclass(frozen=True, slots=True)
class Purse:
    """Money for the horizon that may pay only for some categories (empty: any)."""

    id: Id
    name: str
    amount_minor: Minor
    categories: tuple[Id, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap on anything countable that visits or options draw on: journeys, hours, points."""

    id: Id
    name: str
    capacity: Annotated[int, Meta(ge=0, le=10**12)]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice: what it is worth, what it costs, which limits it draws on."""

    id: Id
    name: str
    value_points: Annotated[int, Meta(ge=0, le=10**9)]
    price_minor: Minor = 0
    category: Id = "choice"
    uses: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """A need without times: exactly one (`is_must`) or at most one of its options."""

    id: Id
    title: str
    sentence: str
    goal_ids: tuple[Id, ...]
    options: Annotated[tuple[Option, ...], Meta(min_length=1)]
    is_must: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """Keep this: a visit of the need on that day; what is None stays free. `arrangement_id` for own help."""

    id: Id
    need_id: Id
    day: DayIndex
    start_minute: MinuteOfDay | None = None
    duration_minutes: Minutes | None = None
    offer_id: Id | None = None
    worker_ids: tuple[Id, ...] = ()
    arrangement_id: Id | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Not this visit: none of the need on that day (only at that start or by that offer, where given)."""

    id: Id
    need_id: Id
    day: DayIndex
    start_minute: MinuteOfDay | None = None
    offer_id: Id | None = None
    worker_id: Id | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """One person's question to the market, for `day_count` days from `starts_on`, on a grid of `grid_minutes`."""

    id: Id
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    starts_on: IsoDate
    goals: tuple[Goal, ...]
    needs: tuple[Need, ...] = ()
    choices: tuple[Choice, ...] = ()
    purses: tuple[Purse, ...] = ()
    limits: tuple[Limit, ...] = ()
    gaps: tuple[Gap, ...] = ()
    bans: tuple[Ban, ...] = ()
    max_people: MaxPeople | None = None
    worker_wishes: tuple[WorkerWish, ...] = ()
    likes: tuple[Like, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    pins: tuple[Pin, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    area: str = ""
    day_count: Annotated[int, Meta(ge=1, le=14)] = 7
    grid_minutes: Literal[5, 10, 15, 30, 60] = 15
    schema: Literal["brokerage-brief-1"] = "brokerage-brief-1"
    notes: str = ""
