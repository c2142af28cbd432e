"""The hard rules that bind several visits: times, gaps, hours, discounts, people, money, limits."""

from collections import defaultdict
from itertools import pairwise
from typing import TypeVar

from ortools.sat.python import cp_model

from brokerage.optimizer.calendar import week_of
from brokerage.optimizer.market import Offer
from brokerage.optimizer.model import Line, Literal, Place, Terms, VisitModel, weighted
from brokerage.optimizer.money import purse_cuts
from brokerage.optimizer.pricing import sold_minutes

K = TypeVar("K")


class RuledModel(VisitModel):
    """A visit model with every hard rule of the brief and the market.

    `people` and `people_by_need` say who comes (`Carer.person`); `low` literals of lines say a discount holds.
    """

    def build_rules(self) -> None:
        """Add every rule; called once."""
        self.people: dict[str, Literal] = {}
        self.headcounts: dict[str, int] = {}
        self.people_by_need: dict[tuple[int, str], Literal] = {}
        self.minutes: dict[tuple[str, int], Terms] = defaultdict(list)
        self._limit_times()
        self._keep_gaps_within_needs()
        self._keep_gaps_between_needs()
        self._count_minutes()
        self._bound_hours()
        self._know_people()
        self._forbid_options()
        self._limit_resources()
        self._pay()

    def _limit_times(self) -> None:
        for need, places in self.by_need.items():
            if len(places) > self.brief.needs[need].times_best:
                self.cp.add(sum(p.present for p in places) <= self.brief.needs[need].times_best)

    def _keep_gaps_within_needs(self) -> None:
        for need, places in self.by_need.items():
            gap = self.brief.needs[need].gap_minutes
            for first, second in pairwise(places):
                if first.day == second.day:
                    wait = self.duration_expr(first) + gap
                    unit = self.prepared.masks.unit
                    self.cp.add(unit * second.start >= unit * first.start + wait).only_enforce_if(second.present)

    def _keep_gaps_between_needs(self) -> None:
        index = {need.id: i for i, need in enumerate(self.brief.needs)}
        for gap in self.brief.gaps:
            first, second = (index.get(need_id, -1) for need_id in gap.need_ids)
            for one in self.by_need.get(first, ()):
                for other in self.by_need.get(second, ()):
                    if one.day == other.day and one is not other:
                        self._keep_apart(one, other, gap.minutes)

    def _keep_apart(self, one: Place, other: Place, minutes: int) -> None:
        intervals = []
        for place in (one, other):
            start = place.start * self.prepared.masks.unit
            by_duration: dict[int, list[Literal]] = defaultdict(list)
            for line in place.lines:
                by_duration[line.candidate.duration].append(line.literal)
            for duration, literals in sorted(by_duration.items()):
                literal = place.present if len(by_duration) == 1 else self._any_of(literals)
                intervals.append(self._interval(start, duration + minutes, literal))
        self.cp.add_no_overlap(intervals)

    def _count_minutes(self) -> None:
        for place, line in self.lines():
            carer = line.candidate.carer
            week = week_of(place.day)
            key = carer.person if carer.offer is None else f"offer {carer.offer.id}"
            self.minutes[key, week].append((line.literal, self._sold(place, line)))

    def _sold(self, place: Place, line: Line) -> int:
        return sold_minutes(line.candidate.duration, self.brief.needs[place.need].workers_at_once)

    def _bound_hours(self) -> None:
        by_provider: dict[tuple[str, int], Terms] = defaultdict(list)
        lines_by_offer: dict[tuple[str, int], list[Line]] = defaultdict(list)
        for place, line in self.lines():
            offer = line.candidate.carer.offer
            if offer is not None:
                lines_by_offer[offer.id, week_of(place.day)].append(line)
                by_provider[offer.provider_id, week_of(place.day)].append((line.literal, self._sold(place, line)))
        caps = {p.id: p.max_weekly_minutes for p in self.prepared.market.providers}
        for (provider_id, _), terms in by_provider.items():
            self._cap(terms, caps.get(provider_id))
        for (_, week), lines in lines_by_offer.items():
            offer = lines[0].candidate.carer.offer
            if offer is not None:
                self._bound_offer(offer, self.minutes[f"offer {offer.id}", week], lines)
        arrangements = {f"own {a.id}": a.max_weekly_minutes for a in self.brief.arrangements}
        for (key, _), terms in self.minutes.items():
            self._cap(terms, arrangements.get(key))

    def _bound_offer(self, offer: Offer, terms: Terms, lines: list[Line]) -> None:
        self._cap(terms, offer.max_weekly_minutes)
        if offer.min_weekly_minutes > min(minutes for _, minutes in terms):
            used = self.cp.new_bool_var("")
            for literal, _ in terms:
                self.cp.add_implication(literal, used)
            self.cp.add(weighted(terms) >= offer.min_weekly_minutes * used)
        if offer.discount is not None:
            reached = self.cp.new_bool_var("")
            threshold = offer.discount.threshold_minutes
            self.cp.add(weighted(terms) >= threshold).only_enforce_if(reached)
            self.cp.add(weighted(terms) <= threshold - 1).only_enforce_if(~reached)
            for line in lines:
                line.low = self.cp.new_bool_var("")
                self.cp.add_implication(line.low, reached)
                self.cp.add_implication(line.low, line.literal)
                self.cp.add_bool_or(~line.literal, ~reached, line.low)

    def _cap(self, terms: Terms, most: int | None) -> None:
        if most is not None and sum(minutes for _, minutes in terms) > most:
            self.cp.add(weighted(terms) <= most)

    def _know_people(self) -> None:
        for place in self.places:
            by_person: dict[str, list[Literal]] = defaultdict(list)
            for line in place.lines:
                for literal, candidate in line.workers or [(line.literal, line.candidate)]:
                    by_person[candidate.carer.person].append(literal)
                    self.headcounts[candidate.carer.person] = candidate.carer.headcount
            for person, literals in by_person.items():
                needed = self._known(self.people_by_need, (place.need, person))
                # One clause over all prices of a person is a far tighter relaxation than one each.
                self.cp.add_at_most_one([*literals, ~needed])
        for (_, person), literal in self.people_by_need.items():
            if self.headcounts[person]:
                self.cp.add_implication(literal, self._known(self.people, person))
        if self.brief.max_people is not None:
            self.cp.add(self.headcount() <= self.brief.max_people.count)

    def _known(self, found: dict[K, Literal], key: K) -> Literal:
        if key not in found:
            found[key] = self.cp.new_bool_var("")
        return found[key]

    def headcount(self) -> cp_model.LinearExpr:
        """How many different people come."""
        people = list(self.people)
        return weighted([(self.people[p], self.headcounts[p]) for p in people])

    def _forbid_options(self) -> None:
        banned = {ban.target_id for ban in self.brief.bans if ban.target == "category"}
        for choice, literals in zip(self.brief.choices, self.options, strict=True):
            for option, literal in zip(choice.options, literals, strict=True):
                if option.category in banned:
                    self.cp.add(literal == 0)

    def _limit_resources(self) -> None:
        draws: dict[str, Terms] = defaultdict(list)
        for _, line in self.lines():
            offer = line.candidate.carer.offer
            for limit_id, amount in (offer.uses if offer is not None else {}).items():
                draws[limit_id].append((line.literal, amount))
        for choice, literals in zip(self.brief.choices, self.options, strict=True):
            for option, literal in zip(choice.options, literals, strict=True):
                for limit_id, amount in option.uses.items():
                    draws[limit_id].append((literal, amount))
        for limit in self.brief.limits:
            self._cap(draws.get(limit.id, []), limit.capacity)

    def _pay(self) -> None:
        by_category: dict[str, Terms] = defaultdict(list)
        for _, line in self.lines():
            offer = line.candidate.carer.offer
            if offer is not None:
                by_category[offer.category].extend(price_terms(line))
        for choice, literals in zip(self.brief.choices, self.options, strict=True):
            for option, literal in zip(choice.options, literals, strict=True):
                by_category[option.category].append((literal, option.price_minor))
        self.spend = [term for terms in by_category.values() for term in terms if term[1]]
        paid = {category for category, terms in by_category.items() if any(price for _, price in terms)}
        for categories, most in purse_cuts(paid, self.brief.purses):
            terms = [term for category in sorted(categories) for term in by_category[category]]
            self._cap(terms, most)

    def cost(self) -> cp_model.LinearExpr:
        """What everything costs, in minor units."""
        return weighted(self.spend)


def price_terms(line: Line) -> Terms:
    """What a line costs: its price, less what its discount takes off."""
    candidate = line.candidate
    terms = [(line.literal, candidate.price_minor)]
    if line.low is not None:
        terms.append((line.low, candidate.low_price_minor - candidate.price_minor))
    return terms

