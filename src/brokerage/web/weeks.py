"""A week as a page draws it: parts of the day, in each a row per need with a cell per day."""

from dataclasses import dataclass
from datetime import date

from brokerage.domain.words import WEEKDAYS, clock_time, count_of, listed
from brokerage.usecases.package_views import DayView, LineView, SeriesView, WeekView

# (first minute, key, words, icon), in the order of a day; what starts before the first is night.
PARTS = (
    (6 * 60, "morning", "Morning", "sunrise"),
    (11 * 60 + 30, "midday", "Midday", "utensils"),
    (14 * 60, "afternoon", "Afternoon", "sun"),
    (17 * 60, "evening", "Evening", "sunset"),
    (21 * 60 + 30, "night", "Night", "moon"),
)
DAY_MINUTES = 1440
# So many letters of "every weekday at 8am, Amina" are still quicker to read than a summary of them.
WORDS_MOST = 95
WEEK = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row has on one day; `visits` is empty where it has nothing."""

    day: int
    date: date
    name: str
    visits: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The visits of one need in one part of the day. `series` says them in words; money for the whole horizon."""

    key: str
    need_id: str
    title: str
    because: str
    icon: str
    series: tuple[SeriesView, ...]
    visits: tuple[LineView, ...]
    cells: tuple[Cell, ...]
    total_minor: int
    pinned_count: int

    @property
    def words(self) -> tuple[str, ...]:
        """Its series in words where they are few and short, else the days, times and number of people in one line."""
        own_words = tuple(series.words for series in self.series)
        if len("; ".join(own_words)) <= WORDS_MOST and not any(series.exceptions for series in self.series):
            return own_words
        starts = sorted({visit.start_minute or 0 for visit in self.visits})
        times = clock_time(starts[0]) if len(starts) == 1 else f"{clock_time(starts[0])} to {clock_time(starts[-1])}"
        people = {name for visit in self.visits for name in visit.worker_names or (visit.who,)}
        return (f"{self._days()} at {times}, {count_of(len(people), 'person', 'people')}",)

    def _days(self) -> str:
        names = [cell.name for cell in self.cells if cell.visits]
        if len(names) == len(self.cells):
            return "Every day"
        if len(self.cells) == WEEK and set(names) == set(WEEKDAYS[:5]):
            return "Every weekday"
        free = [cell.name for cell in self.cells if not cell.visits]
        if len(self.cells) == WEEK and len(free) == 1:
            return f"Every day but {free[0]}"
        return listed(list(dict.fromkeys(names)))

    @property
    def durations(self) -> tuple[int, ...]:
        """The lengths its visits have, shortest first."""
        return tuple(sorted({visit.duration_minutes for visit in self.visits}))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day with its rows."""

    key: str
    name: str
    icon: str
    rows: tuple[Row, ...]


def part_key(start_minute: int) -> str:
    """The key of the part of the day in which a visit starts."""
    minute = start_minute % DAY_MINUTES
    return next((key for first, key, _, _ in reversed(PARTS) if minute >= first), "night")


def parts_of(week: WeekView) -> tuple[Part, ...]:
    """The parts of the day that have visits, in order."""
    lines = {line.visit_id: line for day in week.days for line in day.lines}
    groups: dict[tuple[str, str], list[SeriesView]] = {}
    for series in week.series:
        groups.setdefault((part_key(series.start_minute), series.need_id), []).append(series)
    parts = []
    for _, key, name, icon in PARTS:
        rows = tuple(_row(key, found, lines, week.days) for (part, _), found in groups.items() if part == key)
        if rows:
            parts.append(Part(key, name, icon, rows))
    return tuple(parts)


def _row(part: str, found: list[SeriesView], lines: dict[str, LineView], days: tuple[DayView, ...]) -> Row:
    first = found[0]
    visits = tuple(lines[visit_id] for series in found for visit_id in series.visit_ids)
    cells = tuple(
        Cell(day.day, day.date, day.name, tuple(visit for visit in visits if visit.day == day.day)) for day in days
    )
    return Row(
        key=f"{part}-{first.need_id}",
        need_id=first.need_id,
        title=first.title,
        because=first.because,
        icon=first.icon,
        series=tuple(found),
        visits=tuple(sorted(visits, key=lambda visit: (visit.day or 0, visit.start_minute or 0))),
        cells=cells,
        total_minor=sum(series.total_minor for series in found),
        pinned_count=sum(visit.is_pinned for visit in visits),
    )
