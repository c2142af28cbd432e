"""Solving edits: what they must not break, how long they may take, and what is said when they clash."""

from collections.abc import Sequence
from dataclasses import replace

from brokerage.domain.errors import Conflict, Invalid, Problem, invalid
from brokerage.optimizer import (
    BanTarget,
    Brief,
    Edit,
    EditRefused,
    Keep,
    Pin,
    Proposal,
    apply,
    revise,
)
from brokerage.optimizer.plans import broken_pins, keeps
from brokerage.optimizer.validate_brief import validate_brief
from brokerage.usecases.clashing import clash_views
from brokerage.usecases.edit_words import Before
from brokerage.usecases.ground import TURNS, Ground
from brokerage.usecases.package_views import ClashView

CLASH_SECONDS = 4.0


class EditClash(Conflict):
    """A change that can't be kept together with other wishes. `clashes` are the smallest sets of those, in the
    person's words, with repairs; `problems` hold the same sentences.
    """

    code = "clash"

    def __init__(self, clashes: Sequence[ClashView], lost: Sequence[Pin]) -> None:
        sentences = [(f"clash {n}", text) for n, clash in enumerate(clashes, 1) for text in clash.sentences]
        problems = tuple(Problem(pointer, text) for pointer, text in sentences)
        super().__init__(
            "That can't be done together with your other wishes. Nothing was changed.",
            problems=problems or tuple(Problem(pin.id, pin.sentence) for pin in lost if pin.sentence),
        )
        self.clashes = tuple(clashes)


def solve_edits(
    ground: Ground, brief: Brief, proposal: Proposal, edits: Sequence[Edit], what: str, *, is_stale: bool = False
) -> tuple[Brief, Proposal]:
    """The plan after the edits, the rest disturbed least. Holds no transaction: may take seconds.

    `what` says in words what the edits ask for; `is_stale`: the market has moved under the plan. Raises Invalid for
    edits that make no sense, EditClash where what was asked for can't be kept.
    """
    changed = _applied(ground, brief, proposal, edits)
    problems = [problem for problem in validate_brief(changed, ground.market) if not problem.is_warning]
    if problems:
        listed = tuple(Problem(problem.pointer, problem.message) for problem in problems)
        raise Invalid("This change can't be made as it stands.", problems=listed)
    if edits and not is_stale and all(isinstance(edit, Keep) for edit in edits):
        return changed, _kept(changed, proposal)
    with TURNS:
        revision = revise(ground.market, brief, proposal, edits)
        _refuse_lost_pins(ground, brief, revision.brief, revision.proposal, what)
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


def _kept(brief: Brief, proposal: Proposal) -> Proposal:
    """The same plan: what is only kept as it is needs no new one."""
    visits = (replace(v, is_pinned=any(keeps(v, pin) for pin in brief.pins)) for v in proposal.visits)
    return replace(proposal, visits=tuple(visits))


def _refuse_lost_pins(ground: Ground, before: Brief, after: Brief, proposal: Proposal, what: str) -> None:
    """What this change asked for must be there: a plan without it is no answer to it."""
    old = set(before.pins)
    lost = [pin for pin in broken_pins(after.pins, proposal.visits) if pin not in old]
    if lost:
        asked = {pin.id: what for pin in after.pins if pin not in old}
        raise EditClash(clash_views(ground, after, seconds=CLASH_SECONDS, own_words=asked), lost)
