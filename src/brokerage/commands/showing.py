"""A proposal as plain text tables, for people."""

from datetime import date, timedelta

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from brokerage.optimizer import Brief, Market, Proposal, Reason, Tier, Visit

SIGNS = {"GBP": "£", "AUD": "$", "USD": "$", "EUR": "€"}


def show(market: Market, brief: Brief, proposal: Proposal) -> None:
    """Print the week, the choices, how far goals are met, the money, and what is proven."""
    console = Console(width=None if Console().is_terminal else 110, highlight=False)
    console.print(f"\n[bold]{escape(proposal.style.replace('_', ' ').capitalize())}[/bold]")
    console.print(_week(market, brief, proposal))
    for line in proposal.chosen:
        choice = next(c for c in brief.choices if c.id == line.choice_id)
        option = next(o for o in choice.options if o.id == line.option_id)
        console.print(escape(f"{choice.title}: {option.name} ({money(line.price_minor, brief.currency)})"))
    console.print(_goals(brief, proposal))
    for need, result in zip(brief.needs, proposal.needs, strict=True):
        if result.reasons or result.times < result.times_least:
            _say_short(console, f"{need.title}: {result.times} of {result.times_best} times", result.reasons)
    for purse, sums in zip(brief.purses, proposal.purses, strict=True):
        spent, left = money(sums.spent_minor, brief.currency), money(sums.left_minor, brief.currency)
        console.print(escape(f"{purse.name}: {spent} spent, {left} left."))
    people = "1 person comes" if proposal.people_count == 1 else f"{proposal.people_count} people come"
    console.print(f"{people}. {_proof(proposal)}")


def money(amount_minor: int, currency: str) -> str:
    """12345 of GBP as £123.45."""
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{sign}{amount_minor // 100:,}.{amount_minor % 100:02d}"


def clock(minute: int) -> str:
    """570 as 09:30; after midnight it begins anew."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _week(market: Market, brief: Brief, proposal: Proposal) -> Table:
    titles = {need.id: need.title or need.id for need in brief.needs}
    table = Table(box=None, pad_edge=False)
    for heading in ("Day", "Time", "What", "Who"):
        table.add_column(heading)
    table.add_column("Price", justify="right")
    first, shown = date.fromisoformat(brief.starts_on), None
    for visit in sorted(proposal.visits, key=lambda v: (v.day, v.start_minute)):
        day = (first + timedelta(days=visit.day)).strftime("%a %d %b")
        times = f"{clock(visit.start_minute)}-{clock(visit.start_minute + visit.duration_minutes)}"
        price = money(visit.price_minor, brief.currency)
        cells = ("" if day == shown else day, times, titles[visit.need_id], _who(market, brief, visit), price)
        table.add_row(*(escape(cell) for cell in cells))
        shown = day
    table.add_row("", "", "", "In all", money(proposal.cost_minor, brief.currency))
    return table


def _who(market: Market, brief: Brief, visit: Visit) -> str:
    offer = next((offer for offer in market.offers if offer.id == visit.offer_id), None)
    if offer is None:
        return next((own.who for own in brief.arrangements if own.id == visit.arrangement_id), "")
    provider = next((p.name for p in market.providers if p.id == offer.provider_id), offer.service)
    names = [worker.name for worker in offer.workers if worker.id in visit.worker_ids]
    return f"{' and '.join(names)}, {provider}" if names else f"{offer.service}, {provider}"


def _goals(brief: Brief, proposal: Proposal) -> Table:
    sentences = {goal.id: goal.sentence for goal in brief.goals}
    table = Table(box=None, pad_edge=False)
    table.add_column("Goal")
    table.add_column("Met", justify="right")
    for result in proposal.goals:
        table.add_row(escape(sentences[result.goal_id]), f"{result.attained_permille // 10} %")
    return table


def _say_short(console: Console, heading: str, reasons: tuple[Reason, ...]) -> None:
    console.print(escape(f"{heading}. {' '.join(reason.text for reason in reasons)}".strip()))


def _proof(proposal: Proposal) -> str:
    open_tiers = [tier for tier in proposal.tiers if tier.status != "optimal"]
    if not open_tiers:
        return "Nothing better exists: proven."
    words = [_name(tier) if tier.gap is None else f"{_name(tier)} (at most {tier.gap} better)" for tier in open_tiers]
    return f"Not proven to be best in: {', '.join(words)}."


def _name(tier: Tier) -> str:
    return tier.name.replace("_", " ")
