"""Money for a client: the first figure from needs points, the budget and its purses, and making it final."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.budget_rules import budget_problems, final_problems, needs_reason, purse_problems
from brokerage.domain.budgets import Budget, BudgetState, Purse, weekly_minor, weeks_in
from brokerage.domain.drafts import BudgetDraft, PurseDraft
from brokerage.domain.errors import Conflict, Invalid, NotFound, Problem
from brokerage.domain.people import Client, Role
from brokerage.domain.points import IndicativeBudget, indicative_budget
from brokerage.domain.rulepacks import Rulepack, load_rulepack
from brokerage.ports.clock import Clock
from brokerage.store.needs import budgets_of, standing_budgets
from brokerage.usecases import audit
from brokerage.usecases.access import client_subject
from brokerage.usecases.clients import client_for
from brokerage.usecases.consultations import CHANGED

USUAL_WEEKS = 52
FIRST_PURSE = "Care and support"


@dataclass(frozen=True, slots=True)
class PurseView:
    """One purse: for the whole period, and what a weekly plan may use of it."""

    id: str
    name: str
    kind: str
    total_minor: int
    weekly_minor: int
    categories: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class BudgetView:
    """One budget with its purses, and what is left to put into purses. `figure` is how the first figure came about."""

    id: str
    version: int
    state: BudgetState
    currency: str
    starts_on: date
    ends_on: date
    weeks: int
    total_minor: int
    contingency_minor: int
    spendable_minor: int
    unallocated_minor: int
    weekly_minor: int
    management: str
    levels: dict[str, int]
    points: int
    indicative_weekly_minor: int
    needs_reason: bool
    reason: str
    is_replaced: bool
    purses: tuple[PurseView, ...]


@dataclass(frozen=True, slots=True)
class MoneyOf:
    """Whose money it is. For a funder `known_as` is the reference: they need no name."""

    id: str
    known_as: str
    currency: str
    rulepack: str


def whose_money(session: Session, actor: Actor, client_id: str) -> MoneyOf:
    """What pages on money say about the client."""
    client = client_for(session, actor, "budget.see", client_id, "budget")
    known_as = client.reference if actor.role is Role.FUNDER else client.known_as
    return MoneyOf(client.id, known_as, client.currency, client.rulepack)


def first_figure(session: Session, actor: Actor, client_id: str, levels: dict[str, int]) -> IndicativeBudget:
    """What needs at these levels come to, step by step. Nothing is stored."""
    client = client_for(session, actor, "budget.see", client_id, "budget")
    figure = _figure(load_rulepack(client.rulepack), levels)
    if figure is None:
        raise Conflict("The rules of this place have no needs points.", code="no_points")
    return figure


def list_budgets(session: Session, actor: Actor, client_id: str) -> list[BudgetView]:
    """The budgets that count first, then the replaced ones; latest start first."""
    client = client_for(session, actor, "budget.see", client_id, "budget")
    audit.note_read(session, actor, "budget.see", client_subject(client, "budget"))
    return [_view(budget, client) for budget in budgets_of(session, client_id)]


def add_budget(session: Session, actor: Actor, clock: Clock, client_id: str, draft: BudgetDraft) -> BudgetView:
    """A new budget, all its money in one purse. Conflict where another that counts covers some of its days."""
    client = client_for(session, actor, "budget.edit", client_id, "budget", for_update=True)
    _check(budget_problems(draft, load_rulepack(client.rulepack)))
    _refuse_overlap(session, client_id, draft)
    budget = Budget(client_id=client.id)
    _put(budget, draft, client)
    budget.purses = [Purse(name=FIRST_PURSE, total_minor=budget.spendable_minor, position=1)]
    session.add(budget)
    _record(session, actor, clock, client, "budget.add", budget)
    return _view(budget, client)


def change_budget(
    session: Session, actor: Actor, clock: Clock, client_id: str, budget_id: str, version: int, draft: BudgetDraft
) -> BudgetView:
    """Other figures. A final budget becomes a first figure again; a single purse follows the money."""
    client = client_for(session, actor, "budget.edit", client_id, "budget", for_update=True)
    budget = _budget(session, client, budget_id, version)
    rules = load_rulepack(client.rulepack)
    _check(budget_problems(draft, rules))
    _refuse_overlap(session, client_id, draft, without=budget.id)
    _put(budget, draft, client)
    budget.state = BudgetState.INDICATIVE
    if len(budget.purses) == 1:
        budget.purses[0].total_minor = budget.spendable_minor
    if budget.unallocated_minor < 0:
        _check([Problem("total_minor", "The purses hold more than that. Make them smaller first, or keep back less.")])
    budget.version += 1
    _record(session, actor, clock, client, "budget.change", budget)
    return _view(budget, client)


def set_purses(
    session: Session,
    actor: Actor,
    clock: Clock,
    client_id: str,
    budget_id: str,
    version: int,
    purses: tuple[PurseDraft, ...],
) -> BudgetView:
    """Split the money anew. A purse of the same name stays the same purse."""
    client = client_for(session, actor, "budget.edit", client_id, "budget", for_update=True)
    budget = _budget(session, client, budget_id, version)
    _check(purse_problems(purses, budget.spendable_minor, load_rulepack(client.rulepack)))
    known = {purse.name.casefold(): purse for purse in budget.purses}
    kept = []
    for position, draft in enumerate(purses, start=1):
        purse = known.get(draft.name.strip().casefold()) or Purse()
        purse.name, purse.kind, purse.total_minor = draft.name.strip(), draft.kind, draft.total_minor
        purse.categories, purse.sentence, purse.position = draft.categories, draft.sentence.strip(), position
        kept.append(purse)
    budget.purses = kept
    budget.state = BudgetState.INDICATIVE
    budget.version += 1
    _record(session, actor, clock, client, "budget.purses", budget)
    return _view(budget, client)


def make_final(
    session: Session, actor: Actor, clock: Clock, client_id: str, budget_id: str, version: int, reason: str = ""
) -> BudgetView:
    """The budget that counts: all money in purses, and a written reason where it is not the first figure."""
    client = client_for(session, actor, "budget.edit", client_id, "budget", for_update=True)
    budget = _budget(session, client, budget_id, version)
    draft = _draft(budget, reason.strip() or budget.reason)
    rules = load_rulepack(client.rulepack)
    _check(
        [*budget_problems(draft, rules), *final_problems(draft, _purses(budget), budget.indicative_weekly_minor, rules)]
    )
    budget.state, budget.reason = BudgetState.FINAL, draft.reason
    budget.version += 1
    _record(session, actor, clock, client, "budget.final", budget)
    return _view(budget, client)


def remove_budget(session: Session, actor: Actor, clock: Clock, client_id: str, budget_id: str) -> None:
    """The budget counts no more; it can be put back while its days are free."""
    client = client_for(session, actor, "budget.edit", client_id, "budget", for_update=True)
    budget = _budget(session, client, budget_id)
    if budget.ended_at is None:
        budget.ended_at = clock.now()
        budget.version += 1
        _record(session, actor, clock, client, "budget.remove", budget)


def restore_budget(session: Session, actor: Actor, clock: Clock, client_id: str, budget_id: str) -> BudgetView:
    """Put a removed budget back. Conflict where another covers some of its days now."""
    client = client_for(session, actor, "budget.edit", client_id, "budget", for_update=True)
    budget = _budget(session, client, budget_id)
    if budget.ended_at is not None:
        _refuse_overlap(session, client_id, _draft(budget, budget.reason), without=budget.id)
        budget.ended_at = None
        budget.version += 1
        _record(session, actor, clock, client, "budget.restore", budget)
    return _view(budget, client)


def suggested_budget(
    session: Session, actor: Actor, clock: Clock, client_id: str, levels: dict[str, int]
) -> BudgetDraft:
    """A year from next Monday at the first figure, its usual contingency kept back: where the form starts from."""
    client = client_for(session, actor, "budget.see", client_id, "budget")
    rules = load_rulepack(client.rulepack)
    figure = _figure(rules, levels)
    today = clock.now().date()
    starts_on = today + timedelta(days=7 - today.weekday())
    return BudgetDraft(
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=USUAL_WEEKS, days=-1),
        total_minor=figure.weekly_minor * USUAL_WEEKS if figure else 0,
        contingency_minor=figure.contingency_minor * USUAL_WEEKS if figure else 0,
        management=rules.management_kinds[0].id if rules.management_kinds else "",
        levels=levels,
    )


def _figure(rules: Rulepack, levels: dict[str, int]) -> IndicativeBudget | None:
    return indicative_budget(rules.points, levels) if rules.points else None


def _put(budget: Budget, draft: BudgetDraft, client: Client) -> None:
    budget.starts_on, budget.ends_on = draft.starts_on, draft.ends_on
    budget.total_minor, budget.contingency_minor = draft.total_minor, draft.contingency_minor
    budget.management, budget.reason = draft.management, draft.reason.strip()
    figure = _figure(load_rulepack(client.rulepack), draft.levels) if draft.levels else None
    budget.levels = draft.levels if figure else {}
    budget.points = figure.points if figure else 0
    budget.indicative_weekly_minor = figure.weekly_minor if figure else 0


def _refuse_overlap(session: Session, client_id: str, draft: BudgetDraft, without: str = "") -> None:
    for other in standing_budgets(session, client_id):
        if other.id != without and other.starts_on <= draft.ends_on and draft.starts_on <= other.ends_on:
            days = f"{other.starts_on.isoformat()} to {other.ends_on.isoformat()}"
            raise Conflict(
                f"There is a budget from {days} already. Change that one, or choose other days.", code="overlap"
            )


def _budget(session: Session, client: Client, budget_id: str, version: int | None = None) -> Budget:
    budget = session.get(Budget, budget_id, with_for_update=True, populate_existing=True)
    if budget is None or budget.client_id != client.id or (version is not None and budget.ended_at is not None):
        raise NotFound()
    if version is not None and budget.version != version:
        raise Conflict(CHANGED, code="stale")
    return budget


def _check(problems: list[Problem]) -> None:
    if problems:
        raise Invalid("Some of this needs mending.", problems=tuple(problems))


def _record(session: Session, actor: Actor, clock: Clock, client: Client, action: str, budget: Budget) -> None:
    session.flush()
    details = {"version": budget.version, "total_minor": budget.total_minor, "purses": len(budget.purses)}
    audit.record(session, actor, clock, action, client_subject(client, "budget", budget.id), details)


def _draft(budget: Budget, reason: str) -> BudgetDraft:
    return BudgetDraft(
        starts_on=budget.starts_on,
        ends_on=budget.ends_on,
        total_minor=budget.total_minor,
        contingency_minor=budget.contingency_minor,
        management=budget.management,
        levels=budget.levels,
        reason=reason,
    )


def _purses(budget: Budget) -> tuple[PurseDraft, ...]:
    return tuple(PurseDraft(name=purse.name, total_minor=purse.total_minor) for purse in budget.purses)


def _view(budget: Budget, client: Client) -> BudgetView:
    draft = _draft(budget, budget.reason)
    purses = tuple(
        PurseView(
            purse.id,
            purse.name,
            purse.kind,
            purse.total_minor,
            weekly_minor(purse.total_minor, budget.starts_on, budget.ends_on),
            purse.categories,
            purse.sentence,
        )
        for purse in budget.purses
    )
    return BudgetView(
        id=budget.id,
        version=budget.version,
        state=budget.state,
        currency=client.currency,
        starts_on=budget.starts_on,
        ends_on=budget.ends_on,
        weeks=weeks_in(budget.starts_on, budget.ends_on),
        total_minor=budget.total_minor,
        contingency_minor=budget.contingency_minor,
        spendable_minor=budget.spendable_minor,
        unallocated_minor=budget.unallocated_minor,
        weekly_minor=sum(purse.weekly_minor for purse in purses),
        management=budget.management,
        levels=budget.levels,
        points=budget.points,
        indicative_weekly_minor=budget.indicative_weekly_minor,
        needs_reason=needs_reason(draft, budget.indicative_weekly_minor, load_rulepack(client.rulepack)),
        reason=budget.reason,
        is_replaced=budget.ended_at is not None,
        purses=purses,
    )
