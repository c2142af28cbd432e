"""The solver's answer: visits, what they cost, how far each goal is met, and what is proven about it."""

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["optimal", "feasible", "unknown"]
TierName = Literal["must_haves", "goals", "disturbance", "preferences", "cost"]


@dataclass(frozen=True, slots=True)
class PurseShare:
    """What one purse pays of a line, in minor units."""

    purse_id: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One line of the plan. Paid visits name an offer and provider, own help names an arrangement.

    `day` counts from the brief's `starts_on`; `worker_ids` is empty where the offer names no workers.
    """

    id: str
    need_id: str
    day: int
    start_minute: int
    duration_minutes: int
    workers_at_once: int
    price_minor: int
    offer_id: str | None = None
    provider_id: str | None = None
    worker_ids: tuple[str, ...] = ()
    arrangement_id: str | None = None
    paid_by: tuple[PurseShare, ...] = ()
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """The option taken of a choice."""

    choice_id: str
    option_id: str
    price_minor: int
    paid_by: tuple[PurseShare, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is: a stable `code`, a plain sentence, the ids and sentences of the rules behind it,
    and figures (minor units, minutes, counts) by name.
    """

    code: str
    text: str
    rule_ids: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    figures: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NeedResult:
    """How often a need is met, against best and least; `reasons` where it falls short."""

    need_id: str
    times: int
    times_best: int
    times_least: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalResult:
    """How far a goal is met, 0 to 1000, after diminishing returns; `reasons` where it falls short."""

    goal_id: str
    attained_permille: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PurseResult:
    """What a purse holds, what the plan spends of it and what is left, in minor units."""

    purse_id: str
    amount_minor: int
    spent_minor: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class Tier:
    """One level of the objective, first one first. `gap` is how far `value` may be from the best (0: proven),
    in the tier's own unit; None where no bound is known.
    """

    name: TierName
    value: int
    bound: int | None
    gap: int | None
    status: Status


@dataclass(frozen=True, slots=True)
class Proposal:
    """The answer to a brief. `style` says which kind of alternative it is; figures are for the whole horizon."""

    brief_id: str
    currency: str
    style: str
    status: Status
    tiers: tuple[Tier, ...]
    visits: tuple[Visit, ...]
    chosen: tuple[Chosen, ...]
    needs: tuple[NeedResult, ...]
    goals: tuple[GoalResult, ...]
    purses: tuple[PurseResult, ...]
    cost_minor: int
    people_count: int
    candidates_count: int = 0
    solve_ms: int = 0
    seed: int = 0
    schema: Literal["brokerage-proposal-1"] = "brokerage-proposal-1"


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a proposal breaks, found by the checker. Never expected in an answer that leaves the solver."""

    code: str
    text: str
    rule_id: str = ""
    visit_ids: tuple[str, ...] = ()


__all__ = [
    "Chosen", "GoalResult", "NeedResult", "Proposal", "PurseResult", "PurseShare", "Reason", "Status",
    "Tier", "TierName", "Violation", "Visit",
]
