"""What pages and the API show of packages: frozen, plain words, money in minor units of `currency`."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ReasonView:
    """Why something is as it is: one plain sentence, and the person's own sentences behind it."""

    text: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaidByView:
    """What one purse pays of a line."""

    purse_id: str
    name: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class LineView:
    """One visit or one option taken. `day` counts from the start date; day, date and times are None for an option.

    `because` is the person's sentence; `who` reads "Amina, Alder Care"; `icon` names the picture of the category.
    """

    visit_id: str
    need_id: str
    title: str
    because: str
    goals: tuple[str, ...]
    day: int | None
    date: date | None
    start_minute: int | None
    end_minute: int | None
    duration_minutes: int
    when: str
    who: str
    service: str
    category: str
    icon: str
    offer_id: str | None
    provider_id: str | None
    provider_name: str
    worker_ids: tuple[str, ...]
    worker_names: tuple[str, ...]
    workers_at_once: int
    arrangement_id: str | None
    is_own_help: bool
    is_pinned: bool
    is_must: bool
    price_minor: int
    currency: str
    paid_by: tuple[PaidByView, ...]


@dataclass(frozen=True, slots=True)
class SeriesException:
    """A visit of the same need that is not as the others: `words` says how."""

    visit_id: str
    words: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """Visits of one need, same time, same people: "Every weekday at 8am, Amina". `id` is its first visit."""

    id: str
    need_id: str
    title: str
    words: str
    because: str
    who: str
    visit_ids: tuple[str, ...]
    start_minute: int
    duration_minutes: int
    icon: str
    is_pinned: bool
    is_own_help: bool
    total_minor: int
    currency: str
    exceptions: tuple[SeriesException, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of the plan, its lines in order of time."""

    day: int
    date: date
    name: str
    lines: tuple[LineView, ...]
    total_minor: int
    visit_minutes: int


@dataclass(frozen=True, slots=True)
class WeekView:
    """Every day, the same visits as series, and the options taken that have no time."""

    starts_on: date
    days: tuple[DayView, ...]
    series: tuple[SeriesView, ...]
    options: tuple[LineView, ...]
    cost_minor: int
    currency: str
    people_count: int
    words: str


@dataclass(frozen=True, slots=True)
class PurseView:
    """What a purse holds, spends and has left; `pays_for` says in words what it may pay."""

    purse_id: str
    name: str
    amount_minor: int
    spent_minor: int
    left_minor: int
    used_permille: int
    pays_for: str


@dataclass(frozen=True, slots=True)
class BudgetView:
    """The money of the horizon: all purses together and each."""

    amount_minor: int
    spent_minor: int
    left_minor: int
    contingency_minor: int
    used_permille: int
    currency: str
    purses: tuple[PurseView, ...]
    words: str


@dataclass(frozen=True, slots=True)
class NeedView:
    """How often a need is met, against best and least; `reasons` where it falls short."""

    need_id: str
    title: str
    because: str
    times: int
    times_best: int
    times_least: int
    is_must: bool
    is_short: bool
    words: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class GoalView:
    """How far a goal is met: 0 to 1000 and in words; `reasons` where it is not fully met."""

    goal_id: str
    sentence: str
    weight: int
    attained_permille: int
    words: str
    reasons: tuple[ReasonView, ...]
    needs: tuple[NeedView, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A ban, pin, removal or limit that can be taken back by the edit `lift` with this id."""

    rule_id: str
    kind: str
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A goal's attainment before and after."""

    goal_id: str
    sentence: str
    before_permille: int
    after_permille: int
    words: str


@dataclass(frozen=True, slots=True)
class VisitChange:
    """A visit that came, went or changed: `kind` is added, removed or changed."""

    kind: str
    visit_id: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """What differs between two plans, in money, goals and visits. `words` sums it up in one sentence."""

    before_label: str
    after_label: str
    before_cost_minor: int
    after_cost_minor: int
    cost_change_minor: int
    left_change_minor: int
    currency: str
    before_people: int
    after_people: int
    goals: tuple[GoalChange, ...]
    visits: tuple[VisitChange, ...]
    same_count: int
    words: str


@dataclass(frozen=True, slots=True)
class StaleView:
    """Whether the market changed under this version, and why."""

    is_stale: bool
    reason: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A yes, a no or a dissent as it stands in the record."""

    decision: str
    words: str
    said: str
    decided_by_name: str
    decided_as: str
    recorded_by_name: str
    way: str
    at: datetime
    content_hash: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One line of the history."""

    version_id: str
    number: int
    name: str
    what: str
    made_by_name: str
    made_as: str
    made_at: datetime
    state: str
    state_words: str
    is_head: bool
    is_stale: bool
    cost_minor: int
    currency: str
    content_hash: str
    decisions: tuple[DecisionView, ...]


@dataclass(frozen=True, slots=True)
class HistoryView:
    """Every version, newest first, and whether undo and redo can be done."""

    package_id: str
    head_version_id: str
    versions: tuple[VersionView, ...]
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True, slots=True)
class MayView:
    """What the asker may do to the version shown: what pages offer as buttons."""

    can_edit: bool
    can_propose: bool
    can_send: bool
    can_decide: bool
    can_record: bool
    can_ask: bool
    can_undo: bool
    can_redo: bool


@dataclass(frozen=True, slots=True)
class PackageView:
    """One version of a package, whole. `change` says how it differs from its parent; `proof` what is proven."""

    package_id: str
    client_id: str
    client_name: str
    known_as: str
    broker_name: str
    broker_phone: str
    version: VersionView
    is_head: bool
    week: WeekView
    budget: BudgetView
    goals: tuple[GoalView, ...]
    unmet_needs: tuple[NeedView, ...]
    rules: tuple[RuleView, ...]
    stale: StaleView
    may: MayView
    change: ComparisonView | None
    proof: str


@dataclass(frozen=True, slots=True)
class PackageSummary:
    """A package in a list."""

    package_id: str
    client_id: str
    client_name: str
    starts_on: date
    number: int
    state: str
    state_words: str
    is_stale: bool
    cost_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class OptionView:
    """One package that a run offers, and how it differs from the first. `title` says what kind it is."""

    option_id: str
    style: str
    title: str
    cost_minor: int
    left_minor: int
    currency: str
    people_count: int
    visit_count: int
    goals: tuple[GoalView, ...]
    proof: str
    is_used: bool
    difference: ComparisonView | None


@dataclass(frozen=True, slots=True)
class RepairView:
    """A way out of a clash. `edits_json` is what to send as an edit; empty where the brief itself must change."""

    text: str
    edits_json: str = ""


@dataclass(frozen=True, slots=True)
class ClashView:
    """A smallest set of wishes that can't all be met together, in the person's sentences, and what would resolve it."""

    sentences: tuple[str, ...]
    text: str
    repairs: tuple[RepairView, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """A question to the solver, as it stands. Ask again until `is_over`."""

    run_id: str
    client_id: str
    state: str
    words: str
    progress_permille: int
    is_over: bool
    can_run_again: bool
    can_cancel: bool
    asked_at: datetime
    package_id: str | None
    version_id: str | None
    options: tuple[OptionView, ...]
    clashes: tuple[ClashView, ...]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """Someone or something else that could do a visit: what it would cost, and for a refusal why it can't."""

    offer_id: str | None
    worker_id: str | None
    arrangement_id: str | None
    name: str
    service: str
    price_minor: int
    price_change_minor: int
    currency: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The computed answer to "why this?" or "why not that?": the question in words and the reasons."""

    question: str
    reasons: tuple[ReasonView, ...]
    visit_id: str = ""


@dataclass(frozen=True, slots=True)
class MessageView:
    """One thing said about a challenge."""

    said_by_name: str
    said_as: str
    said_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ChallengeView:
    """A question that must be answered by `due_on`."""

    challenge_id: str
    client_id: str
    client_name: str
    package_id: str
    version_id: str
    version_number: int
    visit_id: str
    question: str
    computed_answer: str
    state: str
    state_words: str
    asked_by_name: str
    asked_at: datetime
    due_on: date
    is_late: bool
    messages: tuple[MessageView, ...]
    can_answer: bool
    can_settle: bool
    can_withdraw: bool
