"""Made-up briefs for tests and benchmarks: one person's goals, needs and rules, the same for a seed."""

from dataclasses import dataclass
from random import Random

from brokerage.optimizer.brief import (
    EVERY_DAY,
    Arrangement,
    Ban,
    Brief,
    Choice,
    Exclusion,
    Gap,
    Goal,
    Like,
    Limit,
    MaxPeople,
    Need,
    Option,
    Pin,
    Purse,
    Way,
    Window,
    WorkerWish,
)
from brokerage.optimizer.generate import LANGUAGES, SKILLS
from brokerage.optimizer.market import Market, Slot

GOALS = ("Keep clean and well", "See my friends", "Run my own home", "Learn and work", "Sleep without worry")
PENCE_PER_MINUTE = 45


@dataclass(frozen=True, slots=True)
class Pattern:
    """A usual need: category, lengths, times a week, window, and the goal it serves."""

    name: str
    goal: int
    ways: tuple[Way, ...]
    times: int
    window: tuple[int, int]
    is_must_chance: float = 0.0
    double_chance: float = 0.0


CARE = (Way("personal_care", (30, 45, 60), 100), Way("assistant", (30, 60), 80))
PATTERNS = (
    Pattern("getting up", 0, CARE, 7, (420, 660), 0.8, 0.15),
    Pattern("going to bed", 0, CARE, 7, (1140, 1350), 0.6, 0.15),
    Pattern("lunch", 0, (Way("personal_care", (30,), 60), Way("home_help", (30,), 50)), 5, (690, 870), 0.3),
    Pattern("bath", 0, (Way("personal_care", (60,), 100),), 2, (540, 1200), 0.4, 0.5),
    Pattern("company", 1, (Way("companionship", (60, 90, 120), 90),), 3, (600, 1260)),
    Pattern("class", 3, (Way("class", (90, 120), 120), Way("outing", (120, 180), 100)), 2, (540, 1260)),
    Pattern("day centre", 1, (Way("day_centre", (300, 390), 150),), 2, (540, 1020)),
    Pattern("housework", 2, (Way("home_help", (60, 120), 80), Way("assistant", (60, 120), 70)), 2, (480, 1080)),
    Pattern("exercise", 0, (Way("physio", (45, 60), 110),), 1, (540, 1080), 0.2),
    Pattern("night", 4, (Way("sleep_in", (540,), 100), Way("waking_night", (480, 540), 120)), 3, (1260, 1920), 0.3),
)


def generate_brief(seed: int, market: Market, wanted: int = 30, day_count: int = 7) -> Brief:
    """A brief for about `wanted` visits at best, from Monday 2026-04-06 (a public holiday) or the day after."""
    random = Random(f"brief {seed}")  # noqa: S311 (test data, not a secret)
    grid = random.choice([15, 15, 15, 30])
    needs = _needs(random, wanted, day_count, grid)
    minutes = sum(need.times_best * max(need.ways[0].durations) * need.workers_at_once for need in needs)
    budget = minutes * PENCE_PER_MINUTE * random.randrange(40, 130) // 100
    areas = sorted({area for offer in market.offers for area in offer.areas})
    return Brief(
        id=f"brief {seed}",
        currency=market.currency,
        starts_on=random.choice(["2026-04-06", "2026-04-07", "2026-04-13"]),
        goals=tuple(Goal(f"g{i}", s, random.randrange(5, 101), _enough(random)) for i, s in enumerate(GOALS)),
        needs=needs,
        choices=_choices(random),
        purses=_purses(random, budget),
        limits=(Limit("journeys", "Journeys", random.choice([1, 2, 3, 5, 50]), "I tire of journeys"),),
        gaps=_gaps(random, needs),
        bans=_bans(random, market),
        max_people=MaxPeople("few", "Not too many faces", random.randrange(2, 9)) if random.random() < 0.5 else None,
        worker_wishes=_wishes(random, needs),
        likes=_likes(random, market),
        arrangements=_arrangements(random),
        pins=_pins(random, needs, market, day_count, grid),
        exclusions=_exclusions(random, needs, day_count),
        area=random.choice(areas) if areas else "",
        day_count=day_count,
        grid_minutes=grid,  # type: ignore[arg-type]
    )


def _enough(random: Random) -> int | None:
    return random.randrange(50, 900) if random.random() < 0.3 else None


def _needs(random: Random, wanted: int, day_count: int, grid: int) -> tuple[Need, ...]:
    needs: list[Need] = []
    patterns = random.sample(PATTERNS, len(PATTERNS))
    count = 0
    for pattern in patterns:
        if count >= wanted:
            break
        times = min(pattern.times * day_count // 7 or 1, wanted - count + 2, 50)
        needs.append(_need(random, pattern, times, grid))
        count += times
    return tuple(needs)


def _need(random: Random, pattern: Pattern, times: int, grid: int) -> Need:
    earliest, latest = pattern.window
    shift = random.choice([0, 0, 30, 60])
    is_must = random.random() < pattern.is_must_chance
    days = EVERY_DAY if random.random() < 0.6 else tuple(sorted(random.sample(range(7), random.randrange(3, 7))))
    preferred = (Window(EVERY_DAY, earliest + 30, latest - 60),) if random.random() < 0.5 else ()
    ways = tuple(Way(w.category, _on_grid(w.durations, grid), w.effect_points) for w in pattern.ways)
    return Need(
        id=pattern.name,
        title=pattern.name,
        sentence=f"I want help with {pattern.name}",
        goal_ids=(f"g{pattern.goal}",) if random.random() < 0.8 else (f"g{pattern.goal}", "g2"),
        ways=ways if random.random() < 0.7 else ways[:1],
        times_best=times,
        times_least=random.randrange(1, times + 1) if is_must else 0,
        is_must=is_must,
        windows=(Window(days, earliest + shift, latest),),
        preferred=preferred if latest - earliest > 200 else (),
        skills=(random.choice(SKILLS),) if random.random() < 0.25 else (),
        workers_at_once=2 if random.random() < pattern.double_chance else 1,
        times_per_day=2 if random.random() < 0.2 else 1,
        gap_minutes=random.choice([0, 0, 60, 240]),
    )


def _on_grid(durations: tuple[int, ...], grid: int) -> tuple[int, ...]:
    return tuple(d for d in durations if d % grid == 0) or (-(-durations[0] // grid) * grid,)


def _choices(random: Random) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            f"c{number}", f"choice {number}", "One of these", (f"g{random.randrange(5)}",),
            tuple(
                Option(
                    f"c{number}.{i}", f"option {i}", random.randrange(10, 200), random.randrange(0, 6000),
                    random.choice(["choice", "equipment"]), {"journeys": random.choice([0, 0, 0, 1, 2])},
                )
                for i in range(random.randrange(1, 4))
            ),
            random.random() < 0.3,
        )
        for number in range(random.choice([0, 0, 1, 2]))
    )  # fmt: skip


def _purses(random: Random, budget: int) -> tuple[Purse, ...]:
    if random.random() < 0.5:
        return (Purse("all", "Budget", budget),)
    care, share = ("personal_care", "assistant", "home_help"), random.randrange(30, 80)
    purses = [Purse("care", "Care", budget * share // 100, care), Purse("free", "Free", budget * (100 - share) // 100)]
    if random.random() < 0.3:
        purses.append(Purse("life", "Community", 6000, ("class", "outing", "day_centre", "equipment")))
    return tuple(purses)


def _gaps(random: Random, needs: tuple[Need, ...]) -> tuple[Gap, ...]:
    if len(needs) < 2 or random.random() < 0.5:
        return ()
    one, other = random.sample(needs, 2)
    return (Gap("apart", "I need a rest between", (one.id, other.id), random.choice([30, 60, 120])),)


def _bans(random: Random, market: Market) -> tuple[Ban, ...]:
    bans = []
    for number in range(random.choice([0, 0, 1, 2, 3])):
        offer = random.choice(market.offers)
        worker = offer.workers[0].id if offer.workers else None
        target, target_id = random.choice([("provider", offer.provider_id), ("offer", offer.id), ("worker", worker)])
        if target_id is not None:
            bans.append(Ban(f"ban{number}", f"Never {target_id}", target, target_id))  # type: ignore[arg-type]
    if random.random() < 0.05:
        bans.append(Ban("ban kind", "No day centres", "category", "day_centre"))
    return tuple(bans)


def _wishes(random: Random, needs: tuple[Need, ...]) -> tuple[WorkerWish, ...]:
    wishes = []
    if random.random() < 0.3:
        some = (random.choice(needs).id,) if needs else ()
        wishes.append(WorkerWish("woman", "A woman, please", "gender", "female", some, random.random() < 0.6))
    if random.random() < 0.2:
        language = random.choice(LANGUAGES)
        wishes.append(WorkerWish("tongue", f"Who speaks {language}", "language", language, (), False, 70))
    return tuple(wishes)


def _likes(random: Random, market: Market) -> tuple[Like, ...]:
    offers = random.choices(market.offers, k=2)
    likes = [Like(f"like{i}", "Them", "offer", o.id, random.randrange(-60, 100)) for i, o in enumerate(offers)]
    return (*likes, Like("community", "Out among people", "tag", "community", 40))


def _arrangements(random: Random) -> tuple[Arrangement, ...]:
    found = []
    if random.random() < 0.5:
        slots = tuple(Slot(day, 960, 1320) for day in random.sample(range(7), 3))
        kinds = ("personal_care", "companionship")
        can = (("medication",), ("English",), "female")
        found.append(Arrangement("mum", "Mum", "Mum helps", kinds, slots, 240, "2026-04-15", *can))
    if random.random() < 0.25:
        slots = tuple(Slot(day, 540, 1080) for day in range(7))
        own = Arrangement("self", "Myself", "I can do it", ("home_help",), slots, 120, "2026-12-31", is_own_effort=True)
        found.append(own)
    return tuple(found)


def _pins(random: Random, needs: tuple[Need, ...], market: Market, day_count: int, grid: int) -> tuple[Pin, ...]:
    pins = []
    for number in range(random.choice([0, 0, 0, 1, 2])):
        need = random.choice(needs)
        start = need.windows[0].earliest_minute // grid * grid if random.random() < 0.5 else None
        offers = [offer for offer in market.offers if offer.category == need.ways[0].category]
        offer_id = random.choice(offers).id if offers and random.random() < 0.3 else None
        day = random.randrange(day_count)
        pins.append(Pin(f"pin{number}", need.id, day, start, offer_id=offer_id, sentence="Keep this"))
    return tuple(pins)


def _exclusions(random: Random, needs: tuple[Need, ...], day_count: int) -> tuple[Exclusion, ...]:
    return tuple(
        Exclusion(f"not{number}", random.choice(needs).id, random.randrange(day_count), sentence="Not that day")
        for number in range(random.choice([0, 0, 1, 2]))
    )
