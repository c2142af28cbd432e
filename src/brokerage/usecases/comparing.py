"""What differs between two plans, in money, goals and visits."""

from collections.abc import Sequence
from dataclasses import dataclass

from brokerage.domain.words import clock_time, count_of, duration, listed, money
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.proposal import Proposal
from brokerage.usecases.package_figures import attained_words, left_of
from brokerage.usecases.package_views import ComparisonView, GoalChange, LineView, VisitChange, WeekView
from brokerage.usecases.week_view import short_who


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two plans."""

    label: str
    brief: Brief
    proposal: Proposal
    week: WeekView

    def lines(self) -> tuple[LineView, ...]:
        """Every line, options last."""
        return (*(line for day in self.week.days for line in day.lines), *self.week.options)


def compare_plans(before: Side, after: Side) -> ComparisonView:
    """The second plan as seen from the first."""
    visits, same_count = _visit_changes(before.lines(), after.lines())
    goals = _goal_changes(before, after)
    cost_change = after.proposal.cost_minor - before.proposal.cost_minor
    currency = after.brief.currency
    return ComparisonView(
        before_label=before.label,
        after_label=after.label,
        before_cost_minor=before.proposal.cost_minor,
        after_cost_minor=after.proposal.cost_minor,
        cost_change_minor=cost_change,
        left_change_minor=left_of(after.proposal) - left_of(before.proposal),
        currency=currency,
        before_people=before.proposal.people_count,
        after_people=after.proposal.people_count,
        goals=goals,
        visits=visits,
        same_count=same_count,
        words=_summary(visits, goals, cost_change, currency),
    )


def _visit_changes(before: Sequence[LineView], after: Sequence[LineView]) -> tuple[tuple[VisitChange, ...], int]:
    left = list(before)
    fresh = []
    for line in after:
        twin = next((old for old in left if _content(old) == _content(line)), None)
        if twin is None:
            fresh.append(line)
        else:
            left.remove(twin)
    changes, gone = [], {line.visit_id: line for line in left}
    for line in fresh:
        old = gone.get(line.visit_id)
        if old is not None and old.need_id == line.need_id:
            del gone[line.visit_id]
            changes.append(VisitChange("changed", line.visit_id, line.title, _changed_words(old, line)))
        else:
            changes.append(VisitChange("added", line.visit_id, line.title, _line_words(line)))
    changes += [VisitChange("removed", line.visit_id, line.title, _line_words(line)) for line in gone.values()]
    return tuple(changes), len(after) - len(fresh)


def _content(line: LineView) -> tuple[object, ...]:
    return (
        line.need_id, line.day, line.start_minute, line.duration_minutes, line.offer_id, line.arrangement_id,
        tuple(sorted(line.worker_ids)), line.price_minor, line.service,
    )  # fmt: skip


def _line_words(line: LineView) -> str:
    price = "" if line.is_own_help else f", {money(line.price_minor, line.currency)}"
    return f"{line.when}, {line.who}{price}"


def _changed_words(old: LineView, new: LineView) -> str:
    parts = []
    if old.day != new.day or old.start_minute != new.start_minute:
        parts.append(f"{new.when} instead of {_from(old, new)}")
    else:
        parts.append(new.when)
    if old.duration_minutes != new.duration_minutes:
        parts.append(f"{duration(new.duration_minutes)} instead of {duration(old.duration_minutes)}")
    if (old.offer_id, old.arrangement_id, old.worker_ids, old.service) != (
        new.offer_id, new.arrangement_id, new.worker_ids, new.service,
    ):  # fmt: skip
        parts.append(_who_changed(old, new))
    if old.price_minor != new.price_minor:
        parts.append(f"{money(new.price_minor, new.currency)} instead of {money(old.price_minor, old.currency)}")
    return "; ".join(parts)


def _from(old: LineView, new: LineView) -> str:
    return clock_time(old.start_minute or 0) if old.day == new.day else old.when


def _who_changed(old: LineView, new: LineView) -> str:
    if short_who(old) != short_who(new):
        return f"{short_who(new)} instead of {short_who(old)}"
    if old.who != new.who:
        return f"{new.who} instead of {old.who}"
    return f"“{new.service}” instead of “{old.service}”"


def _goal_changes(before: Side, after: Side) -> tuple[GoalChange, ...]:
    old = {goal.goal_id: goal.attained_permille for goal in before.proposal.goals}
    new = {goal.goal_id: goal.attained_permille for goal in after.proposal.goals}
    sentences = {goal.id: goal.sentence for goal in (*before.brief.goals, *after.brief.goals)}
    return tuple(
        GoalChange(id, sentences[id], old.get(id, 0), new.get(id, 0), _goal_words(old.get(id, 0), new.get(id, 0)))
        for id in sentences
        if old.get(id, 0) != new.get(id, 0)
    )


def _goal_words(before: int, after: int) -> str:
    more_or_less = "More" if after > before else "Less"
    earlier, now = attained_words(before), attained_words(after).lower()
    return f"{more_or_less} than before, still {now}" if earlier.lower() == now else f"{earlier} before, now {now}"


def _summary(visits: Sequence[VisitChange], goals: Sequence[GoalChange], cost_change: int, currency: str) -> str:
    counts = {kind: sum(visit.kind == kind for visit in visits) for kind in ("added", "removed", "changed")}
    parts = [count_of(counts["added"], "new visit")] if counts["added"] else []
    parts += [f"{count_of(counts['removed'], 'visit')} gone"] if counts["removed"] else []
    parts += [f"{count_of(counts['changed'], 'visit')} changed"] if counts["changed"] else []
    parts = parts or ["the same visits"]
    if cost_change:
        parts.append(f"{money(abs(cost_change), currency)} {'more' if cost_change > 0 else 'less'}")
    else:
        parts.append("the same price")
    more = sum(goal.after_permille > goal.before_permille for goal in goals)
    less = len(goals) - more
    parts += [f"{count_of(more, 'goal')} met better"] * bool(more) + [f"{count_of(less, 'goal')} met less"] * bool(less)
    text = listed(parts)
    return f"{text[:1].upper()}{text[1:]}."
