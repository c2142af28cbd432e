"""How pages write money, times, durations and dates."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SYMBOLS = {"GBP": "£", "AUD": "A$", "EUR": "€", "USD": "$"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = 1440


def money(minor: int, currency: str = "GBP") -> str:
    """£1,234.50; whole amounts keep their pence, so that columns line up."""
    sign = "−" if minor < 0 else ""
    whole, part = divmod(abs(minor), 100)
    return f"{sign}{SYMBOLS.get(currency, currency + ' ')}{whole:,}.{part:02d}"


def clock_time(minute: int) -> str:
    """8am, 12:45pm, midnight; minutes after midnight, past 1440 on the next day."""
    hour, part = divmod(minute % DAY, 60)
    if part == 0 and hour in (0, 12):
        return "midnight" if hour == 0 else "noon"
    shown = hour % 12 or 12
    half = "am" if hour < 12 else "pm"
    return f"{shown}:{part:02d}{half}" if part else f"{shown}{half}"


def duration(minutes: int) -> str:
    """45 min, 1 hour, 2 hours 15 min."""
    hours, part = divmod(minutes, 60)
    words = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
    if part or not words:
        words.append(f"{part} min")
    return " ".join(words)


def day_date(day: date) -> str:
    """Monday 4 January 2027."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {day:%B %Y}"


def local_time(instant: datetime, zone: str = "Europe/London") -> str:
    """Monday 4 January 2027, 8:45am, where the client lives."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{day_date(local.date())}, {clock_time(local.hour * 60 + local.minute)}"


FILTERS = {
    "money": money,
    "clock_time": clock_time,
    "duration": duration,
    "day_date": day_date,
    "local_time": local_time,
}
