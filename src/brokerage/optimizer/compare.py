"""Two plans for one brief side by side: visits, money, goals, people, and the differences in words."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from brokerage.optimizer.brief import Brief
from brokerage.optimizer.market import Market
from brokerage.optimizer.plans import placing, who
from brokerage.optimizer.proposal import Proposal, Visit

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class VisitChange:
    """A visit that is there before and after, but not the same. `what`: carer, start, duration or day."""

    before: Visit
    after: Visit
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalChange:
    """How far a goal is met before and after, in thousandths."""

    goal_id: str
    before_permille: int
    after_permille: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different in `b` seen from `a`. Money in minor units; `words` are plain sentences, biggest first."""

    kept: tuple[Visit, ...]
    added: tuple[Visit, ...]
    dropped: tuple[Visit, ...]
    changed: tuple[VisitChange, ...]
    goals: tuple[GoalChange, ...]
    cost_before_minor: int
    cost_after_minor: int
    people_before: int
    people_after: int
    words: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs but ids and payers."""
        return not (self.added or self.dropped or self.changed)


def compare(market: Market, brief: Brief, a: Proposal, b: Proposal) -> Comparison:
    """What changes from `a` to `b`: visits paired first as they stand, then by carer and day, day, and need."""
    kept, pairs, dropped, added = _paired(a.visits, b.visits)
    changed = tuple(VisitChange(old, new, _what(old, new)) for old, new in pairs)
    after = {goal.goal_id: goal.attained_permille for goal in b.goals}
    goals = tuple(
        GoalChange(goal.goal_id, goal.attained_permille, after.get(goal.goal_id, 0))
        for goal in a.goals
        if goal.attained_permille != after.get(goal.goal_id, 0)
    )
    comparison = Comparison(
        tuple(kept), tuple(added), tuple(dropped), changed, goals, a.cost_minor, b.cost_minor,
        a.people_count, b.people_count, (),
    )
    return replace(comparison, words=_words(market, brief, comparison))


def _paired(
    before: Sequence[Visit], after: Sequence[Visit]
) -> tuple[list[Visit], list[tuple[Visit, Visit]], list[Visit], list[Visit]]:
    old, new = list(before), list(after)
    kept: list[Visit] = []
    pairs: list[tuple[Visit, Visit]] = []
    for key in (placing, who, _need_day, _need):
        waiting: dict[object, list[Visit]] = {}
        for visit in old:
            waiting.setdefault(key(visit), []).append(visit)
        for visit in list(new):
            if waiting.get(key(visit)):
                match = waiting[key(visit)].pop(0)
                old.remove(match)
                new.remove(visit)
                if key is placing:
                    kept.append(visit)
                else:
                    pairs.append((match, visit))
    return kept, pairs, old, new


def _need_day(visit: Visit) -> tuple[str, int]:
    return visit.need_id, visit.day


def _need(visit: Visit) -> str:
    return visit.need_id


def _what(old: Visit, new: Visit) -> tuple[str, ...]:
    parts = {
        "carer": who(old)[2:] != who(new)[2:],
        "day": old.day != new.day,
        "start": old.start_minute != new.start_minute,
        "duration": old.duration_minutes != new.duration_minutes,
    }
    return tuple(name for name, differs in parts.items() if differs)


def _words(market: Market, brief: Brief, c: Comparison) -> tuple[str, ...]:
    words: list[str] = []
    cost = c.cost_after_minor - c.cost_before_minor
    if cost:
        words.append(f"It costs {_money(abs(cost), brief.currency)} {'more' if cost > 0 else 'less'}.")
    people = c.people_after - c.people_before
    if people:
        noun = "person" if abs(people) == 1 else "people"
        words.append(f"{abs(people)} {'more' if people > 0 else 'fewer'} {noun} would come.")
    sentences = {goal.id: goal.sentence for goal in brief.goals}
    for goal in sorted(c.goals, key=lambda g: -abs(g.after_permille - g.before_permille)):
        change = "is met more" if goal.after_permille > goal.before_permille else "is met less"
        share = f"{goal.before_permille // 10} % to {goal.after_permille // 10} %"
        words.append(f"“{sentences.get(goal.goal_id, goal.goal_id)}” {change}: {share}.")
    titles = {need.id: need.title for need in brief.needs}
    words += _counted("There is one more", "There are {} more", [titles[v.need_id] for v in c.added])
    words += _counted("There is one less", "There are {} fewer", [titles[v.need_id] for v in c.dropped])
    names = _names(market, brief)
    for pair in c.changed:
        if "carer" in pair.what:
            title = titles[pair.after.need_id]
            words.append(f"{names(pair.after)} comes for {title} in place of {names(pair.before)}.")
    moved = [titles[ch.after.need_id] for ch in c.changed if "carer" not in ch.what]
    words += _counted("One visit is at another time or length", "{} visits are at another time or length", moved)
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def _counted(one: str, many: str, titles: list[str]) -> list[str]:
    counts = Counter(titles)
    return [f"{one if n == 1 else many.format(n)}: {title}." for title, n in counts.most_common()]


def _names(market: Market, brief: Brief) -> Callable[[Visit], str]:
    providers = {provider.id: provider.name for provider in market.providers}
    workers = {worker.id: worker.name for offer in market.offers for worker in offer.workers}
    own = {arrangement.id: arrangement.who for arrangement in brief.arrangements}

    def name(visit: Visit) -> str:
        if visit.arrangement_id is not None:
            return own.get(visit.arrangement_id, "own help")
        people = [workers[w] for w in visit.worker_ids if w in workers]
        return " and ".join(people) or providers.get(visit.provider_id or "", "someone")

    return name


def _money(amount_minor: int, currency: str) -> str:
    sign = {"GBP": "£", "AUD": "A$", "EUR": "€", "USD": "$"}.get(currency, currency + " ")
    return f"{sign}{amount_minor // 100:,}.{amount_minor % 100:02d}"

