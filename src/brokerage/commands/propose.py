"""`brokerage propose`: the best package for a brief, proven or with its gap."""

import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import rich_click as click
from rich.console import Console

from brokerage.commands.showing import show
from brokerage.optimizer import Brief, CheckFailed, Market, Params, Progress, Proposal, propose
from brokerage.optimizer.alternatives import alternatives as other_kinds
from brokerage.optimizer.attainment import must_haves_wanted
from brokerage.optimizer.jsonio import BadInput, dump, load_brief, load_market
from brokerage.optimizer.problems import Problem
from brokerage.optimizer.validate_brief import validate_brief
from brokerage.optimizer.validate_market import validate_market

ALL_MET, MUST_HAVES_UNMET, BAD_INPUT, NO_PLAN, INTERRUPTED = 0, 1, 2, 3, 130
DEMO_MARKET = Path("seeds", "markets", "town.json")
INPUT = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
T = TypeVar("T")


HELP = """Propose the package that does most of what matters, within the budget. BRIEF.json may be - for standard input.

\b
Exit codes:
  0    a plan with every must-have
  1    a plan, but a must-have or something that was to be kept is missing
  2    the command or a file is wrong: file, place and reason are named
  3    no plan at all
  130  interrupted
"""


class BadFile(click.ClickException):
    """A file that can't be used."""

    exit_code = BAD_INPUT


@click.command("propose", help=HELP)
@click.argument("brief_file", metavar="BRIEF.json", type=INPUT)
@click.option("--market", "market_file", type=INPUT, help="What can be bought. Default: the demo town.")
@click.option("--alternatives", type=click.IntRange(0, 4), default=0, help="Also up to so many plans of other kinds.")
@click.option("--json", "is_json", is_flag=True, help="Print the proposal as JSON; with --alternatives a list of them.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help="Same seed, same plan.")
@click.option("--time-limit", type=click.FloatRange(0.01), default=30.0, show_default=True, help="Seconds to look for.")
def command(
    brief_file: Path, market_file: Path | None, alternatives: int, is_json: bool, seed: int, time_limit: float
) -> None:
    """See HELP."""
    market_path = market_file or _demo_market()
    market = _read(market_path, load_market)
    brief = _read(brief_file, load_brief)
    _refuse(market_path, validate_market(market))
    _refuse(brief_file, validate_brief(brief, market))
    try:
        proposals = _solve(market, brief, Params(seed=seed, time_limit_seconds=time_limit), alternatives)
    except CheckFailed as error:
        click.echo(f"No plan: {error}", err=True)
        sys.exit(NO_PLAN)
    if is_json:
        click.echo(dump(proposals if alternatives else proposals[0], indent=2))
    else:
        for proposal in proposals:
            show(market, brief, proposal)
    sys.exit(exit_code(brief, proposals[0]))


def exit_code(brief: Brief, proposal: Proposal) -> int:
    """0: every must-have is met; 1: one is not, or a pin is not kept; 3: there is nothing in the plan, though
    something was wanted.
    """
    met = next((tier.value for tier in proposal.tiers if tier.name == "must_haves"), 0)
    lost_pin = any(reason.code == "pin_not_kept" for need in proposal.needs for reason in need.reasons)
    if met < must_haves_wanted(brief) or lost_pin:
        return MUST_HAVES_UNMET if proposal.visits or proposal.chosen else NO_PLAN
    wanted = any(need.times_best for need in brief.needs) or bool(brief.choices)
    return NO_PLAN if wanted and not proposal.visits and not proposal.chosen else ALL_MET


def _demo_market() -> Path:
    package = Path(__file__).parents[1]
    places = (Path.cwd() / DEMO_MARKET, package.parents[1] / DEMO_MARKET, package / "_seeds" / "markets" / "town.json")
    for place in places:
        if place.is_file():
            return place
    raise click.UsageError(f"There is no demo market here ({DEMO_MARKET}): name a market with --market MARKET.json.")


def _read(path: Path, load: Callable[[bytes], T]) -> T:
    try:
        return load(sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes())
    except BadInput as error:
        raise BadFile(f"{path}: {error.path}: {error.reason}") from error
    except OSError as error:
        raise BadFile(f"{path}: can't be read: {error.strerror}") from error


def _refuse(path: Path, problems: list[Problem]) -> None:
    for problem in problems:
        if problem.is_warning:
            click.echo(f"Note: {path}: {problem.pointer}: {problem.message}", err=True)
    faults = [problem for problem in problems if not problem.is_warning]
    if faults:
        raise BadFile("\n".join(f"{path}: {problem.pointer}: {problem.message}" for problem in faults))


def _solve(market: Market, brief: Brief, params: Params, count: int) -> list[Proposal]:
    """Solve beside the main thread, which stays free to hear Ctrl-C."""
    cancel = threading.Event()
    found: list[Proposal] = []
    failed: list[BaseException] = []
    console = Console(stderr=True)
    with console.status("Looking for the best plan") as status:

        def tell(progress: Progress) -> None:
            status.update(f"Looking for the best plan: {progress.stage}, {progress.elapsed_ms / 1000:.1f} s")

        def work() -> None:
            try:
                found.extend(_proposals(market, brief, params, tell, cancel, count))
            except BaseException as error:
                failed.append(error)

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        try:
            while worker.is_alive():
                worker.join(0.1)
        except KeyboardInterrupt:
            cancel.set()
            worker.join(2)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            raise
    if failed:
        raise failed[0]
    return found


def _proposals(
    market: Market,
    brief: Brief,
    params: Params,
    tell: Callable[[Progress], None],
    cancel: threading.Event,
    count: int,
) -> list[Proposal]:
    params = replace(params, on_progress=tell, cancel=cancel)
    best = propose(market, brief, params)
    return [best, *(other_kinds(market, brief, best, count, params) if count else ())]
