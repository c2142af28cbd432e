"""The chosen, edited set of visits: a package, its versions that never change, and the rules between states."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.domain.base import ID_LENGTH, Base, UtcDateTime, enum_column, id_column
from brokerage.domain.errors import Conflict
from brokerage.domain.people import Client, Person, Role
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.proposal import Proposal


class VersionState(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    SENT = "sent"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    SUPERSEDED = "superseded"


class VersionAction(StrEnum):
    """What can happen to a version."""

    SEND = "send"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    SUPERSEDE = "supersede"


# (state, action) -> state. What is not here is refused.
TRANSITIONS: dict[tuple[VersionState, VersionAction], VersionState] = {
    (VersionState.DRAFT, VersionAction.SEND): VersionState.SENT,
    (VersionState.SENT, VersionAction.APPROVE): VersionState.APPROVED,
    (VersionState.SENT, VersionAction.SEND_BACK): VersionState.SENT_BACK,
    (VersionState.SENT, VersionAction.SUPERSEDE): VersionState.SUPERSEDED,
    (VersionState.APPROVED, VersionAction.SUPERSEDE): VersionState.SUPERSEDED,
}
OPEN_STATES = (VersionState.DRAFT, VersionState.SENT)
APPROVED_COLUMNS = (
    "visit_id", "need_id", "title", "because", "day", "start_minute", "duration_minutes", "workers_at_once",
    "category", "service", "offer_id", "provider_id", "provider_name", "workers", "arrangement_id",
    "price_minor", "paid_by",
)  # fmt: skip
STATE_WORDS = {
    VersionState.DRAFT: "a draft",
    VersionState.SENT: "waiting for a yes",
    VersionState.APPROVED: "approved",
    VersionState.SENT_BACK: "sent back",
    VersionState.SUPERSEDED: "replaced by a later version",
}
ACTION_WORDS = {
    VersionAction.SEND: "sent",
    VersionAction.APPROVE: "approved",
    VersionAction.SEND_BACK: "sent back",
    VersionAction.SUPERSEDE: "replaced",
}


class Package(Base):
    """One client's package from a start date. `head_version_id` is the version people see and change."""

    __tablename__ = "packages"
    id: Mapped[str] = id_column("pkg")
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    starts_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Not a foreign key: versions point at their package, and tables that point at each other can't be made in one go.
    head_version_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    last_number: Mapped[int] = mapped_column(default=0)
    client: Mapped[Client] = relationship()


class PackageVersion(Base):
    """One state of a package. Its content never changes; `state`, `stale_reason` and `name` may.

    `brief`, `proposal` and `edits` are JSON text of the optimizer's types; `said_brief` is the brief as the
    conversation gave it, before any edit. `what` says in words how it differs from its parent. `content_hash`
    covers all that is approved.
    """

    __tablename__ = "package_versions"
    __table_args__ = (UniqueConstraint("package_id", "number"),)
    id: Mapped[str] = id_column("ver")
    package_id: Mapped[str] = mapped_column(ForeignKey("packages.id"), index=True)
    number: Mapped[int]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("package_versions.id"), index=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    what: Mapped[str] = mapped_column(String(500))
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made_as: Mapped[Role] = enum_column(Role)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[VersionState] = enum_column(VersionState, default=VersionState.DRAFT, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stale_reason: Mapped[str] = mapped_column(String(500), default="")
    stale_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edits: Mapped[str] = mapped_column(Text, default="[]")
    said_brief: Mapped[str] = mapped_column(Text)
    brief: Mapped[str] = mapped_column(Text)
    proposal: Mapped[str] = mapped_column(Text)
    market_revision: Mapped[str] = mapped_column(String(80), default="")
    cost_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    content_hash: Mapped[str] = mapped_column(String(64))
    package: Mapped[Package] = relationship()
    maker: Mapped[Person] = relationship()
    lines: Mapped[list["PackageLine"]] = relationship(
        order_by="PackageLine.position", back_populates="version", cascade="all, delete-orphan"
    )


class PackageLine(Base):
    """One visit, or one option taken of a choice (`day` and `start_minute` empty). Names are kept as they were.

    `provider_id` is the organisation in this house, where the provider is one; `workers` and `paid_by` are lists of
    `{"id", "name"}` and `{"purse_id", "name", "amount_minor"}`.
    """

    __tablename__ = "package_lines"
    __table_args__ = (UniqueConstraint("version_id", "visit_id"),)
    id: Mapped[str] = id_column("lin")
    version_id: Mapped[str] = mapped_column(ForeignKey("package_versions.id"), index=True)
    position: Mapped[int]
    visit_id: Mapped[str] = mapped_column(String(200))
    need_id: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    because: Mapped[str] = mapped_column(String(2000))
    day: Mapped[int | None]
    start_minute: Mapped[int | None]
    duration_minutes: Mapped[int] = mapped_column(default=0)
    workers_at_once: Mapped[int] = mapped_column(default=1)
    category: Mapped[str] = mapped_column(String(200), default="")
    service: Mapped[str] = mapped_column(String(300), default="")
    offer_id: Mapped[str | None] = mapped_column(String(200), index=True)
    provider_id: Mapped[str | None] = mapped_column(String(200), index=True)
    provider_name: Mapped[str] = mapped_column(String(300), default="")
    workers: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    arrangement_id: Mapped[str | None] = mapped_column(String(200))
    price_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_by: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    is_pinned: Mapped[bool] = mapped_column(default=False)
    version: Mapped[PackageVersion] = relationship(back_populates="lines")


def brief_in(version: PackageVersion) -> Brief:
    """The brief that the version answers."""
    return msgspec.json.decode(version.brief, type=Brief)


def proposal_in(version: PackageVersion) -> Proposal:
    """The solver's answer that the version is."""
    return msgspec.json.decode(version.proposal, type=Proposal)


def next_state(state: VersionState, action: VersionAction) -> VersionState:
    """The state after the action. Conflict where the state does not allow it."""
    after = TRANSITIONS.get((state, action))
    if after is None:
        raise Conflict(
            f"This version is {STATE_WORDS[state]}, so it can't be {ACTION_WORDS[action]}.", code="state"
        )
    return after


def content_hash(version: PackageVersion, lines: Sequence[PackageLine]) -> str:
    """SHA-256 of the canonical JSON of what is approved: brief, lines, prices, providers, purses."""
    content = {
        "package": version.package_id,
        "brief": json.loads(version.brief),
        "currency": version.currency,
        "cost_minor": version.cost_minor,
        "lines": [_approved(line) for line in sorted(lines, key=lambda line: line.position)],
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def line_data(line: PackageLine) -> dict[str, Any]:
    """All of a line but the version it belongs to, as JSON takes it; `PackageLine(**data)` makes it anew."""
    return {"position": line.position, "is_pinned": line.is_pinned, **_approved(line)}


def _approved(line: PackageLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in APPROVED_COLUMNS}


def undo_target(head: PackageVersion) -> str:
    """The version before the head. Conflict where there is none or the head has left the house."""
    if head.state is not VersionState.DRAFT:
        raise Conflict(
            f"This version is {STATE_WORDS[head.state]}, so it can't be undone. Change it instead.", code="state"
        )
    if head.parent_id is None:
        raise Conflict("There is nothing before this version to go back to.", code="nothing_to_undo")
    return head.parent_id


def redo_target(head: PackageVersion, versions: Sequence[PackageVersion]) -> str:
    """The newest version made from the head. Conflict where there is none."""
    children = [version for version in versions if version.parent_id == head.id]
    if not children:
        raise Conflict("There is nothing to do again.", code="nothing_to_redo")
    return max(children, key=lambda version: version.number).id
