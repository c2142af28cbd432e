"""Weekly times as people write them in a cell: `Mon-Fri 09:00-17:00; Sat 10:00-12:30; Sun 22:00-07:00`."""

import re

from brokerage.optimizer.market import Slot

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STRETCH = re.compile(r"([a-z]{3})[a-z]*(?:\s*[-–]\s*([a-z]{3})[a-z]*)?\s+(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
EXAMPLE = "Mon-Fri 09:00-17:00; Sat 10:00-12:30"


def parse_hours(text: str) -> tuple[Slot, ...]:
    """Slots in order of the week. An end at or before its start is on the next day. ValueError says what to write."""
    slots: set[Slot] = set()
    for part in filter(None, (part.strip().lower() for part in text.split(";"))):
        found = STRETCH.fullmatch(part)
        if not found:
            raise ValueError(f"“{part[:40]}” can't be read. Write times like {EXAMPLE}.")
        first, last, *clock = found.groups()
        for weekday in _days(first, last or first):
            slots.add(_slot(weekday, *(int(number) for number in clock)))
    return tuple(sorted(slots, key=lambda slot: (slot.weekday, slot.from_minute)))


def _days(first: str, last: str) -> list[int]:
    if first not in DAYS or last not in DAYS:
        raise ValueError(f"“{first if first not in DAYS else last}” is not a weekday. Write times like {EXAMPLE}.")
    begin, end = DAYS.index(first), DAYS.index(last)
    return [day % 7 for day in range(begin, (end if end >= begin else end + 7) + 1)]


def _slot(weekday: int, from_hour: int, from_part: int, to_hour: int, to_part: int) -> Slot:
    if max(from_hour, to_hour) > 24 or max(from_part, to_part) > 59 or from_hour == 24:
        raise ValueError(f"There is no such time of day. Write times like {EXAMPLE}.")
    begin, end = 60 * from_hour + from_part, 60 * to_hour + to_part
    if end > 1440:
        raise ValueError(f"There is no such time of day. Write times like {EXAMPLE}.")
    return Slot(weekday, begin, end if end > begin else end + 1440)
