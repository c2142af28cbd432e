"""The judge finds every fault that is planted, each by its own code, and none in a good plan."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import brokerage.optimizer
from brokerage.optimizer.baseline import baseline
from brokerage.optimizer.brief import (
    Arrangement,
    Ban,
    Brief,
    Choice,
    Exclusion,
    Gap,
    Goal,
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
from brokerage.optimizer.check import check
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
    Worker,
)
from brokerage.optimizer.proposal import Chosen, Proposal, PurseShare, Visit

AWAY = (Absence("2026-01-01", "2026-02-01"),)
WEEK = tuple(Slot(day, 360, 1380) for day in range(7))
CARD = RateCard("c", (Rate("day", "hour", ((60, 2400),)),))
ANN, BOB = Worker("ann", "Ann", ("hoist",), ("English",), "female"), Worker("bob", "Bob", ("hoist",), (), "male")
CARE = Offer(
    "care", "agency", "Care", "care", CARD, WEEK, workers=(ANN, BOB), areas=("north",), min_weekly_minutes=60,
    max_weekly_minutes=300, discount=BlockDiscount(180, 10), uses={"journeys": 1},
)  # fmt: skip
CLUB = Offer(
    "club", "hall", "Club", "club", RateCard("s", (Rate("any", "session", ((0, 900),)),)),
    sessions=(Slot(1, 600, 720), Slot(3, 600, 720)), headcount=0, travel_minutes=30, uses={"journeys": 1},
)  # fmt: skip
TEAM = Offer("team", "agency", "Team", "clean", CARD, WEEK, headcount=2, min_visit_minutes=60)
MARKET = Market(
    "GBP", (BandWindow("day", ("weekday", "saturday", "sunday"), 360, 1320),),
    (Provider("agency", "Agency", max_weekly_minutes=420), Provider("hall", "Hall")), (CARE, CLUB, TEAM),
)  # fmt: skip
MORNINGS = (Window((0, 1, 2), 420, 660),)
WASH = Need("wash", "Wash", "", ("well",), (Way("care", (60,)),), 3, 1, True, MORNINGS, (), ("hoist",))
MEET = Need("meet", "Meet", "", ("social",), (Way("club", (120,)),), 2)
CLEAN = Need("clean", "Clean", "", ("home",), (Way("clean", (60, 120)), Way("family", (60,), 50)), 2, gap_minutes=60)
CHAT = Need("chat", "Chat", "", ("social",), (Way("family", (60,)),), 2)
MUM = Arrangement("mum", "Mum", "", ("family",), (Slot(4, 600, 900), Slot(5, 600, 900)), 120, "2026-01-31")
BIG = Option("big", "Big", 9, 3000, "kit")
CHOICE = Choice("tv", "TV", "", ("home",), (BIG, Option("small", "Small", 5, 1000, "kit")))
BRIEF = Brief(
    "b", "GBP", "2026-01-05", (Goal("well", ""), Goal("social", ""), Goal("home", "")), (WASH, MEET, CLEAN, CHAT),
    (CHOICE,), (Purse("care purse", "", 9000, ("care",)), Purse("rest", "", 20000, ("club", "clean", "kit"))),
    (Limit("journeys", "Journeys", 6),), arrangements=(MUM,), area="north", max_people=MaxPeople("few", "", 4),
    gaps=(Gap("rest after", "", ("wash", "meet"), 15),),
)  # fmt: skip
GOOD = baseline(MARKET, BRIEF)


def first(need_id: str, plan: Proposal = GOOD) -> Visit:
    return next(visit for visit in plan.visits if visit.need_id == need_id)


def changed(need_id: str, **changes: object) -> Proposal:
    """The good plan with the first visit of a need tampered with."""
    wanted = first(need_id)
    visits = tuple(replace(v, **changes) if v is wanted else v for v in GOOD.visits)  # type: ignore[arg-type]
    return replace(GOOD, visits=visits)


def with_offer(offer: Offer, **changes: object) -> Market:
    return replace(MARKET, offers=tuple(replace(o, **changes) if o is offer else o for o in MARKET.offers))  # type: ignore[arg-type]


def brief(**changes: object) -> Brief:
    return replace(BRIEF, **changes)  # type: ignore[arg-type]


def with_need(need: Need, **changes: object) -> Brief:
    return brief(needs=tuple(replace(n, **changes) if n is need else n for n in BRIEF.needs))  # type: ignore[arg-type]


W = first("wash")
TOO_MUCH = (PurseShare("care purse", W.price_minor + 1), PurseShare("care purse", -1))
GOAL = GOOD.goals[0]
CASES: list[tuple[str, Callable[[], tuple[Market, Brief, Proposal]]]] = [
    ("brief", lambda: (MARKET, BRIEF, replace(GOOD, brief_id="x"))),
    ("currency", lambda: (MARKET, BRIEF, replace(GOOD, currency="AUD"))),
    ("visit_id", lambda: (MARKET, BRIEF, changed("meet", id=W.id))),
    ("unknown", lambda: (MARKET, BRIEF, changed("meet", offer_id="x"))),
    ("unknown", lambda: (MARKET, BRIEF, changed("meet", arrangement_id="mum"))),
    ("unknown", lambda: (MARKET, BRIEF, changed("meet", day=9))),
    ("unknown", lambda: (MARKET, BRIEF, replace(GOOD, chosen=(Chosen("tv", "huge", 0),)))),
    ("window", lambda: (MARKET, BRIEF, changed("wash", start_minute=900))),
    ("window", lambda: (MARKET, BRIEF, changed("wash", day=3))),
    ("grid", lambda: (MARKET, BRIEF, changed("wash", start_minute=W.start_minute + 5))),
    ("exclusion", lambda: (MARKET, brief(exclusions=(Exclusion("r", "wash", W.day),)), GOOD)),
    ("exclusion", lambda: (MARKET, brief(exclusions=(Exclusion("r", "wash", W.day, worker_id="ann"),)), GOOD)),
    ("way", lambda: (MARKET, BRIEF, changed("wash", duration_minutes=45))),
    ("way", lambda: (MARKET, BRIEF, changed("wash", offer_id="club", provider_id="hall"))),
    ("ban", lambda: (MARKET, brief(bans=(Ban("r", "", "category", "care"),)), GOOD)),
    ("ban", lambda: (MARKET, brief(bans=(Ban("r", "", "provider", "agency"),)), GOOD)),
    ("ban", lambda: (MARKET, brief(bans=(Ban("r", "", "offer", "care"),)), GOOD)),
    ("ban", lambda: (MARKET, brief(bans=(Ban("r", "", "worker", "ann"),)), GOOD)),
    ("ban", lambda: (MARKET, brief(bans=(Ban("r", "", "category", "kit"),)), GOOD)),
    ("not_for_sale", lambda: (replace(MARKET, bands=(BandWindow("night", ("weekday",)),)), BRIEF, GOOD)),
    ("price", lambda: (MARKET, BRIEF, changed("wash", price_minor=W.price_minor - 1))),
    ("price", lambda: (with_offer(CARE, discount=None), BRIEF, GOOD)),
    ("price", lambda: (with_offer(CARE, discount=BlockDiscount(181, 10)), BRIEF, GOOD)),
    ("price", lambda: (MARKET, BRIEF, changed("chat", price_minor=1))),
    ("price", lambda: (MARKET, BRIEF, replace(GOOD, chosen=(replace(GOOD.chosen[0], price_minor=1),)))),
    ("workers_at_once", lambda: (MARKET, with_need(WASH, workers_at_once=2), GOOD)),
    ("skills", lambda: (MARKET, with_need(WASH, skills=("signing",)), GOOD)),
    ("skills", lambda: (MARKET, with_need(CHAT, skills=("signing",)), GOOD)),
    ("wish", lambda: (MARKET, brief(worker_wishes=(WorkerWish("r", "", "gender", "male", ("wash",), True),)), GOOD)),
    ("wish", lambda: (MARKET, brief(worker_wishes=(WorkerWish("r", "", "language", "Urdu", (), True),)), GOOD)),
    ("provider", lambda: (MARKET, BRIEF, changed("wash", provider_id="hall"))),
    ("area", lambda: (MARKET, brief(area="south"), GOOD)),
    ("session", lambda: (MARKET, BRIEF, changed("meet", start_minute=615))),
    ("session", lambda: (with_offer(CLUB, absences=AWAY), BRIEF, GOOD)),
    ("length", lambda: (with_offer(CARE, max_visit_minutes=45), BRIEF, GOOD)),
    ("availability", lambda: (with_offer(CARE, availability=(Slot(0, 0, 60),)), BRIEF, GOOD)),
    ("availability", lambda: (with_offer(CARE, absences=AWAY), BRIEF, GOOD)),
    ("availability", lambda: (MARKET, BRIEF, changed("chat", start_minute=930))),
    ("workers", lambda: (MARKET, BRIEF, changed("wash", worker_ids=()))),
    ("workers", lambda: (MARKET, BRIEF, changed("wash", worker_ids=("eve",)))),
    ("workers", lambda: (with_offer(TEAM, headcount=1), BRIEF, changed("clean", workers_at_once=2))),
    ("workers", lambda: (MARKET, BRIEF, changed("chat", worker_ids=("ann",)))),
    (
        "worker_availability",
        lambda: (with_offer(CARE, workers=(replace(ANN, availability=(Slot(6, 0, 60),)), BOB)), BRIEF, GOOD),
    ),
    (
        "worker_availability",
        lambda: (with_offer(CARE, workers=(replace(ANN, absences=AWAY), BOB)), BRIEF, GOOD),
    ),
    ("consent", lambda: (MARKET, brief(arrangements=(replace(MUM, consent_until="2026-01-06"),)), GOOD)),
    ("overlap", lambda: (MARKET, BRIEF, changed("clean", day=first("meet").day, start_minute=600))),
    ("overlap", lambda: (MARKET, BRIEF, changed("clean", day=first("meet").day, start_minute=735))),
    ("gap", lambda: (MARKET, with_need(WASH, times_per_day=3, gap_minutes=60), both_on_a_day())),
    ("gap", lambda: (MARKET, brief(gaps=(Gap("rest after", "", ("meet", "wash"), 400),)), GOOD)),
    ("max_people", lambda: (MARKET, brief(max_people=MaxPeople("few", "", 1)), GOOD)),
    ("times_best", lambda: (MARKET, with_need(WASH, times_best=2), GOOD)),
    ("times_per_day", lambda: (MARKET, BRIEF, both_on_a_day())),
    ("offer_most", lambda: (with_offer(CARE, max_weekly_minutes=120), BRIEF, GOOD)),
    ("offer_least", lambda: (with_offer(CARE, min_weekly_minutes=240), BRIEF, GOOD)),
    (
        "provider_most",
        lambda: (replace(MARKET, providers=(Provider("agency", "", max_weekly_minutes=200),)), BRIEF, GOOD),
    ),
    ("arrangement_most", lambda: (MARKET, brief(arrangements=(replace(MUM, max_weekly_minutes=60),)), GOOD)),
    ("limit", lambda: (MARKET, brief(limits=(Limit("journeys", "", 4),)), GOOD)),
    (
        "limit",
        lambda: (MARKET, brief(choices=(replace(CHOICE, options=(replace(BIG, uses={"journeys": 9}),)),)), GOOD),
    ),
    ("choice", lambda: (MARKET, BRIEF, replace(GOOD, chosen=(*GOOD.chosen, Chosen("tv", "small", 1000))))),
    ("pin", lambda: (MARKET, brief(pins=(Pin("r", "wash", W.day, W.start_minute + 15),)), GOOD)),
    ("pin", lambda: (MARKET, brief(pins=(Pin("r", "wash", W.day), Pin("q", "wash", W.day))), GOOD)),
    ("paid_by", lambda: (MARKET, BRIEF, changed("wash", paid_by=()))),
    (
        "paid_by",
        lambda: (MARKET, BRIEF, changed("wash", paid_by=TOO_MUCH)),
    ),
    ("purse_unknown", lambda: (MARKET, BRIEF, changed("wash", paid_by=(PurseShare("x", W.price_minor),)))),
    ("purse_category", lambda: (MARKET, BRIEF, changed("wash", paid_by=(PurseShare("rest", W.price_minor),)))),
    (
        "purse_amount",
        lambda: (MARKET, brief(purses=(replace(BRIEF.purses[0], amount_minor=100), BRIEF.purses[1])), GOOD),
    ),
    ("cost_total", lambda: (MARKET, BRIEF, replace(GOOD, cost_minor=GOOD.cost_minor - 1))),
    ("people_total", lambda: (MARKET, BRIEF, replace(GOOD, people_count=0))),
    ("need_result", lambda: (MARKET, BRIEF, replace(GOOD, needs=GOOD.needs[1:]))),
    ("need_result", lambda: (MARKET, BRIEF, replace(GOOD, needs=(replace(GOOD.needs[0], times=9), *GOOD.needs[1:])))),
    ("goal_result", lambda: (MARKET, BRIEF, replace(GOOD, goals=GOOD.goals[1:]))),
    (
        "goal_result",
        lambda: (MARKET, BRIEF, replace(GOOD, goals=(replace(GOAL, attained_permille=1), *GOOD.goals[1:]))),
    ),
    (
        "purse_result",
        lambda: (MARKET, BRIEF, replace(GOOD, purses=(replace(GOOD.purses[0], left_minor=1), GOOD.purses[1]))),
    ),
    ("tier", lambda: (MARKET, BRIEF, replace(GOOD, tiers=(replace(GOOD.tiers[0], value=99), *GOOD.tiers[1:])))),
]


def both_on_a_day() -> Proposal:
    washes = [visit for visit in GOOD.visits if visit.need_id == "wash"]
    moved = replace(washes[1], day=washes[0].day, start_minute=washes[0].start_minute + 60)
    return replace(GOOD, visits=tuple(moved if visit is washes[1] else visit for visit in GOOD.visits))


def test_a_good_plan_has_no_fault_and_meets_everything() -> None:
    assert check(MARKET, BRIEF, GOOD) == []
    assert {result.need_id: result.times for result in GOOD.needs} == {"wash": 3, "meet": 2, "clean": 2, "chat": 1}
    assert [line.option_id for line in GOOD.chosen] == ["big"]


@pytest.mark.parametrize(("code", "planted"), CASES, ids=[f"{code} {i}" for i, (code, _) in enumerate(CASES)])
def test_a_planted_fault_is_found_by_its_code(
    code: str, planted: Callable[[], tuple[Market, Brief, Proposal]]
) -> None:
    assert code in {violation.code for violation in check(*planted())}


def test_every_code_of_the_judge_has_a_planted_fault() -> None:
    folder = Path(brokerage.optimizer.__file__).parent
    text = "".join(path.read_text() for path in folder.glob("check*.py"))
    codes = set(re.findall(r'(?:_fault|Violation)\(\s*"(\w+)"', text))
    assert codes == {code for code, _ in CASES}


def test_a_night_may_pass_midnight_where_the_stretches_touch() -> None:
    night = Need("n", "", "", ("g",), (Way("night", (540,)),), 1, windows=(Window((0,), 1320, 1860),))
    card = RateCard("c", (Rate("sleep_in", "night", ((0, 100),)),))
    offer = Offer("o", "hall", "Night", "night", card, (Slot(0, 1320, 1440), Slot(1, 0, 420)))
    market = replace(MARKET, offers=(offer,))
    plan_brief = Brief("b", "GBP", "2026-01-05", (Goal("g", ""),), (night,), purses=(Purse("p", "", 100),))
    plan = baseline(market, plan_brief)
    assert [(visit.start_minute, visit.price_minor) for visit in plan.visits] == [(1320, 100)]
    assert check(market, plan_brief, plan) == []
    short = replace(market, offers=(replace(offer, availability=(Slot(0, 1320, 1439), Slot(1, 0, 420))),))
    assert {violation.code for violation in check(short, plan_brief, plan)} == {"availability"}
