"""What was changed by hand in a package, laid over a newer brief; where both changed, the newer words win."""

from dataclasses import fields, replace
from typing import TypeVar

from brokerage.optimizer.brief import Arrangement, Ban, Brief, Exclusion, Gap, Goal, Like, Need, Pin, Purse, WorkerWish

Item = TypeVar("Item", Goal, Need, Purse, Arrangement, Ban, Pin, Exclusion, Gap, Like, WorkerWish)


def carried_over(said: Brief, edited: Brief, fresh: Brief) -> Brief:
    """`fresh` with what `edited` changed against `said`, the brief as the conversation gave it back then.

    Pins and removed visits go where their need is gone or their day is past the horizon.
    """
    merged = replace(
        fresh,
        goals=_changed(said.goals, edited.goals, fresh.goals),
        needs=_changed(said.needs, edited.needs, fresh.needs),
        purses=_changed(said.purses, edited.purses, fresh.purses),
        bans=_merged(said.bans, edited.bans, fresh.bans),
        gaps=_merged(said.gaps, edited.gaps, fresh.gaps),
        likes=_merged(said.likes, edited.likes, fresh.likes),
        worker_wishes=_merged(said.worker_wishes, edited.worker_wishes, fresh.worker_wishes),
        arrangements=_merged(said.arrangements, edited.arrangements, fresh.arrangements),
        max_people=edited.max_people if fresh.max_people == said.max_people else fresh.max_people,
        pins=_merged(said.pins, edited.pins, fresh.pins),
        exclusions=_merged(said.exclusions, edited.exclusions, fresh.exclusions),
    )
    need_ids = {need.id for need in merged.needs}
    return replace(
        merged,
        pins=tuple(pin for pin in merged.pins if pin.need_id in need_ids and pin.day < merged.day_count),
        exclusions=tuple(out for out in merged.exclusions if out.need_id in need_ids and out.day < merged.day_count),
    )


def _merged(said: tuple[Item, ...], edited: tuple[Item, ...], fresh: tuple[Item, ...]) -> tuple[Item, ...]:
    """Added by hand: kept. Taken back by hand: stays away. Changed by hand: as `_changed`."""
    said_ids, edited_ids, fresh_ids = ({item.id for item in items} for items in (said, edited, fresh))
    standing = tuple(item for item in fresh if item.id in edited_ids or item.id not in said_ids)
    added = tuple(item for item in edited if item.id not in said_ids and item.id not in fresh_ids)
    return _changed(said, edited, standing) + added


def _changed(said: tuple[Item, ...], edited: tuple[Item, ...], fresh: tuple[Item, ...]) -> tuple[Item, ...]:
    """Field by field: what was changed by hand stays changed, unless the newer brief changed it too."""
    before, after = {item.id: item for item in said}, {item.id: item for item in edited}
    return tuple(
        _three_way(before[item.id], after[item.id], item) if item.id in before and item.id in after else item
        for item in fresh
    )


def _three_way(said: Item, edited: Item, fresh: Item) -> Item:
    changes = {
        field.name: getattr(edited, field.name)
        for field in fields(fresh)
        if getattr(fresh, field.name) == getattr(said, field.name)
    }
    return replace(fresh, **changes)
