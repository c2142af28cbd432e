"""Adding a version to a package: the one place where the head moves on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.base import new_id
from brokerage.domain.errors import Conflict, Problem
from brokerage.domain.packages import Package, PackageLine, PackageVersion, VersionState, content_hash
from brokerage.optimizer.brief import Brief
from brokerage.optimizer.edits import Edit
from brokerage.optimizer.proposal import Proposal
from brokerage.ports.clock import Clock
from brokerage.store import packages as stored


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan that is ready to be kept. `said_brief` as in `PackageVersion`."""

    said_brief: str
    brief: Brief
    proposal: Proposal
    lines: Sequence[PackageLine]
    market_revision: str
    what: str
    edits: Sequence[Edit] = ()


def require_head(session: Session, package: Package, expected_version_id: str) -> None:
    """Pass if nobody moved the head meanwhile. Conflict says who did what since."""
    if package.head_version_id == expected_version_id:
        return
    versions = stored.versions_of(session, package.id)
    expected = next((version for version in versions if version.id == expected_version_id), None)
    since = [version for version in versions if expected is None or version.number > expected.number]
    problems = tuple(
        Problem(f"version {version.number}", f"{version.maker.name}: {version.what}") for version in reversed(since[:5])
    )
    raise Conflict(
        "This plan was changed while you were looking at it. See what changed, then try again.",
        code="changed_meanwhile",
        problems=problems,
    )


def add_version(
    session: Session, actor: Actor, clock: Clock, package: Package, parent_id: str | None, solved: Solved
) -> PackageVersion:
    """A new draft, the head from now on. The package's row must be locked, or new."""
    package.last_number += 1
    version = PackageVersion(
        id=new_id("ver"),
        package_id=package.id,
        number=package.last_number,
        parent_id=parent_id,
        what=solved.what,
        made_by=actor.person_id,
        made_as=actor.role,
        made_at=clock.now(),
        state=VersionState.DRAFT,
        edits=msgspec.json.encode(solved.edits).decode(),
        said_brief=solved.said_brief,
        brief=msgspec.json.encode(solved.brief).decode(),
        proposal=msgspec.json.encode(solved.proposal).decode(),
        market_revision=solved.market_revision,
        cost_minor=solved.proposal.cost_minor,
        currency=solved.brief.currency,
        content_hash="",
        lines=list(solved.lines),
    )
    version.content_hash = content_hash(version, version.lines)
    session.add(version)
    package.head_version_id = version.id
    session.flush()
    return version


def new_package(session: Session, clock: Clock, client_id: str, solved: Solved) -> Package:
    """An empty package from the brief's start; a version must follow in the same transaction."""
    package = Package(
        client_id=client_id, starts_on=date.fromisoformat(solved.brief.starts_on), made_at=clock.now(),
        head_version_id="", last_number=0,
    )  # fmt: skip
    session.add(package)
    session.flush()
    return package
