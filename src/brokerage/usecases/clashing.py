"""The smallest sets of wishes that can't all be had, in the person's sentences, and what would resolve them."""

from collections.abc import Collection, Mapping

import msgspec
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.packages import brief_in
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.brief_rules import BriefRule
from brokerage.optimizer.clash import Clash, clashes
from brokerage.optimizer.edits import LiftRule
from brokerage.optimizer.proposal import Proposal
from brokerage.optimizer.repairs import Repair
from brokerage.ports.clock import Clock
from brokerage.store.market_cache import MarketCache
from brokerage.usecases.ground import TURNS, Ground, ground_of
from brokerage.usecases.package_views import ClashView, RepairView
from brokerage.usecases.packages import reach_package, version_in

MOST_CLASHES = 3
SECONDS = 6.0


def has_clash(brief: Brief, proposal: Proposal) -> bool:
    """True where a must-have is not met or something that was to be kept is lost."""
    must = {need.id for need in brief.needs if need.is_must}
    needs = any(result.need_id in must and result.times < result.times_least for result in proposal.needs)
    answered = {chosen.choice_id for chosen in proposal.chosen}
    choices = any(choice.is_must and choice.id not in answered for choice in brief.choices)
    pins = any(reason.code == "pin_not_kept" for result in proposal.needs for reason in result.reasons)
    return needs or choices or pins


def clash_views(
    ground: Ground, brief: Brief, *, seconds: float = SECONDS, own_words: Mapping[str, str] | None = None
) -> tuple[ClashView, ...]:
    """Up to three clashes. `own_words`: by rule id, what has just been asked for, which no repair takes back."""
    words = own_words or {}
    found = clashes(ground.market, brief, MOST_CLASHES, seconds)
    return tuple(_clash_view(clash, words) for clash in found)


def see_clashes(
    session: Session,
    actor: Actor,
    clock: Clock,  # noqa: ARG001 - all use cases of plans take the clock
    market_cache: MarketCache,
    package_id: str,
    version_id: str,
) -> tuple[ClashView, ...]:
    """Why a version lacks a must-have. Ends the session's transaction: the search takes seconds."""
    package = reach_package(session, actor, "package.see", package_id)
    version = version_in(session, package, version_id)
    brief, ground = brief_in(version), ground_of(session, market_cache, package.client, package.starts_on)
    session.rollback()
    with TURNS:
        return clash_views(ground, brief)


def _clash_view(clash: Clash, words: Mapping[str, str]) -> ClashView:
    sentences = [words.get(rule.rule_id) or _said(rule) for rule in clash.rules]
    repairs = [_repair_view(repair) for repair in clash.repairs if not _takes_back(repair, words.keys())]
    text = clash.text if clash.is_minimal else f"{clash.text} There may be fewer in the way: we ran out of time."
    return ClashView(tuple(dict.fromkeys(sentences)), text, tuple(repairs))


def _said(rule: BriefRule) -> str:
    return rule.sentence or rule.text


def _takes_back(repair: Repair, rule_ids: Collection[str]) -> bool:
    return isinstance(repair.edit, LiftRule) and repair.edit.rule_id in rule_ids


def _repair_view(repair: Repair) -> RepairView:
    return RepairView(repair.text, msgspec.json.encode([repair.edit]).decode())
