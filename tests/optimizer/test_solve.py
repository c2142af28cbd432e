"""Every answer keeps every rule, is at least as good as the greedy one, and repeats."""

import subprocess
import sys
from dataclasses import replace

import pytest

from brokerage.optimizer import Params, Purse, alternatives, baseline, check, compare, propose
from brokerage.optimizer.alternatives import KINDS
from brokerage.optimizer.generate import generate_market
from brokerage.optimizer.generate_brief import generate_brief
from brokerage.optimizer.proposal import Proposal

MARKET = generate_market("small", 3)
UNHURRIED = Params(time_limit_seconds=120, max_effort=0.1)


def _values(proposal: Proposal) -> dict[str, int]:
    return {tier.name: tier.value for tier in proposal.tiers}


@pytest.mark.parametrize("seed", range(6))
def test_no_answer_breaks_a_rule_or_is_worse_than_the_greedy_one(seed: int) -> None:
    """The checker finds nothing; must-haves, then goals, are at least those of the greedy plan."""
    brief = generate_brief(seed, MARKET, wanted=12)
    proposal, greedy = propose(MARKET, brief, UNHURRIED), baseline(MARKET, brief)
    assert check(MARKET, brief, proposal) == []
    if not brief.pins:
        ours, theirs = _values(proposal), _values(greedy)
        assert (ours["must_haves"], ours["goals"]) >= (theirs["must_haves"], theirs["goals"])


@pytest.mark.parametrize("seed", range(2))
def test_bounds_never_cut_off_what_is_reached(seed: int) -> None:
    """A bound is on the better side of its value, and a tier is called optimal exactly when they meet."""
    proposal = propose(MARKET, generate_brief(seed, MARKET, wanted=12), UNHURRIED)
    for tier in proposal.tiers:
        if tier.bound is not None:
            assert tier.bound <= tier.value if tier.name == "cost" else tier.bound >= tier.value
        assert (tier.status == "optimal") == (tier.bound == tier.value)


def test_the_same_question_has_the_same_answer() -> None:
    """Equal seeds and limits repeat the plan exactly, ids and payers too."""
    brief = generate_brief(2, MARKET, wanted=12)
    first, second = (propose(MARKET, brief, UNHURRIED) for _ in range(2))
    assert replace(first, solve_ms=0) == replace(second, solve_ms=0)


def test_more_money_never_lowers_a_proven_plan() -> None:
    """With a larger purse the proven goals are at least as far met."""
    brief = generate_brief(5, MARKET, wanted=8)
    unhurried = Params(time_limit_seconds=120, max_effort=20)
    richer = replace(brief, purses=(*brief.purses, Purse("more", "More", 20000)))
    poor, rich = propose(MARKET, brief, unhurried), propose(MARKET, richer, unhurried)
    assert poor.tiers[1].status == rich.tiers[1].status == "optimal"
    ours, theirs = _values(rich), _values(poor)
    assert (ours["must_haves"], ours["goals"]) >= (theirs["must_haves"], theirs["goals"])


def test_alternatives_keep_every_rule_and_really_differ() -> None:
    """Each is of another kind, checked, keeps the must-haves and changes visits; the differences are in words."""
    brief = generate_brief(1, MARKET, wanted=12)
    proposal = propose(MARKET, brief, UNHURRIED)
    others = alternatives(MARKET, brief, proposal, 4, replace(UNHURRIED, max_effort=0.4))
    assert others
    assert len({other.style for other in others} & {kind.style for kind in KINDS}) == len(others)
    for other in others:
        assert check(MARKET, brief, other) == []
        assert _values(other)["must_haves"] >= _values(proposal)["must_haves"]
        comparison = compare(MARKET, brief, proposal, other)
        assert not comparison.is_same
        assert comparison.words


def test_the_library_needs_nothing_of_the_service() -> None:
    """Importing the solver in a fresh interpreter loads no database, web or table library."""
    code = (
        "import sys, brokerage.optimizer\n"
        "print(sorted({'sqlalchemy', 'litestar', 'polars'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
