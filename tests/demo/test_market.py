"""The made-up market: big enough, the same each time, marked as demo data, priced like the published lists."""

from statistics import median

import pytest

from brokerage.demo.lean import market_json
from brokerage.demo.market import generate_market
from brokerage.demo.town import load_town
from brokerage.domain.rulepacks import load_rulepack, seeds_path
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.calendar import Calendar
from brokerage.optimizer.jsonio import load_market
from brokerage.optimizer.market import Market
from brokerage.optimizer.pricing import price_visit
from brokerage.optimizer.validate_market import validate_market


@pytest.fixture(scope="module")
def town() -> Market:
    return generate_market("town")


def hourly_prices(market: Market, category: str, minutes: int = 60) -> list[int]:
    calendar = Calendar(market, Brief("b", market.currency, "2026-11-30", ()))
    found = [
        price_visit(offer.rate_card, calendar, 0, 600, minutes) for offer in market.offers if offer.category == category
    ]
    return [price for price in found if price is not None]


def test_the_town_has_at_least_60_providers_and_400_offers(town: Market) -> None:
    assert len(town.providers) >= 60
    assert len(town.offers) >= 400


def test_the_county_has_at_least_5000_offers_and_the_small_market_under_100() -> None:
    assert len(generate_market("county").offers) >= 5000
    assert 50 <= len(generate_market("small").offers) < 100


def test_the_same_seed_gives_the_same_market_and_another_seed_another(town: Market) -> None:
    assert generate_market("town") == town
    assert generate_market("town", seed=7) != town


def test_the_committed_town_is_the_generated_one(town: Market) -> None:
    committed = (seeds_path() / "markets" / "town.json").read_bytes()
    assert committed == market_json(town), "run `brokerage seed --write seeds`"
    assert len(committed) < 2_000_000
    assert load_market(committed) == town


def test_every_provider_and_the_market_itself_are_marked_as_demo_data(town: Market) -> None:
    assert all(provider.name.endswith("(demo)") for provider in town.providers)
    assert "Demo data" in town.notes


def test_the_market_has_no_problem_that_the_solver_would_name(town: Market) -> None:
    assert [problem for problem in validate_market(town) if not problem.is_warning] == []


def test_every_category_of_the_rules_is_on_sale_and_no_other(town: Market) -> None:
    categories = {category.id for category in load_rulepack("england").categories}
    assert {offer.category for offer in town.offers} == categories


def test_every_area_has_several_providers_of_care_at_home(town: Market) -> None:
    for area in load_town().areas:
        sellers = {o.provider_id for o in town.offers if o.category == "personal_care" and area in o.areas}
        assert len(sellers) >= 5, area


def test_an_hour_of_care_at_home_costs_about_what_councils_pay(town: Market) -> None:
    assert 2300 <= median(hourly_prices(town, "personal_care")) <= 2900


def test_a_half_hour_costs_more_than_half_an_hour(town: Market) -> None:
    hours, halves = hourly_prices(town, "personal_care"), hourly_prices(town, "personal_care", minutes=30)
    assert all(2 * half > hour for hour, half in zip(hours, halves, strict=True))


def test_a_sleeping_night_is_one_price_and_costs_less_than_a_waking_one(town: Market) -> None:
    calendar = Calendar(town, Brief("b", town.currency, "2026-11-30", ()))
    nights = {
        category: [
            price_visit(offer.rate_card, calendar, 0, 1320, 540) or 0
            for offer in town.offers
            if offer.category == category
        ]
        for category in ("night_sleep_in", "night_waking")
    }
    assert 9_500 <= median(nights["night_sleep_in"]) <= 13_000
    assert 18_000 <= median(nights["night_waking"]) <= 24_000


def test_a_person_works_for_one_provider_only(town: Market) -> None:
    employers: dict[str, set[str]] = {}
    for offer in town.offers:
        for worker in offer.workers:
            employers.setdefault(worker.id, set()).add(offer.provider_id)
    assert all(len(found) == 1 for found in employers.values())
