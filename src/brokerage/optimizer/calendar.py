"""From day numbers to dates, day kinds and bands: what every minute of a brief's horizon is sold as."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from brokerage.optimizer.brief import Brief
from brokerage.optimizer.market import DayKind, Market

DAY_MINUTES = 1440
DAYS_PER_WEEK = 7
SPARE_DAYS = 3
KIND_BY_WEEKDAY: tuple[DayKind, ...] = ("weekday", "weekday", "weekday", "weekday", "weekday", "saturday", "sunday")


def week_of(day: int) -> int:
    """The week a day index counts for in weekly minimums, maximums and discounts: seven days from `starts_on`."""
    return day // DAYS_PER_WEEK


class Calendar:
    """Dates and bands of a horizon. `day` is the index from `starts_on`; minutes run on past midnight (1500 on
    day 0 is 01:00 on day 1). A public holiday is one by its date, midnight to midnight, whatever the weekday.

    A band window that ends after 1440 belongs to the day it began on. Immutable but for its caches.
    """

    def __init__(self, market: Market, brief: Brief) -> None:
        self.starts_on = date.fromisoformat(brief.starts_on)
        self.day_count = brief.day_count
        self._holidays = frozenset(market.public_holidays)
        self._first_day = -1
        self.band_names: tuple[str, ...] = tuple(dict.fromkeys(window.band for window in market.bands))
        self._bands = self._minute_bands(market)
        self._counts = self._running_counts()
        self._mix_ids: dict[tuple[int, tuple[int, ...]], int] = {}
        self._mixes: list[tuple[int, tuple[int, ...]]] = []
        self._mixes_by_start: dict[tuple[int, int], NDArray[np.int32]] = {}
        self.prices_each: dict[tuple[int, int], object] = {}

    def date(self, day: int) -> str:
        """The ISO date of a day index."""
        return (self.starts_on + timedelta(days=day)).isoformat()

    def weekday(self, day: int) -> int:
        """0 (Monday) to 6."""
        return (self.starts_on.weekday() + day) % DAYS_PER_WEEK

    def kind(self, day: int) -> DayKind:
        """The day kind of a day index: public_holiday by date first, else by weekday."""
        return "public_holiday" if self.date(day) in self._holidays else KIND_BY_WEEKDAY[self.weekday(day)]

    def band_at(self, day: int, minute: int) -> str | None:
        """The band that holds at a minute; None where the market has no band for it."""
        index = int(self._bands[self._offset(day) + minute])
        return None if index < 0 else self.band_names[index]

    def band_minutes(self, day: int, start_minute: int, duration_minutes: int) -> dict[str | None, int]:
        """Minutes of a visit in each band, in order of time; the key None counts minutes without a band."""
        _, counts = self.mix(self.mix_id(day, start_minute, duration_minutes))
        first = self._offset(day) + start_minute
        order = dict.fromkeys(self._bands[first : first + duration_minutes].tolist())
        return {(None if i < 0 else self.band_names[i]): counts[i] for i in order}

    def mix_id(self, day: int, start_minute: int, duration_minutes: int) -> int:
        """A number for 'starts in this band, has so many minutes in each': equal mixes cost the same."""
        first = self._offset(day) + start_minute
        counts = self._counts[:, first + duration_minutes] - self._counts[:, first]
        return self._intern(int(self._bands[first]), tuple(counts.tolist()))

    def mix(self, mix_id: int) -> tuple[int, tuple[int, ...]]:
        """The band index at the start and the minutes per band index (the last entry: without a band)."""
        return self._mixes[mix_id]

    def mix_ids(self, day: int, duration_minutes: int) -> NDArray[np.int32]:
        """`mix_id` for every start minute 0..2879 of a day, as an array indexed by the start. Cached."""
        key = (day, duration_minutes)
        if key not in self._mixes_by_start:
            self._mixes_by_start[key] = self._mix_ids_of(day, duration_minutes)
        return self._mixes_by_start[key]

    def _mix_ids_of(self, day: int, duration: int) -> NDArray[np.int32]:
        first = self._offset(day)
        starts = np.arange(first, min(first + 2 * DAY_MINUTES, len(self._bands) - duration))
        counts = self._counts[:, starts + duration] - self._counts[:, starts]
        rows = np.vstack([self._bands[starts][None, :], counts]).T
        changes = np.flatnonzero(np.any(rows[1:] != rows[:-1], axis=1)) + 1
        firsts = np.concatenate([[0], changes])
        ids = [self._intern(int(rows[i, 0]), tuple(rows[i, 1:].tolist())) for i in firsts]
        lengths = np.diff(np.concatenate([firsts, [len(rows)]]))
        return np.repeat(np.array(ids, dtype=np.int32), lengths)

    def _intern(self, start_band: int, counts: tuple[int, ...]) -> int:
        key = (start_band, counts)
        found = self._mix_ids.get(key)
        if found is None:
            found = self._mix_ids[key] = len(self._mixes)
            self._mixes.append(key)
        return found

    def _offset(self, day: int) -> int:
        return (day - self._first_day) * DAY_MINUTES

    def _minute_bands(self, market: Market) -> NDArray[np.int16]:
        days = self.day_count + SPARE_DAYS + 14 - self._first_day
        result = np.full(days * DAY_MINUTES, -1, dtype=np.int16)
        kinds = [self.kind(self._first_day + i) for i in range(days)]
        for window in reversed(market.bands):
            index = self.band_names.index(window.band)
            for i, kind in enumerate(kinds):
                if kind in window.day_kinds:
                    result[i * DAY_MINUTES + window.from_minute : i * DAY_MINUTES + window.to_minute] = index
        return result

    def _running_counts(self) -> NDArray[np.int32]:
        bands = len(self.band_names)
        hits = np.zeros((bands + 1, len(self._bands) + 1), dtype=np.int32)
        hits[self._bands, np.arange(1, len(self._bands) + 1)] = 1
        return np.cumsum(hits, axis=1, dtype=np.int32)
