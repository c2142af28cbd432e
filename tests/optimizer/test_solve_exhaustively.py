"""Small questions answered by trying every plan there is: the solver must agree, tier by tier."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

import pytest

from brokerage.optimizer import Params, check, propose
from brokerage.optimizer.answers import assembled
from brokerage.optimizer.brief import (
    Ban,
    Brief,
    Choice,
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
from brokerage.optimizer.candidates import Prepared, prepare
from brokerage.optimizer.market import (
    BandWindow,
    BlockDiscount,
    DayKind,
    Market,
    Offer,
    Provider,
    Rate,
    RateCard,
    Slot,
    Worker,
)
from brokerage.optimizer.plans import Plan, Score, paid, score
from brokerage.optimizer.proposal import Chosen, Visit
from brokerage.optimizer.reasons import with_reasons

KINDS: tuple[DayKind, ...] = ("weekday", "saturday", "sunday", "public_holiday")
MONDAY = "2026-03-02"


def _market(random: Random) -> Market:
    offers = []
    for number in range(3):
        price = random.choice((2000, 2600, 3100))
        card = RateCard(f"card{number}", (
            Rate("day", "hour", ((60, price),)), Rate("late", "hour", ((60, price + 500),)),
        ))
        opens = random.choice((480, 540))
        workers = (
            Worker(f"w{number}a", "A", ("hoist",), gender="woman"),
            Worker(f"w{number}b", "B", gender=random.choice(("man", "woman"))),
        )
        offers.append(Offer(
            f"offer{number}", f"provider{number % 2}", "Care", "care", card,
            tuple(Slot(day, opens, 720) for day in range(7)),
            workers=workers if number else (),
            skills=("hoist",) if random.random() < 0.7 else (),
            min_weekly_minutes=random.choice((0, 0, 120)),
            travel_minutes=random.choice((0, 0, 30)),
            discount=BlockDiscount(120, 20) if random.random() < 0.4 else None,
            tags=("kind",) if random.random() < 0.5 else (),
        ))
    providers = (
        Provider("provider0", "Zero", 990, random.choice((None, 120))), Provider("provider1", "One", 900),
    )
    bands = (BandWindow("late", KINDS, 600, 1440), BandWindow("day", KINDS))
    return Market("GBP", bands, providers, tuple(offers))


def _brief(random: Random) -> Brief:
    goals = (Goal("home", "My home", random.choice((20, 60))), Goal("out", "Going out", 40))
    windows = (Window((0,), 480, 660),)
    needs = (
        Need(
            "up", "Up", "Help me up.", ("home",), (Way("care", (60,)),), random.choice((1, 2)), random.choice((0, 1)),
            random.random() < 0.7, (Window(earliest_minute=480, latest_end_minute=600),),
            preferred=(Window(latest_end_minute=540),),
            skills=("hoist",) if random.random() < 0.5 else (),
            workers_at_once=random.choice((1, 1, 2)),
        ),
        Need("walk", "Walk", "A walk.", ("out",), (Way("care", (60,), 60),), 1, windows=windows),
    )
    choice = Choice("gym", "Gym", "One course.", ("out",), (
        Option("swim", "Swim", 40, 1500, "sport", {"trips": 1}), Option("dance", "Dance", 60, 2500, "sport"),
    ))
    purses = (
        Purse("core", "Core", random.choice((4000, 6500, 9000)), ("care",) if random.random() < 0.5 else ()),
        Purse("fun", "Fun", 2000, ("sport", "care")),
    )
    wish = WorkerWish("women", "Women only.", "gender", "woman", ("up",), random.random() < 0.4, 50)
    pins = (Pin("pin", "walk", 0, start_minute=random.choice((480, 540))),) if random.random() < 0.4 else ()
    return Brief(
        "small", "GBP", MONDAY, goals, needs, (choice,), purses,
        limits=(Limit("trips", "Trips", random.choice((0, 1))),),
        gaps=(Gap("rest", "Rest between.", ("up", "walk"), 30),) if random.random() < 0.5 else (),
        bans=(Ban("no", "Not them.", "provider", "provider1"),) if random.random() < 0.2 else (),
        max_people=MaxPeople("few", "Few people.", random.choice((1, 2, 3))) if random.random() < 0.5 else None,
        worker_wishes=(wish,),
        likes=(Like("kind", "Kind ones.", "tag", "kind", random.choice((-40, 50))),),
        pins=pins, day_count=2, grid_minutes=60,
    )


def _visits(market: Market, brief: Brief, need: Need, day: int) -> Iterator[Visit]:
    """Every visit one can write down, most of them against some rule; nothing of the solver's filters is used."""
    for offer in market.offers:
        ids = [worker.id for worker in offer.workers]
        teams = [()] if not ids else [(w,) for w in ids] if need.workers_at_once == 1 else [tuple(ids)]
        for start, team in product(range(480, 720, 60), teams):
            price = _price(offer, start) * need.workers_at_once
            yield Visit(
                "", need.id, day, start, 60, need.workers_at_once, price, offer.id, offer.provider_id, team,
            )


def _price(offer: Offer, start: int) -> int:
    early, late = (rate.points[0][1] for rate in offer.rate_card.rates)
    return late if start >= 600 else early


def _discounted(market: Market, visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    minutes = Counter[str]()
    for visit in visits:
        minutes[visit.offer_id or ""] += visit.duration_minutes * visit.workers_at_once
    reached = {
        offer.id for offer in market.offers if offer.discount and minutes[offer.id] >= offer.discount.threshold_minutes
    }
    return tuple(
        replace(visit, price_minor=(visit.price_minor * 80 + 50) // 100) if visit.offer_id in reached else visit
        for visit in visits
    )


def _lawful(prepared: Prepared, plan: Plan) -> Plan | None:
    brief = prepared.brief
    times = {need.id: 0 for need in brief.needs}
    for visit in plan.visits:
        times[visit.need_id] += 1
    if any(times[need.id] > need.times_best for need in brief.needs):
        return None
    with_money = paid(prepared.market, brief, plan)
    if with_money is None:
        return None
    proposal = with_reasons(prepared, assembled(prepared, with_money, (), Params(), (), 0.0))
    return None if check(prepared.market, brief, proposal) else with_money


def _best(prepared: Prepared) -> Score:
    market, brief = prepared.market, prepared.brief
    columns: list[list[Visit | None]] = []
    for need in brief.needs:
        for day in range(brief.day_count):
            singles = [v for v in _visits(market, brief, need, day) if _could_be(prepared, v)]
            columns.append([None, *singles])
    options: list[Chosen | None] = [None, *(Chosen("gym", o.id, o.price_minor) for o in brief.choices[0].options)]
    best: Score | None = None
    for lines in product(*columns):
        visits = _discounted(market, tuple(visit for visit in lines if visit is not None))
        for option in options:
            plan = Plan(visits, (option,) if option is not None else ())
            value = score(market, brief, prepared.calendar, prepared.carers, plan)
            if (best is None or value.rank > best.rank) and _lawful(prepared, plan) is not None:
                best = value
    assert best is not None, "the empty plan breaks no rule"
    return best


def _could_be(prepared: Prepared, visit: Visit) -> bool:
    """Whether a visit breaks no rule about single visits: found by the checker on a plan of just that visit."""
    alone = {"availability", "window", "skills", "wish", "ban", "workers_at_once", "workers"}
    proposal = assembled(prepared, Plan((visit,), ()), (), Params(), (), 0.0)
    return not alone & {v.code for v in check(prepared.market, prepared.brief, proposal)}


@pytest.mark.parametrize("seed", range(40))
def test_the_proven_optimum_is_that_of_trying_every_plan(seed: int) -> None:
    """No lawful plan is better in the first tier in which it differs, and each tier says that it is proven."""
    random = Random(seed)
    market, brief = _market(random), _brief(random)
    best = _best(prepare(market, brief))
    proposal = propose(market, brief, Params(time_limit_seconds=60, max_effort=60))
    found = {tier.name: tier.value for tier in proposal.tiers}
    assert found == {
        "must_haves": best.must_haves, "goals": best.goals, "preferences": best.preferences, "cost": best.cost_minor,
    }
    assert proposal.status == "optimal"
