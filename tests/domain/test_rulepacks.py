"""Rulepacks that come with the product, and what a mistake in one says."""

from datetime import date
from pathlib import Path

import pytest

from brokerage.domain.errors import Invalid, NotFound
from brokerage.domain.holidays import public_holidays
from brokerage.domain.rulepacks import load_rulepack, read_rulepack, rulepack_names, seeds_path
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.calendar import Calendar
from brokerage.optimizer.market import Market

ENGLAND = (seeds_path() / "rulepacks" / "england.toml").read_text(encoding="utf-8")


def spoilt(folder: Path, old: str, new: str) -> Path:
    assert old in ENGLAND
    path = folder / "mine.toml"
    path.write_text(ENGLAND.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["england", "australia"])
def test_every_minute_of_every_kind_of_day_has_a_band(name: str) -> None:
    pack = load_rulepack(name)
    market = Market(pack.currency, pack.band_windows(), (), (), public_holidays=("2026-11-30",))
    calendar = Calendar(market, Brief("b", pack.currency, "2026-11-30", (), day_count=7))
    assert all(calendar.band_at(day, minute) for day in range(7) for minute in range(0, 1440, 15))


def test_the_rulepacks_that_come_with_the_product_are_england_and_australia() -> None:
    assert rulepack_names() == ("australia", "england")
    assert load_rulepack("england").category("job_coach").name == "Job coach"


def test_an_unknown_rulepack_says_which_there_are() -> None:
    with pytest.raises(NotFound, match=r"“mars”.*australia, england"):
        load_rulepack("mars")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("to_minute = 420", "to_minute = 300", r"mine\.toml: bands: no band covers minute 300 of a weekday"),
        ("minor_per_week = 22600", "minor_per_week = 100", r"points\.knots\[3\]\.minor_per_week: must never fall"),
        ("points = 66", "points = 48", r"points\.knots\[3\]\.points: must rise"),
        ("free_above_hours = 24", "free_above_hours = 'a day'", r"mine\.toml: Expected `int`.*cancellation"),
        ("grace_minutes = 5", "grace_minuets = 5", r"mine\.toml: .*grace_minuets"),
        ('id = "personal_assistant"', 'id = "personal_care"', r"categories\.id: “personal_care” stands twice"),
        ('["assistive_technology"]', '["gold"]', r"purse_kinds\[4\]\.categories: not among the categories: gold"),
        ('default = "planned"', 'default = "banded"\nkind = 1', r"mine\.toml: .*kind"),
        ("upper_capital_minor = 2325000", "upper_capital_minor = 1", r"contribution\.upper_capital_minor"),
        ('currency = "GBP"', 'currency = "GBP', r"mine\.toml: .*line"),
    ],
)
def test_a_mistake_names_the_file_and_the_key(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        read_rulepack(spoilt(tmp_path, old, new))


def test_a_holiday_and_its_substitute_are_two_dates() -> None:
    found = {h.on: h for h in public_holidays(load_rulepack("england"), [2027])}
    assert not found[date(2027, 12, 25)].is_substitute
    assert found[date(2027, 12, 27)].is_substitute
    assert found[date(2027, 12, 27)].name == "Christmas Day"


def test_a_place_can_count_only_the_day_itself(tmp_path: Path) -> None:
    pack = read_rulepack(spoilt(tmp_path, '["day", "substitute"]', '["day"]'))
    assert date(2027, 12, 27) not in {h.on for h in public_holidays(pack, [2027])}
    assert date(2027, 12, 25) in {h.on for h in public_holidays(pack, [2027])}


def test_australian_days_count_in_their_own_state() -> None:
    assert date(2027, 1, 26) in {h.on for h in public_holidays(load_rulepack("australia"), [2027])}
