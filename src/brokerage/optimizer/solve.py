"""`propose`: the best plan for a brief from a market, tier by tier, checked before it leaves."""

import time
from collections.abc import Sequence

from brokerage.optimizer.answers import answer, verified
from brokerage.optimizer.attainment import must_haves_wanted
from brokerage.optimizer.baseline import baseline
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.candidates import Prepared, prepare
from brokerage.optimizer.market import Market
from brokerage.optimizer.model import Terms
from brokerage.optimizer.objective import SAME_VISIT, TieredModel
from brokerage.optimizer.plans import Plan
from brokerage.optimizer.proposal import Proposal, Visit
from brokerage.optimizer.reading import read_plan
from brokerage.optimizer.reasons import with_reasons
from brokerage.optimizer.search import Found, Goalpost, Params, Searcher

WISHES_SHARE = 0.6


def propose(market: Market, brief: Brief, params: Params | None = None) -> Proposal:
    """The best package: must-haves, then goals, then preferences, then cost, each proven or with its gap.

    There is always an answer: at worst the greedy one, with status "unknown". Raises `CheckFailed` if an answer
    breaks a rule (never expected), with the case saved.
    """
    return solve(market, brief, params or Params(), ())


def solve(market: Market, brief: Brief, params: Params, before: Sequence[Visit]) -> Proposal:
    """`propose`, with the visits of a plan before that should be disturbed least."""
    began = time.monotonic()
    prepared = prepare(market, brief)
    found = _best(prepared, params, before)
    if found is None:
        return verified(market, brief, with_reasons(prepared, baseline(market, brief)), params.case_folder)
    plan, tiers = found
    return answer(prepared, plan, tiers, params, before, began)


def _best(prepared: Prepared, params: Params, before: Sequence[Visit]) -> tuple[Plan, list[Found]] | None:
    model = TieredModel(prepared, before)
    searcher = Searcher(model.cp, params)
    wishes = searcher.run("wishes", wish_tiers(model), WISHES_SHARE)
    if wishes is None:
        return None
    comfort = searcher.run("comfort", comfort_tiers(model))
    tiers = wishes + (comfort or [Found(post.name, 0, None, "unknown") for post in comfort_tiers(model)])
    return read_plan(model, searcher.values or []), tiers


def wish_tiers(model: TieredModel) -> list[Goalpost]:
    """What the person wants: pins, must-haves, goals."""
    weights = sum(goal.weight for goal in model.brief.goals)
    return [
        Goalpost("pins", [(pin, 1) for pin in model.pins], True, 0, len(model.pins)),
        Goalpost("must_haves", model.must_terms, True, 0, must_haves_wanted(model.brief)),
        Goalpost("goals", model.goal_terms, True, 0, 1000 * weights),
    ]


def comfort_tiers(model: TieredModel) -> list[Goalpost]:
    """How it should be: least disturbed, then preferred, then cheap."""
    tiers = []
    if model.before:
        # Disturbance is counted as what is kept, so that the terms have one sign; `answer` turns it round.
        most = SAME_VISIT * len(model.before)
        tiers.append(Goalpost("disturbance", model.kept_terms, True, 0, most))
    tiers.append(Goalpost("preferences", model.preference_terms, True, *_range(model.preference_terms)))
    most = sum(purse.amount_minor for purse in model.brief.purses)
    tiers.append(Goalpost("cost", model.cost_terms(), False, 0, most))
    return tiers


def _range(terms: Terms) -> tuple[int, int]:
    return sum(w for _, w in terms if w < 0), sum(w for _, w in terms if w > 0)
