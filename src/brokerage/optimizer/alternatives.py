"""Other plans that differ in kind, each the best of its kind that keeps the must-haves and what matters most."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from brokerage.optimizer.answers import answer
from brokerage.optimizer.attainment import goals_value, must_haves_value, must_haves_wanted
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.candidates import Candidate, Prepared, prepare
from brokerage.optimizer.core import core_of, planned
from brokerage.optimizer.market import Market
from brokerage.optimizer.model import Terms
from brokerage.optimizer.objective import TieredModel
from brokerage.optimizer.plans import Plan, broken_pins, placing
from brokerage.optimizer.proposal import Proposal, Visit
from brokerage.optimizer.reading import hint_plan, read_plan
from brokerage.optimizer.relaxation import Relaxation
from brokerage.optimizer.search import Clock, Found, Goalpost, Params, run_stage
from brokerage.optimizer.solve import comfort_tiers

COMMUNITY = "community"
GOALS_KEPT_PERMILLE = 900
FEWEST_DIFFERENT_VISITS = 2
EFFORT_EACH = 0.25


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of plan: what a visit counts for (None: what it costs, or each person who comes)."""

    style: str
    is_more_better: bool
    points: Callable[[Candidate], int] | None = None


def _community_points(candidate: Candidate) -> int:
    offer = candidate.carer.offer
    return 1 if offer is None or COMMUNITY in offer.tags else 0


def _own_minutes(candidate: Candidate) -> int:
    return candidate.duration if candidate.carer.arrangement is not None else 0


KINDS = (
    Kind("fewest_people", False),
    Kind("cheapest", False),
    Kind("ordinary_life", True, _community_points),
    Kind("own_help", True, _own_minutes),
)


def alternatives(
    market: Market, brief: Brief, proposal: Proposal, count: int = 3, params: Params | None = None
) -> tuple[Proposal, ...]:
    """Up to `count` plans beside `proposal`, each checked, each of another `style`: "fewest_people", "cheapest",
    "ordinary_life", "own_help". All keep the pins and must-haves that `proposal` keeps; the cheapest keeps the
    heaviest goals (half of all weight) as far met, the others nine tenths of the goals' value.

    A plan that is not better of its kind, or not really another (two visits at least), is left out.
    """
    params = params or Params(max_effort=EFFORT_EACH * len(KINDS), time_limit_seconds=30.0)
    prepared = prepare(market, brief)
    found: list[Proposal] = []
    for kind in KINDS:
        if len(found) < count:
            own = replace(params, style=kind.style, max_effort=params.max_effort / len(KINDS))
            other = _Search(prepared, proposal, kind, own).best()
            if other is not None and all(_differs(other.visits, known.visits) for known in (proposal, *found)):
                found.append(other)
    return tuple(found)


class _Search:
    """The best plan of one kind."""

    def __init__(self, prepared: Prepared, proposal: Proposal, kind: Kind, params: Params) -> None:
        self.prepared, self.proposal, self.kind, self.params = prepared, proposal, kind, params
        self.brief = prepared.brief
        self.permille = {goal.goal_id: goal.attained_permille for goal in proposal.goals}
        self.clock = Clock(params)
        times = {need.need_id: need.times for need in proposal.needs}
        self.pins = len(self.brief.pins) - len(broken_pins(self.brief.pins, proposal.visits))
        self.musts = must_haves_value(self.brief, times, [line.choice_id for line in proposal.chosen])
        self.goals = goals_value(self.brief, self.permille) * GOALS_KEPT_PERMILLE // 1000

    def best(self) -> Proposal | None:
        """A checked plan that is better of its kind than the proposal; None if none was found."""
        began = time.monotonic()
        reference = Plan(self.proposal.visits, self.proposal.chosen)
        model = TieredModel(self.prepared.narrowed(self._core() | planned(self.prepared, reference)))
        self._keep_what_matters(model)
        hint_plan(model, reference)
        mine = self._goalpost(model)
        first = run_stage(model, self.kind.style, [mine, self._goals_post(model)], self.clock, 0.6)
        if first is None:
            return None
        values, found = first
        hold = model.at_least if mine.is_more_better else model.at_most
        hold(mine.terms, found[0].value)
        model.at_least(model.goal_terms, found[1].value)
        plan = read_plan(model, values)
        hint_plan(model, plan)
        second = run_stage(model, "comfort", comfort_tiers(model), self.clock)
        if second is not None:
            plan = read_plan(model, second[0])
        return self._answer(plan, began)

    def _core(self) -> set[int]:
        relaxed = Relaxation(self.prepared)
        relaxed.hold(relaxed.pin_terms, self.pins)
        relaxed.hold(relaxed.must_terms, self.musts)
        for goal_id, value in self._floors().items():
            terms = relaxed.goal_terms if goal_id is None else relaxed.terms_by_goal.get(goal_id, [])
            relaxed.hold(terms, value)
        if self.kind.points is not None:
            points = self.kind.points
            wanted = [
                (column, float(points(c)) * relaxed.share(c))
                for column, c in zip(relaxed.columns, self.prepared.candidates, strict=True)
            ]
            return core_of(relaxed, relaxed.solve([(wanted, 1.0)], self.clock.seconds_left()))
        people = [(column, float(relaxed.heads[person])) for person, column in relaxed.people.items()]
        terms = relaxed.spend if self.kind.style == "cheapest" else people
        return core_of(relaxed, relaxed.solve([(terms, -1.0)], self.clock.seconds_left()))

    def _floors(self) -> dict[str | None, int]:
        """What goals must come to: None for all together, else the goal's weight × permille."""
        if self.kind.style != "cheapest":
            return {None: self.goals}
        total, kept = sum(goal.weight for goal in self.brief.goals), 0
        floors: dict[str | None, int] = {}
        for goal in sorted(self.brief.goals, key=lambda goal: (-goal.weight, goal.id)):
            if 2 * kept < total:
                floors[goal.id] = goal.weight * self.permille[goal.id]
                kept += goal.weight
        return floors

    def _keep_what_matters(self, model: TieredModel) -> None:
        model.at_least([(pin, 1) for pin in model.pins], self.pins)
        model.at_least(model.must_terms, self.musts)
        for goal_id, value in self._floors().items():
            model.at_least(model.goal_terms if goal_id is None else model.terms_by_goal[goal_id], value)

    def _goalpost(self, model: TieredModel) -> Goalpost:
        terms = self._terms(model)
        return Goalpost(self.kind.style, terms, self.kind.is_more_better, 0, sum(abs(amount) for _, amount in terms))

    def _terms(self, model: TieredModel) -> Terms:
        if self.kind.points is not None:
            return [(line.literal, self.kind.points(line.candidate)) for _, line in model.lines()]
        if self.kind.style == "cheapest":
            return model.cost_terms()
        return [(literal, model.headcounts[person]) for person, literal in model.people.items()]

    def _goals_post(self, model: TieredModel) -> Goalpost:
        return Goalpost("goals", model.goal_terms, True, 0, 1000 * sum(goal.weight for goal in self.brief.goals))

    def _answer(self, plan: Plan, began: float) -> Proposal | None:
        is_full = self.musts == must_haves_wanted(self.brief)
        tiers = [
            Found("must_haves", self.musts, self.musts if is_full else None, "optimal" if is_full else "feasible"),
            *(Found(name, 0, None, "feasible") for name in ("goals", "preferences", "cost")),
        ]
        other = answer(self.prepared, plan, tiers, self.params, (), began)
        return other if self._is_better(other) else None

    def _is_better(self, other: Proposal) -> bool:
        mine, theirs = self._worth(other), self._worth(self.proposal)
        return mine > theirs if self.kind.is_more_better else mine < theirs

    def _worth(self, proposal: Proposal) -> int:
        if self.kind.style == "fewest_people":
            return proposal.people_count
        if self.kind.style == "cheapest":
            return proposal.cost_minor
        if self.kind.style == "own_help":
            return sum(visit.duration_minutes for visit in proposal.visits if visit.arrangement_id is not None)
        tagged = {offer.id for offer in self.prepared.market.offers if COMMUNITY in offer.tags}
        return sum(1 for visit in proposal.visits if visit.arrangement_id is not None or visit.offer_id in tagged)


def _differs(one: Sequence[Visit], other: Sequence[Visit]) -> bool:
    """Whether at least two visits of either have no equal in the other, times aside."""
    ours = {(*placing(visit)[:2], *placing(visit)[3:]) for visit in one}
    theirs = {(*placing(visit)[:2], *placing(visit)[3:]) for visit in other}
    return len(ours ^ theirs) >= FEWEST_DIFFERENT_VISITS
