"""Rules that bind several visits: one at a time, gaps, people, times, weekly hours, limits, choices, pins."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

from brokerage.optimizer.brief import Pin
from brokerage.optimizer.check_facts import Facts, Found
from brokerage.optimizer.proposal import Violation, Visit


def together_faults(facts: Facts) -> Found:
    """Faults that no visit has by itself."""
    yield from _overlap_faults(facts)
    yield from _gap_faults(facts)
    yield from _people_faults(facts)
    yield from _times_faults(facts)
    yield from _hours_faults(facts)
    yield from _limit_faults(facts)
    yield from _choice_faults(facts)
    yield from _pin_faults(facts)


def _fault(code: str, text: str, visits: Iterable[Visit], rule_id: str = "") -> Violation:
    return Violation(code, text, rule_id, tuple(visit.id for visit in visits))


def _overlap_faults(facts: Facts) -> Found:
    for one, other in combinations(facts.visits, 2):
        (a, b), (c, d) = facts.span(one), facts.span(other)
        offers = facts.offer(one), facts.offer(other)
        pad = sum(offer.travel_minutes for offer in offers if offer is not None)
        if a - pad < d and c - pad < b:
            yield _fault("overlap", "Two visits at once, or no time to get from one to the other.", (one, other))


def _gap_faults(facts: Facts) -> Found:
    for need in facts.brief.needs:
        own = [visit for visit in facts.visits if visit.need_id == need.id]
        for one, other in combinations(own, 2):
            if _too_close(one, other, need.gap_minutes):
                yield _fault("gap", f"{need.title}: {need.gap_minutes} minutes between.", (one, other), need.id)
    for gap in facts.brief.gaps:
        for one in facts.visits:
            for other in facts.visits:
                if (one.need_id, other.need_id) == gap.need_ids and _too_close(one, other, gap.minutes):
                    yield _fault("gap", gap.sentence or f"{gap.minutes} minutes between.", (one, other), gap.id)


def _too_close(one: Visit, other: Visit, minutes: int) -> bool:
    first, second = sorted((one, other), key=lambda visit: visit.start_minute)
    return one.day == other.day and second.start_minute < first.start_minute + first.duration_minutes + minutes


def _people_faults(facts: Facts) -> Found:
    rule = facts.brief.max_people
    count = people_count(facts)
    if rule is not None and count > rule.count:
        yield _fault("max_people", rule.sentence or f"At most {rule.count} people.", facts.visits, rule.id)


def people_count(facts: Facts) -> int:
    """Different named workers, plus the headcount of every unnamed offer used."""
    named = {worker_id for visit in facts.visits for worker_id in visit.worker_ids}
    unnamed = {visit.offer_id for visit in facts.visits if visit.offer_id is not None and not visit.worker_ids}
    return len(named) + sum(facts.offers[offer_id].headcount for offer_id in unnamed)


def _times_faults(facts: Facts) -> Found:
    for need in facts.brief.needs:
        own = [visit for visit in facts.visits if visit.need_id == need.id]
        if len(own) > need.times_best:
            yield _fault("times_best", f"{need.title}: at most {need.times_best} times.", own, need.id)
        by_day = Counter(visit.day for visit in own)
        if any(count > need.times_per_day for count in by_day.values()):
            yield _fault("times_per_day", f"{need.title}: at most {need.times_per_day} a day.", own, need.id)


def _hours_faults(facts: Facts) -> Found:
    for (offer_id, week), minutes in facts.sold_by_offer_week.items():
        offer = facts.offers[offer_id]
        visits = [v for v in facts.visits if v.offer_id == offer_id and v.day // 7 == week]
        if offer.max_weekly_minutes is not None and minutes > offer.max_weekly_minutes:
            yield _fault("offer_most", f"{offer.service}: {minutes} minutes are too many for a week.", visits)
        if minutes < offer.min_weekly_minutes:
            yield _fault("offer_least", f"{offer.service}: {minutes} minutes are too few for a week.", visits)
    paid = ((facts.offers[visit.offer_id].provider_id, visit) for visit in facts.visits if visit.offer_id is not None)
    for (provider_id, _), minutes in facts.totals(paid).items():
        provider = facts.providers.get(provider_id)
        if provider is not None and provider.max_weekly_minutes is not None and minutes > provider.max_weekly_minutes:
            visits = [v for v in facts.visits if v.provider_id == provider_id]
            yield _fault("provider_most", f"{provider.name}: {minutes} minutes are too many.", visits)
    given = ((visit.arrangement_id, visit) for visit in facts.visits if visit.arrangement_id is not None)
    for (own_id, _), minutes in facts.totals(given).items():
        own = facts.arrangements[own_id]
        if minutes > own.max_weekly_minutes:
            visits = [v for v in facts.visits if v.arrangement_id == own_id]
            yield _fault("arrangement_most", f"{own.who}: {minutes} minutes are too many.", visits, own_id)


def _limit_faults(facts: Facts) -> Found:
    used: dict[str, int] = defaultdict(int)
    options = {(choice.id, option.id): option for choice in facts.brief.choices for option in choice.options}
    draws = [facts.offers[visit.offer_id].uses for visit in facts.visits if visit.offer_id is not None]
    taken = [(line.choice_id, line.option_id) for line in facts.proposal.chosen]
    draws += [options[key].uses for key in taken if key in options]
    for uses in draws:
        for name, amount in uses.items():
            used[name] += amount
    for limit in facts.brief.limits:
        if used[limit.id] > limit.capacity:
            text = limit.sentence or f"{limit.name}: {used[limit.id]} of {limit.capacity}."
            yield Violation("limit", text, limit.id)


def _choice_faults(facts: Facts) -> Found:
    choices = {choice.id: choice for choice in facts.brief.choices}
    taken = Counter(line.choice_id for line in facts.proposal.chosen)
    for line in facts.proposal.chosen:
        choice = choices.get(line.choice_id)
        option = next((o for o in choice.options if o.id == line.option_id), None) if choice is not None else None
        if choice is None or option is None:
            yield Violation("unknown", f"There is no option {line.option_id} of {line.choice_id}.", line.choice_id)
            continue
        if taken[line.choice_id] > 1:
            yield Violation("choice", f"{choice.title}: more than one option.", choice.id)
        if line.price_minor != option.price_minor:
            yield Violation("price", f"{option.name} costs {option.price_minor}.", choice.id)
        if option.category in facts.banned_categories:
            yield Violation("ban", f"{option.name} is of a kind that is banned.", choice.id)


def _pin_faults(facts: Facts) -> Found:
    reported = {rule for result in facts.proposal.needs for reason in result.reasons for rule in reason.rule_ids}
    holders: dict[str, Pin] = {}
    for pin in facts.brief.pins:
        if pin.id not in reported and not _seat(pin, facts.visits, holders, set()):
            yield Violation("pin", pin.sentence or f"Not kept, and not reported: the pin {pin.id}.", pin.id)


def _seat(pin: Pin, visits: list[Visit], holders: dict[str, Pin], tried: set[str]) -> bool:
    """Give the pin a visit of its own, moving other pins along where that helps (a matching)."""
    for visit in visits:
        if visit.id not in tried and _is_kept_by(pin, visit):
            tried.add(visit.id)
            if visit.id not in holders or _seat(holders[visit.id], visits, holders, tried):
                holders[visit.id] = pin
                return True
    return False


def _is_kept_by(pin: Pin, visit: Visit) -> bool:
    return (
        (visit.need_id, visit.day) == (pin.need_id, pin.day)
        and pin.start_minute in (None, visit.start_minute)
        and pin.duration_minutes in (None, visit.duration_minutes)
        and pin.offer_id in (None, visit.offer_id)
        and pin.arrangement_id in (None, visit.arrangement_id)
        and set(pin.worker_ids) <= set(visit.worker_ids)
    )
