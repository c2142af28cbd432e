"""Linear programs and mixed-integer programs in arrays, solved by HiGHS or GLOP from the ortools wheel."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, result_pb2
from ortools.math_opt.core.python import solver as engine

INFINITY = math.inf
ENGINES = {"highs": parameters_pb2.SOLVER_TYPE_HIGHS, "glop": parameters_pb2.SOLVER_TYPE_GLOP}


@dataclass(frozen=True, slots=True)
class LinearAnswer:
    """Values and objective of the best solution (None: none found), and the proven bound on the objective."""

    values: NDArray[np.float64] | None
    objective: float
    bound: float
    is_optimal: bool
    duals: NDArray[np.float64] | None = None
    reduced_costs: NDArray[np.float64] | None = None


@dataclass(slots=True)
class LinearModel:
    """Columns and rows collected one by one, handed over as arrays. Rows are lower <= Σ <= upper. Maximises."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    gain: list[float] = field(default_factory=list)
    is_integer: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    row_ids: list[int] = field(default_factory=list)
    column_ids: list[int] = field(default_factory=list)
    amounts: list[float] = field(default_factory=list)

    def column(self, upper: float = 1.0, *, lower: float = 0.0, gain: float = 0.0, is_integer: bool = False) -> int:
        """A new column; its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.gain.append(gain)
        self.is_integer.append(is_integer)
        return len(self.lower) - 1

    def row(self, terms: Iterable[tuple[int, float]], lower: float = -INFINITY, upper: float = INFINITY) -> int:
        """A new row over (column, amount) terms; its number. A column may appear once."""
        number = len(self.row_lower)
        for column, amount in terms:
            self.row_ids.append(number)
            self.column_ids.append(column)
            self.amounts.append(amount)
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return number

    def solve(self, seconds: float, *, name: str = "highs", integers: bool = True, gap: float = 0.0) -> LinearAnswer:
        """Solve within a time limit; `integers` False relaxes them. One thread: it repeats exactly."""
        parameters = parameters_pb2.SolveParametersProto(relative_gap_tolerance=gap)
        parameters.time_limit.FromMilliseconds(max(1, round(1000 * seconds)))
        if name == "highs":
            parameters.highs.string_options["parallel"] = "off"
        kept = model_parameters_pb2.ModelSolveParametersProto()
        result = engine.solve(
            self._proto(integers), ENGINES[name], parameters_pb2.SolverInitializerProto(), parameters, kept,
            None, callback_pb2.CallbackRegistrationProto(), None, None,
        )
        return self._read(result)

    def _proto(self, integers: bool) -> Any:
        proto = model_pb2.ModelProto()
        count, rows = len(self.lower), len(self.row_lower)
        proto.variables.ids.extend(range(count))
        proto.variables.lower_bounds.extend(self.lower)
        proto.variables.upper_bounds.extend(self.upper)
        proto.variables.integers.extend([integers and whole for whole in self.is_integer])
        proto.objective.maximize = True
        gain = np.array(self.gain)
        used = np.flatnonzero(gain)
        proto.objective.linear_coefficients.ids.extend(used.tolist())
        proto.objective.linear_coefficients.values.extend(gain[used].tolist())
        proto.linear_constraints.ids.extend(range(rows))
        proto.linear_constraints.lower_bounds.extend(self.row_lower)
        proto.linear_constraints.upper_bounds.extend(self.row_upper)
        row_ids, column_ids = np.array(self.row_ids, dtype=np.int64), np.array(self.column_ids, dtype=np.int64)
        order = np.lexsort((column_ids, row_ids))
        matrix = proto.linear_constraint_matrix
        matrix.row_ids.extend(row_ids[order].tolist())
        matrix.column_ids.extend(column_ids[order].tolist())
        matrix.coefficients.extend(np.array(self.amounts, dtype=np.float64)[order].tolist())
        return proto

    def _read(self, result: Any) -> LinearAnswer:
        bounds = result.termination.objective_bounds
        is_optimal = result.termination.reason == result_pb2.TERMINATION_REASON_OPTIMAL
        if not result.solutions or not result.solutions[0].HasField("primal_solution"):
            return LinearAnswer(None, -INFINITY, bounds.dual_bound, is_optimal)
        solution = result.solutions[0]
        values = np.zeros(len(self.lower))
        primal = solution.primal_solution
        values[np.array(primal.variable_values.ids, dtype=np.int64)] = primal.variable_values.values
        duals = reduced = None
        if solution.HasField("dual_solution"):
            duals, reduced = np.zeros(len(self.row_lower)), np.zeros(len(self.lower))
            dual = solution.dual_solution
            duals[np.array(dual.dual_values.ids, dtype=np.int64)] = dual.dual_values.values
            reduced[np.array(dual.reduced_costs.ids, dtype=np.int64)] = dual.reduced_costs.values
        return LinearAnswer(values, primal.objective_value, bounds.dual_bound, is_optimal, duals, reduced)
