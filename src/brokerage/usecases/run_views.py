"""A run and its options as pages show them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from brokerage.domain.packages import PackageLine
from brokerage.domain.proposals import ProposalOption, ProposalRun, RunState, is_lost
from brokerage.domain.rulepacks import Rulepack, load_rulepack
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.proposal import Proposal
from brokerage.usecases.comparing import Side, compare_plans
from brokerage.usecases.package_figures import goal_views, left_of, proof_words
from brokerage.usecases.package_views import ClashView, OptionView, RunView
from brokerage.usecases.packages import icon_of
from brokerage.usecases.week_view import week_view

STYLE_TITLES = {
    "balanced": "The best all round",
    "fewest_people": "The fewest different people",
    "cheapest": "The lowest price",
    "ordinary_life": "More out and about with others",
    "own_help": "More by family, friends and yourself",
    "greedy": "A quick plan",
}
STATE_WORDS = {
    RunState.QUEUED: "Waiting for its turn.",
    RunState.RUNNING: "Working it out.",
    RunState.DONE: "Done.",
    RunState.FAILED: "This went wrong on our side. Your plan is as it was. Try again.",
    RunState.CANCELLED: "Stopped. Nothing was changed.",
    RunState.INTERRUPTED: "This was cut off before it was done. Nothing was changed. Run it again.",
}
OVER = frozenset(RunState) - {RunState.QUEUED, RunState.RUNNING}


def run_view(run: ProposalRun, now: datetime, *, with_options: bool = True) -> RunView:
    """The run as it stands: one that lost its worker reads as interrupted."""
    state = RunState.INTERRUPTED if is_lost(run, now) else run.state
    words = run.stage if state is RunState.RUNNING and run.stage else run.failure or STATE_WORDS[state]
    is_over = state in OVER
    return RunView(
        run_id=run.id,
        client_id=run.client_id,
        state=state.value,
        words=words,
        progress_permille=1000 if state is RunState.DONE else run.progress_permille,
        is_over=is_over,
        can_run_again=is_over and state is not RunState.DONE,
        can_cancel=not is_over and not run.is_cancel_wanted,
        asked_at=run.asked_at,
        package_id=run.package_id,
        version_id=run.version_id,
        options=option_views(run) if with_options else (),
        clashes=msgspec.convert(run.clashes, type=tuple[ClashView, ...]),
    )


def option_views(run: ProposalRun) -> tuple[OptionView, ...]:
    """Every option, each against the first."""
    if not run.options:
        return ()
    pack = load_rulepack(run.client.rulepack)
    brief = msgspec.json.decode(run.brief, type=Brief)
    sides = [_side(option, brief, pack) for option in run.options]
    return tuple(
        _option_view(option, side, sides[0] if index else None)
        for index, (option, side) in enumerate(zip(run.options, sides, strict=True))
    )


def title_of(style: str) -> str:
    """What kind of plan it is, in words."""
    return STYLE_TITLES.get(style, style.replace("_", " ").capitalize())


def _side(option: ProposalOption, brief: Brief, pack: Rulepack) -> Side:
    proposal = msgspec.json.decode(option.proposal, type=Proposal)
    week = week_view(option_lines(option), brief, proposal, lambda category: icon_of(pack, category))
    return Side(title_of(option.style), brief, proposal, week)


def option_lines(option: ProposalOption) -> Sequence[PackageLine]:
    """The lines of the version that the option would be, made anew."""
    return [PackageLine(**data) for data in option.lines]


def _option_view(option: ProposalOption, side: Side, first: Side | None) -> OptionView:
    return OptionView(
        option_id=option.id,
        style=option.style,
        title=side.label,
        cost_minor=option.cost_minor,
        left_minor=left_of(side.proposal),
        currency=side.brief.currency,
        people_count=side.proposal.people_count,
        visit_count=len(side.proposal.visits),
        goals=goal_views(side.brief, side.proposal),
        proof=proof_words(side.proposal),
        is_used=option.used_version_id is not None,
        difference=compare_plans(first, side) if first else None,
    )
