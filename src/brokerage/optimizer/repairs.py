"""What would resolve a clash: the least change of one rule after which a solve finds a plan. As edits, to press."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from brokerage.optimizer.apply import apply
from brokerage.optimizer.brief import Brief, Need, Window
from brokerage.optimizer.brief_rules import BriefRule, clock, minutes, title
from brokerage.optimizer.edits import Edit, LiftRule, SetMaxPeople, SetPurse, SetTimes, SetWindows
from brokerage.optimizer.feasible import feasibility
from brokerage.optimizer.market import Market
from brokerage.optimizer.proposal import Proposal

WIDER_MINUTES = (30, 60, 90, 120, 180, 240, 360)
EFFORT = {"max_people": 60, "window": 20, "exclusion": 80, "gap": 90, "pin": 100, "ban": 150, "worker_wish": 160,
          "must_have": 200}  # fmt: skip
LIFTABLE = ("ban", "pin", "exclusion", "gap", "worker_wish")
MOST_MORE_PEOPLE = 3
TRIAL_SECONDS = 0.6
NO_PROPOSAL = Proposal("", "", "", "unknown", (), (), (), (), (), (), 0, 0)
Trial = tuple[Edit, str, int, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that resolves a clash, verified by a solve. `effort` ranks changes: lower changes less.
    `resolves_all`: the whole brief can be met after it. `figures`: minor units, minutes, counts.
    """

    rule: BriefRule
    edit: Edit
    text: str
    effort: int
    resolves_all: bool
    figures: dict[str, int]


def repairs_for(market: Market, brief: Brief, alone: Brief, rule: BriefRule, end: float) -> Iterator[Repair]:
    """The least change of one rule that resolves a clash, if there is one. `alone` is the brief with only the clashing
    rules; nothing more is tried after `end` (monotonic seconds).
    """
    for edit, text, effort, figures in _trials(market, alone, rule, end):
        if time.monotonic() > end:
            return
        if _resolves(market, alone, edit):
            yield Repair(rule, edit, text, effort, _resolves(market, brief, edit), figures)
            return


def _resolves(market: Market, brief: Brief, edit: Edit) -> bool:
    return feasibility(market, apply(brief, NO_PROPOSAL, edit), TRIAL_SECONDS).is_met is True


def _trials(market: Market, alone: Brief, rule: BriefRule, end: float) -> Iterator[Trial]:
    need = next((need for need in alone.needs if need.id == rule.rule_id), None)
    if rule.kind in LIFTABLE:
        yield LiftRule(rule.rule_id), f"Take back: {rule.text}", EFFORT[rule.kind], {}
    elif rule.kind == "max_people" and alone.max_people is not None:
        yield from _more_people(alone, alone.max_people.count)
    elif rule.kind == "window" and need is not None:
        yield from _wider(need)
    elif rule.kind == "must_have" and need is not None:
        yield from _fewer(need)
    elif rule.kind == "money":
        yield from _more_money(market, alone, rule.rule_id, end)


def _more_people(alone: Brief, count: int) -> Iterator[Trial]:
    sentence = alone.max_people.sentence if alone.max_people is not None else ""
    for more in range(1, MOST_MORE_PEOPLE + 1):
        text = "One more person" if more == 1 else f"{more} more people"
        yield SetMaxPeople(count + more, sentence), text, EFFORT["max_people"] * more, {"people": more}


def _wider(need: Need) -> Iterator[Trial]:
    for more in WIDER_MINUTES:
        later = tuple(replace(w, latest_end_minute=min(2880, w.latest_end_minute + more)) for w in need.windows)
        earlier = tuple(replace(w, earliest_minute=max(0, w.earliest_minute - more)) for w in need.windows)
        both = tuple(replace(w, earliest_minute=e.earliest_minute) for w, e in zip(later, earlier, strict=True))
        for windows, word in ((later, "later"), (earlier, "earlier"), (both, "earlier and later")):
            text = f"{title(need)} up to {minutes(more)} {word}"
            yield SetWindows(need.id, windows), text, EFFORT["window"] + more, {"minutes": more}
    anyday = tuple(replace(window, weekdays=Window().weekdays) for window in need.windows)
    yield SetWindows(need.id, anyday), f"{title(need)} on any day", EFFORT["window"] + 480, {}
    text = f"{title(need)} at any time from {clock(0)} to {clock(0)}"
    yield SetWindows(need.id, (Window(latest_end_minute=2880),)), text, EFFORT["window"] + 720, {}


def _fewer(need: Need) -> Iterator[Trial]:
    for times in range(need.times_least - 1, -1, -1):
        fewer = need.times_least - times
        text = f"{title(need)} {fewer} times less a plan" if fewer > 1 else f"{title(need)} once less a plan"
        edit = SetTimes(need.id, need.times_best, times)
        yield edit, text, EFFORT["must_have"] * fewer, {"times": times}


def _more_money(market: Market, alone: Brief, purse_id: str, end: float) -> Iterator[Trial]:
    """What must be added, in whole units of 100, found by halving: the least, or near it if time runs out."""
    purse = next(purse for purse in alone.purses if purse.id == purse_id)

    def resolves(more: int) -> bool:
        return time.monotonic() < end and _resolves(market, alone, SetPurse(purse_id, purse.amount_minor + 100 * more))

    plan = feasibility(market, apply(alone, NO_PROPOSAL, SetPurse(purse_id, 10**11))).plan
    if plan is None:
        return
    most = -(-(sum(v.price_minor for v in plan.visits) + sum(c.price_minor for c in plan.chosen)) // 100)
    more = _least(max(1, most), resolves)
    text = f"{more} {alone.currency} more in {purse.name}"
    edit = SetPurse(purse_id, purse.amount_minor + 100 * more)
    yield edit, text, more, {"more_minor": 100 * more}


def _least(enough: int, resolves: Callable[[int], bool]) -> int:
    low, high = 0, enough
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if resolves(middle) else (middle, high)
    return high
