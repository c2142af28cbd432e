"""A published price catalogue: odd rows are kept and noted, wrong ones told, and lines cost what it says."""

from datetime import date
from typing import Any

import pytest

from brokerage.bulk.catalogue_market import market_from_catalogue
from brokerage.bulk.catalogue_profile import load_profile
from brokerage.bulk.price_catalogue import CatalogueFile, read_catalogue
from brokerage.domain.errors import NotFound
from brokerage.domain.price_caps import CapKind, CatalogueItem
from brokerage.domain.rulepacks import load_rulepack, seeds_path
from brokerage.optimizer import Brief, Params, check, propose
from brokerage.optimizer.calendar import Calendar
from brokerage.optimizer.jsonio import load_brief
from brokerage.optimizer.market import Market
from brokerage.optimizer.pricing import price_visit
from brokerage.optimizer.validate_market import validate_market
from tests.bulk.catalogues import DAILY, HEADINGS, LEGACY, LINES, catalogue, line

NDIS = load_profile("ndis")
MONDAY = date(2026, 11, 30)


def read(lines: list[list[Any]] = LINES) -> CatalogueFile:
    return read_catalogue(catalogue(lines), NDIS, "catalogue.xlsx")


def item(code: str) -> CatalogueItem:
    return next(found for found in read().items if found.code == code)


def market() -> Market:
    return market_from_catalogue(read().items, NDIS, "NSW", MONDAY)[0]


def test_every_row_of_every_sheet_is_read_whatever_its_oddities() -> None:
    found = read()
    assert found.errors == ()
    assert (found.rows, len(found.items)) == (len(LINES) + len(LEGACY), len(LINES) + len(LEGACY))


def test_dates_as_numbers_and_as_text_are_the_same_and_9999_means_no_end() -> None:
    assert item("01_002_0107_1_1").starts_on == item("01_011_0107_1_1").starts_on == date(2025, 7, 1)
    assert item("15_049_0128_1_3").starts_on == date(2025, 7, 1)
    assert item("01_002_0107_1_1").ends_on is None
    assert item("05_060000111_0135_1_2").ends_on == date(2026, 9, 30)


def test_the_heading_that_ends_in_a_full_stop_is_understood() -> None:
    assert "Short Notice Cancellations." in HEADINGS
    assert item("01_011_0107_1_1").may_charge_cancellation
    refused = read([line("01_011_0107_1_1", "A", cancel="N")])
    assert not refused.items[0].may_charge_cancellation


def test_an_item_number_that_is_a_word_is_kept_and_noted() -> None:
    (note,) = [note for note in read().notes if note.value == "Bereavement"]
    assert note.line == len(LINES) + 1
    assert item("Bereavement").category == "plan_management"


def test_thousands_are_read_and_a_decimal_comma_is_never_taken_for_them() -> None:
    assert read([line("01_045_0115_1_1", "A", "D", "2,178.57", remote=1)]).items[0].prices["NSW"] == 217857
    assert read([line("01_045_0115_1_1", "A", "D", "70,23", remote=1)]).errors[0].value == "70,23"


def test_kinds_of_price_are_told_apart() -> None:
    assert item("01_011_0107_1_1").kind is CapKind.LIMITED
    assert item("01_003_0107_1_1").kind is CapKind.QUOTED
    assert item("15_799_0107_1_3").kind is CapKind.AT_COST
    assert item("15_049_0128_1_3").kind is CapKind.OPEN
    assert item("05_060000111_0135_1_2").prices == {}


def test_prices_are_read_by_region_and_parts_of_a_cent_are_rounded_and_noted() -> None:
    prices = item("15_062_0128_3_3").prices
    assert (prices["NSW"], prices["Remote"]) == (18899, 26459)
    assert any(note.column.startswith("remote") and note.value == "264.586" for note in read().notes)


def test_lines_of_one_service_are_held_together_by_the_weekday_line() -> None:
    care = [found for found in read().items if found.service_code == "01_011_0107_1_1"]
    assert {bands for found in care for bands in found.bands} == {
        "weekday", "evening", "night", "saturday", "sunday", "public_holiday",
    }  # fmt: skip
    assert item("01_010_0107_1_1").bands == ("sleep_in",)


@pytest.mark.parametrize(
    ("bad", "column", "value"),
    [
        (line("01_011_0107_1_1", "A", "H", "70,23x"), "act", "70,23x"),
        (line("01_011_0107_1_1", "A", "H", "-1", remote=1), "act", "-1"),
        (line("01_011_0107_1_1", "A", "LIGHTYEAR"), "unit", "LIGHTYEAR"),
        (line("01_011_0107_1_1", "A", kind="Free"), "type", "Free"),
        (line("01_011_0107_1_1", "A", starts=20251301), "start_date", "20251301"),
        (line("01_011_0107_1_1", "A", starts=None), "start_date", ""),
        (line("", "A"), "support_item_number", ""),
    ],
)
def test_a_wrong_value_is_told_by_sheet_line_and_column_and_nothing_is_used(
    bad: list[Any], column: str, value: str
) -> None:
    bad[13:22] = [None] * 9 if column == "act" else bad[13:22]
    found = read([*LINES, bad])
    assert found.items == ()
    told = {(error.line, error.column, error.value) for error in found.errors}
    assert (len(LINES) + 2, f"{column} of sheet Current Support Items", value) in told


def test_an_item_twice_for_the_same_dates_is_told() -> None:
    (error,) = read([*LINES, line("01_011_0107_1_1", "Again")]).errors
    assert error.line == len(LINES) + 2
    assert "stands on line 3 too" in error.reason


def test_a_workbook_without_item_numbers_is_refused() -> None:
    found = read_catalogue(b"code,name\n1,2\n", NDIS, "a.csv")
    assert [error.column for error in found.errors] == ["support_item_number"]
    assert read_catalogue(b"junk", NDIS, "a.xlsx").errors[0].reason.startswith("This is not an Excel workbook")


def test_the_market_sells_at_the_published_prices_by_the_time_of_the_week() -> None:
    sold = market()
    assert [problem for problem in validate_market(sold) if not problem.is_warning] == []
    offers = {offer.id: offer for offer in sold.offers}
    calendar = Calendar(sold, Brief("b", "AUD", MONDAY.isoformat(), (), day_count=7))
    care = offers["ndis:01_011_0107_1_1"].rate_card
    times = ((0, 600), (0, 1260), (1, 120), (5, 600), (6, 600))
    found = [price_visit(care, calendar, day, start, 60) for day, start in times]
    assert found == [7023, 7738, 7881, 9883, 12743]
    assert price_visit(offers["ndis:01_010_0107_1_1"].rate_card, calendar, 0, 1320, 480) == 29760
    assert price_visit(offers["ndis:01_045_0115_1_1"].rate_card, calendar, 0, 0, 1440) == 70875
    assert price_visit(offers["ndis:15_610_0128_1_3"].rate_card, calendar, 0, 600, 60) == 15616


def test_public_holidays_cost_what_their_line_says() -> None:
    sold = market()
    (care,) = [offer.rate_card for offer in sold.offers if offer.id == "ndis:01_011_0107_1_1"]
    boxing_day = Calendar(sold, Brief("b", "AUD", "2026-12-28", ()))
    assert price_visit(care, boxing_day, 0, 600, 60) == 15603


def test_what_has_no_price_of_its_own_is_left_out_with_the_reason() -> None:
    _, skipped = market_from_catalogue(read().items, NDIS, "NSW", MONDAY)
    reasons = {found.code: found.reason for found in skipped}
    assert set(reasons) == {
        "01_003_0107_1_1", "04_599_0136_6_1", "15_799_0107_1_3", "15_049_0128_1_3", "Bereavement",
    }  # fmt: skip
    assert "by quote" in reasons["01_003_0107_1_1"]
    assert "on top of another" in reasons["04_599_0136_6_1"]


def test_a_remote_region_costs_more() -> None:
    remote, _ = market_from_catalogue(read().items, NDIS, "Remote", MONDAY)
    (care,) = [offer.rate_card for offer in remote.offers if offer.id == "ndis:01_011_0107_1_1"]
    assert {rate.band: rate.points for rate in care.rates}["weekday"] == ((60, 9832),)


def test_a_participant_s_package_costs_what_the_catalogue_says() -> None:
    community = [
        line("04_104_0125_6_1", "Access Community - Standard - Weekday Daytime", group=("0125", "Participation")),
        line("04_105_0125_6_1", "Access Community - Standard - Saturday", price=98.83, group=("0125", "Participation")),
        line("01_020_0120_1_1", "House Cleaning", price=58.03, group=("0120", "Household Tasks")),
        line("07_002_0106_8_3", "Support Coordination Level 2", price=100.14, group=("0106", "Coordination")),
    ]
    sold, _ = market_from_catalogue(read([*LINES, *community]).items, NDIS, "NSW", MONDAY)
    brief = load_brief((seeds_path() / "briefs" / "ndis-participant.json").read_bytes())
    proposal = propose(sold, brief, Params(time_limit_seconds=60, max_effort=1.0))
    assert check(sold, brief, proposal) == []
    hourly = {"mornings": {7023, 9883, 12743}, "sleepover": {29760}, "hands": {19399}, "job": {8006}}
    for need, prices in hourly.items():
        found = {
            visit.price_minor * (60 if need != "sleepover" else visit.duration_minutes) // visit.duration_minutes
            for visit in proposal.visits
            if visit.need_id == need and visit.offer_id
        }
        assert found <= prices, need
    assert {purse.name for purse in brief.purses} == {"Core", "Capacity Building"}
    assert all(purse.spent_minor > 0 for purse in proposal.purses)


def test_the_participant_s_purses_may_pay_what_the_rules_say() -> None:
    brief = load_brief((seeds_path() / "briefs" / "ndis-participant.json").read_bytes())
    kinds = {kind.name.lower(): set(kind.categories) for kind in load_rulepack("australia").purse_kinds}
    for purse in brief.purses:
        assert set(purse.categories) == kinds[purse.name.lower()]


def test_an_unknown_profile_says_which_there_are() -> None:
    with pytest.raises(NotFound, match="ndis"):
        load_profile("mars")


def test_the_same_group_and_name_under_another_category_is_another_service() -> None:
    twin = line("15_400_0107_1_3", "Assistance With Self-Care Activities - Standard - Weekday Daytime", group=DAILY)
    found = {found.code: found.service_code for found in read([*LINES, twin]).items}
    assert found["15_400_0107_1_3"] == "15_400_0107_1_3"
