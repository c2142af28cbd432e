"""Solving the tiers of a model in order, within limits, with honest bounds for each."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from brokerage.optimizer.model import Terms, VisitModel, weighted
from brokerage.optimizer.proposal import Status


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve is: the stage, its best value and bound so far."""

    stage: str
    value: int
    bound: int
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class Params:
    """How to solve. `max_effort` ends the search at the same point every time (the solver's own deterministic unit,
    about two to three seconds of one quiet core); `time_limit_seconds` is the wall clock behind it, and only where
    that cuts can equal seeds give different plans.

    `proves` False: the carers most worth a look are enough. `goal_slack_permille`: how much of the goals tier an
    edit may leave aside so that every other visit stays as it was. `cancel` is set
    from another thread to stop; the best plan so far is returned. `case_folder` takes the case if an answer ever
    fails its check.
    """

    seed: int = 1
    time_limit_seconds: float = 20.0
    max_effort: float = 1.0
    style: str = "balanced"
    goal_slack_permille: int = 0
    proves: bool = True
    workers: int = 1
    on_progress: Callable[[Progress], None] | None = None
    cancel: threading.Event | None = None
    case_folder: str | None = None


@dataclass(frozen=True, slots=True)
class Goalpost:
    """One tier of a stage: its terms, whether more is better, and the range its value stays in."""

    name: str
    terms: Terms
    is_more_better: bool
    lowest: int
    highest: int


@dataclass(slots=True)
class Found:
    """A tier's value with the best that is not excluded; `bound` None: nothing known."""

    name: str
    value: int
    bound: int | None
    status: Status


class Clock:
    """What is left of a solve's time and effort."""

    def __init__(self, params: Params) -> None:
        self.params = params
        self.began = time.monotonic()
        self.effort_left = params.max_effort

    def seconds_left(self) -> float:
        """Wall-clock seconds before the limit, never quite none."""
        return max(0.01, self.params.time_limit_seconds - (time.monotonic() - self.began))

    @property
    def is_over(self) -> bool:
        """Whether nothing more should be begun."""
        cancel = self.params.cancel
        late = time.monotonic() - self.began >= self.params.time_limit_seconds
        return late or self.effort_left <= 0 or (cancel is not None and cancel.is_set())


def run_stage(
    model: VisitModel, stage: str, goalposts: Sequence[Goalpost], clock: Clock, share: float = 1.0
) -> tuple[list[int], list[Found]] | None:
    """Maximise the goalposts in order as one exact weighted sum: the values of all variables and what is known per
    tier; None if no solution was found in time. `share` of the remaining effort and time may be used.
    """
    if clock.is_over:
        return None
    weights = _weights(goalposts)
    model.cp.maximize(_weighted(goalposts, weights))
    solver = _solver(clock, share)
    watch = _Watch(stage, clock, solver)
    status = solver.solve(model.cp, watch)
    watch.finish()
    clock.effort_left -= solver.response_proto.deterministic_time
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    solution = list(solver.response_proto.solution)
    values = [_value(post.terms, solution) for post in goalposts]
    bound = round(solver.best_objective_bound)
    return solution, _spread(goalposts, weights, values, bound, status == cp_model.OPTIMAL)


def _solver(clock: Clock, share: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = clock.params.seed
    parameters.num_workers = clock.params.workers
    # Several workers repeat exactly only when they take turns; one worker with the full relaxation beat them all.
    parameters.interleave_search = clock.params.workers > 1
    # Its own handler would abort the whole process, a server's included; callers hear the signal and set `cancel`.
    parameters.catch_sigint_signal = False
    parameters.linearization_level = 2
    # Measured on generated towns: a third less effort for the same proofs on models of this size.
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.use_sat_inprocessing = False
    parameters.max_time_in_seconds = clock.seconds_left() * share
    parameters.max_deterministic_time = max(0.001, clock.effort_left * share)
    return solver


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells of progress and stops on request."""

    def __init__(self, stage: str, clock: Clock, solver: cp_model.CpSolver) -> None:
        super().__init__()
        self.stage, self.clock, self.solver = stage, clock, solver
        self.done = threading.Event()
        cancel = clock.params.cancel
        if cancel is not None:
            threading.Thread(target=self._stop_on, args=(cancel,), daemon=True).start()

    def on_solution_callback(self) -> None:
        """One more solution."""
        params = self.clock.params
        if params.on_progress is not None:
            elapsed = round(1000 * (time.monotonic() - self.clock.began))
            best, bound = round(self.objective_value), round(self.best_objective_bound)
            params.on_progress(Progress(self.stage, best, bound, elapsed))

    def finish(self) -> None:
        """The solve is over."""
        self.done.set()

    def _stop_on(self, cancel: threading.Event) -> None:
        while not self.done.is_set():
            if cancel.wait(0.05):
                self.solver.stop_search()
                return


def _value(terms: Terms, values: Sequence[int]) -> int:
    return sum(weight * (values[v.index] if v.index >= 0 else 1 - values[-v.index - 1]) for v, weight in terms)


def _weights(goalposts: Sequence[Goalpost]) -> list[int]:
    """A unit of a tier outweighs the whole range of all tiers after it: tiers never trade."""
    weights = [1]
    for post in reversed(goalposts[1:]):
        weights.insert(0, weights[0] * (post.highest - post.lowest + 1))
    return weights


def _weighted(goalposts: Sequence[Goalpost], weights: Sequence[int]) -> cp_model.LinearExpr:
    return weighted([
        (variable, amount * weight if post.is_more_better else -amount * weight)
        for post, weight in zip(goalposts, weights, strict=True)
        for variable, amount in post.terms
    ])


def _spread(
    goalposts: Sequence[Goalpost], weights: Sequence[int], values: Sequence[int], bound: int, is_optimal: bool
) -> list[Found]:
    """What a bound on the weighted sum says about each tier: it speaks of a tier only while all before are proven."""
    found = []
    is_proven = True
    left = bound
    for place, (post, weight, value) in enumerate(zip(goalposts, weights, values, strict=True)):
        if is_optimal:
            found.append(Found(post.name, value, value, "optimal"))
            continue
        if not is_proven:
            found.append(Found(post.name, value, None, "feasible"))
            continue
        signed = value if post.is_more_better else -value
        rest = sum(
            w * (p.lowest if p.is_more_better else -p.highest)
            for p, w in zip(goalposts[place + 1 :], weights[place + 1 :], strict=True)
        )
        best = max(signed, (left - rest) // weight)
        is_proven = best == signed
        left -= weight * signed
        limit = min(best, post.highest) if post.is_more_better else max(-best, post.lowest)
        found.append(Found(post.name, value, limit, "optimal" if is_proven else "feasible"))
    return found
