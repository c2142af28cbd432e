"""A market at the published prices: what a catalogue's items would cost if everyone charged the most allowed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from brokerage.bulk.catalogue_profile import CatalogueProfile
from brokerage.bulk.hours import parse_hours
from brokerage.domain.holidays import public_holidays
from brokerage.domain.price_caps import ITEM_TAG, CapKind, CatalogueItem
from brokerage.domain.rulepacks import Rulepack
from brokerage.optimizer.market import Market, Offer, Provider, Rate, RateCard, Slot, Unit

NOTES = "{title}, {region}: at the published limits, not of real providers. {skipped} items can't be sold at a price."
SOLD_UNITS: dict[str, Unit] = {"hour": "hour", "item": "item", "day": "day", "week": "week"}
WHOLE_DAYS = tuple(Slot(day, 0, 1440) for day in range(7))
ITEM_MINUTES = 120
HOLIDAY_YEARS = 3


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that can't be sold at its price, and why."""

    code: str
    name: str
    reason: str


def market_from_catalogue(
    items: Sequence[CatalogueItem], profile: CatalogueProfile, region: str, on: date
) -> tuple[Market, tuple[Skipped, ...]]:
    """One provider per registration group, one offer per service, at the prices of a region on a date.

    The offer's id is `profile:service code`; its tag `item:<service code>` says which caps hold for it.
    """
    pack = profile.pack()
    current = [item for item in items if item.holds_on(on)]
    skipped = tuple(Skipped(i.code, i.name, reason) for i in current if (reason := _why_not(i, region)))
    left_out = {item.code for item in skipped}
    services: dict[str, list[CatalogueItem]] = {}
    for item in current:
        if item.code not in left_out:
            services.setdefault(item.service_code, []).append(item)
    groups = {item.group_code: item.group_name for lines in services.values() for item in lines}
    providers = tuple(Provider(f"{profile.id}:{code}", f"{name} (price guide)") for code, name in groups.items())
    offers = tuple(_offer(profile, pack, code, lines, region) for code, lines in services.items())
    holidays = public_holidays(pack, range(on.year, on.year + HOLIDAY_YEARS))
    notes = NOTES.format(title=profile.title, region=region, skipped=len(skipped))
    dates = tuple(holiday.on.isoformat() for holiday in holidays)
    return Market(pack.currency, pack.band_windows(), providers, offers, dates, notes=notes), skipped


def _why_not(item: CatalogueItem, region: str) -> str:
    if item.is_extra:
        return "It is only charged on top of another item."
    if item.kind is CapKind.QUOTED:
        return "The price is agreed by quote."
    if item.kind is CapKind.AT_COST:
        return "It is paid at cost, counted in single dollars."
    if not item.prices.get(region):
        return f"There is no price for {region}."
    return "" if item.unit in SOLD_UNITS else f"It is sold by the {item.unit}."


def _offer(
    profile: CatalogueProfile, pack: Rulepack, code: str, lines: Sequence[CatalogueItem], region: str
) -> Offer:
    first = lines[0]
    rates = _rates(pack, lines, region)
    is_night = {rate.band for rate in rates} == {pack.sleep_in.band}
    card = RateCard(f"{profile.id}:{code}:rates", rates, valid_from=first.starts_on.isoformat())
    offer = Offer(
        id=f"{profile.id}:{code}", provider_id=f"{profile.id}:{first.group_code}", service=first.service,
        category=first.category, rate_card=_until(card, lines), availability=parse_hours(first.hours),
        min_visit_minutes=pack.minimum_visit_minutes, tags=(f"{ITEM_TAG}{code}",),
    )  # fmt: skip
    if first.unit == "day":
        return replace(offer, availability=(), sessions=WHOLE_DAYS)
    if is_night:
        return replace(offer, min_visit_minutes=pack.sleep_in.to_minute - pack.sleep_in.from_minute)
    if first.unit in ("item", "week"):
        return replace(offer, headcount=0, min_visit_minutes=0, max_visit_minutes=ITEM_MINUTES)
    return offer


def _rates(pack: Rulepack, lines: Sequence[CatalogueItem], region: str) -> tuple[Rate, ...]:
    """A rate per band. Hourly items that name no time have the same price at every time."""
    rates = []
    for item in lines:
        if item.bands == (pack.sleep_in.band,):
            rates.append(Rate(pack.sleep_in.band, "night", ((0, item.prices[region]),)))
            continue
        unit = SOLD_UNITS[item.unit]
        points = (((60 if unit == "hour" else 0), item.prices[region]),)
        rates += [Rate(band, unit, points) for band in item.bands or _any_time(pack, unit)]
    order = list(pack.band_names())
    return tuple(sorted({rate.band: rate for rate in rates}.values(), key=lambda rate: order.index(rate.band)))


def _any_time(pack: Rulepack, unit: Unit) -> Iterable[str]:
    return dict.fromkeys(band.id for band in pack.bands) if unit in ("hour", "day") else ("weekday",)


def _until(card: RateCard, lines: Sequence[CatalogueItem]) -> RateCard:
    """All lines must hold: the latest start, the earliest end."""
    ends = [item.ends_on for item in lines if item.ends_on]
    begins = max(item.starts_on for item in lines)
    return replace(card, valid_from=begins.isoformat(), valid_to=min(ends).isoformat() if ends else None)
