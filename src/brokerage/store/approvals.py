"""Queries about decisions on versions and about challenges."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from brokerage.domain.access import Actor
from brokerage.domain.approvals import Approval
from brokerage.domain.challenges import Challenge, ChallengeState
from brokerage.domain.people import Client
from brokerage.store.packages import within_reach


def decisions_on(session: Session, version_ids: Collection[str]) -> dict[str, list[Approval]]:
    """What was said to each version, earliest first."""
    query = select(Approval).where(Approval.version_id.in_(version_ids)).options(joinedload(Approval.recorder))
    found: dict[str, list[Approval]] = defaultdict(list)
    for approval in session.scalars(query.order_by(Approval.recorded_at, Approval.id)):
        found[approval.version_id].append(approval)
    return found


def challenges_for(
    session: Session, actor: Actor, package_id: str | None = None, *, only_open: bool = False
) -> list[Challenge]:
    """The challenges the actor may see, the ones due first on top."""
    query = select(Challenge).join(Client, Client.id == Challenge.client_id).where(within_reach(actor))
    if package_id is not None:
        query = query.where(Challenge.package_id == package_id)
    if only_open:
        query = query.where(Challenge.state == ChallengeState.OPEN)
    loaded = (joinedload(Challenge.client), joinedload(Challenge.version), joinedload(Challenge.asker))
    query = query.options(*loaded, selectinload(Challenge.messages)).order_by(Challenge.due_on, Challenge.id)
    return list(session.scalars(query))
