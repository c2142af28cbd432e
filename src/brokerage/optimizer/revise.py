"""`revise`: edits to a plan, answered at once around what was pinned, disturbing the rest as little as possible."""

from collections.abc import Sequence
from dataclasses import dataclass

from brokerage.optimizer.apply import apply
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.compare import Comparison, compare
from brokerage.optimizer.edits import Edit
from brokerage.optimizer.market import Market
from brokerage.optimizer.proposal import Proposal
from brokerage.optimizer.search import Params
from brokerage.optimizer.solve import solve

# Small gains do not turn a week upside down: one percent of the goals may stay aside to keep the rest as it was.
AT_ONCE = Params(time_limit_seconds=6.0, max_effort=0.3, goal_slack_permille=10, proves=False)


@dataclass(frozen=True, slots=True)
class Revision:
    """The edited brief, its proposal, and what changed against the proposal before."""

    brief: Brief
    proposal: Proposal
    comparison: Comparison


def revise(
    market: Market, brief: Brief, proposal: Proposal, edits: Sequence[Edit], params: Params | None = None
) -> Revision:
    """Apply the edits in order and solve again. Visits that stay the same keep their ids.

    Raises `EditRefused` for an edit that names what is not there. Edits of visits name those of `proposal`.
    """
    changed = brief
    for edit in edits:
        changed = apply(changed, proposal, edit, market)
    revised = solve(market, changed, params or AT_ONCE, proposal.visits)
    return Revision(changed, revised, compare(market, changed, proposal, revised))
