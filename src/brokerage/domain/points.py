"""From needs to an indicative budget: points = sum of weight x level, then a published curve, step by step."""

from dataclasses import dataclass
from itertools import pairwise

from brokerage.domain.errors import Invalid, Problem
from brokerage.domain.rulepacks import Knot, PointsRules


@dataclass(frozen=True, slots=True)
class PointsLine:
    """What one part of life adds: `points` = `weight` x `level`."""

    domain_id: str
    name: str
    level: int
    level_name: str
    weight: int
    points: int


@dataclass(frozen=True, slots=True)
class IndicativeBudget:
    """A first figure, in minor units a week, and each step that led to it.

    `below` and `above` are the two published knots it lies between (the same one twice past the last knot).
    `spendable_minor` is what is left when `contingency_minor` is kept back for bad weeks.
    """

    lines: tuple[PointsLine, ...]
    points: int
    below: Knot
    above: Knot
    weekly_minor: int
    contingency_minor: int
    spendable_minor: int


def indicative_budget(rules: PointsRules, levels: dict[str, int]) -> IndicativeBudget:
    """The weekly figure for levels by domain id (a domain left out counts as level 0).

    Invalid names each domain that is not in the rulepack and each level that is out of range.
    """
    _check(rules, levels)
    lines = tuple(
        PointsLine(d.id, d.name, level, rules.levels[level], d.weight, d.weight * level)
        for d in rules.domains
        for level in (levels.get(d.id, 0),)
    )
    points = sum(line.points for line in lines)
    below, above = _knots_around(rules.knots, points)
    weekly = _between(below, above, points)
    contingency = weekly * rules.contingency_percent // 100
    return IndicativeBudget(lines, points, below, above, weekly, contingency, weekly - contingency)


def curve_minor_per_week(rules: PointsRules, points: int) -> int:
    """The published curve: straight lines between the knots, flat after the last; whole minor units, rounded down."""
    return _between(*_knots_around(rules.knots, points), points)


def highest_points(rules: PointsRules) -> int:
    """The points of someone who needs the most help in every part of life."""
    return sum(domain.weight for domain in rules.domains) * (len(rules.levels) - 1)


def _check(rules: PointsRules, levels: dict[str, int]) -> None:
    known = {domain.id for domain in rules.domains}
    top = len(rules.levels) - 1
    problems = [
        Problem(name, f"Choose a level from 0 to {top}." if name in known else "This part of life is not in the rules.")
        for name, level in levels.items()
        if name not in known or not 0 <= level <= top
    ]
    if problems:
        raise Invalid("Some levels can't be used.", problems=tuple(problems))


def _knots_around(knots: tuple[Knot, ...], points: int) -> tuple[Knot, Knot]:
    for below, above in pairwise(knots):
        if points <= above.points:
            return below, above
    return knots[-1], knots[-1]


def _between(below: Knot, above: Knot, points: int) -> int:
    width = above.points - below.points
    if not width:
        return below.minor_per_week
    rise = (above.minor_per_week - below.minor_per_week) * (points - below.points)
    return below.minor_per_week + rise // width
