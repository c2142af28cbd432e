"""Money, goals and needs of a plan in figures and plain words."""

from collections.abc import Callable, Sequence

from brokerage.domain.words import count_of, listed, money
from brokerage.optimizer.brief import Brief, Need
from brokerage.optimizer.proposal import NeedResult, Proposal, Reason
from brokerage.usecases.package_views import BudgetView, GoalView, NeedView, PurseView, ReasonView

FULL = 1000
ATTAINED_WORDS = ((1000, "Fully met"), (750, "Mostly met"), (400, "Partly met"), (1, "A little met"), (0, "Not met"))
BALANCED = "balanced"
GREEDY = "greedy"
QUICK_PLAN = "A quick plan: many people were asking at once. Work it out again to get a better one."
BEST_OF_ITS_KIND = "Checked: no plan of this kind is better."
GOOD_OF_ITS_KIND = "The best of this kind that we found in the time we had."
NameOf = Callable[[str], str]


def attained_words(permille: int) -> str:
    """Fully met, mostly met, partly met, a little met, not met."""
    return next(words for least, words in ATTAINED_WORDS if permille >= least)


def reason_view(reason: Reason) -> ReasonView:
    """A reason without its code and figures."""
    return ReasonView(reason.text, reason.sentences)


def budget_view(brief: Brief, proposal: Proposal, contingency_minor: int, category_name: NameOf) -> BudgetView:
    """All purses together, and each with what it may pay for."""
    results = {result.purse_id: result for result in proposal.purses}
    purses = tuple(
        PurseView(
            purse_id=purse.id,
            name=purse.name,
            amount_minor=purse.amount_minor,
            spent_minor=results[purse.id].spent_minor if purse.id in results else 0,
            left_minor=results[purse.id].left_minor if purse.id in results else purse.amount_minor,
            used_permille=_permille(results[purse.id].spent_minor if purse.id in results else 0, purse.amount_minor),
            pays_for=listed([category_name(item) for item in purse.categories]) or "Anything in the plan",
        )
        for purse in brief.purses
    )
    amount = sum(purse.amount_minor for purse in purses)
    spent, left = sum(purse.spent_minor for purse in purses), sum(purse.left_minor for purse in purses)
    return BudgetView(
        amount_minor=amount,
        spent_minor=spent,
        left_minor=left,
        contingency_minor=contingency_minor,
        used_permille=_permille(spent, amount),
        currency=brief.currency,
        purses=purses,
        words=f"{money(spent, brief.currency)} of {money(amount, brief.currency)} used, "
        f"{money(left, brief.currency)} left.",
    )


def goal_views(brief: Brief, proposal: Proposal) -> tuple[GoalView, ...]:
    """Goals, the heaviest first, each with its needs."""
    results = {result.goal_id: result for result in proposal.goals}
    needs = need_views(brief, proposal)
    views = []
    for goal in sorted(brief.goals, key=lambda goal: -goal.weight):
        result = results.get(goal.id)
        permille = result.attained_permille if result else 0
        serving = {need.id for need in brief.needs if goal.id in need.goal_ids}
        views.append(
            GoalView(
                goal_id=goal.id,
                sentence=goal.sentence,
                weight=goal.weight,
                attained_permille=permille,
                words=attained_words(permille),
                reasons=tuple(reason_view(reason) for reason in result.reasons) if result else (),
                needs=tuple(need for need in needs if need.need_id in serving),
            )
        )
    return tuple(views)


def need_views(brief: Brief, proposal: Proposal) -> tuple[NeedView, ...]:
    """How often every need is met."""
    results = {result.need_id: result for result in proposal.needs}
    return tuple(_need_view(need, results[need.id]) for need in brief.needs if need.id in results)


def proof_words(proposal: Proposal) -> str:
    """What is proven about the plan, for people."""
    if proposal.style == GREEDY:
        return QUICK_PLAN
    if proposal.style != BALANCED:
        return BEST_OF_ITS_KIND if proposal.status == "optimal" else GOOD_OF_ITS_KIND
    open_tiers = [tier.name for tier in proposal.tiers if tier.status != "optimal"]
    if proposal.status == "optimal" or not open_tiers:
        return "Checked: with these wishes and this money, no better plan can be made."
    if "must_haves" not in open_tiers and "goals" not in open_tiers:
        return "Checked: no plan meets your goals better. Times or price might still be a little better."
    return "This is a good plan. We ran out of time to check whether a better one can be made."


def _need_view(need: Need, result: NeedResult) -> NeedView:
    return NeedView(
        need_id=need.id,
        title=need.title,
        because=need.sentence,
        times=result.times,
        times_best=result.times_best,
        times_least=result.times_least,
        is_must=need.is_must,
        is_short=result.times < (result.times_least if need.is_must else result.times_best),
        words=_times_words(result),
        reasons=tuple(reason_view(reason) for reason in result.reasons),
    )


def _times_words(result: NeedResult) -> str:
    times = count_of(result.times, "time") if result.times else "Not at all"
    return times if result.times >= result.times_best else f"{times}, best would be {result.times_best}"


def _permille(part: int, whole: int) -> int:
    return FULL * part // whole if whole > 0 else 0


def left_of(proposal: Proposal) -> int:
    """What all purses together have left, in minor units."""
    return sum(purse.left_minor for purse in proposal.purses)


def needs_short(views: Sequence[NeedView]) -> tuple[NeedView, ...]:
    """Needs that fall short, must-haves first."""
    return tuple(sorted((view for view in views if view.is_short), key=lambda view: not view.is_must))
