"""Made-up markets for tests and benchmarks: as varied as real ones, the same for a seed. Nobody in them exists."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from brokerage.optimizer.market import (
    Absence,
    BandWindow,
    BlockDiscount,
    Market,
    Offer,
    Provider,
    Rate,
    RateCard,
    Slot,
    Unit,
    Worker,
)

Size = Literal["tiny", "small", "town", "county", "region"]
SKILLS = ("hoist", "medication", "dementia", "peg_feed", "signing", "driving")
LANGUAGES = ("English", "Polish", "Urdu", "Welsh")
BANDS = (
    BandWindow("public_holiday", ("public_holiday",)),
    BandWindow("saturday", ("saturday",)),
    BandWindow("sunday", ("sunday",)),
    BandWindow("night", ("weekday",), 0, 360),
    BandWindow("evening", ("weekday",), 1200, 1320),
    BandWindow("night", ("weekday",), 1320, 1440),
    BandWindow("weekday", ("weekday",)),
)
BAND_PERCENT = {"weekday": 100, "evening": 110, "night": 120, "saturday": 112, "sunday": 125, "public_holiday": 180}
HOLIDAY = "2026-04-06"
SHIFTS = ((360, 840), (420, 1080), (780, 1380), (360, 1380), (1200, 1920))
ALL_DAY = tuple(Slot(day, 360, 1380) for day in range(7))


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a market is: providers, offers a provider, areas, and in how many areas an offer is had."""

    providers: int
    offers_each: int
    areas: int
    areas_each: int


SCALES: dict[Size, Scale] = {
    "tiny": Scale(6, 3, 2, 2),
    "small": Scale(15, 4, 2, 2),
    "town": Scale(50, 8, 5, 2),
    "county": Scale(500, 8, 10, 2),
    "region": Scale(5000, 8, 12, 3),
}


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of service as it is sold: unit, usual price in minor units, how often it turns up in the market."""

    category: str
    unit: Unit
    price_minor: int
    share: int
    has_team: bool = True
    sessions: tuple[tuple[int, int], ...] = ()
    travel_minutes: int = 0
    tags: tuple[str, ...] = ()


TRADES = (
    Trade("personal_care", "hour", 2600, 30),
    Trade("home_help", "hour", 2100, 14),
    Trade("companionship", "hour", 2300, 18, tags=("community",)),
    Trade("assistant", "hour", 1750, 10),
    Trade("waking_night", "hour", 2170, 5),
    Trade("sleep_in", "night", 11500, 6),
    Trade("day_centre", "session", 5600, 6, False, ((600, 900), (570, 960)), 30, ("community",)),
    Trade("class", "session", 900, 6, False, ((600, 720), (840, 930), (1110, 1200)), 15, ("community", "ordinary")),
    Trade("physio", "hour", 5200, 5),
    Trade("outing", "visit", 3500, 4, travel_minutes=15, tags=("community",)),
)


def generate_market(size: Size, seed: int) -> Market:
    """A market of a size. Money in GBP; the Monday 2026-04-06 is a public holiday."""
    random = Random(f"market {size} {seed}")  # noqa: S311 (test data, not a secret)
    scale = SCALES[size]
    providers: list[Provider] = []
    offers: list[Offer] = []
    for number in range(scale.providers):
        is_self = random.random() < 0.3
        most = random.choice([None, None, 1200, 2400]) if is_self else random.choice([None, None, None, 6000])
        name = f"Demo {'person' if is_self else 'agency'} {number}"
        provider = Provider(f"p{number}", name, random.randrange(850, 1000), most, is_self)
        providers.append(provider)
        staff = _staff(random, provider, 1 if is_self else random.randrange(3, 9))
        count = max(1, scale.offers_each // 4) if is_self else scale.offers_each + random.randrange(4)
        offers.extend(_offer(random, scale, provider, staff, f"o{number}.{index}") for index in range(count))
    return Market("GBP", BANDS, tuple(providers), tuple(offers), (HOLIDAY,), notes="Made up for tests.")


def _staff(random: Random, provider: Provider, count: int) -> list[Worker]:
    return [
        Worker(
            id=f"{provider.id}.w{number}",
            name=f"Demo worker {provider.id}.{number}",
            skills=tuple(random.sample(SKILLS, random.randrange(1, 5))),
            languages=tuple(random.sample(LANGUAGES, random.randrange(1, 3))),
            gender=random.choice(["female", "female", "female", "male", None]),
            availability=_shifts(random),
            absences=_absences(random, 0.1),
        )
        for number in range(count)
    ]


def _shifts(random: Random) -> tuple[Slot, ...]:
    """Empty: whenever the offer is had."""
    if random.random() < 0.3:
        return ()
    days = sorted(random.sample(range(7), random.randrange(3, 7)))
    return tuple(Slot(day, *random.choice(SHIFTS)) for day in days)


def _absences(random: Random, chance: float) -> tuple[Absence, ...]:
    if random.random() >= chance:
        return ()
    first = random.randrange(1, 15)
    slots = (Slot(random.randrange(7), 540, 900),) if random.random() < 0.3 else ()
    return (Absence(f"2026-04-{first:02d}", f"2026-04-{first + random.randrange(4):02d}", slots, "away"),)


def _offer(random: Random, scale: Scale, provider: Provider, staff: list[Worker], offer_id: str) -> Offer:
    trade = random.choices(TRADES, [trade.share for trade in TRADES])[0]
    sessions = _sessions(random, trade)
    team = tuple(random.sample(staff, random.randrange(1, min(4, len(staff)) + 1))) if trade.has_team else ()
    is_named = bool(team) and random.random() < 0.8
    is_night = trade.category in ("sleep_in", "waking_night")
    return Offer(
        id=offer_id,
        provider_id=provider.id,
        service=f"{trade.category.replace('_', ' ')} by {provider.name}",
        category=trade.category,
        rate_card=_card(random, trade, offer_id),
        availability=() if sessions else _opening(random, is_night),
        absences=_absences(random, 0.1),
        sessions=sessions,
        areas=tuple(f"area {i}" for i in random.sample(range(scale.areas), min(scale.areas, scale.areas_each))),
        skills=tuple(random.sample(SKILLS, random.randrange(3))),
        languages=tuple(random.sample(LANGUAGES, random.randrange(2))),
        workers=team if is_named else (),
        headcount=0 if sessions else random.choice([1, 2, 2, 3]),
        capacity_at_once=random.choice([1, 2, 4, 10]),
        min_visit_minutes=random.choice([30, 30, 30, 60]),
        max_visit_minutes=720 if is_night else random.choice([120, 240, 480]),
        min_weekly_minutes=random.choice([0] * 8 + [60, 120, 240]),
        max_weekly_minutes=random.choice([None] * 5 + [600, 1800]),
        travel_minutes=trade.travel_minutes,
        discount=_discount(random),
        tags=trade.tags,
        uses={"journeys": 1} if trade.travel_minutes else {},
    )


def _discount(random: Random) -> BlockDiscount | None:
    if random.random() >= 0.12:
        return None
    return BlockDiscount(random.choice([120, 300, 600]), random.choice([5, 10]))


def _sessions(random: Random, trade: Trade) -> tuple[Slot, ...]:
    if not trade.sessions:
        return ()
    days = sorted(random.sample(range(7), random.randrange(2, 6)))
    return tuple(Slot(day, *random.choice(trade.sessions)) for day in days)


def _opening(random: Random, is_night: bool) -> tuple[Slot, ...]:
    if is_night:
        return tuple(Slot(day, 1260, 1920) for day in range(7))
    return random.choice([
        ALL_DAY,
        ALL_DAY,
        tuple(Slot(day, 0, 1440) for day in range(7)),
        tuple(Slot(day, 480, 1080) for day in range(5)),
        tuple(Slot(day, *times) for day in range(6) for times in ((420, 720), (960, 1290))),
    ])


def _card(random: Random, trade: Trade, offer_id: str) -> RateCard:
    price = trade.price_minor * random.randrange(85, 116) // 100
    if trade.unit != "hour":
        band = "sleep_in" if trade.category == "sleep_in" else "any"
        return RateCard(f"card {offer_id}", (Rate(band, trade.unit, ((0, price),)),))
    has_short_price = random.random() < 0.5
    sells_nights = trade.category == "waking_night" or random.random() < 0.5
    bands = [band for band in BAND_PERCENT if band != "night" or sells_nights]
    if random.random() < 0.1:
        bands = ["weekday", "evening", "night"]
    return RateCard(
        id=f"card {offer_id}",
        rates=tuple(_rate(band, price * BAND_PERCENT[band] // 100, has_short_price) for band in bands),
        band_rule=random.choice(["share", "share", "start", "dearest"]),
        travel_fee_minor=random.choice([0, 0, 0, 120, 250]),
        valid_to="2026-04-09" if random.random() < 0.03 else None,
    )


def _rate(band: str, price: int, has_short_price: bool) -> Rate:
    points = ((30, price * 85 // 100), (60, price)) if has_short_price else ((60, price),)
    return Rate(band, "hour", points)
