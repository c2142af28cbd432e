"""Purses: the cuts of the model and the shares of the answer agree on what can be paid."""

from hypothesis import given
from hypothesis import strategies as st

from brokerage.optimizer.brief import Purse
from brokerage.optimizer.money import payers, purse_cuts, share_out

CATEGORIES = ("care", "sport", "rest")
PURSES = st.lists(
    st.tuples(st.integers(0, 60), st.sets(st.sampled_from(CATEGORIES))), max_size=4,
).map(lambda rows: [Purse(f"p{i}", "P", amount, tuple(sorted(names))) for i, (amount, names) in enumerate(rows)])
LINES = st.lists(st.tuples(st.sampled_from(CATEGORIES), st.integers(0, 40)), max_size=6)


@given(LINES, PURSES)
def test_lines_can_be_paid_exactly_when_every_cut_holds(lines: list[tuple[str, int]], purses: list[Purse]) -> None:
    """Shares are found if and only if no set of categories costs more than the purses that may pay for any of it."""
    spent = {name: sum(price for category, price in lines if category == name) for name in CATEGORIES}
    holds = all(
        sum(spent[name] for name in categories) <= most for categories, most in purse_cuts(set(CATEGORIES), purses)
    )
    assert (share_out(lines, purses) is not None) == holds


@given(LINES, PURSES)
def test_shares_pay_each_line_in_full_from_purses_that_may(lines: list[tuple[str, int]], purses: list[Purse]) -> None:
    """No purse pays more than it holds, nor for what it may not."""
    shares = share_out(lines, purses)
    if shares is None:
        return
    index = {purse.id: i for i, purse in enumerate(purses)}
    left = [purse.amount_minor for purse in purses]
    for (category, price), parts in zip(lines, shares, strict=True):
        assert sum(part.amount_minor for part in parts) == price
        for part in parts:
            assert index[part.purse_id] in payers(category, purses)
            left[index[part.purse_id]] -= part.amount_minor
    assert min(left, default=0) >= 0


def test_purses_that_may_pay_for_little_pay_first() -> None:
    """Money for anything is kept for what nothing else can pay."""
    purses = [Purse("any", "Any", 100), Purse("sport", "Sport", 30, ("sport",))]
    shares = share_out([("sport", 50)], purses)
    assert shares is not None
    assert [(part.purse_id, part.amount_minor) for part in shares[0]] == [("sport", 30), ("any", 20)]
