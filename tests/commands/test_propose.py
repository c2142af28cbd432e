"""`brokerage propose` and `brokerage schema` as typed, with the exit codes that scripts use."""

import json
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brokerage.cli import cli, main
from brokerage.optimizer import (
    BandWindow,
    Brief,
    Goal,
    Like,
    Market,
    Need,
    Offer,
    Pin,
    Provider,
    Purse,
    Rate,
    RateCard,
    Slot,
    Way,
    check,
)
from brokerage.optimizer.generate import generate_market
from brokerage.optimizer.generate_brief import generate_brief
from brokerage.optimizer.jsonio import dump, load_proposal

CARD = RateCard("c", (Rate("any", "hour", ((60, 2000),)),))
MARKET = Market(
    "GBP",
    (BandWindow("any", ("weekday", "saturday", "sunday", "public_holiday")),),
    (Provider("p", "Demo Care"),),
    (Offer("o", "p", "Care", "care", CARD, tuple(Slot(day, 480, 720) for day in range(7))),),
)
NEED = Need("up", "Getting up", "Help me up", ("g",), (Way("care", (60,)),), 3, 1, is_must=True)
BRIEF = Brief("b", "GBP", "2026-01-05", (Goal("g", "Live at home"),), (NEED,), purses=(Purse("all", "Budget", 7000),))


@pytest.fixture
def market_file(tmp_path: Path) -> Path:
    path = tmp_path / "market.json"
    path.write_bytes(dump(MARKET))
    return path


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)


def propose(market_file: Path, brief: Brief, *options: str) -> Result:
    return run("propose", "-", "--market", market_file, *options, stdin=dump(brief))


def test_a_plan_with_every_must_have_ends_with_0_and_reads_as_a_week(market_file: Path) -> None:
    result = propose(market_file, BRIEF)
    assert result.exit_code == 0
    for words in ("Jan", "08:00-09:00", "Getting up", "Demo Care", "£60.00", "£10.00 left", "Live at home", "100 %"):
        assert words in result.output
    assert "Nothing better exists: proven." in result.output


def test_json_is_the_proposal_and_nothing_else(market_file: Path) -> None:
    result = propose(market_file, BRIEF, "--json", "--seed", "7")
    proposal = load_proposal(result.stdout.encode())
    assert (proposal.status, proposal.seed, proposal.cost_minor) == ("optimal", 7, 6000)
    assert check(MARKET, BRIEF, proposal) == []


def test_alternatives_are_a_list_of_plans_of_other_kinds_and_none_is_a_list_of_one(market_file: Path) -> None:
    one = propose(market_file, BRIEF, "--json", "--alternatives", "2")
    assert [plan["style"] for plan in json.loads(one.stdout)] == ["balanced"]
    dear = replace(MARKET.offers[0], id="fine", rate_card=RateCard("d", (Rate("any", "hour", ((60, 2300),)),)))
    market_file.write_bytes(dump(replace(MARKET, offers=(*MARKET.offers, dear))))
    liked = replace(BRIEF, likes=(Like("like", "Them, please", "offer", "fine", 100),))
    two = propose(market_file, liked, "--json", "--alternatives", "4")
    assert [plan["style"] for plan in json.loads(two.stdout)] == ["balanced", "cheapest"]
    assert "Cheapest" in propose(market_file, liked, "--alternatives", "4").output


def test_a_missing_must_have_ends_with_1(market_file: Path) -> None:
    poor = replace(BRIEF, needs=(replace(NEED, times_least=3),), purses=(Purse("all", "Budget", 4000),))
    result = propose(market_file, poor)
    assert result.exit_code == 1
    assert "Getting up: 2 of 3 times. There is not enough money left for one more." in result.output


def test_a_pin_that_is_not_kept_ends_with_1(market_file: Path) -> None:
    result = propose(market_file, replace(BRIEF, pins=(Pin("keep", "up", 0, 1200),)))
    assert result.exit_code == 1


def test_no_plan_at_all_ends_with_3(market_file: Path) -> None:
    result = propose(market_file, replace(BRIEF, purses=()))
    assert result.exit_code == 3


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"{", "is not JSON"),
        (b'{"id":"b","currency":"GBP","starts_on":"2026-01-05","gaols":[]}', "$.gaols: is not a field here"),
        (dump(replace(BRIEF, needs=(replace(NEED, goal_ids=("x",)),))), "/needs/0/goal_ids/0: There is no goal x."),
        (dump(replace(BRIEF, currency="AUD")), "/currency: The brief counts in AUD"),
    ],
)
def test_a_bad_brief_ends_with_2_and_names_file_place_and_reason(
    market_file: Path, document: bytes, words: str
) -> None:
    path = market_file.parent / "brief.json"
    path.write_bytes(document)
    result = run("propose", path, "--market", market_file)
    assert result.exit_code == 2
    assert f"{path}: " in result.stderr
    assert words in result.stderr
    assert result.stdout == ""


def test_bad_usage_ends_with_2(market_file: Path) -> None:
    assert run("propose", "nowhere.json", "--market", market_file).exit_code == 2
    assert propose(market_file, BRIEF, "--time-limit", "0").exit_code == 2
    assert run("propos").exit_code == 2


def test_without_a_market_the_demo_town_is_used_and_its_absence_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = tmp_path / "seeds" / "markets" / "town.json"
    town.parent.mkdir(parents=True)
    town.write_bytes(dump(MARKET))
    monkeypatch.chdir(tmp_path)
    assert run("propose", "-", stdin=dump(BRIEF)).exit_code == 0


def test_the_exit_codes_are_in_the_help() -> None:
    help_text = run("propose", "--help").output
    for code in ("0", "1", "2", "3", "130"):
        assert f"\n {code} " in help_text


def test_ctrl_c_ends_with_130(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    market = generate_market("town", 1)
    (tmp_path / "market.json").write_bytes(dump(market))
    (tmp_path / "brief.json").write_bytes(dump(generate_brief(2, market)))
    arguments = ["brokerage", "propose", f"{tmp_path}/brief.json", "--market", f"{tmp_path}/market.json"]
    monkeypatch.setattr(sys, "argv", [*arguments, "--time-limit", "100"])
    timer = threading.Timer(1.5, signal.raise_signal, (signal.SIGINT,))
    timer.start()
    with pytest.raises(SystemExit) as ended:
        main()
    timer.join()
    assert ended.value.code == 130


@pytest.mark.parametrize("name", ["brief", "market", "proposal", "edits"])
def test_each_schema_is_printed_under_its_own_title(name: str) -> None:
    assert json.loads(run("schema", name).stdout)["title"] == f"brokerage {name}"


def test_an_unknown_schema_is_bad_usage() -> None:
    assert run("schema", "breif").exit_code == 2
