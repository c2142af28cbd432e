"""The exact model: one Boolean per price group, one start and interval per possible visit of a need on a day.

Every hard rule is a hard constraint; must-haves and pins are counted, so a plan (perhaps an empty one) always exists.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from brokerage.optimizer.calendar import DAY_MINUTES
from brokerage.optimizer.candidates import Candidate, Prepared

Literal = cp_model.IntVar
Terms = list[tuple[Literal, int]]


@dataclass(slots=True, eq=False)
class Line:
    """One literal that says: this visit, by this carer (or so many workers of one offer), at this price."""

    literal: Literal
    candidate: Candidate
    workers: list[tuple[Literal, Candidate]]
    low: Literal | None = None


@dataclass(slots=True, eq=False)
class Place:
    """A possible visit: the `order`-th of a need on a day. `start` counts units after midnight of its day."""

    need: int
    day: int
    order: int
    present: Literal
    start: cp_model.IntVar
    starts: int
    lines: list[Line] = field(default_factory=list)


class VisitModel:
    """Variables for every possible visit and option, and what makes a single visit consistent."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.brief = prepared.brief
        self.cp = cp_model.CpModel()
        self.places: list[Place] = []
        self.by_need: dict[int, list[Place]] = defaultdict(list)
        self.options = [
            [self.cp.new_bool_var("") for _ in choice.options] for choice in self.brief.choices
        ]
        for literals in self.options:
            self.cp.add_at_most_one(literals)
        for (need, day), candidates in sorted(prepared.by_need_day.items()):
            self._add_places(need, day, candidates)
        self._add_intervals()

    def lines(self) -> list[tuple[Place, Line]]:
        """Every line with the place it belongs to."""
        return [(place, line) for place in self.places for line in place.lines]

    def _add_places(self, need: int, day: int, candidates: list[Candidate]) -> None:
        wanted = self.brief.needs[need]
        starts = 0
        for candidate in candidates:
            starts |= candidate.starts
        count = min(wanted.times_per_day, wanted.times_best, starts.bit_count())
        previous: Place | None = None
        for order in range(count):
            place = self._add_place(need, day, order, starts, candidates)
            if previous is not None:
                self.cp.add_implication(place.present, previous.present)
            previous = place

    def _add_place(self, need: int, day: int, order: int, starts: int, candidates: list[Candidate]) -> Place:
        cp = self.cp
        place = Place(need, day, order, cp.new_bool_var(""), self._start_var(starts), starts)
        place.lines = self._lines(candidates, self.brief.needs[need].workers_at_once)
        cp.add_exactly_one([line.literal for line in place.lines] + [~place.present])
        for line in place.lines:
            for literal, candidate in line.workers or [(line.literal, line.candidate)]:
                if candidate.starts != starts:
                    domain = cp_model.Domain.from_values(_set_bits(candidate.starts))
                    cp.add_linear_expression_in_domain(place.start, domain).only_enforce_if(literal)
        self.places.append(place)
        self.by_need[need].append(place)
        return place

    def _start_var(self, starts: int) -> cp_model.IntVar:
        return self.cp.new_int_var_from_domain(cp_model.Domain.from_values(_set_bits(starts)), "")

    def _lines(self, candidates: list[Candidate], workers: int) -> list[Line]:
        if workers == 1:
            return [Line(self.cp.new_bool_var(""), candidate, []) for candidate in candidates]
        teams: dict[tuple[str, int, int, int], list[Candidate]] = defaultdict(list)
        lines = []
        for c in candidates:
            if c.carer.worker is None:
                lines.append(Line(self.cp.new_bool_var(""), c, []))
            elif c.carer.offer is not None:
                teams[c.carer.offer.id, c.price_minor, c.duration, c.effect].append(c)
        lines.extend(self._team_line(team, workers) for team in teams.values() if len(team) >= workers)
        return lines

    def _team_line(self, team: list[Candidate], workers: int) -> Line:
        literal = self.cp.new_bool_var("")
        members = [(self.cp.new_bool_var(""), candidate) for candidate in team]
        for member, _ in members:
            self.cp.add_implication(member, literal)
        self.cp.add(sum(member for member, _ in members) == workers * literal)
        return Line(literal, team[0], members)

    def _add_intervals(self) -> None:
        """The person is in one place at a time, travel kept free on both sides; nights reach into the next day."""
        intervals = []
        for place in self.places:
            for (duration, travel), literals in sorted(self._shapes(place).items()):
                literal = place.present if len(literals) == len(place.lines) else self._any_of(literals)
                start = place.start * self.prepared.masks.unit + (place.day * DAY_MINUTES - travel)
                intervals.append(self._interval(start, duration + 2 * travel, literal))
        self.cp.add_no_overlap(intervals)

    def _interval(self, start: cp_model.LinearExprT, size: int, literal: Literal) -> cp_model.IntervalVar:
        return self.cp.new_optional_fixed_size_interval_var(start, size, literal, "")

    def _shapes(self, place: Place) -> dict[tuple[int, int], list[Literal]]:
        shapes: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        for line in place.lines:
            shapes[line.candidate.duration, travel_of(line.candidate)].append(line.literal)
        return shapes

    def _any_of(self, literals: list[Literal]) -> Literal:
        """A literal equal to the sum of literals of which at most one holds."""
        if len(literals) == 1:
            return literals[0]
        result = self.cp.new_bool_var("")
        self.cp.add_exactly_one([*literals, ~result])
        return result

    def at_least(self, terms: Terms, value: int) -> None:
        """From now on the terms come to at least so much."""
        if terms:
            self.cp.add(weighted(terms) >= value)

    def at_most(self, terms: Terms, value: int) -> None:
        """From now on the terms come to at most so much."""
        if terms:
            self.cp.add(weighted(terms) <= value)

    def hint_absent(self, place: Place) -> None:
        """Start the search with no visit there."""
        for line in place.lines:
            self.cp.add_hint(line.literal, 0)
            for literal, _ in line.workers:
                self.cp.add_hint(literal, 0)

    def duration_expr(self, place: Place) -> cp_model.LinearExpr:
        """Minutes of the visit, 0 if absent."""
        return weighted([(line.literal, line.candidate.duration) for line in place.lines])


def weighted(terms: Terms) -> cp_model.LinearExpr:
    """The sum of variables times amounts."""
    total: cp_model.LinearExpr = cp_model.LinearExpr.weighted_sum([v for v, _ in terms], [n for _, n in terms])
    return total


def travel_of(candidate: Candidate) -> int:
    """Minutes kept free before and after on the person's side."""
    return candidate.carer.offer.travel_minutes if candidate.carer.offer is not None else 0


def _set_bits(mask: int) -> list[int]:
    text = bin(mask)[:1:-1]
    return [i for i, bit in enumerate(text) if bit == "1"]
