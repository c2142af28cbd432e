"""Between use cases and the solver: the market it solves on, how long it may take, what it must not accept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from brokerage.domain.errors import Conflict, Invalid, Problem, invalid
from brokerage.domain.people import Client
from brokerage.optimizer import (
    BanTarget,
    Brief,
    Edit,
    EditRefused,
    Market,
    Params,
    Proposal,
    apply,
    revise,
)
from brokerage.optimizer.plans import broken_pins
from brokerage.optimizer.validate_brief import validate_brief
from brokerage.store.market import load_market, market_revision
from brokerage.store.market_cache import MarketCache
from brokerage.usecases.edit_words import Before

EDIT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Ground:
    """The market as it was read, with its revision."""

    market: Market
    revision: str


def ground_of(session: Session, market_cache: MarketCache, client: Client, starts_on: date) -> Ground:
    """Everything on sale for the client at the prices of that date."""
    market = load_market(
        session, currency=client.currency, rulepack=client.rulepack, on=starts_on, cache=market_cache
    )
    return Ground(market, str(market_revision(session)))


class EditClash(Conflict):
    """A change that can't be kept together with other wishes; `problems` are those wishes, in the person's words."""

    code = "clash"


def solve_edits(ground: Ground, brief: Brief, proposal: Proposal, edits: Sequence[Edit]) -> tuple[Brief, Proposal]:
    """The plan after the edits, the rest disturbed least. Holds no transaction: may take seconds.

    Raises Invalid for edits that make no sense, EditClash where what was asked for can't be kept.
    """
    changed = _applied(ground, brief, proposal, edits)
    problems = [problem for problem in validate_brief(changed, ground.market) if not problem.is_warning]
    if problems:
        listed = tuple(Problem(problem.pointer, problem.message) for problem in problems)
        raise Invalid("This change can't be made as it stands.", problems=listed)
    params = Params(time_limit_seconds=EDIT_SECONDS, max_effort=EDIT_SECONDS)
    revision = revise(ground.market, brief, proposal, edits, params)
    _refuse_lost_pins(brief, revision.brief, revision.proposal)
    return revision.brief, revision.proposal


def with_sentences(edits: Sequence[Edit], before: Before) -> list[Edit]:
    """The same edits, a ban without a sentence given one that names who is banned."""
    return [
        BanTarget(edit.target, edit.target_id, f"Not {before.target(edit.target, edit.target_id)}.")
        if isinstance(edit, BanTarget) and not edit.sentence
        else edit
        for edit in edits
    ]


def _applied(ground: Ground, brief: Brief, proposal: Proposal, edits: Sequence[Edit]) -> Brief:
    for number, edit in enumerate(edits):
        try:
            brief = apply(brief, proposal, edit, ground.market)
        except EditRefused as error:
            raise invalid(f"/edits/{number}", str(error)) from error
    return brief


def _refuse_lost_pins(before: Brief, after: Brief, proposal: Proposal) -> None:
    """What this change asked for must be there: a plan without it is no answer to it."""
    old = set(before.pins)
    lost = [pin for pin in broken_pins(after.pins, proposal.visits) if pin not in old]
    if lost:
        titles = {need.id: need.title for need in after.needs}
        raise EditClash(
            "That can't be done together with your other wishes. Nothing was changed.",
            problems=tuple(Problem(pin.id, titles.get(pin.need_id, "")) for pin in lost),
        )
