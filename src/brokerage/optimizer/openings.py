"""When a carer may start: availability, absences and sessions as bit masks of start times per day."""

from collections.abc import Iterable, Sequence
from math import gcd

from brokerage.optimizer.brief import Brief, Window
from brokerage.optimizer.calendar import DAY_MINUTES, Calendar
from brokerage.optimizer.market import Absence, Market, Slot

Span = tuple[int, int]


def unit_minutes(market: Market, brief: Brief) -> int:
    """The greatest step that every possible start is a multiple of: the grid, sessions and pinned starts."""
    unit: int = brief.grid_minutes
    wanted = {way.category for need in brief.needs for way in need.ways}
    for offer in market.offers:
        if offer.sessions and offer.category in wanted:
            unit = gcd(unit, *(slot.from_minute for slot in offer.sessions))
            unit = gcd(unit, *(slot.from_minute for absence in offer.absences for slot in absence.slots))
    for pin in brief.pins:
        unit = gcd(unit, pin.start_minute or 0)
    return unit


def slots_on(calendar: Calendar, day: int, slots: Sequence[Slot], absences: Sequence[Absence]) -> Sequence[Slot]:
    """The slots that begin on a day index, absences applied (the first that covers the date wins)."""
    if absences:
        today = calendar.date(day)
        for absence in absences:
            if absence.from_date <= today <= absence.to_date:
                slots = absence.slots
                break
    weekday = calendar.weekday(day)
    return [slot for slot in slots if slot.weekday == weekday]


def spans(calendar: Calendar, slots: Sequence[Slot], absences: Sequence[Absence] = ()) -> tuple[Span, ...]:
    """Availability over the horizon as merged half-open spans of minutes from its first midnight.

    The day before the horizon counts too: a night slot of it reaches into the first morning.
    """
    found: list[Span] = []
    for day in range(-1, calendar.day_count + 2):
        base = day * DAY_MINUTES
        found.extend((base + s.from_minute, base + s.to_minute) for s in slots_on(calendar, day, slots, absences))
    return merged(found)


def merged(found: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that touch or overlap joined into one."""
    result: list[list[int]] = []
    for begin, end in sorted(found):
        if result and begin <= result[-1][1]:
            result[-1][1] = max(result[-1][1], end)
        elif begin < end:
            result.append([begin, end])
    return tuple((begin, end) for begin, end in result)


def intersected(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, ...]:
    """The minutes that both hold."""
    found = [(max(a, c), min(b, d)) for a, b in first for c, d in second if max(a, c) < min(b, d)]
    return tuple(sorted(found))


class StartMasks:
    """Start times of a day as bits of an integer: bit i is minute i * unit. 2,000 candidates cost microseconds each."""

    def __init__(self, calendar: Calendar, unit: int, grid: int) -> None:
        self.calendar = calendar
        self.unit = unit
        self.bits = DAY_MINUTES // unit
        self.on_grid = sum(1 << i for i in range(0, self.bits, grid // unit))

    def between(self, first_minute: int, last_minute: int) -> int:
        """Starts from `first_minute` to `last_minute`, both included, cut to the day."""
        low = max(0, -(-first_minute // self.unit))
        high = min(self.bits - 1, last_minute // self.unit)
        return 0 if high < low else (1 << (high + 1)) - (1 << low)

    def within(self, day: int, available: Sequence[Span], duration: int) -> int:
        """Starts on a day whose visit lies wholly inside one of the spans."""
        base = day * DAY_MINUTES
        mask = 0
        for begin, end in available:
            if begin < base + DAY_MINUTES and end - duration >= base:
                mask |= self.between(begin - base, end - duration - base)
        return mask

    def windows(self, day: int, windows: Sequence[Window], duration: int) -> int:
        """Starts on a day whose visit lies wholly inside one of the windows."""
        weekday = self.calendar.weekday(day)
        mask = 0
        for window in windows:
            if weekday in window.weekdays:
                mask |= self.between(window.earliest_minute, window.latest_end_minute - duration)
        return mask

    def sessions(self, slots: Sequence[Slot], duration: int) -> int:
        """Starts of the sessions of a day that last exactly `duration`."""
        return self.exact(s.from_minute for s in slots if s.to_minute - s.from_minute == duration)

    def exact(self, minutes: Iterable[int]) -> int:
        """Just these starts, where they lie on the day."""
        mask = 0
        for minute in minutes:
            if 0 <= minute < DAY_MINUTES and minute % self.unit == 0:
                mask |= 1 << (minute // self.unit)
        return mask

    def minutes(self, mask: int) -> tuple[int, ...]:
        """The start minutes of a mask in rising order."""
        text = bin(mask)[:1:-1]
        return tuple(i * self.unit for i, bit in enumerate(text) if bit == "1")

