"""From what the conversation left behind to the question that the solver answers: one person's typical week."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from msgspec import structs

from brokerage.domain.budgets import Budget, Purse, weekly_minor
from brokerage.domain.needs import (
    AnyWish,
    Arrangement,
    BanWish,
    GapWish,
    Goal,
    LikeWish,
    LimitWish,
    MaxPeopleWish,
    Need,
    Wish,
    WorkerWish,
)
from brokerage.domain.people import Client
from brokerage.optimizer import brief as asked

LAST_DAY = 6
Row = TypeVar("Row", Goal, Need, Wish, Arrangement)


def build_brief(
    client: Client,
    goals: Sequence[Goal],
    needs: Sequence[Need],
    wishes: Sequence[Wish],
    arrangements: Sequence[Arrangement],
    budget: Budget | None,
    purses: Sequence[Purse],
    starts_on: date,
) -> asked.Brief:
    """The week from `starts_on` as a brief; every id is the row's own (a limit's: its name, which offers draw on).

    Rows that have ended are left out, and what is only about them; so is help whose consent does not cover `starts_on`.
    A purse gives `weekly_minor` of its money: over the whole period never more than it holds.
    """
    goals = _standing(goals)
    goal_ids = {goal.id for goal in goals}
    needs = [need for need in _standing(needs) if goal_ids & set(need.goal_ids)]
    need_ids = {need.id for need in needs}
    return asked.Brief(
        id=client.id,
        currency=client.currency,
        starts_on=starts_on.isoformat(),
        goals=tuple(asked.Goal(goal.id, goal.sentence.text, goal.weight, goal.enough_points) for goal in goals),
        needs=tuple(_need(need, goal_ids) for need in needs),
        purses=tuple(_purse(purse, budget) for purse in purses) if budget else (),
        arrangements=tuple(_arrangement(row) for row in _standing(arrangements) if _is_agreed(row, starts_on)),
        area=client.area,
        **_rules(_standing(wishes), need_ids),
    )


def _rules(wishes: Sequence[Wish], need_ids: set[str]) -> dict[str, Any]:
    """Every wish as the rule it becomes, by field of the brief."""
    found: dict[str, list[Any]] = {
        name: [] for name in ("bans", "likes", "gaps", "limits", "worker_wishes", "max_people")
    }
    for wish in wishes:
        match _still_about(wish.content, need_ids):
            case BanWish(target=target, target_id=target_id):
                found["bans"].append(asked.Ban(wish.id, wish.sentence.text, target, target_id))
            case LikeWish(target=target, target_id=target_id, weight=weight):
                found["likes"].append(asked.Like(wish.id, wish.sentence.text, target, target_id, weight))
            case GapWish(need_ids=pair, minutes=minutes):
                found["gaps"].append(asked.Gap(wish.id, wish.sentence.text, pair, minutes))
            case LimitWish(name=name, capacity=capacity):
                # Offers say what they use by this name, so it is the limit's id.
                found["limits"].append(asked.Limit(name, name, capacity, wish.sentence.text))
            case WorkerWish() as content:
                found["worker_wishes"].append(_worker_wish(wish, content))
            case MaxPeopleWish(count=count):
                found["max_people"].append(asked.MaxPeople(wish.id, wish.sentence.text, count))
    strictest = min(found.pop("max_people"), key=lambda limit: limit.count, default=None)
    return {name: tuple(rules) for name, rules in found.items()} | {"max_people": strictest}


def _standing(rows: Sequence[Row]) -> list[Row]:
    return sorted((row for row in rows if row.ended_at is None), key=lambda row: (row.position, row.id))


def _need(need: Need, goal_ids: set[str]) -> asked.Need:
    return asked.Need(
        id=need.id,
        title=need.title,
        sentence=need.sentence.text,
        goal_ids=tuple(goal_id for goal_id in need.goal_ids if goal_id in goal_ids),
        ways=need.ways,
        times_best=need.times_best,
        times_least=need.times_least,
        is_must=need.is_must,
        windows=need.windows,
        preferred=need.preferred,
        skills=need.skills,
        workers_at_once=need.workers_at_once,
        times_per_day=need.times_per_day,
        gap_minutes=need.gap_minutes,
    )


def _purse(purse: Purse, budget: Budget) -> asked.Purse:
    amount = weekly_minor(purse.total_minor, budget.starts_on, budget.ends_on)
    return asked.Purse(purse.id, purse.name, amount, purse.categories, purse.sentence)


def _still_about(content: AnyWish, need_ids: set[str]) -> AnyWish | None:
    """The wish without needs that have ended; None when nothing is left of it (no needs would mean all of them)."""
    if isinstance(content, GapWish) and not set(content.need_ids) <= need_ids:
        return None
    if isinstance(content, WorkerWish) and content.need_ids:
        left = tuple(need_id for need_id in content.need_ids if need_id in need_ids)
        return structs.replace(content, need_ids=left) if left else None
    return content


def _worker_wish(wish: Wish, content: WorkerWish) -> asked.WorkerWish:
    return asked.WorkerWish(
        wish.id, wish.sentence.text, content.attribute, content.value, content.need_ids, content.is_must, content.weight
    )


def _is_agreed(arrangement: Arrangement, starts_on: date) -> bool:
    return (arrangement.consent_on - starts_on).days <= LAST_DAY and starts_on <= arrangement.consent_until


def _arrangement(row: Arrangement) -> asked.Arrangement:
    return asked.Arrangement(
        id=row.id,
        who=row.who,
        sentence=row.sentence.text,
        categories=row.categories,
        availability=row.availability,
        max_weekly_minutes=row.max_weekly_minutes,
        consent_until=row.consent_until.isoformat(),
        skills=row.skills,
        languages=row.languages,
        gender=row.gender,
        is_own_effort=row.is_own_effort,
    )
