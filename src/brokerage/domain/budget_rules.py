"""What makes a budget usable: each broken rule as a problem that a person can mend."""

from collections.abc import Iterator

from brokerage.domain.budgets import weeks_in
from brokerage.domain.drafts import BudgetDraft, PurseDraft
from brokerage.domain.errors import Problem
from brokerage.domain.rulepacks import Rulepack

DAYS_AT_MOST = 731
NAME_LENGTH = 120
REASON_LENGTH = 1000


def budget_problems(draft: BudgetDraft, rules: Rulepack) -> list[Problem]:
    """What is wrong with a budget on its own."""
    problems = []
    days = (draft.ends_on - draft.starts_on).days + 1
    if days < 1:
        problems.append(Problem("ends_on", "The last day must not be before the first."))
    elif days > DAYS_AT_MOST:
        problems.append(Problem("ends_on", "A budget covers two years at most. Choose an earlier last day."))
    if draft.contingency_minor > draft.total_minor:
        problems.append(Problem("contingency_minor", "You can't keep back more than there is."))
    if draft.management not in {kind.id for kind in rules.management_kinds}:
        problems.append(Problem("management", "Choose who looks after the money."))
    if len(draft.reason) > REASON_LENGTH:
        problems.append(Problem("reason", f"Keep the reason to {REASON_LENGTH:,} letters."))
    return problems


def purse_problems(purses: tuple[PurseDraft, ...], spendable_minor: int, rules: Rulepack) -> list[Problem]:
    """What is wrong with a split of `spendable_minor`. Pointers as in `purses/0/name`."""
    known = {category.id for category in rules.categories}
    problems = [problem for index, purse in enumerate(purses) for problem in _purse(index, purse, known)]
    problems += [
        Problem(f"purses/{i}/name", "Two purses have this name. Give each its own.") for i in repeated_names(purses)
    ]
    over = sum(purse.total_minor for purse in purses) - spendable_minor
    if over > 0:
        problems.append(Problem("purses", "The purses hold more than there is to spend. Make one of them smaller."))
    return problems


def final_problems(
    draft: BudgetDraft, purses: tuple[PurseDraft, ...], indicative_weekly_minor: int, rules: Rulepack
) -> list[Problem]:
    """What stands between a budget and its being final: all of it in purses, and a reason if it differs."""
    problems = []
    left = draft.total_minor - draft.contingency_minor - sum(purse.total_minor for purse in purses)
    if left > 0:
        problems.append(Problem("purses", "Some money is in no purse yet. Put all of it into purses first."))
    if needs_reason(draft, indicative_weekly_minor, rules) and not draft.reason.strip():
        problems.append(Problem("reason", "Write why this is not the first figure. The person will read it."))
    return problems


def needs_reason(draft: BudgetDraft, indicative_weekly_minor: int, rules: Rulepack) -> bool:
    """Where needs points give a first figure, a total that is not that figure for every week needs a written reason."""
    weeks = weeks_in(draft.starts_on, draft.ends_on)
    return rules.points is not None and draft.total_minor != indicative_weekly_minor * weeks


def repeated_names(purses: tuple[PurseDraft, ...]) -> list[int]:
    """Places of purses whose name an earlier one has."""
    names = [purse.name.strip().casefold() for purse in purses]
    return [i for i, name in enumerate(names) if name in names[:i]]


def _purse(index: int, purse: PurseDraft, known: set[str]) -> Iterator[Problem]:
    if not purse.name.strip():
        yield Problem(f"purses/{index}/name", "Give the purse a name, such as “Getting a job”.")
    elif len(purse.name) > NAME_LENGTH:
        yield Problem(f"purses/{index}/name", f"Keep the name to {NAME_LENGTH} letters.")
    if set(purse.categories) - known:
        yield Problem(f"purses/{index}/categories", "Choose kinds of help from the list.")
    if len(purse.sentence) > REASON_LENGTH:
        yield Problem(f"purses/{index}/sentence", f"Keep it to {REASON_LENGTH:,} letters.")
