"""Pure choices under many limits: one option of each choice, no times. Far too many options for the exact model.

The relaxation prices every option; the three of lowest reduced cost of each choice, and whatever the relaxed plan
uses, make a core small enough for a mixed-integer solver. The bound is that of the relaxation over all options,
never of the core.
"""

from brokerage.optimizer.linear import LinearAnswer
from brokerage.optimizer.plans import Plan
from brokerage.optimizer.proposal import Chosen
from brokerage.optimizer.relaxation import Relaxation, Terms

LARGE = 300
# Measured on 200 choices of 30 options under 10 limits: two of each held no plan, four took too long.
KEPT_EACH = 3


def is_pure_and_large(relaxed: Relaxation) -> bool:
    """Whether a question has only choices, and too many options for the exact model."""
    return not relaxed.brief.needs and sum(map(len, relaxed.options)) > LARGE


def choose(relaxed: Relaxation, answer: LinearAnswer, seconds: float) -> Plan | None:
    """The best options found in the time, must choices first; None if the solver found none."""
    if answer.reduced_costs is None or answer.values is None:
        return None
    kept = list(relaxed.model.upper)
    for columns in relaxed.options:
        costs = {column: float(answer.reduced_costs[column]) for column in columns}
        best = sorted(columns, key=lambda column: -costs[column])[:KEPT_EACH]
        for column in columns:
            if column not in best and answer.values[column] == 0:
                relaxed.model.upper[column] = 0.0
    found = relaxed.solve(_weights(relaxed), seconds, integers=True)
    relaxed.model.upper = kept
    if found.values is None:
        return None
    chosen = [
        Chosen(choice.id, option.id, option.price_minor)
        for choice, columns in zip(relaxed.brief.choices, relaxed.options, strict=True)
        for option, column in zip(choice.options, columns, strict=True)
        if found.values[column] > 0.5
    ]
    return Plan((), tuple(chosen))


def _weights(relaxed: Relaxation) -> list[tuple[Terms, float]]:
    goals = 1000.0 * sum(goal.weight for goal in relaxed.brief.goals)
    return [(relaxed.must_terms, goals + 1.0), (relaxed.goal_terms, 1.0)]
