"""The forms of offers and their prices: from views to fields and from fields to what the use cases take."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, get_args

from brokerage.domain.offers import OfferTerms
from brokerage.domain.rate_cards import UNIT_WORDS, BandRule, Prices
from brokerage.domain.rulepacks import Rulepack
from brokerage.optimizer.market import BlockDiscount, Rate, Unit
from brokerage.usecases.offer_views import CardView
from brokerage.web.forms import Form

Fields = dict[str, Any]
GRID_MINUTES = (30, 45, 60, 120)
USUAL_BANDS = ("weekday", "evening", "night", "saturday", "sunday", "public_holiday")
RULES = (
    ("share", "Each part at its own price", "A visit from 6:30pm to 7:30pm is half weekday, half evening."),
    ("start", "All at the price of the time it starts", ""),
    ("dearest", "All at the dearest price it touches", ""),
)
WORD_LISTS = ("areas", "skills", "languages", "tags")
ONE = "one"


def words_of(text: str) -> tuple[str, ...]:
    """"Old Town, harbour" as the market writes such words: old_town, harbour; each once."""
    words = ("_".join(word.lower().split()) for word in text.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def shown_words(words: Iterable[str]) -> str:
    """The words as people write them."""
    return ", ".join(word.replace("_", " ") for word in words)


def terms_fields(terms: OfferTerms) -> Fields:
    """The terms as form fields; weekly amounts in hours."""
    fields: Fields = {name: shown_words(getattr(terms, name)) for name in WORD_LISTS}
    for name in ("service", "category", "description", "headcount", "capacity_at_once", "notice_hours"):
        fields[name] = str(getattr(terms, name))
    for name in ("min_visit_minutes", "max_visit_minutes", "travel_minutes"):
        fields[name] = str(getattr(terms, name))
    fields["min_weekly_hours"] = _hours(terms.min_weekly_minutes) if terms.min_weekly_minutes else ""
    fields["max_weekly_hours"] = "" if terms.max_weekly_minutes is None else _hours(terms.max_weekly_minutes)
    fields["external_code"] = terms.external_code or ""
    fields["discount_hours"] = _hours(terms.discount.threshold_minutes) if terms.discount else ""
    fields["discount_percent"] = str(terms.discount.percent_off) if terms.discount else ""
    return fields


def terms_of_form(form: Form) -> OfferTerms:
    """The terms that the form asks for. Invalid with every field that can't be read."""
    terms = OfferTerms(
        service=form.text("service"),
        category=form.text("category"),
        description=form.text("description"),
        areas=words_of(form.text("areas")),
        skills=words_of(form.text("skills")),
        languages=words_of(form.text("languages")),
        tags=words_of(form.text("tags")),
        headcount=form.number("headcount", "Write how many people come: 0 (a place to go) to 50.", empty=1, high=50),
        capacity_at_once=form.number(
            "capacity_at_once", "Write how many visits you can do at once: 1 to 1,000.", low=1, high=1000, empty=1
        ),
        min_visit_minutes=form.number(
            "min_visit_minutes", "Write the shortest visit in minutes, such as 30.", empty=30, high=20160
        ),
        max_visit_minutes=form.number(
            "max_visit_minutes", "Write the longest visit in minutes, such as 120.", empty=1440, high=20160
        ),
        min_weekly_minutes=_weekly_minutes(form, "min_weekly_hours") or 0,
        max_weekly_minutes=_weekly_minutes(form, "max_weekly_hours"),
        travel_minutes=form.number("travel_minutes", "Write travel time in minutes: 0 to 240.", empty=0, high=240),
        notice_hours=form.number("notice_hours", "Write the notice in hours: 0 to 8,760.", empty=24, high=8760),
        discount=_discount(form),
        external_code=form.text("external_code") or None,
    )
    form.check()
    return terms


def bands_of(pack: Rulepack) -> list[tuple[str, str]]:
    """The rows of the price grid: the usual ones first, the sleeping night last."""
    names = pack.band_names()
    first = [band for band in USUAL_BANDS if band in names]
    return [(band, names[band]) for band in (*first, *(band for band in names if band not in first))]


def columns_of(card: CardView | None) -> tuple[int, ...]:
    """The visit lengths of the grid: the usual ones, and those that the present prices name."""
    named = {minutes for rate in card.rates if rate.unit == "hour" for minutes, _ in rate.points} if card else set()
    return tuple(sorted(named | set(GRID_MINUTES)))


def price_fields(card: CardView | None) -> Fields:
    """A card as form fields: `p-weekday-30` and `p-weekday-one`. No card: an empty grid by the hour."""
    if card is None:
        return {"unit": "hour", "band_rule": "share"}
    fields: Fields = {"unit": card.rates[0].unit if card.rates else "hour", "band_rule": card.band_rule}
    if card.travel_fee_minor:
        fields["travel_fee"] = _amount(card.travel_fee_minor)
    for rate in card.rates:
        for minutes, price in rate.points:
            column = minutes if rate.unit == "hour" else ONE
            fields[f"p-{rate.band}-{column}"] = _amount(price)
    return fields


def prices_of_form(form: Form, pack: Rulepack, columns: tuple[int, ...]) -> Prices:
    """The prices that the form asks for. Invalid with every amount that can't be read."""
    units: dict[str, Unit] = {unit: unit for unit in UNIT_WORDS}
    unit = units.get(form.text("unit") or "hour")
    if unit is None:
        form.refuse("unit", "Choose how it is sold from the list.")
        unit = "hour"
    rule = form.text("band_rule") or "share"
    if rule not in get_args(BandRule):
        form.refuse("band_rule", "Choose one of the answers.")
        rule = "share"
    rates = [rate for band, name in bands_of(pack) if (rate := _rate(form, band, name, unit, columns))]
    prices = Prices(
        rates=tuple(rates),
        band_rule=rule,  # type: ignore[arg-type]  # one of them, as checked above
        travel_fee_minor=form.money_minor("travel_fee", "Write the travel fee such as 2.50.", empty=0),
        valid_from=form.date("valid_from"),
        valid_to=form.date("valid_to"),
    )
    form.check()
    return prices


def _rate(form: Form, band: str, name: str, unit: Unit, columns: tuple[int, ...]) -> Rate | None:
    wanted: tuple[int | str, ...] = columns if unit == "hour" else (ONE,)
    points = []
    for column in wanted:
        field = f"p-{band}-{column}"
        if not form.text(field):
            continue
        amount = Form({field: form.text(field)})
        price = amount.money_minor(field)
        if amount.problems:
            form.refuse(f"rates/{band}", f"{name}: “{form.text(field)[:20]}” is not an amount. Write it such as 23.50.")
            continue
        points.append((column if isinstance(column, int) else 0, price))
    return Rate(band, unit, tuple(points)) if points else None


def _weekly_minutes(form: Form, name: str) -> int | None:
    text = form.text(name)
    if not text:
        return None
    try:
        minutes = Decimal(text) * 60
    except ArithmeticError:
        minutes = Decimal(-1)
    if not minutes.is_finite() or minutes != minutes.to_integral_value() or not 0 <= minutes <= 168 * 60:
        form.refuse(name, "Write hours a week such as 4 or 7.5, at most 168.")
        return None
    return int(minutes)


def _discount(form: Form) -> BlockDiscount | None:
    minutes = _weekly_minutes(form, "discount_hours")
    percent = form.text("discount_percent")
    if minutes is None and not percent:
        return None
    if minutes is None or not percent:
        empty = "discount_percent" if minutes else "discount_hours"
        form.refuse(empty, "Fill in both parts of the discount, or neither.")
        return None
    return BlockDiscount(minutes, form.number("discount_percent", "Write the discount as 1 to 100.", low=1, high=100))


def _hours(minutes: int) -> str:
    return f"{Decimal(minutes) / 60:f}".rstrip("0").rstrip(".") if minutes % 60 else str(minutes // 60)


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
