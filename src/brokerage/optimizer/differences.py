"""What one plan is worth beside another, tier by tier: the price of a wish, a refusal or a swap."""

from dataclasses import dataclass

from brokerage.optimizer.brief import Brief
from brokerage.optimizer.compare import compare
from brokerage.optimizer.market import Market
from brokerage.optimizer.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Difference:
    """The second plan less the first: must-haves (visits and choices), goals (Σ weight × permille), each goal that
    changes in permille, preference points, cost in minor units. `is_proven`: both plans are the best there are, so
    nothing of it comes from a search cut short. `words`: what changes, in plain sentences.
    """

    must_haves: int
    goals: int
    permille_by_goal: dict[str, int]
    preferences: int
    cost_minor: int
    is_proven: bool
    words: tuple[str, ...]

    @property
    def is_worse(self) -> bool:
        """Whether the second plan does less of what matters, or costs more for the same."""
        return (self.must_haves, self.goals, self.preferences, -self.cost_minor) < (0, 0, 0, 0)


def difference(market: Market, brief: Brief, first: Proposal, second: Proposal) -> Difference:
    """How `second` differs from `first`; both answer the brief or a brief close to it."""
    one, other = _values(first), _values(second)
    compared = compare(market, brief, first, second)
    return Difference(
        must_haves=other["must_haves"] - one["must_haves"],
        goals=other["goals"] - one["goals"],
        permille_by_goal={g.goal_id: g.after_permille - g.before_permille for g in compared.goals},
        preferences=other["preferences"] - one["preferences"],
        cost_minor=second.cost_minor - first.cost_minor,
        is_proven=first.status == "optimal" and second.status == "optimal",
        words=compared.words,
    )


def _values(proposal: Proposal) -> dict[str, int]:
    found = {"must_haves": 0, "goals": 0, "preferences": 0}
    return found | {tier.name: tier.value for tier in proposal.tiers}


def in_words(difference: Difference, currency: str) -> str:
    """The difference in one sentence: '3.00 GBP less, goals the same, less to your liking'."""
    cost = difference.cost_minor
    money = f"{abs(cost) // 100}.{abs(cost) % 100:02d} {currency} {'more' if cost > 0 else 'less'}"
    parts = [money if cost else "the same money"]
    if difference.must_haves:
        parts.append(f"{abs(difference.must_haves)} must-haves {'more' if difference.must_haves > 0 else 'fewer'}")
    parts.append(_direction(difference.goals, "goals met further", "goals met less far", "goals the same"))
    parts.append(_direction(difference.preferences, "more to your liking", "less to your liking", "liked as much"))
    return ", ".join(parts)


def _direction(change: int, up: str, down: str, same: str) -> str:
    return up if change > 0 else down if change < 0 else same
