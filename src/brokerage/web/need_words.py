"""Goals, needs, wishes and own help in plain sentences."""

from collections.abc import Iterable, Mapping

from brokerage.domain.needs import AnyWish, BanWish, GapWish, LikeWish, LimitWish, MaxPeopleWish, WorkerWish
from brokerage.domain.words import WEEKDAYS, clock_time, count_of, duration, listed
from brokerage.optimizer.brief import Window
from brokerage.optimizer.market import Slot
from brokerage.usecases.need_views import ArrangementView, NeedView
from brokerage.web.times_of_day import ALL_DAYS, PARTS, WHOLE_DAY

WEIGHT_WORDS = ((90, "matters most"), (65, "matters a lot"), (40, "matters"), (10, "matters a little"), (0, "not now"))
ATTRIBUTES = {"gender": "", "language": "speaks ", "skill": "knows about "}
WORKDAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)


def weight_words(weight: int) -> str:
    """How much a goal matters."""
    return next(words for least, words in WEIGHT_WORDS if weight >= least)


def days_words(days: Iterable[int]) -> str:
    """Every day, Monday to Friday, or the days by name."""
    chosen = tuple(sorted(set(days)))
    usual = {ALL_DAYS: "every day", WORKDAYS: "Monday to Friday", WEEKEND: "Saturday and Sunday"}
    return usual.get(chosen) or listed([WEEKDAYS[day] for day in chosen])


def time_words(first: int, last: int) -> str:
    """Any time, a part of the day by name, or from a time to a time."""
    if (first, last) == WHOLE_DAY:
        return "any time"
    return next(
        (part for part, times in PARTS.items() if times == (first, last)), f"{clock_time(first)} to {clock_time(last)}"
    )


def windows_words(windows: Iterable[Window]) -> str:
    """When it may be: times and days."""
    by_days: dict[tuple[int, ...], list[str]] = {}
    for window in windows:
        by_days.setdefault(tuple(window.weekdays), []).append(
            time_words(window.earliest_minute, window.latest_end_minute)
        )
    return "; ".join(f"{' or '.join(times)}, {days_words(days)}" for days, times in by_days.items())


def slots_words(slots: Iterable[Slot]) -> str:
    """When own help is there: times and days."""
    days_by_time: dict[tuple[int, int], list[int]] = {}
    for slot in slots:
        days_by_time.setdefault((slot.from_minute, slot.to_minute), []).append(slot.weekday)
    return "; ".join(f"{time_words(*times)}, {days_words(days)}" for times, days in days_by_time.items())


def how_often_words(need: NeedView) -> str:
    """3 to 7 times a week."""
    best = "once" if need.times_best == 1 else f"{need.times_best} times"
    if need.times_least in (0, need.times_best):
        return f"{best} a week"
    return f"{need.times_least} to {need.times_best} times a week"


def need_words(need: NeedView, categories: Mapping[str, str], tasks: Mapping[str, str]) -> list[str]:
    """What is asked for, one short line each."""
    ways = [
        f"{categories.get(way.category, way.category)}, {' or '.join(duration(minutes) for minutes in way.durations)}"
        for way in need.ways
    ]
    often = how_often_words(need) + (f", up to {need.times_per_day} times a day" if need.times_per_day > 1 else "")
    lines = [" – or: ".join(ways), often[:1].upper() + often[1:], _sentence(windows_words(need.windows))]
    if need.preferred:
        lines.append(f"Best: {windows_words(need.preferred)}")
    if need.workers_at_once > 1:
        lines.append(f"{need.workers_at_once} people at once")
    if need.skills:
        lines.append(f"Knows about {listed(need.skills)}")
    if need.gap_minutes:
        lines.append(f"At least {duration(need.gap_minutes)} between two visits on a day")
    if need.named_task:
        lines.append(f"A short visit for a named task: {tasks.get(need.named_task, need.named_task)}")
    return lines


def wish_words(content: AnyWish, names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """The wish in one line. `names`: of what it is about, by id; `titles`: of needs, by id."""
    match content:
        case BanWish():
            return f"Never: {names.get(content.target_id, content.target_id)}"
        case LikeWish():
            more = "More of" if content.weight > 0 else "Rather not"
            return f"{more}: {names.get(content.target_id, content.target_id)}"
        case MaxPeopleWish():
            return f"At most {count_of(content.count, 'different person', 'different people')} in a week"
        case WorkerWish():
            return _worker_words(content, titles)
        case GapWish():
            first, second = (titles.get(need_id, "a need that is removed") for need_id in content.need_ids)
            return f"At least {duration(content.minutes)} between “{first}” and “{second}”"
        case LimitWish():
            return f"At most {content.capacity} {content.name} in a week"


def help_words(row: ArrangementView, categories: Mapping[str, str]) -> list[str]:
    """What is given already, when, and until when it is agreed."""
    return [
        listed([categories.get(category, category) for category in row.categories]),
        _sentence(slots_words(row.availability)),
        f"At most {duration(row.max_weekly_minutes)} a week",
    ]


def _worker_words(content: WorkerWish, titles: Mapping[str, str]) -> str:
    strength = "must be" if content.attribute == "gender" else "must be someone who"
    if not content.is_must:
        strength = "is best" if content.attribute == "gender" else "is best someone who"
    about = [f"“{titles[need_id]}”" for need_id in content.need_ids if need_id in titles]
    scope = f" for {listed(about)}" if about else ""
    return f"Who comes {strength}: {ATTRIBUTES[content.attribute]}{content.value}{scope}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
