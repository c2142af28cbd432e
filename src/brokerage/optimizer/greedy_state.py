"""A plan while it grows: what is taken of time, hours, money, limits and people, and what still fits."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from brokerage.optimizer.brief import Choice, Need, Option
from brokerage.optimizer.calendar import DAY_MINUTES, week_of
from brokerage.optimizer.candidates import Candidate, Prepared
from brokerage.optimizer.carers import Carer
from brokerage.optimizer.money import purse_cuts
from brokerage.optimizer.pricing import discounted, sold_minutes
from brokerage.optimizer.proposal import Visit


@dataclass(frozen=True, slots=True)
class Taken:
    """A visit in the growing plan: its candidate, start and who comes."""

    candidate: Candidate
    start_minute: int
    team: tuple[Carer, ...]


@dataclass(slots=True)
class GreedyState:
    """Only ever grows; `put` trusts that `fits` and `free_starts` were asked."""

    prepared: Prepared
    blocked: frozenset[tuple[str, int]] = frozenset()
    taken: list[Taken] = field(default_factory=list)
    options: dict[str, Option] = field(default_factory=dict)
    times: Counter[int] = field(default_factory=Counter)
    times_on_day: Counter[tuple[int, int]] = field(default_factory=Counter)
    hours: Counter[tuple[str, int]] = field(default_factory=Counter)
    used: Counter[str] = field(default_factory=Counter)
    spent: Counter[str] = field(default_factory=Counter)
    people: dict[str, int] = field(default_factory=dict)
    days: dict[int, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    caps: dict[str, int] = field(default_factory=dict)
    cuts: list[tuple[frozenset[str], int]] = field(default_factory=list)
    gaps: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        market, brief = self.prepared.market, self.prepared.brief
        most = [(f"provider {p.id}", p.max_weekly_minutes) for p in market.providers]
        most += [(f"offer {o.id}", o.max_weekly_minutes) for o in market.offers]
        most += [(f"own {a.id}", a.max_weekly_minutes) for a in brief.arrangements]
        self.caps = {key: minutes for key, minutes in most if minutes is not None}
        paid = {c.carer.offer.category for c in self.prepared.candidates if c.carer.offer is not None}
        paid |= {option.category for choice in brief.choices for option in choice.options}
        self.cuts = purse_cuts(paid, brief.purses)
        index = {need.id: i for i, need in enumerate(brief.needs)}
        for i, need in enumerate(brief.needs):
            self.gaps[i].append((i, need.gap_minutes))
        for gap in brief.gaps:
            one, other = (index[need_id] for need_id in gap.need_ids)
            self.gaps[one].append((other, gap.minutes))
            self.gaps[other].append((one, gap.minutes))

    def need(self, candidate: Candidate) -> Need:
        """The need a candidate serves."""
        return self.prepared.brief.needs[candidate.need]

    def fits(self, candidate: Candidate) -> bool:
        """Whether times, hours, limits and money have room for the candidate, whatever its start and team."""
        need, carer, week = self.need(candidate), candidate.carer, week_of(candidate.day)
        if self.times[candidate.need] >= need.times_best:
            return False
        if self.times_on_day[candidate.need, candidate.day] >= need.times_per_day:
            return False
        if carer.offer is not None and (carer.offer.id, week) in self.blocked:
            return False
        minutes = sold_minutes(candidate.duration, need.workers_at_once)
        if any(self.hours[key, week] + minutes > self.caps.get(key, 10**9) for key in _hour_keys(carer)):
            return False
        if carer.offer is None:
            return True
        return self.has_room(carer.offer.uses) and self.can_pay(carer.offer.category, candidate.price_minor)

    def has_room(self, uses: dict[str, int]) -> bool:
        """Whether every named limit has room."""
        limits = self.prepared.brief.limits
        return not uses or all(self.used[x.id] + uses.get(x.id, 0) <= x.capacity for x in limits)

    def can_pay(self, category: str, price_minor: int) -> bool:
        """Whether the purses can pay this beside all that is taken."""
        if not price_minor:
            return True
        return all(
            sum(self.spent[c] for c in cut) + price_minor <= most for cut, most in self.cuts if category in cut
        )

    def new_people(self, team: tuple[Carer, ...]) -> int:
        """How many people this would add."""
        return sum({c.person: c.headcount for c in team if c.person not in self.people}.values())

    def has_room_for_people(self, team: tuple[Carer, ...]) -> bool:
        """Whether the most people leave room for a team."""
        most = self.prepared.brief.max_people
        return most is None or sum(self.people.values()) + self.new_people(team) <= most.count

    def free_starts(self, candidate: Candidate) -> int:
        """The candidate's starts, as bits, at which nothing else is in the way."""
        starts = candidate.starts
        travel = _travel(candidate)
        for day in range(candidate.day - 2, candidate.day + 3):
            for other in self.days.get(day, ()):
                shift = (day - candidate.day) * DAY_MINUTES
                pad = travel + _travel(other.candidate)
                starts &= ~self._around(other, shift, candidate.duration, pad)
        for other in self.days.get(candidate.day, ()):
            for need, gap in self.gaps[candidate.need]:
                if other.candidate.need == need:
                    starts &= ~self._around(other, 0, candidate.duration, gap)
        return starts

    def _around(self, other: Taken, shift: int, duration: int, pad: int) -> int:
        first = other.start_minute + shift - duration - pad + 1
        last = other.start_minute + shift + other.candidate.duration + pad - 1
        return self.prepared.masks.between(first, last)

    def put(self, candidate: Candidate, start_minute: int, team: tuple[Carer, ...]) -> None:
        """Take a visit."""
        line = Taken(candidate, start_minute, team)
        self.taken.append(line)
        self.days[candidate.day].append(line)
        self.times[candidate.need] += 1
        self.times_on_day[candidate.need, candidate.day] += 1
        minutes = sold_minutes(candidate.duration, self.need(candidate).workers_at_once)
        for key in _hour_keys(candidate.carer):
            self.hours[key, week_of(candidate.day)] += minutes
        self.people.update({carer.person: carer.headcount for carer in team})
        if candidate.carer.offer is not None:
            self.used.update(candidate.carer.offer.uses)
            self.spent[candidate.carer.offer.category] += candidate.price_minor

    def choose(self, choice: Choice, option: Option) -> bool:
        """Take an option, in the place of the one taken before; False and no change where it does not fit."""
        before = self.options.get(choice.id)
        self._draw(before, -1)
        fits = self.has_room(option.uses) and self.can_pay(option.category, option.price_minor)
        self._draw(option if fits else before, 1)
        if fits:
            self.options[choice.id] = option
        return fits

    def _draw(self, option: Option | None, sign: int) -> None:
        if option is not None:
            for name, amount in option.uses.items():
                self.used[name] += sign * amount
            self.spent[option.category] += sign * option.price_minor

    def too_few_hours(self) -> set[tuple[str, int]]:
        """Offers with the weeks in which less is taken of them than they sell."""
        found = set()
        for line in self.taken:
            offer, week = line.candidate.carer.offer, week_of(line.candidate.day)
            if offer is not None and self.hours[f"offer {offer.id}", week] < offer.min_weekly_minutes:
                found.add((offer.id, week))
        return found

    def visits(self) -> tuple[Visit, ...]:
        """The visits taken, block discounts applied."""
        return tuple(self._visit(line) for line in self.taken)

    def _visit(self, line: Taken) -> Visit:
        candidate, offer = line.candidate, line.candidate.carer.offer
        price = candidate.price_minor
        if offer is not None and offer.discount is not None:
            sold = self.hours[f"offer {offer.id}", week_of(candidate.day)]
            if sold >= offer.discount.threshold_minutes:
                price = discounted(price, offer.discount.percent_off)
        own = candidate.carer.arrangement
        return Visit(
            id="",
            need_id=self.need(candidate).id,
            day=candidate.day,
            start_minute=line.start_minute,
            duration_minutes=candidate.duration,
            workers_at_once=self.need(candidate).workers_at_once,
            price_minor=price,
            offer_id=offer.id if offer is not None else None,
            provider_id=offer.provider_id if offer is not None else None,
            worker_ids=tuple(carer.worker.id for carer in line.team if carer.worker is not None),
            arrangement_id=own.id if own is not None else None,
        )


def _hour_keys(carer: Carer) -> tuple[str, ...]:
    if carer.offer is None:
        return (carer.person,)
    return f"offer {carer.offer.id}", f"provider {carer.offer.provider_id}"


def _travel(candidate: Candidate) -> int:
    return candidate.carer.offer.travel_minutes if candidate.carer.offer is not None else 0
