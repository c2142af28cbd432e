"""Public holidays of a place, with the day itself and its substitute kept apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from holidays import country_holidays

from brokerage.domain.rulepacks import Rulepack

OBSERVED = " (observed)"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A date that counts as a public holiday. `is_substitute`: a day off given because the day itself fell badly."""

    on: date
    name: str
    is_substitute: bool


def public_holidays(pack: Rulepack, years: Iterable[int]) -> tuple[Holiday, ...]:
    """The public holidays of whole years that the rulepack counts, in order of date."""
    found = country_holidays(
        pack.holidays.country, subdiv=pack.holidays.subdivision, years=list(years), language="en_US"
    )
    every = [Holiday(on, name.removesuffix(OBSERVED), name.endswith(OBSERVED)) for on, name in sorted(found.items())]
    return tuple(h for h in every if ("substitute" if h.is_substitute else "day") in pack.holidays.counts)
