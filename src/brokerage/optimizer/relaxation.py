"""The same question without times: who, on which day, at which price. Its optimum bounds every plan from above.

Left out: starts, overlaps, gaps, minimum orders, teams. A discount lowers every price of its offer.
The relaxed solution also says which carers are worth a closer look.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from brokerage.optimizer.attainment import FULL_PERMILLE, PARTS_OF_THIRDS, enough_points
from brokerage.optimizer.brief import Pin
from brokerage.optimizer.calendar import week_of
from brokerage.optimizer.candidates import Candidate, Prepared
from brokerage.optimizer.linear import INFINITY, LinearAnswer, LinearModel
from brokerage.optimizer.money import purse_cuts
from brokerage.optimizer.plans import SAME_CARER, SAME_VISIT, pin_of
from brokerage.optimizer.preferences import (
    PERSON,
    PERSON_PER_NEED,
    PREFERRED_TIME,
    USUAL_TIME,
    carer_points,
    reliability_of,
)
from brokerage.optimizer.proposal import Visit

Terms = list[tuple[int, float]]
TOLERANCE = 1e-6


class Relaxation:
    """The relaxed model. Every tier is terms over its columns."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared, self.brief = prepared, prepared.brief
        self.model = LinearModel()
        self.workers = [need.workers_at_once for need in self.brief.needs]
        self.columns = [self.model.column(is_integer=True) for _ in prepared.candidates]
        self.column_of = {c.index: column for c, column in zip(prepared.candidates, self.columns, strict=True)}
        self.options = [[self.model.column(is_integer=True) for _ in c.options] for c in self.brief.choices]
        self.must_terms: Terms = []
        self.goal_terms: Terms = []
        self.terms_by_goal: dict[str, Terms] = {}
        self.spend: Terms = []
        self._count_visits()
        self._know_people()
        self._cap_hours()
        self._limit_and_pay()
        for goal_index in range(len(self.brief.goals)):
            self._add_goal(goal_index)
        self.pin_terms: Terms = [term for pin in self.brief.pins for term in self._pin_terms(pin)]

    def share(self, candidate: Candidate) -> float:
        """How much of a whole visit a column of 1 is: a team's members each count for a part."""
        return 1.0 if candidate.carer.worker is None else 1.0 / self.workers[candidate.need]

    def hold(self, terms: Terms, at_least: float) -> int | None:
        """From now on the terms come to at least so much; the row's number, for `rehold`."""
        return self.model.row(terms, lower=_just_below(at_least)) if terms else None

    def rehold(self, row: int | None, at_least: float) -> None:
        """Another least value for a row that `hold` made."""
        if row is not None:
            self.model.row_lower[row] = _just_below(at_least)

    def solve(self, weights: list[tuple[Terms, float]], seconds: float, *, integers: bool = False) -> LinearAnswer:
        """Maximise the weighted sum of terms, fractions allowed unless `integers`."""
        gain = [0.0] * len(self.model.lower)
        for terms, weight in weights:
            for column, amount in terms:
                gain[column] += amount * weight
        self.model.gain = gain
        return self.model.solve(seconds, integers=integers)

    def value(self, terms: Terms, answer: LinearAnswer) -> float:
        """What terms come to in an answer."""
        if answer.values is None:
            return 0.0
        return float(sum(amount * answer.values[column] for column, amount in terms))

    def within(self, answer: LinearAnswer, value: float) -> set[int]:
        """Candidates (by index) that a plan worth at least `value` may use: one whose reduced cost takes the bound
        below it cannot be in any such plan.
        """
        if answer.reduced_costs is None:
            return {c.index for c in self.prepared.candidates}
        slack = answer.bound - value + TOLERANCE * max(1.0, abs(answer.bound))
        reduced = answer.reduced_costs[np.array(self.columns, dtype=np.int64)]
        return {c.index for c, cost in zip(self.prepared.candidates, reduced.tolist(), strict=True) if -cost <= slack}

    def ranked(self, answer: LinearAnswer) -> list[int]:
        """Carer indexes, most useful first: those that the relaxed plan uses, then by their best reduced cost."""
        use: dict[int, float] = defaultdict(float)
        best: dict[int, float] = {}
        if answer.values is None or answer.reduced_costs is None:
            return []
        values, reduced = answer.values[self.columns], answer.reduced_costs[self.columns]
        for c, value, cost in zip(self.prepared.candidates, values.tolist(), reduced.tolist(), strict=True):
            use[c.carer.index] += value
            best[c.carer.index] = max(cost, best.get(c.carer.index, -INFINITY))
        return sorted(use, key=lambda i: (-round(use[i], 4), -best[i], i))

    def used(self, answer: LinearAnswer) -> set[int]:
        """Carer indexes with any part in the relaxed plan."""
        if answer.values is None:
            return set()
        values = answer.values[self.columns].tolist()
        return {c.carer.index for c, v in zip(self.prepared.candidates, values, strict=True) if v > TOLERANCE}

    def _count_visits(self) -> None:
        by_need: dict[int, Terms] = defaultdict(list)
        for (place, _), candidates in self.prepared.by_need_day.items():
            terms = [(self.column_of[c.index], self.share(c)) for c in candidates]
            self.model.row(terms, upper=self.brief.needs[place].times_per_day)
            by_need[place].extend(terms)
        for index, need in enumerate(self.brief.needs):
            terms = by_need.get(index, [])
            if terms:
                self.model.row(terms, upper=need.times_best)
            if terms and need.is_must and need.times_least:
                met = self.model.column(need.times_least)
                self.model.row([(met, 1.0), *((c, -a) for c, a in terms)], upper=0)
                self.must_terms.append((met, 1.0))
        for choice, columns in zip(self.brief.choices, self.options, strict=True):
            self.model.row([(column, 1.0) for column in columns], upper=1)
            if choice.is_must:
                self.must_terms.extend((column, 1.0) for column in columns)

    def _know_people(self) -> None:
        """A person comes at all (`people`), comes for a need (`faces`): at least as much as on any one day."""
        self.people: dict[str, int] = {}
        self.heads: dict[str, int] = {}
        self.faces: dict[tuple[int, str], int] = {}
        for (need, _), candidates in self.prepared.by_need_day.items():
            by_person: dict[str, Terms] = defaultdict(list)
            for c in candidates:
                by_person[c.carer.person].append((self.column_of[c.index], 1.0))
                self.heads[c.carer.person] = c.carer.headcount
            often = self.brief.needs[need].times_per_day
            for person, terms in by_person.items():
                if (need, person) not in self.faces:
                    self.faces[need, person] = self.model.column()
                self.model.row([*terms, (self.faces[need, person], -float(often))], upper=0)
        for (_, person), face in self.faces.items():
            if self.heads[person]:
                if person not in self.people:
                    self.people[person] = self.model.column(is_integer=True)
                self.model.row([(face, 1.0), (self.people[person], -1.0)], upper=0)
        if self.brief.max_people is not None and self.people:
            most = self.brief.max_people.count
            self.model.row([(z, self.heads[p]) for p, z in self.people.items()], upper=most)

    def _pin_terms(self, pin: Pin) -> Terms:
        place = next((i for i, need in enumerate(self.brief.needs) if need.id == pin.need_id), -1)
        fitting = [c for c in self.prepared.by_need_day.get((place, pin.day), ()) if self.prepared.fits(c, pin)]
        if not fitting:
            return []
        kept = self.model.column()
        # Of a team the pin may name only some: that many columns stand at one when it is kept.
        count = len(pin.worker_ids) or self.workers[place]
        parts = [(self.column_of[c.index], -1.0 / count if c.carer.worker is not None else -1.0) for c in fitting]
        self.model.row([(kept, 1.0), *parts], upper=0)
        return [(kept, 1.0)]

    def kept_terms(self, before: Sequence[Visit]) -> Terms:
        """Points for visits of a plan before that stay, at most what the exact model counts."""
        index = {need.id: i for i, need in enumerate(self.brief.needs)}
        terms: Terms = []
        for visit in before:
            pin = pin_of(visit)
            loose = replace(pin, start_minute=None, duration_minutes=None)
            for c in self.prepared.by_need_day.get((index.get(visit.need_id, -1), visit.day), ()):
                if self.prepared.fits(c, loose):
                    points = SAME_VISIT if self.prepared.fits(c, pin) else SAME_CARER
                    terms.append((self.column_of[c.index], points * self.share(c)))
        return terms

    def preference_terms(self) -> Terms:
        """Preferences with every visit at its usual time and, where its carer and price allow, a preferred one."""
        terms: Terms = []
        reliability = reliability_of(self.prepared.market)
        known: dict[tuple[int, int], int] = {}
        for column, c in zip(self.columns, self.prepared.candidates, strict=True):
            need = self.brief.needs[c.need]
            key = (c.need, c.carer.index)
            if key not in known:
                known[key] = carer_points(self.brief, c.carer, need, reliability)
            is_preferred = c.starts & self.prepared.masks.windows(c.day, need.preferred, c.duration)
            points = self.share(c) * (USUAL_TIME + (PREFERRED_TIME if is_preferred else 0))
            terms.append((column, points + known[key]))
        terms.extend((column, PERSON * self.heads[person]) for person, column in self.people.items())
        terms.extend((column, PERSON_PER_NEED) for column in self.faces.values())
        return terms

    def _cap_hours(self) -> None:
        market, brief = self.prepared.market, self.brief
        caps: dict[str, int | None] = {f"provider {p.id}": p.max_weekly_minutes for p in market.providers}
        caps.update({f"own {a.id}": a.max_weekly_minutes for a in brief.arrangements})
        terms: dict[tuple[str, int], Terms] = defaultdict(list)
        for column, c in zip(self.columns, self.prepared.candidates, strict=True):
            minutes = c.duration * self.workers[c.need] * self.share(c)
            keys = [c.carer.person]
            if c.carer.offer is not None:
                caps[f"offer {c.carer.offer.id}"] = c.carer.offer.max_weekly_minutes
                keys = [f"provider {c.carer.offer.provider_id}", f"offer {c.carer.offer.id}"]
            for key in keys:
                if caps.get(key) is not None:
                    terms[key, week_of(c.day)].append((column, minutes))
        for (key, _), row in terms.items():
            self.model.row(row, upper=caps[key] or 0)

    def _limit_and_pay(self) -> None:
        spend: dict[str, Terms] = defaultdict(list)
        draws: dict[str, Terms] = defaultdict(list)
        for column, c in zip(self.columns, self.prepared.candidates, strict=True):
            offer = c.carer.offer
            if offer is not None:
                spend[offer.category].append((column, c.low_price_minor * self.share(c)))
                for limit_id, amount in offer.uses.items():
                    draws[limit_id].append((column, amount * self.share(c)))
        for choice, columns in zip(self.brief.choices, self.options, strict=True):
            for option, column in zip(choice.options, columns, strict=True):
                spend[option.category].append((column, option.price_minor))
                for limit_id, amount in option.uses.items():
                    draws[limit_id].append((column, amount))
        self.spend = [term for terms in spend.values() for term in terms]
        paid = {category for category, terms in spend.items() if any(price for _, price in terms)}
        for categories, most in purse_cuts(paid, self.brief.purses):
            self.model.row([term for c in sorted(categories) for term in spend[c]], upper=most)
        for limit in self.brief.limits:
            if draws.get(limit.id):
                self.model.row(draws[limit.id], upper=limit.capacity)

    def _add_goal(self, goal_index: int) -> None:
        goal = self.brief.goals[goal_index]
        enough = enough_points(self.brief, goal)
        needs = {i for i, need in enumerate(self.brief.needs) if goal.id in need.goal_ids}
        points: Terms = [
            (column, c.effect * self.share(c))
            for column, c in zip(self.columns, self.prepared.candidates, strict=True)
            if c.need in needs
        ]
        for choice, columns in zip(self.brief.choices, self.options, strict=True):
            if goal.id in choice.goal_ids:
                points.extend((col, o.value_points) for o, col in zip(choice.options, columns, strict=True))
        if not enough or not points or not goal.weight:
            return
        # Thirds as shares of one: the same breakpoints as the exact model, scaled for the solver's sake.
        parts = [self.model.column(1.0) for _ in PARTS_OF_THIRDS]
        scaled = [(column, -3.0 * amount / enough) for column, amount in points]
        self.model.row([*((part, 1.0) for part in parts), *scaled], upper=0)
        worth = [FULL_PERMILLE * goal.weight * third / 6 for third in PARTS_OF_THIRDS]
        self.terms_by_goal[goal.id] = list(zip(parts, worth, strict=True))
        self.goal_terms.extend(self.terms_by_goal[goal.id])


def _just_below(value: float) -> float:
    return value - TOLERANCE * max(1.0, abs(value))


def floor_bound(bound: float) -> int:
    """An integer that no integer value within a solver's tolerance of `bound` exceeds."""
    return int(np.floor(bound + TOLERANCE * max(1.0, abs(bound))))
