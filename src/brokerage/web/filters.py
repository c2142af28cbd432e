"""How pages write money, times, durations and dates."""

from datetime import datetime
from zoneinfo import ZoneInfo

from brokerage.domain.words import clock_time, day_date, duration, money


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
