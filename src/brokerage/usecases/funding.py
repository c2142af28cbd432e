"""What a funder sees: budgets and what plans cost, by reference, never a person's story."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, Subject
from brokerage.domain.budgets import weekly_minor
from brokerage.domain.errors import NotFound
from brokerage.domain.people import Organisation
from brokerage.store.funding import FundedClient, funded_clients
from brokerage.usecases.access import require


@dataclass(frozen=True, slots=True)
class FundingRow:
    """One funded client a week, in minor units. `used_permille`: the plan's share of the money, None without either."""

    client: FundedClient
    weekly_minor: int | None
    used_permille: int | None


@dataclass(frozen=True, slots=True)
class FundingView:
    """A funder's page: the rows and their sums a week, per currency."""

    funder_name: str
    rows: tuple[FundingRow, ...]
    budgets_weekly_minor: dict[str, int]
    approved_weekly_minor: dict[str, int]
    without_plan: int


def see_funding(session: Session, actor: Actor) -> FundingView:
    """Everyone the actor's organisation pays for."""
    require(actor, "funder.see", Subject("funder", actor.organisation_id or ""))
    funder = session.get(Organisation, actor.organisation_id or "")
    if funder is None:
        raise NotFound()
    rows = tuple(_row(client) for client in funded_clients(session, funder.id))
    return FundingView(
        funder_name=funder.name,
        rows=rows,
        budgets_weekly_minor=_sums([(row.client.currency, row.weekly_minor or 0) for row in rows]),
        approved_weekly_minor=_sums([(row.client.currency, row.client.approved_weekly_minor or 0) for row in rows]),
        without_plan=sum(row.client.approved_weekly_minor is None for row in rows),
    )


def _row(client: FundedClient) -> FundingRow:
    weekly = None
    if client.starts_on and client.ends_on:
        weekly = weekly_minor(client.total_minor, client.starts_on, client.ends_on)
    planned = client.approved_weekly_minor
    used = 1000 * planned // weekly if weekly and planned is not None else None
    return FundingRow(client, weekly, used)


def _sums(amounts: Sequence[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for currency, amount in amounts:
        sums[currency] = sums.get(currency, 0) + amount
    return dict(sorted(sums.items()))
