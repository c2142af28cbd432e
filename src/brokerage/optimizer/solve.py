"""`propose`: the best plan for a brief from a market, tier by tier, checked before it leaves.

The relaxed question (`relaxation`) names the carers worth a look; the exact model on those gives a plan. Whoever
cannot be in any plan as good as that, by the reduced costs, is left out for certain; the exact model on the rest
then proves the plan or finds the better one. First for the wishes (pins, must-haves, goals), then for the comfort
(least disturbance, preferences, cost) among all plans that do as well by the wishes.
"""

import time
from collections import defaultdict
from collections.abc import Sequence

from brokerage.optimizer.answers import answer, verified
from brokerage.optimizer.attainment import goals_value, must_haves_wanted
from brokerage.optimizer.baseline import baseline, greedy_plan
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.candidates import Prepared, prepare
from brokerage.optimizer.choices import choose, is_pure_and_large
from brokerage.optimizer.core import core_of, planned
from brokerage.optimizer.linear import LinearAnswer
from brokerage.optimizer.market import Market
from brokerage.optimizer.model import Terms
from brokerage.optimizer.objective import TieredModel
from brokerage.optimizer.plans import SAME_VISIT, Plan, goal_permille, paid, pin_of, score
from brokerage.optimizer.proposal import Proposal, Status, Visit
from brokerage.optimizer.reading import hint_plan, read_plan
from brokerage.optimizer.reasons import with_reasons
from brokerage.optimizer.relaxation import Relaxation, floor_bound
from brokerage.optimizer.search import Clock, Found, Goalpost, Params, run_stage

CANDIDATES_PER_EFFORT = 5000
# Shares of what is left of time and effort, so that every stage has its turn.
LOCKED_SHARE, CORE_SHARE, PROOF_SHARE, COMFORT_SHARE = 0.3, 0.4, 0.45, 0.7


def propose(market: Market, brief: Brief, params: Params | None = None) -> Proposal:
    """The best package: must-haves, then goals, then preferences, then cost, each proven or with its gap.

    There is always an answer: at worst the greedy one, with status "unknown". Raises `CheckFailed` if an answer
    breaks a rule (never expected), with the case saved.
    """
    return solve(market, brief, params or Params(), ())


def solve(market: Market, brief: Brief, params: Params, before: Sequence[Visit]) -> Proposal:
    """`propose`, with the visits of a plan before that should be disturbed least."""
    began = time.monotonic()
    prepared = prepare(market, brief)
    solver = Solver(prepared, params, before)
    solved = solver.best()
    if solved is None or solver.is_worse_than_greedy(solved[0]):
        return verified(market, brief, with_reasons(prepared, baseline(market, brief)), params.case_folder)
    return answer(prepared, *solved, params, before, began)


class Solver:
    """One solve: relaxation, core, proof; for wishes and then for comfort."""

    def __init__(self, prepared: Prepared, params: Params, before: Sequence[Visit]) -> None:
        self.prepared, self.params, self.before = prepared, params, before
        self.clock = Clock(params)
        self.relaxed = Relaxation(prepared)
        self.everything = {c.index for c in prepared.candidates}
        self.plan: Plan | None = None
        self.greedy: Plan | None = None

    def is_worse_than_greedy(self, plan: Plan) -> bool:
        """A hint is only a hint: a search cut short may end below the plan it began with."""
        if self.greedy is None:
            return False
        p = self.prepared
        found, first = (score(p.market, p.brief, p.calendar, p.carers, each) for each in (plan, self.greedy))
        return found.rank < first.rank

    def best(self) -> tuple[Plan, list[Found]] | None:
        """The plan and what is known per tier; None if not even one plan was found."""
        ideal, relaxed = self._relaxed_wishes()
        best_goals = floor_bound(relaxed.bound) if relaxed.is_optimal else None
        if not self.before:
            # The greedy plan is the first solution: nothing that leaves is worse.
            self.plan = self.greedy = greedy_plan(self.prepared)
        if is_pure_and_large(self.relaxed):
            return self._chosen(relaxed, ideal, best_goals)
        core = self._core(relaxed) | planned(self.prepared, self.plan)
        locked = self._locked(core) if self.before else None
        if locked is not None and self._is_enough(locked[0], ideal, self._goals_hoped(locked[2], best_goals)):
            return self._settled(*locked, best_goals)
        wishes, tied = self._wishes(relaxed, core, ideal, best_goals)
        if locked is not None and (wishes is None or self._is_enough(locked[0], ideal, wishes[2].value)):
            return self._settled(*locked, best_goals)
        if wishes is None or self.plan is None:
            return None
        comfort = self._comfort(wishes, tied)
        return self.plan, wishes + comfort

    def _chosen(
        self, relaxed: LinearAnswer, ideal: list[int], best_goals: int | None
    ) -> tuple[Plan, list[Found]] | None:
        """Pure choices, by the mixed-integer solver; the better of its plan and the greedy one."""
        found = choose(self.relaxed, relaxed, self.clock.seconds_left())
        plans = [plan for plan in (found, self.plan) if plan is not None]
        market, brief, calendar, carers = (
            self.prepared.market, self.prepared.brief, self.prepared.calendar, self.prepared.carers,
        )
        scores = [(score(market, brief, calendar, carers, plan), plan) for plan in plans if paid(market, brief, plan)]
        if not scores:
            return None
        best, plan = max(scores, key=lambda pair: pair[0].rank)
        firsts = _proven([Found("pins", 0, 0, "optimal"), Found("must_haves", best.must_haves, None, "feasible")])
        goals = Found("goals", best.goals, best_goals, "feasible")
        if best.must_haves != ideal[1] or best_goals is None:
            firsts, goals = _unproven(firsts), Found("goals", best.goals, None, "feasible")
        return plan, [*firsts, goals, Found("preferences", 0, 0, "optimal"), Found("cost", 0, None, "feasible")]

    # -- around the plan before -----------------------------------------------------------------------------------

    def _locked(self, core: set[int]) -> tuple[list[Found], set[int], Plan] | None:
        """The plan before with every visit that still can be just as it was; the rest is free."""
        place = {need.id: i for i, need in enumerate(self.prepared.brief.needs)}
        visits: dict[tuple[int, int], list[Visit]] = defaultdict(list)
        for visit in self.before:
            visits[place.get(visit.need_id, -1), visit.day].append(visit)
        locked: set[int] = set()
        for key, candidates in self.prepared.by_need_day.items():
            pins = [pin_of(visit) for visit in visits.get(key, ())]
            matches = [{c.index for c in candidates if self.prepared.fits(c, pin)} for pin in pins]
            free = {c.index for c in candidates if c.index in core}
            locked |= set().union(*matches) if matches and all(matches) else free
        found = self._run("locked", locked, LOCKED_SHARE)
        return None if found is None or self.plan is None else (found, locked, self.plan)

    def _goals_hoped(self, locked: Plan, best_goals: int | None) -> int | None:
        """What an edit at once is held to: as much as before. With time to prove, what there can be at most."""
        if self.params.proves or best_goals is None:
            return best_goals
        brief = self.prepared.brief
        offers = {offer.id: offer for offer in self.prepared.market.offers}
        before = goal_permille(brief, offers, Plan(tuple(self.before), locked.chosen))
        return min(best_goals, goals_value(brief, before))

    def _is_enough(self, found: list[Found], ideal: list[int], goals: int | None) -> bool:
        """Whether nothing is lost by pins and must-haves and next to nothing by goals."""
        if goals is None or [tier.value for tier in found[:2]] != ideal:
            return False
        return found[2].value * 1000 >= goals * (1000 - self.params.goal_slack_permille)

    def _settled(
        self, found: list[Found], locked: set[int], plan: Plan, best_goals: int | None
    ) -> tuple[Plan, list[Found]]:
        """The locked plan, made as comfortable as its freedom allows."""
        self.plan = plan
        comfort = self._run("comfort", locked, 1.0, floors=found)
        wishes = _bounded(found, best_goals) if best_goals is not None else _unproven(found)
        return self.plan, wishes + (_unproven(comfort) if comfort is not None else self._unknown())

    # -- pins, must-haves, goals ----------------------------------------------------------------------------------

    def _wishes(
        self, relaxed: LinearAnswer, core: set[int], ideal: list[int], best_goals: int | None
    ) -> tuple[list[Found] | None, set[int]]:
        found = self._run("wishes", core, CORE_SHARE, best_goals=best_goals)
        if found is None:
            return None, core
        goals = found[2]
        if [tier.value for tier in found[:2]] != ideal or best_goals is None:
            # More pins or must-haves may be had from those left out: the bound on goals does not speak of that.
            can_prove = self._can_prove(self.everything)
            wider = self._run_up("wishes of all", self.everything, found, None) if can_prove else None
            return (wider or _unproven(found)), self.everything
        tied = self.relaxed.within(relaxed, goals.value)
        better = self.relaxed.within(relaxed, goals.value + 1)
        if goals.value >= best_goals or (better <= core and goals.status == "optimal"):
            return _proven(found), tied
        if not self._can_prove(core | better):
            return _bounded(found, best_goals), tied
        wider = self._run_up("proof of wishes", core | better, found, best_goals)
        if wider is None:
            return _bounded(found, best_goals), tied
        if wider[2].value > goals.value:
            tied = self.relaxed.within(relaxed, wider[2].value)
        return (wider if wider[2].status == "optimal" else _bounded(wider, best_goals)), tied

    def _run_up(
        self, stage: str, candidates: set[int], found: list[Found], best_goals: int | None
    ) -> list[Found] | None:
        """Solve the wishes on more candidates; None, and the plan as it was, where a search cut short ends lower."""
        plan = self.plan
        wider = self._run(stage, candidates, PROOF_SHARE, best_goals=best_goals)
        if wider is not None and [tier.value for tier in wider] < [tier.value for tier in found]:
            self.plan = plan
            return None
        return wider

    def _relaxed_wishes(self) -> tuple[list[int], LinearAnswer]:
        """The most pins and must-haves there can be, and the relaxed plan with the most goals that keeps so many."""
        relaxed = self.relaxed
        ideal = [len(self.prepared.brief.pins), must_haves_wanted(self.prepared.brief)]
        rows = [relaxed.hold(relaxed.pin_terms, ideal[0]), relaxed.hold(relaxed.must_terms, ideal[1])]
        # Mostly all of them can be kept: asking for that at once saves a solve.
        answer = relaxed.solve([(relaxed.goal_terms, 1.0)], self.clock.seconds_left())
        if answer.values is not None:
            return ideal, answer
        relaxed.rehold(rows[0], 0)
        relaxed.rehold(rows[1], 0)
        first = relaxed.solve(
            [(relaxed.pin_terms, ideal[1] + 1.0), (relaxed.must_terms, 1.0)], self.clock.seconds_left()
        )
        ideal = [floor_bound(relaxed.value(terms, first)) for terms in (relaxed.pin_terms, relaxed.must_terms)]
        relaxed.rehold(rows[0], ideal[0])
        relaxed.rehold(rows[1], ideal[1])
        return ideal, relaxed.solve([(relaxed.goal_terms, 1.0)], self.clock.seconds_left())

    # -- disturbance, preferences, cost ---------------------------------------------------------------------------

    def _comfort(self, wishes: list[Found], tied: set[int]) -> list[Found]:
        relaxed = self.relaxed
        relaxed.hold(relaxed.goal_terms, wishes[2].value)
        kept, preferred = relaxed.kept_terms(self.before), relaxed.preference_terms()
        weight = sum(abs(amount) for _, amount in preferred) + 1.0
        parts = [(kept, weight), (preferred, 1.0)] if kept else [(preferred, 1.0)]
        bound = relaxed.solve(parts, self.clock.seconds_left())
        core = self._core(bound) & tied
        # First with the same people only: a moment's work, and most of the gain when time is short.
        quick = self._run("comfort", planned(self.prepared, self.plan, same_days=False), LOCKED_SHARE, floors=wishes)
        found = self._run("comfort", core | planned(self.prepared, self.plan), COMFORT_SHARE, floors=wishes) or quick
        if found is None:
            return self._unknown()
        if not bound.is_optimal or wishes[2].status != "optimal":
            return _unproven(found)
        value = sum(tier.value * (weight if tier.name == "disturbance" else 1.0) for tier in found[:-1])
        rest = relaxed.within(bound, value) & tied
        if rest <= core and found[-1].status == "optimal":
            return found
        if not self._can_prove(core | rest):
            return self._bounded_comfort(found, bound, weight)
        wider = self._run("proof of comfort", core | rest | planned(self.prepared, self.plan), 1.0, floors=wishes)
        if wider is None:
            return self._bounded_comfort(found, bound, weight)
        if all(tier.status == "optimal" for tier in wider):
            return wider
        return self._bounded_comfort(wider, bound, weight)

    def _unknown(self) -> list[Found]:
        names = ["disturbance", "preferences", "cost"] if self.before else ["preferences", "cost"]
        return [Found(name, 0, None, "unknown") for name in names]

    def _bounded_comfort(self, found: list[Found], bound: LinearAnswer, weight: float) -> list[Found]:
        """Bounds that hold over everybody: those of the relaxed question."""
        result = _unproven(found)
        limit = floor_bound(bound.bound)
        if self.before:
            limit = min(SAME_VISIT * len(self.before), floor_bound(bound.bound / weight + 1))
        limit = max(limit, result[0].value)
        status: Status = "optimal" if limit == result[0].value else "feasible"
        result[0] = Found(result[0].name, result[0].value, limit, status)
        return result

    def _can_prove(self, candidates: set[int]) -> bool:
        """Whether what is left is worth beginning on so many candidates: less ends before its first plan."""
        return self.params.proves and self.clock.effort_left * PROOF_SHARE * CANDIDATES_PER_EFFORT > len(candidates)

    # -- shared ---------------------------------------------------------------------------------------------------

    def _core(self, relaxed: LinearAnswer) -> set[int]:
        return core_of(self.relaxed, relaxed, self.before)

    def _model(self, candidates: set[int], comfort: bool) -> TieredModel:
        return TieredModel(self.prepared.narrowed(candidates), self.before if comfort else (), loose=not comfort)

    def _run(
        self, stage: str, candidates: set[int], share: float, *, floors: list[Found] | None = None,
        best_goals: int | None = None,
    ) -> list[Found] | None:
        """Solve one stage on some candidates, starting from the plan so far; keeps the plan it finds.

        With `floors` (the wishes reached) the comfort tiers are solved, else the wishes.
        """
        model = self._model(candidates, comfort=floors is not None)
        posts = wish_tiers(model)
        if floors is not None:
            for post, tier in zip(posts, floors, strict=True):
                model.at_least(post.terms, tier.value)
            posts = comfort_tiers(model)
        if best_goals is not None:
            model.at_most(model.goal_terms, best_goals)
        if self.plan is not None:
            hint_plan(model, self.plan)
        result = run_stage(model, stage, posts, self.clock, share)
        if result is None:
            return None
        values, found = result
        self.plan = read_plan(model, values)
        return found


def _proven(found: list[Found]) -> list[Found]:
    return [Found(tier.name, tier.value, tier.value, "optimal") for tier in found]


def _unproven(found: list[Found]) -> list[Found]:
    """What was proven on a part says nothing about the whole."""
    return [Found(tier.name, tier.value, None, "feasible") for tier in found]


def _bounded(found: list[Found], best_goals: int) -> list[Found]:
    status = "optimal" if found[2].value >= best_goals else "feasible"
    return [*_proven(found[:2]), Found("goals", found[2].value, best_goals, status)]  # type: ignore[arg-type]


def wish_tiers(model: TieredModel) -> list[Goalpost]:
    """What the person wants: pins, must-haves, goals."""
    weights = sum(goal.weight for goal in model.brief.goals)
    return [
        Goalpost("pins", [(pin, 1) for pin in model.pins], True, 0, len(model.pins)),
        Goalpost("must_haves", model.must_terms, True, 0, must_haves_wanted(model.brief)),
        Goalpost("goals", model.goal_terms, True, 0, 1000 * weights),
    ]


def comfort_tiers(model: TieredModel) -> list[Goalpost]:
    """How it should be: least disturbed, then preferred, then cheap."""
    tiers = []
    if model.before:
        # Disturbance is counted as what is kept, so that the terms have one sign; `answer` turns it round.
        most = SAME_VISIT * len(model.before)
        tiers.append(Goalpost("disturbance", model.kept_terms, True, 0, most))
    tiers.append(Goalpost("preferences", model.preference_terms, True, *_range(model.preference_terms)))
    most = sum(purse.amount_minor for purse in model.brief.purses)
    tiers.append(Goalpost("cost", model.cost_terms(), False, 0, most))
    return tiers


def _range(terms: Terms) -> tuple[int, int]:
    return sum(w for _, w in terms if w < 0), sum(w for _, w in terms if w > 0)
