"""The columns of an offers file: what each holds, how it is checked, which belong to the offer and which to a price."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from brokerage.domain.rulepacks import Rulepack
from brokerage.optimizer.market import UNITS

Kind = Literal["text", "words", "number", "money", "date", "hours"]
MOST_MINUTES = 14 * 1440
NUMBER = r"^[0-9]{1,6}$"
MONEY = r"^[£$€]?[0-9]{1,8}([.,][0-9]{1,2})?$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( 00:00:00(\.0+)?)?$"
BAND_RULES = ("share", "start", "dearest")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `of_price`: each row has its own; else the rows of one offer agree (blank: as the row before)."""

    name: str
    kind: Kind
    about: str
    is_required: bool = False
    of_price: bool = False


COLUMNS = (
    Column("code", "text", "Your own code for the offer. Rows with the same code are one offer.", is_required=True),
    Column("service", "text", "What the service is called.", is_required=True),
    Column("category", "text", "The kind of help, as the rules call it: personal_care …", is_required=True),
    Column("band", "text", "When the price holds: weekday, evening, night …", is_required=True, of_price=True),
    Column("unit", "text", "hour, visit, session, night, day, week or item.", is_required=True, of_price=True),
    Column("minutes", "number", "For unit hour: the length of visit that the price is for.", of_price=True),
    Column("price", "money", "The price for one worker: 27.50 or 27,50.", is_required=True, of_price=True),
    Column("provider", "text", "Whose offer it is, by id, where the file is not from one provider alone."),
    Column("currency", "text", "Three letters. Left out: that of the rules."),
    Column("description", "text", "A few plain sentences."),
    Column("areas", "words", "Where you go, with | between. Blank: everywhere."),
    Column("skills", "words", "What everyone who comes can do, with | between."),
    Column("languages", "words", "Languages, with | between."),
    Column("tags", "words", "Words that people may like or not, with | between."),
    Column("headcount", "number", "How many people come; 0: a place to go."),
    Column("capacity_at_once", "number", "How many visits you can do at the same time."),
    Column("min_visit_minutes", "number", "The shortest visit."),
    Column("max_visit_minutes", "number", "The longest visit."),
    Column("min_weekly_minutes", "number", "The least you do in a week for one person."),
    Column("max_weekly_minutes", "number", "The most you do in a week for one person."),
    Column("travel_minutes", "number", "Time kept free before and after a visit."),
    Column("travel_fee", "money", "Added to each visit, for each worker."),
    Column("notice_hours", "number", "How long before a visit it can be booked."),
    Column("band_rule", "text", "What a visit over two bands costs: share, start or dearest."),
    Column("valid_from", "date", "First day of the prices, such as 2027-04-05."),
    Column("valid_to", "date", "Last day of the prices."),
    Column("discount_from_minutes", "number", "From so many minutes a week every visit is cheaper …"),
    Column("discount_percent", "number", "… by so many percent."),
    Column("availability", "hours", "When you can come: Mon-Fri 07:00-22:00; Sat 08:00-12:00."),
    Column("sessions", "hours", "For groups and centres: the exact times. A visit is one of them."),
)
BY_NAME = {column.name: column for column in COLUMNS}
REASONS: dict[Kind, str] = {
    "number": "Write a whole number, without letters, from 0 to 999999.",
    "money": "Write an amount such as 27.50, without thousands marks.",
    "date": "Write a date such as 2027-04-05.",
}
PATTERNS: dict[Kind, str] = {"number": NUMBER, "money": MONEY, "date": DATE}


def is_malformed(column: Column) -> pl.Expr:
    """True where a value that is there does not look as its kind must."""
    filled = pl.col(column.name) != ""
    if column.kind == "date":
        parsed = pl.col(column.name).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
        return filled & (~pl.col(column.name).str.contains(DATE) | parsed.is_null())
    return filled & ~pl.col(column.name).str.contains(PATTERNS[column.kind])


def allowed_values(pack: Rulepack) -> dict[str, tuple[str, ...]]:
    """The columns that hold one of a few words, and which."""
    return {
        "category": tuple(category.id for category in pack.categories),
        "band": tuple(pack.band_names()),
        "unit": UNITS,
        "band_rule": BAND_RULES,
        "currency": (pack.currency,),
    }


def minor_units(column: str) -> pl.Expr:
    """An amount as whole minor units, by its digits alone; null where blank."""
    digits = pl.col(column).str.replace_all(r"[£$€]", "").str.replace(",", ".", literal=True)
    whole = digits.str.extract(r"^([0-9]+)", 1).cast(pl.Int64)
    part = digits.str.extract(r"\.([0-9]{1,2})$", 1).fill_null("").str.pad_end(2, "0").cast(pl.Int64)
    return whole * 100 + part


def whole_number(column: str) -> pl.Expr:
    """A whole number; null where blank."""
    return pl.when(pl.col(column) != "").then(pl.col(column)).cast(pl.Int64)
