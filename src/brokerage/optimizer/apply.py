"""An edit turned into a changed brief: pure, nothing is solved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from brokerage.optimizer.brief import Ban, Brief, Exclusion, MaxPeople, Need, Pin, Way
from brokerage.optimizer.edits import (
    AddArrangement,
    BanTarget,
    Edit,
    Keep,
    LetGo,
    LiftRule,
    Move,
    Remove,
    Resize,
    SetMaxPeople,
    SetPurse,
    SetTimes,
    SetWeight,
    SetWindows,
    Swap,
)
from brokerage.optimizer.market import Market
from brokerage.optimizer.plans import keeps
from brokerage.optimizer.proposal import Proposal, Visit


class EditRefused(ValueError):
    """An edit names something that the proposal or brief does not have; the text says what."""


def apply(  # noqa: PLR0911 (one return per kind of edit)
    brief: Brief, proposal: Proposal, edit: Edit, market: Market | None = None
) -> Brief:
    """The brief after an edit of the proposal's visits or the brief's rules. Raises `EditRefused`.

    `market` lets a swap to a worker name the worker's offer, and a new length find its way of meeting the need.
    """
    match edit:
        case Keep():
            return _pinned(brief, [_full_pin(visit) for visit in _visits(proposal, edit.visit_ids)])
        case LetGo():
            return _unpinned(brief, _visits(proposal, edit.visit_ids))
        case Swap():
            return _swapped(brief, _visits(proposal, edit.visit_ids), edit, market)
        case Move():
            return _moved(brief, _visits(proposal, edit.visit_ids), edit)
        case Resize():
            return _resized(brief, _visits(proposal, edit.visit_ids), edit, market)
        case Remove():
            return _removed(brief, _visits(proposal, edit.visit_ids))
        case AddArrangement():
            kept = tuple(a for a in brief.arrangements if a.id != edit.arrangement.id)
            return replace(brief, arrangements=(*kept, edit.arrangement))
        case BanTarget():
            return _banned(brief, edit)
        case LiftRule():
            return _lifted(brief, edit.rule_id)
        case _:
            return _set(brief, edit)


def _set(brief: Brief, edit: SetWeight | SetPurse | SetTimes | SetWindows | SetMaxPeople) -> Brief:
    match edit:
        case SetWeight():
            _require(edit.goal_id, (goal.id for goal in brief.goals), "goal")
            goals = (replace(g, weight=edit.weight) if g.id == edit.goal_id else g for g in brief.goals)
            return replace(brief, goals=tuple(goals))
        case SetPurse():
            _require(edit.purse_id, (purse.id for purse in brief.purses), "purse")
            purses = (replace(p, amount_minor=edit.amount_minor) if p.id == edit.purse_id else p for p in brief.purses)
            return replace(brief, purses=tuple(purses))
        case SetTimes():
            best = max(edit.times_best, edit.times_least)
            return _with_need(brief, edit.need_id, times_best=best, times_least=edit.times_least)
        case SetWindows():
            return _with_need(brief, edit.need_id, windows=edit.windows)
        case SetMaxPeople():
            if edit.count is None:
                return replace(brief, max_people=None)
            rule_id = brief.max_people.id if brief.max_people is not None else "max-people"
            return replace(brief, max_people=MaxPeople(rule_id, edit.sentence, edit.count))


def _visits(proposal: Proposal, visit_ids: Sequence[str]) -> list[Visit]:
    by_id = {visit.id: visit for visit in proposal.visits}
    for visit_id in visit_ids:
        _require(visit_id, by_id, "visit")
    return [by_id[visit_id] for visit_id in visit_ids]


def _require(wanted: str, known: Iterable[str], kind: str) -> None:
    if wanted not in known:
        raise EditRefused(f"There is no {kind} {wanted}. Reload the page and try again.")


def _full_pin(visit: Visit) -> Pin:
    return Pin(
        f"pin.{visit.id}", visit.need_id, visit.day, visit.start_minute, visit.duration_minutes, visit.offer_id,
        visit.worker_ids, visit.arrangement_id,
    )


def _pinned(brief: Brief, pins: Sequence[Pin]) -> Brief:
    """New pins take the place of those with the same id."""
    ids = {pin.id for pin in pins}
    return replace(brief, pins=(*(pin for pin in brief.pins if pin.id not in ids), *pins))


def _unpinned(brief: Brief, visits: Sequence[Visit]) -> Brief:
    """Let go the pin that was made of each visit, or else one pin that it keeps."""
    pins = list(brief.pins)
    for visit in visits:
        own = next((pin for pin in pins if pin.id == f"pin.{visit.id}"), None)
        pin = own or next((pin for pin in pins if keeps(visit, pin)), None)
        if pin is not None:
            pins.remove(pin)
    return replace(brief, pins=tuple(pins))


def _swapped(brief: Brief, visits: Sequence[Visit], edit: Swap, market: Market | None) -> Brief:
    offer_id = edit.offer_id or (_offer_of(market, edit.worker_id) if edit.worker_id is not None else None)
    workers = (edit.worker_id,) if edit.worker_id is not None else ()
    changed = [
        replace(_full_pin(v), offer_id=offer_id, worker_ids=workers, arrangement_id=edit.arrangement_id) for v in visits
    ]
    return _pinned(_unpinned(brief, visits), changed)


def _offer_of(market: Market | None, worker_id: str) -> str | None:
    offers = market.offers if market is not None else ()
    found = [offer.id for offer in offers if any(worker.id == worker_id for worker in offer.workers)]
    return found[0] if len(found) == 1 else None


def _moved(brief: Brief, visits: Sequence[Visit], edit: Move) -> Brief:
    if edit.day is not None and len(visits) != 1:
        raise EditRefused("Move one visit at a time to another day.")
    changed = [
        replace(_full_pin(v), start_minute=edit.start_minute, day=v.day if edit.day is None else edit.day)
        for v in visits
    ]
    moved_away = [visit for visit in visits if edit.day not in (None, visit.day)]
    brief = _pinned(_unpinned(brief, visits), changed)
    return _excluded(brief, moved_away)


def _resized(brief: Brief, visits: Sequence[Visit], edit: Resize, market: Market | None) -> Brief:
    brief = _pinned(
        _unpinned(brief, visits), [replace(_full_pin(v), duration_minutes=edit.duration_minutes) for v in visits]
    )
    categories = {offer.id: offer.category for offer in market.offers} if market is not None else {}
    for visit in visits:
        need = next(n for n in brief.needs if n.id == visit.need_id)
        if all(edit.duration_minutes not in way.durations for way in need.ways):
            wanted = categories.get(visit.offer_id or "")
            ways = tuple(_longer(way, edit.duration_minutes, wanted) for way in need.ways)
            brief = _with_need(brief, need.id, ways=ways)
    return brief


def _longer(way: Way, duration: int, category: str | None) -> Way:
    if category is not None and way.category != category:
        return way
    return replace(way, durations=(*way.durations, duration))


def _removed(brief: Brief, visits: Sequence[Visit]) -> Brief:
    brief = _unpinned(brief, visits)
    for visit in visits:
        need = next(n for n in brief.needs if n.id == visit.need_id)
        best = max(0, need.times_best - 1)
        brief = _with_need(brief, need.id, times_best=best, times_least=min(need.times_least, best))
    return _excluded(brief, visits)


def _excluded(brief: Brief, visits: Sequence[Visit]) -> Brief:
    """Not at that time on that day again; a need met once a day keeps off the whole day."""
    often = {need.id for need in brief.needs if need.times_per_day > 1}
    new = [
        Exclusion(f"not.{v.id}", v.need_id, v.day, v.start_minute if v.need_id in often else None) for v in visits
    ]
    ids = {exclusion.id for exclusion in new}
    return replace(brief, exclusions=(*(e for e in brief.exclusions if e.id not in ids), *new))


def _banned(brief: Brief, edit: BanTarget) -> Brief:
    if any(ban.target == edit.target and ban.target_id == edit.target_id for ban in brief.bans):
        return brief
    ban = Ban(f"ban.{edit.target}.{edit.target_id}", edit.sentence, edit.target, edit.target_id)
    return replace(brief, bans=(*brief.bans, ban))


def _lifted(brief: Brief, rule_id: str) -> Brief:
    most = None if brief.max_people is not None and brief.max_people.id == rule_id else brief.max_people
    lifted = replace(
        brief,
        bans=tuple(r for r in brief.bans if r.id != rule_id),
        pins=tuple(r for r in brief.pins if r.id != rule_id),
        exclusions=tuple(r for r in brief.exclusions if r.id != rule_id),
        gaps=tuple(r for r in brief.gaps if r.id != rule_id),
        worker_wishes=tuple(r for r in brief.worker_wishes if r.id != rule_id),
        likes=tuple(r for r in brief.likes if r.id != rule_id),
        arrangements=tuple(r for r in brief.arrangements if r.id != rule_id),
        max_people=most,
    )
    if lifted == brief:
        raise EditRefused(f"There is no rule {rule_id}. Reload the page and try again.")
    return lifted


def _with_need(brief: Brief, need_id: str, **changes: object) -> Brief:
    _require(need_id, (need.id for need in brief.needs), "need")
    needs: list[Need] = [
        replace(need, **changes) if need.id == need_id else need  # type: ignore[arg-type]
        for need in brief.needs
    ]
    return replace(brief, needs=tuple(needs))
