"""Who pays: every line paid exactly, from purses that may, and no purse beyond what it holds."""

from collections import defaultdict
from collections.abc import Iterator

from brokerage.optimizer.check_facts import Facts, Found
from brokerage.optimizer.proposal import PurseShare, Violation

Line = tuple[str, str, int, tuple[PurseShare, ...]]


def money_faults(facts: Facts) -> Found:
    """Faults of purses and shares."""
    purses = {purse.id: purse for purse in facts.brief.purses}
    for line_id, category, price, paid_by in _lines(facts):
        if sum(share.amount_minor for share in paid_by) != price or any(s.amount_minor < 0 for s in paid_by):
            yield Violation("paid_by", f"The shares do not sum to {price}.", visit_ids=(line_id,))
        for share in paid_by:
            purse = purses.get(share.purse_id)
            if purse is None:
                yield Violation("purse_unknown", f"There is no purse {share.purse_id}.", visit_ids=(line_id,))
            elif purse.categories and category not in purse.categories:
                text = purse.sentence or f"{purse.name} may not pay for {category}."
                yield Violation("purse_category", text, purse.id, (line_id,))
    for purse_id, spent in spent_by_purse(facts).items():
        if purse_id in purses and spent > purses[purse_id].amount_minor:
            purse = purses[purse_id]
            text = purse.sentence or f"{purse.name} holds {purse.amount_minor}, the plan takes {spent}."
            yield Violation("purse_amount", text, purse_id)


def spent_by_purse(facts: Facts) -> dict[str, int]:
    """What the shares of all lines take from each purse."""
    spent: dict[str, int] = defaultdict(int)
    for *_, paid_by in _lines(facts):
        for share in paid_by:
            spent[share.purse_id] += share.amount_minor
    return dict(spent)


def _lines(facts: Facts) -> Iterator[Line]:
    for visit in facts.visits:
        category = facts.categories(visit)[0] if visit.offer_id is not None else ""
        yield visit.id, category, visit.price_minor, visit.paid_by
    categories = {(c.id, option.id): option.category for c in facts.brief.choices for option in c.options}
    for line in facts.proposal.chosen:
        yield line.choice_id, categories.get((line.choice_id, line.option_id), ""), line.price_minor, line.paid_by
