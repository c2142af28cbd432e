"""What a funder pays for: one row a client, figures only."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.domain.budgets import Budget, BudgetState
from brokerage.domain.packages import Package, PackageVersion, VersionState
from brokerage.domain.people import Client


@dataclass(frozen=True, slots=True)
class FundedClient:
    """A client by reference, with the money and the plan's cost a week, in minor units. No name, no story."""

    client_id: str
    reference: str
    currency: str
    starts_on: date | None
    ends_on: date | None
    total_minor: int
    contingency_minor: int
    is_final: bool
    approved_weekly_minor: int | None
    drafted_weekly_minor: int | None


def funded_clients(session: Session, funder_id: str) -> list[FundedClient]:
    """Everyone whose budget the funder pays, by reference."""
    clients = session.scalars(select(Client).where(Client.funder_id == funder_id).order_by(Client.reference)).all()
    ids = [client.id for client in clients]
    budgets = {
        budget.client_id: budget
        for budget in session.scalars(
            select(Budget).where(Budget.client_id.in_(ids), Budget.ended_at.is_(None)).order_by(Budget.starts_on)
        )
    }
    approved, drafted = _weekly_costs(session, ids)
    return [_row(client, budgets.get(client.id), approved.get(client.id), drafted.get(client.id)) for client in clients]


def _weekly_costs(session: Session, client_ids: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    query = (
        select(Package.client_id, PackageVersion.state, PackageVersion.cost_minor)
        .join(PackageVersion, PackageVersion.package_id == Package.id)
        .where(
            Package.client_id.in_(client_ids),
            (PackageVersion.state == VersionState.APPROVED) | (PackageVersion.id == Package.head_version_id),
        )
        .order_by(PackageVersion.made_at)
    )
    approved: dict[str, int] = {}
    drafted: dict[str, int] = {}
    for client_id, state, cost_minor in session.execute(query):
        (approved if state is VersionState.APPROVED else drafted)[client_id] = cost_minor
    return approved, drafted


def _row(client: Client, budget: Budget | None, approved: int | None, drafted: int | None) -> FundedClient:
    return FundedClient(
        client_id=client.id,
        reference=client.reference,
        currency=client.currency,
        starts_on=budget.starts_on if budget else None,
        ends_on=budget.ends_on if budget else None,
        total_minor=budget.total_minor if budget else 0,
        contingency_minor=budget.contingency_minor if budget else 0,
        is_final=budget is not None and budget.state is BudgetState.FINAL,
        approved_weekly_minor=approved,
        drafted_weekly_minor=drafted,
    )
