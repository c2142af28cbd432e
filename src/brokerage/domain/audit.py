"""Who did what, when and why: rows that are only ever added, each chained to the one before."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from brokerage.domain.base import Base, UtcDateTime

FIRST_HASH = "0" * 64


class AuditRow(Base):
    """One deed or denial. `details` holds ids and figures, never free text about a person's care."""

    __tablename__ = "audit_rows"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[str | None] = mapped_column(String(64), index=True)
    role: Mapped[str] = mapped_column(String(20), default="")
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(64), index=True)
    client_id: Mapped[str | None] = mapped_column(String(64), index=True)
    organisation_id: Mapped[str | None] = mapped_column(String(64), index=True)
    was_allowed: Mapped[bool] = mapped_column(default=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The last link of the chain, one row: locked while a row is added, so that the chain never forks."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


def chain_hash(row: AuditRow) -> str:
    """SHA-256 over every column but the hash itself, in a fixed order."""
    content = [
        row.sequence, row.at.isoformat(), row.person_id, row.role, row.action, row.subject_kind, row.subject_id,
        row.client_id, row.organisation_id, row.was_allowed, row.details, row.previous_hash,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
