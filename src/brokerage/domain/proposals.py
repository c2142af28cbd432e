"""A question put to the solver in the background, and the packages it offers that differ in kind."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.domain.base import Base, UtcDateTime, enum_column, id_column
from brokerage.domain.people import Client, Role


class RunState(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


WAITING_STATES = (RunState.QUEUED, RunState.RUNNING)


class ProposalRun(Base):
    """One question to the solver. `lease_until`: a run that is past it has lost its worker.

    `brief` is JSON text of the optimizer's Brief, `said_brief` the same before edits were carried over; `clashes`
    holds, where wishes clash, each smallest set of sentences with its repairs. `version_id`: what came of it.
    """

    __tablename__ = "proposal_runs"
    __table_args__ = (UniqueConstraint("asked_by", "idempotency_key"),)
    id: Mapped[str] = id_column("run")
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    package_id: Mapped[str | None] = mapped_column(ForeignKey("packages.id"), index=True)
    version_id: Mapped[str | None] = mapped_column(ForeignKey("package_versions.id"))
    asked_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    asked_as: Mapped[Role] = enum_column(Role)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    starts_on: Mapped[date]
    is_carrying_edits: Mapped[bool] = mapped_column(default=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(255))
    state: Mapped[RunState] = enum_column(RunState, index=True)
    stage: Mapped[str] = mapped_column(String(200), default="")
    progress_permille: Mapped[int] = mapped_column(default=0)
    is_cancel_wanted: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said_brief: Mapped[str] = mapped_column(Text)
    brief: Mapped[str] = mapped_column(Text)
    clashes: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    failure: Mapped[str] = mapped_column(String(500), default="")
    client: Mapped[Client] = relationship()
    options: Mapped[list["ProposalOption"]] = relationship(order_by="ProposalOption.position")


class ProposalOption(Base):
    """One package that a run offers, of the kind `style`. `proposal` is JSON text of the optimizer's Proposal.

    `lines` are the lines of the version that it would be, as `packages.line_data` gives them; `used_version_id` is
    the version that was made of it.
    """

    __tablename__ = "proposal_options"
    __table_args__ = (UniqueConstraint("run_id", "position"),)
    id: Mapped[str] = id_column("opt")
    run_id: Mapped[str] = mapped_column(ForeignKey("proposal_runs.id"), index=True)
    position: Mapped[int]
    style: Mapped[str] = mapped_column(String(60))
    proposal: Mapped[str] = mapped_column(Text)
    lines: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    market_revision: Mapped[str] = mapped_column(String(80), default="")
    cost_minor: Mapped[int] = mapped_column(BigInteger)
    used_version_id: Mapped[str | None] = mapped_column(ForeignKey("package_versions.id"))


def is_lost(run: ProposalRun, now: datetime) -> bool:
    """True when the run says it is going on but nobody can be working on it any more."""
    return run.state in WAITING_STATES and run.lease_until is not None and run.lease_until <= now
