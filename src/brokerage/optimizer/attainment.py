"""How far goals are met, and the value of the first two tiers: the one definition for model, checker and pages.

A goal's points are the effect of every visit of every need that serves it, plus the value of the options taken of
its choices. Enough is `goal.enough_points`, or all its needs at `times_best` of their best way plus the best
option of each of its choices. The first third of enough counts three parts of six, the second two, the last one.
A goal that nothing serves stands at 0.

In integers, with E = enough and q = min(3·points, 3·E): parts = 3·min(q, E) + 2·clamp(q−E, 0, E) + clamp(q−2E, 0, E),
which is at most 6·E, and permille = floor(1000·parts / (6·E)). A model says the same with three segment variables
s1, s2, s3 in 0..E, s1 + s2 + s3 <= 3·points and 6·E·permille <= 1000·(3·s1 + 2·s2 + s3), maximised.
"""

from collections.abc import Iterable

from brokerage.optimizer.brief import Arrangement, Brief, Choice, Goal, Need
from brokerage.optimizer.market import Offer
from brokerage.optimizer.proposal import Chosen, Visit

FULL_PERMILLE = 1000
PARTS_OF_THIRDS = (3, 2, 1)


def enough_points(brief: Brief, goal: Goal) -> int:
    """The points at which a goal is fully met; 0 where nothing serves it."""
    needs = [need for need in brief.needs if goal.id in need.goal_ids]
    choices = [choice for choice in brief.choices if goal.id in choice.goal_ids]
    if not needs and not choices:
        return 0
    if goal.enough_points is not None:
        return goal.enough_points
    return sum(best_effect(need) * need.times_best for need in needs) + sum(best_value(c) for c in choices)


def best_effect(need: Need) -> int:
    """The points of a need's best way."""
    return max(way.effect_points for way in need.ways)


def best_value(choice: Choice) -> int:
    """The points of a choice's best option."""
    return max(option.value_points for option in choice.options)


def attained_permille(points: int, enough: int) -> int:
    """0 to 1000 after diminishing returns; see the module's docstring."""
    if enough <= 0:
        return 0
    scaled = min(3 * points, 3 * enough)
    parts = sum(
        weight * max(0, min(scaled - third * enough, enough)) for third, weight in enumerate(PARTS_OF_THIRDS)
    )
    return FULL_PERMILLE * parts // (6 * enough)


def effect_of(need: Need, categories: Iterable[str], duration_minutes: int) -> int | None:
    """Points of a visit of `duration_minutes` in any of `categories`; the best way that fits, None if none does."""
    known = set(categories)
    fitting = [w.effect_points for w in need.ways if w.category in known and duration_minutes in w.durations]
    return max(fitting, default=None)


def visit_points(
    brief: Brief, offers: dict[str, Offer], visits: Iterable[Visit], banned_categories: frozenset[str] = frozenset()
) -> dict[str, int]:
    """Points per need id. Own help counts by the best way that its categories allow and no ban forbids."""
    needs = {need.id: need for need in brief.needs}
    arrangements = {arrangement.id: arrangement for arrangement in brief.arrangements}
    points = dict.fromkeys(needs, 0)
    for visit in visits:
        need = needs.get(visit.need_id)
        categories = _categories(visit, offers, arrangements)
        if need is not None:
            points[need.id] += effect_of(need, set(categories) - banned_categories, visit.duration_minutes) or 0
    return points


def goal_points(brief: Brief, need_points: dict[str, int], chosen: Iterable[Chosen]) -> dict[str, int]:
    """Points per goal id from the points of its needs and the options taken."""
    values = {(c.id, option.id): option.value_points for c in brief.choices for option in c.options}
    taken: dict[str, int] = {}
    for line in chosen:
        taken[line.choice_id] = taken.get(line.choice_id, 0) + values.get((line.choice_id, line.option_id), 0)
    return {
        goal.id: sum(need_points.get(need.id, 0) for need in brief.needs if goal.id in need.goal_ids)
        + sum(taken.get(choice.id, 0) for choice in brief.choices if goal.id in choice.goal_ids)
        for goal in brief.goals
    }


def goals_value(brief: Brief, permille_by_goal: dict[str, int]) -> int:
    """The value of the goals tier: Σ weight × permille."""
    return sum(goal.weight * permille_by_goal[goal.id] for goal in brief.goals)


def must_haves_value(brief: Brief, times_by_need: dict[str, int], chosen_ids: Iterable[str]) -> int:
    """The value of the must-have tier: must-have visits met (up to `times_least`) plus must choices answered."""
    taken = set(chosen_ids)
    visits = sum(min(times_by_need.get(n.id, 0), n.times_least) for n in brief.needs if n.is_must)
    return visits + sum(1 for choice in brief.choices if choice.is_must and choice.id in taken)


def must_haves_wanted(brief: Brief) -> int:
    """What `must_haves_value` is when every must-have is met."""
    return sum(n.times_least for n in brief.needs if n.is_must) + sum(1 for c in brief.choices if c.is_must)


def _categories(visit: Visit, offers: dict[str, Offer], arrangements: dict[str, Arrangement]) -> tuple[str, ...]:
    if visit.offer_id is not None and visit.offer_id in offers:
        return (offers[visit.offer_id].category,)
    if visit.arrangement_id is not None and visit.arrangement_id in arrangements:
        return arrangements[visit.arrangement_id].categories
    return ()
