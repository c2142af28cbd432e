"""Rules that differ by place, read from a TOML file: bands, holidays, categories, needs points, money rules."""

import tomllib
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from brokerage.domain.errors import Invalid, NotFound, Problem
from brokerage.optimizer.market import BandWindow, DayKind

SOURCE_FOLDER = Path(__file__).resolve().parents[1]
DAY_MINUTES = 1440
Whole = Annotated[int, Meta(ge=0)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Minute = Annotated[int, Meta(ge=0, le=2 * DAY_MINUTES)]
Key = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file: every key is known, every value typed."""


class HolidayRules(Rules, frozen=True):
    """Whose public holidays, and whether the day itself, its substitute or both count."""

    country: str
    subdivision: str
    counts: tuple[Literal["day", "substitute"], ...]


class Band(Rules, frozen=True):
    """A stretch of the day that has its own price."""

    id: Key
    name: str
    day_kinds: Annotated[tuple[DayKind, ...], Meta(min_length=1)]
    from_minute: Minute = 0
    to_minute: Minute = DAY_MINUTES


class SleepIn(Rules, frozen=True):
    """A sleeping night: a rate kind of its own."""

    band: Key
    name: str
    from_minute: Minute
    to_minute: Minute
    wake_ups_included: Whole


class Category(Rules, frozen=True):
    """A kind of service, with the plain name people read."""

    id: Key
    name: str
    icon: str
    tags: tuple[str, ...]


class PointsDomain(Rules, frozen=True):
    """A part of life that needs are scored in."""

    id: Key
    name: str
    weight: Annotated[int, Meta(ge=1)]


class Knot(Rules, frozen=True):
    """A published point of the curve; `percentile` where it was calibrated."""

    points: Whole
    minor_per_week: Whole
    percentile: Percent | None = None


class PointsRules(Rules, frozen=True):
    """How needs become an indicative budget."""

    method: str
    contingency_percent: Percent
    minimum_reference_cases: Whole
    deducts_family_help_only_with_consent: bool
    levels: Annotated[tuple[str, ...], Meta(min_length=2)]
    domains: Annotated[tuple[PointsDomain, ...], Meta(min_length=1)]
    knots: Annotated[tuple[Knot, ...], Meta(min_length=2)]


class Reviews(Rules, frozen=True):
    """When a plan is looked at again."""

    first_within_months: Annotated[int, Meta(ge=1)]
    then_every_months: Annotated[int, Meta(ge=1)]


class Challenges(Rules, frozen=True):
    """How soon a question about a plan must be answered."""

    answer_within_days: Annotated[int, Meta(ge=1)]


class Contribution(Rules, frozen=True):
    """What a person with savings pays themselves."""

    lower_capital_minor: Whole
    upper_capital_minor: Whole
    tariff_step_minor: Annotated[int, Meta(ge=1)]
    tariff_minor_per_week: Whole
    counts_part_steps: bool
    is_charged_in_hospital: bool


class DirectPayments(Rules, frozen=True):
    """Money that people hold themselves."""

    is_net_of_contribution: bool
    reserve_weeks: Whole
    reclaims_above_reserve: bool


class MoneyRules(Rules, frozen=True):
    """Invoices, tax codes and how long records are kept."""

    vat_codes: Annotated[tuple[str, ...], Meta(min_length=1)]
    standard_vat_permille: Whole
    invoice_every_days: Annotated[int, Meta(ge=1)]
    invoice_due_days: Whole
    price_rise_notice_days: Whole
    statement_years: Whole
    receipt_years: Whole
    claim_rows_at_most: Whole | None = None


class Cancellation(Rules, frozen=True):
    """From how many hours before a visit it costs nothing to cancel, and what it costs after that."""

    free_above_hours: Whole
    charge_percent: Percent
    needs_item_to_allow_it: bool = False


class PayBasis(Rules, frozen=True):
    """What minutes are paid: as planned, as worked, or in bands."""

    kinds: tuple[Literal["planned", "actual", "banded"], ...]
    default: Literal["planned", "actual", "banded"]
    grace_minutes: Whole
    band_minutes: Annotated[int, Meta(ge=1)]
    minimum_minutes: Whole


class Travel(Rules, frozen=True):
    """The most travel time that a provider may charge."""

    paid_minutes_at_most: Whole
    paid_minutes_at_most_remote: Whole


class PriceCaps(Rules, frozen=True):
    """Price columns of a published catalogue."""

    regions: tuple[str, ...]
    default_region: str


class FundingPeriod(Rules, frozen=True):
    """How often money is released. Either whole months or days."""

    id: Key
    name: str
    months: Whole = 0
    days: Whole = 0
    rolls_forward: bool = False


class ManagementKind(Rules, frozen=True):
    """Who looks after the money."""

    id: Key
    name: str


class PurseKind(Rules, frozen=True):
    """Money that may pay only for some categories (none named: any)."""

    id: Key
    name: str
    categories: tuple[str, ...] = ()
    is_flexible: bool = False


class Rulepack(Rules, frozen=True):
    """The rules of one place. Money in minor units of `currency`, times in minutes after midnight."""

    schema: Literal["brokerage-rulepack-1"]
    id: Key
    title: str
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    time_zone: str
    language: str
    minimum_visit_minutes: Whole
    named_task_visit_minutes: Whole
    named_tasks: tuple[str, ...]
    sources: tuple[str, ...]
    holidays: HolidayRules
    bands: Annotated[tuple[Band, ...], Meta(min_length=1)]
    sleep_in: SleepIn
    categories: Annotated[tuple[Category, ...], Meta(min_length=1)]
    reviews: Reviews
    challenges: Challenges
    money: MoneyRules
    cancellation: Cancellation
    pay_basis: PayBasis
    funding_periods: tuple[FundingPeriod, ...]
    management_kinds: tuple[ManagementKind, ...]
    purse_kinds: tuple[PurseKind, ...]
    points: PointsRules | None = None
    contribution: Contribution | None = None
    direct_payments: DirectPayments | None = None
    travel: Travel | None = None
    price_caps: PriceCaps | None = None

    def category(self, category_id: str) -> Category:
        """A category by id; NotFound if the rulepack has none of that name."""
        for category in self.categories:
            if category.id == category_id:
                return category
        raise NotFound(f"The rules of {self.title} know no kind of service called “{category_id}”.")

    def band_windows(self) -> tuple[BandWindow, ...]:
        """The bands as a market takes them: the first that matches a minute wins."""
        return tuple(BandWindow(b.id, b.day_kinds, b.from_minute, b.to_minute) for b in self.bands)

    def band_names(self) -> dict[str, str]:
        """Band id to plain name, the sleeping night included."""
        return {band.id: band.name for band in self.bands} | {self.sleep_in.band: self.sleep_in.name}


def seeds_path() -> Path:
    """The folder of the data files: packed into the wheel, or beside the sources in a checkout."""
    packed = SOURCE_FOLDER / "_seeds"
    return packed if packed.is_dir() else SOURCE_FOLDER.parents[1] / "seeds"


def rulepack_names() -> tuple[str, ...]:
    """The rulepacks that come with the product."""
    return tuple(sorted(path.stem for path in (seeds_path() / "rulepacks").glob("*.toml")))


@cache
def load_rulepack(name: str) -> Rulepack:
    """A rulepack that comes with the product, by name. NotFound with the names there are."""
    if name not in rulepack_names():
        raise NotFound(f"There are no rules called “{name}”. Choose one of: {', '.join(rulepack_names())}.")
    return read_rulepack(seeds_path() / "rulepacks" / f"{name}.toml")


def read_rulepack(path: Path) -> Rulepack:
    """A rulepack from a file. Invalid names the file and each key that is wrong."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        pack = msgspec.convert(content, Rulepack)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise Invalid(f"{path.name}: {error}", problems=(Problem(_key_of(str(error)), str(error)),)) from error
    problems = tuple(_problems(pack))
    if problems:
        raise Invalid(f"{path.name}: {problems[0].pointer}: {problems[0].message}", problems=problems)
    return pack


def _key_of(message: str) -> str:
    """The key out of a message such as "Expected `int`, got `str` - at `$.bands[0].from_minute`"."""
    return message.rsplit("`$.", 1)[1].rstrip("`") if "`$." in message else ""


def _problems(pack: Rulepack) -> list[Problem]:
    found = []
    for key in ("categories", "funding_periods", "management_kinds", "purse_kinds"):
        found += _repeated(key, [row.id for row in getattr(pack, key)])
    known = {category.id for category in pack.categories}
    for i, purse in enumerate(pack.purse_kinds):
        missing = ", ".join(sorted(set(purse.categories) - known))
        if missing:
            found.append(Problem(f"purse_kinds[{i}].categories", f"not among the categories: {missing}"))
    found += _uncovered_days(pack)
    if pack.pay_basis.default not in pack.pay_basis.kinds:
        found.append(Problem("pay_basis.default", f"must be one of the kinds: {', '.join(pack.pay_basis.kinds)}"))
    if pack.contribution and pack.contribution.upper_capital_minor < pack.contribution.lower_capital_minor:
        found.append(Problem("contribution.upper_capital_minor", "must not be below lower_capital_minor"))
    if pack.price_caps and pack.price_caps.default_region not in pack.price_caps.regions:
        found.append(Problem("price_caps.default_region", "must be one of the regions"))
    return found + (_curve_problems(pack.points) if pack.points else [])


def _repeated(key: str, ids: list[str]) -> list[Problem]:
    return [Problem(f"{key}.id", f"“{name}” stands twice") for name, times in Counter(ids).items() if times > 1]


def _uncovered_days(pack: Rulepack) -> list[Problem]:
    kinds: tuple[Any, ...] = ("weekday", "saturday", "sunday", "public_holiday")
    found = []
    for kind in kinds:
        reached = 0
        for band in sorted((b for b in pack.bands if kind in b.day_kinds), key=lambda b: b.from_minute):
            if band.from_minute <= reached:
                reached = max(reached, band.to_minute)
        if reached < DAY_MINUTES:
            found.append(Problem("bands", f"no band covers minute {reached} of a {kind}"))
    return found


def _curve_problems(points: PointsRules) -> list[Problem]:
    found = _repeated("points.domains", [domain.id for domain in points.domains])
    for i, (before, after) in enumerate(pairwise(points.knots), start=1):
        if after.points <= before.points:
            found.append(Problem(f"points.knots[{i}].points", "must rise from knot to knot"))
        if after.minor_per_week < before.minor_per_week:
            found.append(Problem(f"points.knots[{i}].minor_per_week", "must never fall: more need, never less money"))
    if points.knots[0].points != 0:
        found.append(Problem("points.knots[0].points", "must start at 0"))
    return found
