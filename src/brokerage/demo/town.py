"""What a demo market is drawn from: a made-up town's trades, people and prices, read from seeds/markets."""

from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from brokerage.domain.errors import Invalid
from brokerage.domain.rulepacks import seeds_path
from brokerage.optimizer.market import Slot

Size = Literal["small", "town", "county"]
SIZES: tuple[Size, ...] = ("small", "town", "county")
Range = tuple[int, int]


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file: every key is known, every value typed."""


class Hours(Data, frozen=True):
    """The same stretch on several weekdays (0 is Monday); past 1440 it runs into the next day."""

    weekdays: tuple[int, ...]
    from_minute: int
    to_minute: int


class Trade(Data, frozen=True):
    """A kind of provider: how many there are in a market of each size, and who works there."""

    id: str
    providers: dict[Size, int]
    services: Annotated[tuple["Service", ...], Meta(min_length=1)]
    endings: tuple[str, ...] = ()
    teams: dict[Size, int] = {}
    staff: Range = (0, 0)
    shifts: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    all_skills: tuple[str, ...] = ()
    reliability_permille: Range = (900, 990)
    most_weekly_minutes: Range | None = None
    is_self_employed: bool = False
    is_venue: bool = False


class Service(Data, frozen=True):
    """What a trade sells: prices in minor units from..to, `unit` "waking" is hours of a night."""

    category: str
    titles: tuple[str, ...]
    price_minor: Range
    unit: Literal["hour", "waking", "visit", "session", "night", "week", "item"] = "hour"
    percent: int = 100
    copies: int = 1
    half_hour_permille: int = 850
    pattern: str = ""
    shortest_minutes: int = 30
    longest_minutes: int = 480
    shifts: tuple[str, ...] = ()
    all_skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    uses: dict[str, int] = {}
    days_open: int = 0
    session_starts: tuple[int, ...] = ()
    session_minutes: int = 0
    least_weekly_minutes: tuple[int, ...] = (0,)
    can_discount: bool = False
    travel_minutes: int = 0


class Town(Data, frozen=True):
    """A made-up town. `years` are those whose public holidays the market knows."""

    schema: Literal["brokerage-demo-town-1"]
    name: str
    rulepack: str
    years: tuple[int, ...]
    valid_from: str
    areas: tuple[str, ...]
    female: tuple[str, ...]
    male: tuple[str, ...]
    surnames: tuple[str, ...]
    first_words: tuple[str, ...]
    speaks: dict[str, str]
    patterns: dict[str, tuple[Hours, ...]]
    shifts: dict[str, tuple[Hours, ...]]
    trades: tuple[Trade, ...]


@cache
def load_town(name: str = "millbrook-vale") -> Town:
    """The town of seeds/markets/<name>.toml. Invalid names the file and the key."""
    path = seeds_path() / "markets" / f"{name}.toml"
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Town)
    except msgspec.DecodeError as error:
        raise Invalid(f"{path.name}: {error}") from error


def slots_of(hours: tuple[Hours, ...]) -> tuple[Slot, ...]:
    """Weekly slots in order of the week."""
    found = [Slot(day, stretch.from_minute, stretch.to_minute) for stretch in hours for day in stretch.weekdays]
    return tuple(sorted(found, key=lambda slot: (slot.weekday, slot.from_minute)))
