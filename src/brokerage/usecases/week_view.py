"""A version's lines as days and as series: "Every weekday at 8am, Amina"."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from brokerage.domain.packages import PackageLine
from brokerage.domain.words import WEEKDAYS, clock_time, count_of, day_date, duration, listed
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.proposal import Proposal
from brokerage.usecases.package_views import (
    DayView,
    LineView,
    PaidByView,
    SeriesException,
    SeriesView,
    WeekView,
)

WEEK = 7
WORKDAYS = {0, 1, 2, 3, 4}
WEEKEND = {5, 6}
IconOf = Callable[[str], str]
Sameness = tuple[int, int, str | None, tuple[str, ...], str | None]


def week_view(lines: Sequence[PackageLine], brief: Brief, proposal: Proposal, icon_of: IconOf) -> WeekView:
    """Every day of the horizon, empty ones too."""
    starts_on = date.fromisoformat(brief.starts_on)
    views = [line_view(line, brief, starts_on, icon_of) for line in lines]
    days = tuple(_day(index, starts_on, views) for index in range(brief.day_count))
    visits = [view for view in views if view.day is not None]
    return WeekView(
        starts_on=starts_on,
        days=days,
        series=_all_series(visits, brief.day_count),
        options=tuple(view for view in views if view.day is None),
        cost_minor=proposal.cost_minor,
        currency=brief.currency,
        people_count=proposal.people_count,
        words=_summary(visits, proposal.people_count, brief.day_count),
    )


def line_view(line: PackageLine, brief: Brief, starts_on: date, icon_of: IconOf) -> LineView:
    """One line in plain words."""
    need = next((need for need in brief.needs if need.id == line.need_id), None)
    choice = next((choice for choice in brief.choices if choice.id == line.need_id), None)
    served = need or choice
    goal_ids = served.goal_ids if served else ()
    on = None if line.day is None else starts_on + timedelta(days=line.day)
    end = None if line.start_minute is None else line.start_minute + line.duration_minutes
    return LineView(
        visit_id=line.visit_id,
        need_id=line.need_id,
        title=line.title,
        because=line.because,
        goals=tuple(goal.sentence for goal in brief.goals if goal.id in goal_ids),
        day=line.day,
        date=on,
        start_minute=line.start_minute,
        end_minute=end,
        duration_minutes=line.duration_minutes,
        when=_when(on, line.start_minute, end),
        who=who_words(line),
        service=line.service,
        category=line.category,
        icon=icon_of(line.category),
        offer_id=line.offer_id,
        provider_id=line.provider_id,
        provider_name=line.provider_name,
        worker_ids=tuple(worker["id"] for worker in line.workers),
        worker_names=tuple(worker["name"] for worker in line.workers),
        workers_at_once=line.workers_at_once,
        arrangement_id=line.arrangement_id,
        is_own_help=line.arrangement_id is not None,
        is_pinned=line.is_pinned,
        is_must=served.is_must if served else False,
        price_minor=line.price_minor,
        currency=brief.currency,
        paid_by=tuple(PaidByView(p["purse_id"], p["name"], p["amount_minor"]) for p in line.paid_by),
    )


def who_words(line: PackageLine) -> str:
    """Amina and Ben, Alder Care; or the provider alone; or who gives the own help."""
    names = listed([worker["name"] for worker in line.workers])
    if names and line.provider_name and names != line.provider_name:
        return f"{names}, {line.provider_name}"
    if not names and line.workers_at_once > 1 and line.provider_name:
        return f"{line.workers_at_once} people from {line.provider_name}"
    return names or line.provider_name


def short_who(line: LineView) -> str:
    """The name people say: the workers', else the provider's."""
    return listed(line.worker_names) or line.who


def days_words(days: Sequence[int], starts_on: date, day_count: int) -> str:
    """Every day, every weekday, Saturday and Sunday, Monday and Thursday; dates where the horizon is not one week."""
    if len(set(days)) == day_count and day_count > 1:
        return "every day"
    if day_count > WEEK:
        return listed([day_date(starts_on + timedelta(days=day)) for day in sorted(days)])
    weekdays = {(starts_on.weekday() + day) % WEEK for day in days}
    if weekdays == WORKDAYS:
        return "every weekday"
    if weekdays == WORKDAYS | {5}:
        return "Monday to Saturday"
    return listed([WEEKDAYS[weekday] for weekday in sorted(weekdays)])


def _when(on: date | None, start: int | None, end: int | None) -> str:
    if on is None or start is None or end is None:
        return "Any time"
    return f"{WEEKDAYS[on.weekday()]}, {clock_time(start)} to {clock_time(end)}"


def _day(index: int, starts_on: date, views: Sequence[LineView]) -> DayView:
    lines = tuple(sorted((v for v in views if v.day == index), key=lambda v: (v.start_minute or 0, v.visit_id)))
    on = starts_on + timedelta(days=index)
    return DayView(
        day=index,
        date=on,
        name=WEEKDAYS[on.weekday()],
        lines=lines,
        total_minor=sum(line.price_minor for line in lines),
        visit_minutes=sum(line.duration_minutes for line in lines),
    )


def _summary(visits: Sequence[LineView], people_count: int, day_count: int) -> str:
    if not visits:
        return "There are no visits in this plan yet."
    own = sum(visit.is_own_help for visit in visits)
    how_long = "a week" if day_count == WEEK else f"in {count_of(day_count, 'day')}"
    paid = f"{count_of(len(visits), 'visit')} {how_long} by {count_of(people_count, 'person', 'people')}"
    if own == len(visits):
        return f"{count_of(own, 'visit')}, all by family, friends or yourself."
    return f"{paid}, {own} of them by family, friends or yourself." if own else f"{paid}."


def _all_series(visits: Sequence[LineView], day_count: int) -> tuple[SeriesView, ...]:
    by_need: dict[str, list[LineView]] = defaultdict(list)
    for visit in visits:
        by_need[visit.need_id].append(visit)
    series = [one for group in by_need.values() for one in _need_series(group, day_count)]
    return tuple(sorted(series, key=lambda one: (one.start_minute, one.title, one.id)))


def _need_series(visits: Sequence[LineView], day_count: int) -> list[SeriesView]:
    """Groups of like visits; a visit alone becomes an exception of the nearest group that lacks its day."""
    groups: dict[Sameness, list[LineView]] = defaultdict(list)
    for visit in visits:
        groups[_sameness(visit)].append(visit)
    main = [group for group in groups.values() if len(group) > 1]
    alone = [group[0] for group in groups.values() if len(group) == 1]
    exceptions: dict[int, list[LineView]] = defaultdict(list)
    for visit in sorted(alone, key=lambda v: (v.day or 0, v.start_minute or 0)):
        nearest = _nearest(visit, main, exceptions)
        if nearest is None:
            main.append([visit])
        else:
            exceptions[nearest].append(visit)
    return [_series(group, exceptions[index], day_count) for index, group in enumerate(main)]


def _sameness(visit: LineView) -> Sameness:
    return (
        visit.start_minute or 0, visit.duration_minutes, visit.offer_id, tuple(sorted(visit.worker_ids)),
        visit.arrangement_id,
    )  # fmt: skip


def _nearest(visit: LineView, groups: Sequence[list[LineView]], taken: dict[int, list[LineView]]) -> int | None:
    lacking = [
        index
        for index, group in enumerate(groups)
        if len(group) > 1 and visit.day not in {other.day for other in (*group, *taken[index])}
    ]
    return min(lacking, key=lambda i: abs((groups[i][0].start_minute or 0) - (visit.start_minute or 0)), default=None)


def _series(group: Sequence[LineView], exceptions: Sequence[LineView], day_count: int) -> SeriesView:
    first = group[0]
    everything = sorted((*group, *exceptions), key=lambda v: (v.day or 0, v.start_minute or 0))
    starts_on = (first.date or date.min) - timedelta(days=first.day or 0)
    days = days_words([visit.day or 0 for visit in group], starts_on, day_count)
    return SeriesView(
        id=everything[0].visit_id,
        need_id=first.need_id,
        title=first.title,
        words=f"{days[:1].upper()}{days[1:]} at {clock_time(first.start_minute or 0)}, {short_who(first)}",
        because=first.because,
        who=first.who,
        visit_ids=tuple(visit.visit_id for visit in everything),
        start_minute=first.start_minute or 0,
        duration_minutes=first.duration_minutes,
        icon=first.icon,
        is_pinned=all(visit.is_pinned for visit in everything),
        is_own_help=first.is_own_help,
        total_minor=sum(visit.price_minor for visit in everything),
        currency=first.currency,
        exceptions=tuple(SeriesException(visit.visit_id, _exception_words(visit, first)) for visit in exceptions),
    )


def _exception_words(visit: LineView, usual: LineView) -> str:
    """Wednesday at 9am, by Ben, for 1 hour: only what is not as usual."""
    parts = [WEEKDAYS[visit.date.weekday()] if visit.date else ""]
    if visit.start_minute != usual.start_minute:
        parts[0] += f" at {clock_time(visit.start_minute or 0)}"
    if short_who(visit) != short_who(usual):
        parts.append(f"by {short_who(visit)}")
    if visit.duration_minutes != usual.duration_minutes:
        parts.append(f"for {duration(visit.duration_minutes)}")
    return ", ".join(parts)
