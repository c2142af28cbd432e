"""How a published price catalogue is read: which column is what, and what its words mean, from seeds/catalogues."""

import re
from functools import cache
from typing import Literal

import msgspec

from brokerage.bulk.hours import parse_hours
from brokerage.domain.errors import Invalid, NotFound, Problem
from brokerage.domain.price_caps import CapKind
from brokerage.domain.rulepacks import Rulepack, Rules, load_rulepack, seeds_path

CatalogueUnit = Literal["hour", "item", "day", "week", "month", "year"]
ALWAYS = "Mon-Sun 00:00-24:00"


class BandEnding(Rules, frozen=True):
    """How an item's name ends, and the bands that its price is for."""

    ending: str
    bands: tuple[str, ...]


class CategoryRule(Rules, frozen=True):
    """A pattern of "support category | registration group | name", its category, and when that is usually sold."""

    matches: str
    category: str
    hours: str = ALWAYS


class CatalogueProfile(Rules, frozen=True):
    """One kind of catalogue. `columns`: our name -> heading; `extras`: names of what is only added to another item."""

    schema: Literal["brokerage-catalogue-1"]
    id: str
    title: str
    rulepack: str
    columns: dict[str, str]
    units: dict[str, CatalogueUnit]
    kinds: dict[str, CapKind]
    bands: tuple[BandEnding, ...]
    categories: tuple[CategoryRule, ...]
    extras: str = "$^"

    def pack(self) -> Rulepack:
        """The rules of the place that the catalogue is for."""
        return load_rulepack(self.rulepack)

    def regions(self) -> tuple[str, ...]:
        """The price columns."""
        caps = self.pack().price_caps
        return caps.regions if caps else ()

    def split_name(self, name: str) -> tuple[str, tuple[str, ...]]:
        """The service and the bands of an item's name."""
        for ending in self.bands:
            if name.endswith(ending.ending):
                is_own_service = ending.bands == (self.pack().sleep_in.band,)
                return name if is_own_service else name.removesuffix(ending.ending), ending.bands
        return name, ()

    def category_of(self, code: str, group_code: str, name: str) -> CategoryRule:
        """The first rule that matches."""
        text = f"{code.partition('_')[0]}|{group_code}|{name}"
        return next(rule for rule in self.categories if re.search(rule.matches, text))


def profile_names() -> tuple[str, ...]:
    """The catalogues that can be read."""
    return tuple(sorted(path.stem for path in (seeds_path() / "catalogues").glob("*.toml")))


@cache
def load_profile(name: str) -> CatalogueProfile:
    """A profile by name. NotFound with the names there are; Invalid names the file and the key."""
    if name not in profile_names():
        raise NotFound(f"There is no catalogue profile called “{name}”. Choose one of: {', '.join(profile_names())}.")
    path = seeds_path() / "catalogues" / f"{name}.toml"
    try:
        profile = msgspec.toml.decode(path.read_bytes(), type=CatalogueProfile)
        known = {category.id for category in profile.pack().categories}
        re.compile(profile.extras)
        for rule in profile.categories:
            re.compile(rule.matches)
            parse_hours(rule.hours)
            if rule.category not in known:
                raise ValueError(f"categories: {profile.rulepack} has no category “{rule.category}”")
    except (msgspec.DecodeError, ValueError, re.error) as error:
        raise Invalid(f"{path.name}: {error}", problems=(Problem("", str(error)),)) from error
    return profile
