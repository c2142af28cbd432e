"""How money, times and lists read in plain English, wherever a sentence is made."""

from collections.abc import Sequence
from datetime import date

SYMBOLS = {"GBP": "£", "AUD": "A$", "EUR": "€", "USD": "$"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY_MINUTES = 1440


def money(minor: int, currency: str = "GBP") -> str:
    """£1,234.50; whole amounts keep their pence, so that columns line up."""
    sign = "−" if minor < 0 else ""
    whole, part = divmod(abs(minor), 100)
    return f"{sign}{SYMBOLS.get(currency, currency + ' ')}{whole:,}.{part:02d}"


def clock_time(minute: int) -> str:
    """8am, 12:45pm, midnight; minutes after midnight, past 1440 on the next day."""
    hour, part = divmod(minute % DAY_MINUTES, 60)
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


def listed(words: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def count_of(number: int, noun: str, plural: str = "") -> str:
    """1 visit, 2 visits."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def is_plain(text: str) -> bool:
    """True if a text holds nothing that can't be shown or stored: no control characters but line breaks and tabs."""
    return all(sign.isprintable() or sign in "\n\r\t" for sign in text)
