"""Why this, and why not that: answers worked out by real solves, in plain words with figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import NotFound
from brokerage.domain.packages import brief_in, proposal_in
from brokerage.domain.words import clock_time, listed, money
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.brief_rules import BriefRule
from brokerage.optimizer.differences import Difference
from brokerage.optimizer.market import Market
from brokerage.optimizer.proposal import Proposal, Visit
from brokerage.optimizer.why import Why
from brokerage.optimizer.why import why as solve_why
from brokerage.optimizer.why_not import Question
from brokerage.optimizer.why_not import why_not as solve_why_not
from brokerage.ports.clock import Clock
from brokerage.store.market_cache import MarketCache
from brokerage.usecases.edit_words import name_in
from brokerage.usecases.ground import TURNS, ground_of
from brokerage.usecases.package_views import AnswerView, ReasonView
from brokerage.usecases.packages import reach_package, version_in
from brokerage.usecases.rule_views import weekday_names


@dataclass(frozen=True, slots=True)
class Plan:
    """What a question is about, out of reach of the database."""

    market: Market
    brief: Brief
    proposal: Proposal


def why(
    session: Session,
    actor: Actor,
    clock: Clock,  # noqa: ARG001 - all use cases of plans take the clock
    market_cache: MarketCache,
    package_id: str,
    version_id: str,
    visit_id: str,
) -> AnswerView:
    """Why a visit is in the plan: what it is for, and what the next best would change.

    Ends the session's transaction before it solves. NotFound for a visit that the version does not have.
    """
    plan = _plan(session, actor, market_cache, package_id, version_id)
    visit = next((visit for visit in plan.proposal.visits if visit.id == visit_id), None)
    if visit is None:
        raise NotFound()
    session.rollback()
    with TURNS:
        answer = solve_why(plan.market, plan.brief, plan.proposal, visit_id)
    title = next(need.title for need in plan.brief.needs if need.id == visit.need_id)
    return AnswerView(f"Why {title.lower()}, {_when(plan.brief, visit)}?", _why_reasons(plan, visit, answer), visit_id)


def why_not(
    session: Session,
    actor: Actor,
    clock: Clock,  # noqa: ARG001 - all use cases of plans take the clock
    market_cache: MarketCache,
    package_id: str,
    version_id: str,
    question: Question,
    visit_id: str = "",
) -> AnswerView:
    """Why not that: what it would change to have it, or which of the person's own sentences stand in the way.

    Ends the session's transaction before it solves.
    """
    plan = _plan(session, actor, market_cache, package_id, version_id)
    session.rollback()
    with TURNS:
        answer = solve_why_not(plan.market, plan.brief, plan.proposal, question)
    asked = f"Why not {_asked_words(plan, question)}?"
    if answer.is_possible and answer.price is not None:
        price = _price_words(answer.price, plan.brief.currency)
        reasons = [ReasonView(f"It can be done. Compared with this plan: {price}.")]
        # Of what changes, the cost has been said already.
        reasons += [ReasonView(words) for words in answer.price.words if not words.startswith("It costs")]
    else:
        reasons = _in_the_way(answer.text, answer.rules)
    return AnswerView(asked, tuple(reasons), visit_id)


def _plan(session: Session, actor: Actor, market_cache: MarketCache, package_id: str, version_id: str) -> Plan:
    package = reach_package(session, actor, "package.ask", package_id)
    version = version_in(session, package, version_id)
    market = ground_of(session, market_cache, package.client, package.starts_on).market
    return Plan(market, brief_in(version), proposal_in(version))


def _why_reasons(plan: Plan, visit: Visit, answer: Why) -> tuple[ReasonView, ...]:
    reasons = [ReasonView("It is for what you said.", tuple(dict.fromkeys(answer.sentences)))]
    if visit.is_pinned:
        reasons.append(ReasonView("You asked to keep it like this."))
    price = _price_words(answer.price, plan.brief.currency) if answer.price else ""
    if answer.runner_up is None:
        reasons.append(ReasonView(f"Nobody else could come in its place. Without it: {price}."))
    else:
        other = answer.runner_up
        reasons.append(ReasonView(f"The next best: {_who(plan, other)}, {_when(plan.brief, other)}. That is {price}."))
    return tuple(reasons)


def _price_words(price: Difference, currency: str) -> str:
    """£4.00 more, your goals met less, less to your liking."""
    cost = price.cost_minor
    parts = [f"{money(abs(cost), currency)} {'more' if cost > 0 else 'less'}" if cost else "the same price"]
    if price.must_haves:
        parts.append("more of what you must have" if price.must_haves > 0 else "less of what you must have")
    if price.goals:
        parts.append("your goals met better" if price.goals > 0 else "your goals met less")
    if price.preferences:
        parts.append("more to your liking" if price.preferences > 0 else "less to your liking")
    return listed(parts)


def _in_the_way(text: str, rules: Sequence[BriefRule]) -> list[ReasonView]:
    if not rules:
        return [ReasonView(text)]
    sentences = tuple(dict.fromkeys(rule.sentence or rule.text for rule in rules))
    return [ReasonView("It does not fit with what you said:", sentences)]


def _asked_words(plan: Plan, question: Question) -> str:
    parts = [] if question.target == "time" else [name_in(plan.market, question.target, question.target_id)]
    need = next((need for need in plan.brief.needs if need.id == question.need_id), None)
    parts += [f"for {need.title.lower()}"] if need else []
    days = weekday_names(plan.brief)
    parts += [f"on {days[question.day]}"] if question.day is not None and question.day < len(days) else []
    parts += [f"at {clock_time(question.start_minute)}"] if question.start_minute is not None else []
    return " ".join(parts) or "something else"


def _when(brief: Brief, visit: Visit) -> str:
    days = weekday_names(brief)
    return f"{days[visit.day]} at {clock_time(visit.start_minute)}"


def _who(plan: Plan, visit: Visit) -> str:
    if visit.arrangement_id is not None:
        return next((a.who for a in plan.brief.arrangements if a.id == visit.arrangement_id), "your own help")
    workers = [name_in(plan.market, "worker", worker_id) for worker_id in visit.worker_ids]
    return listed(workers) or name_in(plan.market, "provider", visit.provider_id or "")
