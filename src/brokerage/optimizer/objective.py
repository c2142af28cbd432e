"""The tiers as expressions over the model: pins kept, must-haves, goals, disturbance, preferences, cost."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ortools.sat.python import cp_model

from brokerage.optimizer.attainment import FULL_PERMILLE, PARTS_OF_THIRDS, enough_points
from brokerage.optimizer.brief import Goal, Pin
from brokerage.optimizer.candidates import Prepared
from brokerage.optimizer.model import Line, Literal, Place, Terms, weighted
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
from brokerage.optimizer.rules import RuledModel


class TieredModel(RuledModel):
    """The whole model with one expression per tier. Higher is better for all but `cost` and `disturbance`."""

    def __init__(self, prepared: Prepared, before: Sequence[Visit] = (), loose: bool = False) -> None:
        super().__init__(prepared)
        self.build_rules()
        self.pins: list[Literal] = []
        self._hold_pins()
        self.must_terms = self._must_have_terms()
        self.terms_by_goal = {goal.id: self._goal_terms(goal) for goal in self.brief.goals}
        self.goal_terms = [term for terms in self.terms_by_goal.values() for term in terms]
        self.before = list(before)
        self.kept_terms = self._kept_terms() if before else []
        self.preference_terms: Terms = [] if loose else self._preference_terms()

    def cost_terms(self) -> Terms:
        """What everything costs; lower is better."""
        return self.spend

    # -- pins -----------------------------------------------------------------------------------------------------

    def _hold_pins(self) -> None:
        index = {need.id: i for i, need in enumerate(self.brief.needs)}
        taken: dict[int, list[Literal]] = defaultdict(list)
        for pin in self.brief.pins:
            holders = []
            for number, place in enumerate(self.places):
                if place.need == index.get(pin.need_id) and place.day == pin.day:
                    holder = self._holder(place, pin)
                    if holder is not None:
                        holders.append(holder)
                        taken[number].append(holder)
            self.pins.append(self._kept(holders))
        for holders in taken.values():
            self.cp.add_at_most_one(holders)

    def _holder(self, place: Place, pin: Pin) -> Literal | None:
        """A literal that makes this place the visit that the pin names, as far as it names it."""
        lines = [line for line in place.lines if self._fits(line, pin)]
        if not lines:
            return None
        holder = self.cp.new_bool_var("")
        self.cp.add_bool_or(*(line.literal for line in lines), ~holder)
        for worker_id in pin.worker_ids:
            self.cp.add_bool_or(*(lit for line in lines for lit in _worker_literals(line, worker_id)), ~holder)
        if pin.start_minute is not None:
            self._fix_start(place, pin.start_minute, holder)
        return holder

    def _fits(self, line: Line, pin: Pin) -> bool:
        if not self.prepared.fits(line.candidate, replace(pin, worker_ids=(), start_minute=None)):
            return False
        return all(_worker_literals(line, worker_id) for worker_id in pin.worker_ids)

    def _fix_start(self, place: Place, minute: int, literal: Literal) -> None:
        unit = self.prepared.masks.unit
        if minute % unit:
            self.cp.add(literal == 0)
        else:
            self.cp.add(place.start == minute // unit).only_enforce_if(literal)

    def _kept(self, holders: list[Literal]) -> Literal:
        kept = self.cp.new_bool_var("")
        self.cp.add(sum(holders) == kept)
        return kept

    # -- must-haves and goals -------------------------------------------------------------------------------------

    def _must_have_terms(self) -> Terms:
        terms: Terms = []
        for index, need in enumerate(self.brief.needs):
            if not need.is_must or not need.times_least:
                continue
            places = self.by_need.get(index, [])
            if not places:
                continue
            met = self.cp.new_int_var(0, min(need.times_least, len(places)), "")
            self.cp.add(met <= sum(place.present for place in places))
            terms.append((met, 1))
        for choice, literals in zip(self.brief.choices, self.options, strict=True):
            if choice.is_must:
                terms.extend((literal, 1) for literal in literals)
        return terms

    def _goal_terms(self, goal: Goal) -> Terms:
        enough = enough_points(self.brief, goal)
        points: Terms = []
        for index, need in enumerate(self.brief.needs):
            if goal.id in need.goal_ids:
                for place in self.by_need.get(index, ()):
                    points.extend((line.literal, line.candidate.effect) for line in place.lines)
        for choice, literals in zip(self.brief.choices, self.options, strict=True):
            if goal.id in choice.goal_ids:
                points.extend((lit, o.value_points) for o, lit in zip(choice.options, literals, strict=True))
        if not enough or not points or not goal.weight:
            return []
        parts = [self.cp.new_int_var(0, enough, "") for _ in PARTS_OF_THIRDS]
        self.cp.add(sum(parts) <= 3 * weighted(points))
        permille = self.cp.new_int_var(0, FULL_PERMILLE, "")
        earned = weighted([(part, FULL_PERMILLE * worth) for part, worth in zip(parts, PARTS_OF_THIRDS, strict=True)])
        self.cp.add(6 * enough * permille <= earned)
        return [(permille, goal.weight)]

    # -- disturbance ----------------------------------------------------------------------------------------------

    def _kept_terms(self) -> Terms:
        """Points for visits of the plan before that stay: the same, or at least the same carer on the day."""
        index = {need.id: i for i, need in enumerate(self.brief.needs)}
        terms: Terms = []
        taken: dict[int, list[Literal]] = defaultdict(list)
        for visit in self.before:
            pin = pin_of(visit)
            loose = Pin(
                pin.id, pin.need_id, pin.day, offer_id=pin.offer_id, worker_ids=pin.worker_ids,
                arrangement_id=pin.arrangement_id,
            )
            own: list[Literal] = []
            for number, place in enumerate(self.places):
                if place.need == index.get(visit.need_id) and place.day == visit.day:
                    for wanted, points in ((pin, SAME_VISIT), (loose, SAME_CARER)):
                        holder = self._holder(place, wanted)
                        if holder is not None:
                            terms.append((holder, points))
                            taken[number].append(holder)
                            own.append(holder)
            self.cp.add_at_most_one(own)
        for holders in taken.values():
            self.cp.add_at_most_one(holders)
        return terms

    # -- preferences ----------------------------------------------------------------------------------------------

    def _preference_terms(self) -> Terms:
        terms: Terms = []
        reliability = reliability_of(self.prepared.market)
        known: dict[tuple[int, int], int] = {}
        for place, line in self.lines():
            for literal, candidate in line.workers or [(line.literal, line.candidate)]:
                key = (place.need, candidate.carer.index)
                if key not in known:
                    need = self.brief.needs[place.need]
                    known[key] = carer_points(self.brief, candidate.carer, need, reliability)
                if known[key]:
                    terms.append((literal, known[key]))
        terms.extend((literal, PERSON * self.headcounts[person]) for person, literal in self.people.items())
        terms.extend((literal, PERSON_PER_NEED) for literal in self.people_by_need.values())
        for place in self.places:
            terms.extend(self._preferred_time(place))
        for places in self.by_need.values():
            terms.extend(self._usual_time(places))
        return terms

    def _preferred_time(self, place: Place) -> Terms:
        need = self.brief.needs[place.need]
        masks = self.prepared.masks
        by_duration: dict[int, list[Line]] = defaultdict(list)
        for line in place.lines:
            by_duration[line.candidate.duration].append(line)
        terms: Terms = []
        for duration, lines in sorted(by_duration.items()):
            mask = masks.windows(place.day, need.preferred, duration) & place.starts
            if not mask:
                continue
            hit = self.cp.new_bool_var("")
            if len(by_duration) == 1:
                self.cp.add_implication(hit, place.present)
            else:
                self.cp.add_bool_or(*(line.literal for line in lines), ~hit)
            if mask != place.starts:
                domain = cp_model.Domain.from_values([m // masks.unit for m in masks.minutes(mask)])
                self.cp.add_linear_expression_in_domain(place.start, domain).only_enforce_if(hit)
            terms.append((hit, PREFERRED_TIME))
        return terms

    def _usual_time(self, places: list[Place]) -> Terms:
        terms: Terms = []
        by_order: dict[int, list[Place]] = defaultdict(list)
        for place in places:
            by_order[place.order].append(place)
        for same in by_order.values():
            if len(same) < 2:
                terms.extend((place.present, USUAL_TIME) for place in same)
                continue
            every = 0
            for place in same:
                every |= place.starts
            usual = self._start_var(every)
            for place in same:
                hit = self.cp.new_bool_var("")
                self.cp.add_implication(hit, place.present)
                self.cp.add(place.start == usual).only_enforce_if(hit)
                terms.append((hit, USUAL_TIME))
        return terms


def _worker_literals(line: Line, worker_id: str) -> list[Literal]:
    people = line.workers or [(line.literal, line.candidate)]
    return [lit for lit, c in people if c.carer.worker is not None and c.carer.worker.id == worker_id]


