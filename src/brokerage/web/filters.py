"""How pages write money, times, durations and dates."""

from datetime import datetime
from zoneinfo import ZoneInfo

from brokerage.domain.words import clock_time, day_date, duration, money
from brokerage.usecases.package_views import LineView


def local_time(instant: datetime, zone: str = "Europe/London") -> str:
    """Monday 4 January 2027, 8:45am, where the client lives."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{day_date(local.date())}, {clock_time(local.hour * 60 + local.minute)}"


WEIGHTS = ((0, "Not now"), (20, "A little"), (40, "Somewhat"), (60, "Quite a lot"), (80, "A lot"), (100, "Most of all"))


def first_word(text: str) -> str:
    """Amina of Amina Yusuf: what fits in a small space."""
    return text.split(" ", 1)[0]


def undoubled(who: str) -> str:
    """Beata Vennside, where somebody works for themselves and would be named twice."""
    name, _, provider = who.partition(", ")
    return name if provider.startswith(name) else who


def short_who(visit: LineView) -> str:
    """Who comes, in as few letters as people still know them by: Amina + Ben, Carol, Kingfisher Day."""
    if visit.worker_names:
        return " + ".join(first_word(name) for name in visit.worker_names)
    if visit.is_own_help:
        return visit.who.split(",", 1)[0]
    return " ".join(visit.who.split()[:2])


def sentence(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def weights(current: int) -> list[tuple[int, str]]:
    """How much something can matter, in words; the present weight stands among them even if it is none of the usual."""
    usual = dict(WEIGHTS)
    nearest = min(usual, key=lambda value: abs(value - current))
    return [(current if value == nearest else value, words) for value, words in WEIGHTS]


FILTERS = {
    "money": money,
    "clock_time": clock_time,
    "duration": duration,
    "day_date": day_date,
    "local_time": local_time,
    "first_word": first_word,
    "short_who": short_who,
    "sentence": sentence,
    "undoubled": undoubled,
    "weights": weights,
}
