"""Which purse pays what: cuts that say when purses suffice, and the shares once the lines are known."""

from collections import deque
from collections.abc import Sequence
from itertools import combinations

from brokerage.optimizer.brief import Purse
from brokerage.optimizer.proposal import PurseShare

MOST_CLASSES_FOR_ALL_CUTS = 12


def payers(category: str, purses: Sequence[Purse]) -> frozenset[int]:
    """Indexes of the purses that may pay for a category."""
    return frozenset(i for i, purse in enumerate(purses) if not purse.categories or category in purse.categories)


def purse_cuts(categories: set[str], purses: Sequence[Purse]) -> list[tuple[frozenset[str], int]]:
    """(categories, most that may be spent on them together): by Hall's theorem these cuts are exactly what it takes
    for purses to cover all lines. Every union of payer sets that occurs gives one cut.
    """
    payers_by_category = {category: payers(category, purses) for category in categories}
    classes = sorted(set(payers_by_category.values()), key=sorted)
    unions = {frozenset[int]()} | set(classes)
    if len(classes) <= MOST_CLASSES_FOR_ALL_CUTS:
        for size in range(2, len(classes) + 1):
            unions |= {frozenset().union(*some) for some in combinations(classes, size)}
    else:
        unions |= {frozenset(i for i in range(len(purses)))}
    cuts = []
    for union in sorted(unions, key=sorted):
        covered = frozenset(c for c, who in payers_by_category.items() if who <= union)
        if covered:
            cuts.append((covered, sum(purses[i].amount_minor for i in union)))
    return cuts


def share_out(lines: Sequence[tuple[str, int]], purses: Sequence[Purse]) -> list[tuple[PurseShare, ...]] | None:
    """Shares for lines of (category, price), purses that may pay for least used first; None if they do not suffice.

    A maximum flow lines → purses by shortest augmenting paths, lines in order.
    """
    left = [purse.amount_minor for purse in purses]
    paid: list[dict[int, int]] = [{} for _ in lines]
    order = sorted(range(len(purses)), key=lambda i: (len(purses[i].categories) or 10**6, i))
    allowed = [[i for i in order if i in payers(category, purses)] for category, _ in lines]
    # Lines with the fewest payers first: then hardly any share has to be moved later.
    for line in sorted(range(len(lines)), key=lambda i: (len(allowed[i]), i)):
        owed = lines[line][1]
        while owed > 0:
            moved = _augment(line, owed, allowed, paid, left)
            if moved == 0:
                return None
            owed -= moved
    return [tuple(PurseShare(purses[i].id, p[i]) for i in order if p.get(i)) for p in paid]


def _augment(line: int, owed: int, allowed: list[list[int]], paid: list[dict[int, int]], left: list[int]) -> int:
    """Find money for a line, moving other lines to other purses where that helps; the amount found."""
    came_from: dict[int, tuple[int, int]] = {}
    queue = deque([line])
    seen_lines = {line}
    while queue:
        current = queue.popleft()
        for purse in allowed[current]:
            if purse in came_from:
                continue
            came_from[purse] = (current, purse)
            if left[purse] > 0:
                return _move(line, purse, owed, came_from, paid, left)
            for other, shares in enumerate(paid):
                if other not in seen_lines and shares.get(purse):
                    seen_lines.add(other)
                    came_from[-1 - other] = (other, purse)
                    queue.append(other)
    return 0


def _move(
    line: int, purse: int, owed: int, came_from: dict[int, tuple[int, int]], paid: list[dict[int, int]], left: list[int]
) -> int:
    steps = []
    at = purse
    amount = min(owed, left[purse])
    while True:
        payer_line, _ = came_from[at]
        steps.append((payer_line, at))
        if payer_line == line:
            break
        _, taken_from = came_from[-1 - payer_line]
        amount = min(amount, paid[payer_line][taken_from])
        steps.append((payer_line, -1 - taken_from))
        at = taken_from
    left[purse] -= amount
    for payer_line, where in steps:
        index, sign = (where, 1) if where >= 0 else (-1 - where, -1)
        paid[payer_line][index] = paid[payer_line].get(index, 0) + sign * amount
    return amount
