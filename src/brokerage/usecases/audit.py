"""Adding to the audit, in the transaction of the deed itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, Subject
from brokerage.domain.audit import FIRST_HASH, AuditHead, AuditRow, chain_hash
from brokerage.ports.clock import Clock
from brokerage.store.audit import locked_head


def record(
    session: Session,
    actor: Actor | None,
    clock: Clock,
    action: str,
    subject: Subject,
    details: Mapping[str, Any] | None = None,
    *,
    was_allowed: bool = True,
) -> AuditRow:
    """Append one row. `details`: ids and figures only. The head row is locked until the transaction ends."""
    head = locked_head(session)
    row = AuditRow(
        sequence=head.sequence + 1,
        at=clock.now(),
        person_id=actor.person_id if actor else None,
        role=actor.role.value if actor else "",
        action=action,
        subject_kind=subject.kind,
        subject_id=subject.id,
        client_id=subject.client_id,
        organisation_id=subject.organisation_id or (actor.organisation_id if actor else None),
        was_allowed=was_allowed,
        details=dict(details or {}),
        previous_hash=head.hash,
    )
    row.hash = chain_hash(row)
    head.sequence, head.hash = row.sequence, row.hash
    session.add(row)
    return row


@dataclass(frozen=True, slots=True)
class PendingRead:
    """A look at care data, noted in a read-only request and written once it has ended."""

    actor: Actor
    action: str
    subject: Subject


def note_read(session: Session, actor: Actor, action: str, subject: Subject) -> None:
    """Remember that the actor saw the subject: the edge writes the rows after the read-only transaction."""
    session.info.setdefault("reads", []).append(PendingRead(actor, action, subject))


def pending_reads(session: Session) -> list[PendingRead]:
    """What was noted, each once, and forget it."""
    return list(dict.fromkeys(session.info.pop("reads", [])))


def broken_links(session: Session) -> list[str]:
    """What is wrong with the chain, in words; empty when every row is as it was written and none is missing."""
    faults: list[str] = []
    expected_hash, expected_sequence = FIRST_HASH, 1
    for row in session.scalars(select(AuditRow).order_by(AuditRow.sequence).execution_options(yield_per=1000)):
        if row.sequence != expected_sequence:
            faults.append(f"rows {expected_sequence} to {row.sequence - 1} are missing")
        if row.previous_hash != expected_hash:
            faults.append(f"row {row.sequence} does not follow from the row before it")
        if row.hash != chain_hash(row):
            faults.append(f"row {row.sequence} was changed")
        expected_hash, expected_sequence = row.hash, row.sequence + 1
    head = session.get(AuditHead, 1)
    if head is not None and (head.hash != expected_hash or head.sequence != expected_sequence - 1):
        faults.append(f"the chain ends at row {expected_sequence - 1}, but its head says {head.sequence}")
    return faults
