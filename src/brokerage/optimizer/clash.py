"""The smallest sets of wishes that can't all be had at once, in the person's sentences, and what would help.

Each set is found by leaving out rules while the rest still clash, halves first, and is verified: together its
rules can't be met, without any one of them they can. Where a solve ran out of time the set says it may not be the
smallest. Further sets come from taking back one rule of each set known (Reiter's hitting-set tree).
"""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from brokerage.optimizer.brief import Brief
from brokerage.optimizer.brief_rules import BriefRule, RuleKey, rules_of, without
from brokerage.optimizer.feasible import feasibility
from brokerage.optimizer.market import Market
from brokerage.optimizer.repairs import Repair, repairs_for

SOLVE_SECONDS = 2.0
DEMANDS = ("must_have", "must_choice", "pin")


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules that can't all be kept. `is_minimal`: proven that without any one of them the others can.
    `repairs`: what would resolve this clash, the least change first.
    """

    rules: tuple[BriefRule, ...]
    text: str
    is_minimal: bool
    repairs: tuple[Repair, ...] = ()


def clashes(
    market: Market, brief: Brief, limit: int = 3, seconds: float = 10.0, *, with_repairs: bool = True
) -> tuple[Clash, ...]:
    """Up to `limit` smallest clashing sets; empty where every must-have can be met and every pin kept (or that is not
    known in time). `seconds` bounds the search for sets after the first, and for repairs.
    """
    end = time.monotonic() + seconds
    rules = rules_of(market, brief)
    found: list[Clash] = []
    tree: deque[frozenset[RuleKey]] = deque([frozenset()])
    seen: set[frozenset[RuleKey]] = set()
    while tree and len(found) < limit and (not found or time.monotonic() < end):
        dropped = tree.popleft()
        known = next((clash for clash in found if dropped.isdisjoint(rule.key for rule in clash.rules)), None)
        if known is None:
            left = [rule for rule in rules if rule.key not in dropped]
            if _can_meet(market, brief, rules, left) is not False:
                continue
            known = _smallest(market, brief, rules, left)
            found.append(known)
        for rule in known.rules:
            branch = dropped | {rule.key}
            if branch not in seen:
                seen.add(branch)
                tree.append(branch)
    return tuple(_repaired(market, brief, rules, clash, end) if with_repairs else clash for clash in found)


def narrowed(brief: Brief, rules: Sequence[BriefRule], kept: Sequence[BriefRule]) -> Brief:
    """The brief with only some of its rules."""
    return without(brief, {rule.key for rule in rules} - {rule.key for rule in kept})


def _can_meet(market: Market, brief: Brief, rules: Sequence[BriefRule], kept: Sequence[BriefRule]) -> bool | None:
    return feasibility(market, narrowed(brief, rules, kept), SOLVE_SECONDS).is_met


def _smallest(market: Market, brief: Brief, rules: Sequence[BriefRule], clashing: list[BriefRule]) -> Clash:
    """A subset from which nothing can be left out."""
    kept = _with_one_demand(market, brief, rules, clashing)
    pieces = _halves(kept)
    is_sure = True
    while pieces:
        piece = pieces.popleft()
        rest = [rule for rule in kept if rule not in piece]
        answer = _can_meet(market, brief, rules, rest)
        if answer is False:
            kept = rest
        elif len(piece) > 1:
            pieces.extendleft(reversed(_halves(piece)))
        elif answer is None:
            is_sure = False
    return Clash(tuple(kept), sentence_of(kept), is_sure)


def _with_one_demand(
    market: Market, brief: Brief, rules: Sequence[BriefRule], clashing: list[BriefRule]
) -> list[BriefRule]:
    """Most clashes are about one must-have or pin: if one alone clashes, the others need no further look."""
    demands = [rule for rule in clashing if rule.kind in DEMANDS]
    for demand in demands if len(demands) > 1 else ():
        alone = [rule for rule in clashing if rule is demand or rule.kind not in DEMANDS]
        if _can_meet(market, brief, rules, alone) is False:
            return alone
    return clashing


def _halves(rules: list[BriefRule]) -> deque[list[BriefRule]]:
    middle = max(1, len(rules) // 2)
    return deque(half for half in (rules[:middle], rules[middle:]) if half)


def sentence_of(rules: Sequence[BriefRule]) -> str:
    """The rules of a clash in one line."""
    if len(rules) == 1:
        return f"This can't be had: {rules[0].text}."
    return f"These can't all be had at once: {'; '.join(rule.text for rule in rules)}."


def _repaired(market: Market, brief: Brief, rules: Sequence[BriefRule], clash: Clash, end: float) -> Clash:
    alone = narrowed(brief, rules, clash.rules)
    found = [repair for rule in clash.rules for repair in repairs_for(market, brief, alone, rule, end)]
    found.sort(key=lambda repair: (not repair.resolves_all, repair.effort))
    return Clash(clash.rules, clash.text, clash.is_minimal, tuple(found))
