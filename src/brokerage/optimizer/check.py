"""The judge: every hard rule of a proposal recomputed from scratch, without the model or any solver.

What each rule means exactly is in `docs/rules-exactly.md`. Only prices (`pricing`) and the attainment of goals
(`attainment`) are shared with the solver: they are definitions, and have tests of their own.
"""

from brokerage.optimizer.brief import Brief
from brokerage.optimizer.check_facts import Facts, Found
from brokerage.optimizer.check_money import money_faults
from brokerage.optimizer.check_results import result_faults
from brokerage.optimizer.check_together import together_faults
from brokerage.optimizer.check_visits import visit_faults
from brokerage.optimizer.market import Market
from brokerage.optimizer.proposal import Proposal, Violation


def check(market: Market, brief: Brief, proposal: Proposal) -> list[Violation]:
    """Every rule that a proposal breaks; empty: it may leave. Visits that name what does not exist are judged no
    further than that.
    """
    facts = Facts(market, brief, proposal)
    found: list[Violation] = list(_heading(facts))
    for faults in (visit_faults, together_faults, money_faults, result_faults):
        found.extend(faults(facts))
    return found


def _heading(facts: Facts) -> Found:
    brief, proposal = facts.brief, facts.proposal
    if proposal.brief_id != brief.id:
        yield Violation("brief", f"The proposal answers the brief {proposal.brief_id}, not {brief.id}.")
    if not proposal.currency == brief.currency == facts.market.currency:
        yield Violation("currency", f"Proposal in {proposal.currency}, brief in {brief.currency}.")
