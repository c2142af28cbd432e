"""Times as people choose them: parts of the day, or from a time to a time, on some days; and back again."""

from collections.abc import Iterable

from brokerage.domain.drafts import SlotDraft, WindowDraft
from brokerage.optimizer.brief import Window
from brokerage.optimizer.market import Slot

DAY_MINUTES = 1440
ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)
DAYS = (("0", "Mon"), ("1", "Tue"), ("2", "Wed"), ("3", "Thu"), ("4", "Fri"), ("5", "Sat"), ("6", "Sun"))
PARTS: dict[str, tuple[int, int]] = {
    "morning": (420, 720),
    "midday": (690, 840),
    "afternoon": (720, 1020),
    "evening": (1020, 1320),
    "night": (1320, 1860),
}
PART_WORDS = (
    ("morning", "Morning, 7am to noon"),
    ("midday", "Midday, 11:30am to 2pm"),
    ("afternoon", "Afternoon, noon to 5pm"),
    ("evening", "Evening, 5pm to 10pm"),
    ("night", "Night, 10pm to 7am"),
)
WHOLE_DAY = (0, DAY_MINUTES)


def stretches(parts: Iterable[str], earliest: int | None, latest: int | None) -> list[tuple[int, int]]:
    """From-to in minutes: the exact time where one is given, else the parts (joined where they touch), else all day.

    An exact time that ends before it begins goes past midnight.
    """
    if earliest is not None or latest is not None:
        first, last = earliest or 0, DAY_MINUTES if latest is None else latest
        return [(first, last if last > first else last + DAY_MINUTES)]
    joined: list[tuple[int, int]] = []
    for first, last in sorted(PARTS[part] for part in parts if part in PARTS):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined or [WHOLE_DAY]


def windows_of(times: list[tuple[int, int]], days: tuple[int, ...]) -> tuple[WindowDraft, ...]:
    """A window on those days for each stretch."""
    return tuple(WindowDraft(weekdays=days, earliest_minute=first, latest_end_minute=last) for first, last in times)


def slots_of(times: list[tuple[int, int]], days: tuple[int, ...]) -> tuple[SlotDraft, ...]:
    """A slot on each of those days for each stretch."""
    return tuple(SlotDraft(weekday=day, from_minute=first, to_minute=last) for day in days for first, last in times)


def fields_of_windows(windows: Iterable[Window]) -> dict[str, object] | None:
    """The form fields that give these windows, or None where no form could say them."""
    listed = list(windows)
    days = tuple(sorted(set(listed[0].weekdays))) if listed else ALL_DAYS
    if any(tuple(sorted(set(window.weekdays))) != days for window in listed):
        return None
    return _fields([(window.earliest_minute, window.latest_end_minute) for window in listed], days)


def fields_of_slots(slots: Iterable[Slot]) -> dict[str, object] | None:
    """The form fields that give these slots, or None where no form could say them."""
    by_day: dict[int, list[tuple[int, int]]] = {}
    for slot in slots:
        by_day.setdefault(slot.weekday, []).append((slot.from_minute, slot.to_minute))
    times = [sorted(day) for day in by_day.values()]
    if not times or any(day != times[0] for day in times):
        return None
    return _fields(times[0], tuple(sorted(by_day)))


def _fields(times: list[tuple[int, int]], days: tuple[int, ...]) -> dict[str, object] | None:
    chosen: dict[str, object] = {"weekdays": [str(day) for day in days], "windows": [], "earliest": "", "latest": ""}
    times = sorted(set(times))
    if times == [WHOLE_DAY]:
        return chosen
    parts = [part for part, (first, last) in PARTS.items() if any(a <= first and last <= b for a, b in times)]
    if parts and stretches(parts, None, None) == times:
        return chosen | {"windows": parts}
    if len(times) == 1 and times[0][1] - times[0][0] <= DAY_MINUTES:
        return chosen | {"earliest": _clock(times[0][0]), "latest": _clock(times[0][1])}
    return None


def _clock(minute: int) -> str:
    if minute == DAY_MINUTES:
        return "24:00"
    return f"{minute % DAY_MINUTES // 60:02d}:{minute % 60:02d}"
