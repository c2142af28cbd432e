"""Does an installation still hold together? Read-only; every fault in words."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from brokerage.domain.packages import Package, PackageVersion, content_hash
from brokerage.usecases.audit import broken_links


def faults(session: Session) -> list[str]:
    """Everything that is wrong with the audit chain and the packages; empty when all is well."""
    return [*broken_links(session), *_version_faults(session), *_line_faults(session), *_head_faults(session)]


def _version_faults(session: Session) -> Iterator[str]:
    for version in session.scalars(select(PackageVersion).order_by(PackageVersion.id)):
        if content_hash(version, version.lines) != version.content_hash:
            yield f"version {version.number} of package {version.package_id} is not what its hash says"


def _line_faults(session: Session) -> Iterator[str]:
    for version in session.scalars(select(PackageVersion).order_by(PackageVersion.id)):
        total = sum(line.price_minor for line in version.lines)
        if total != version.cost_minor:
            yield f"version {version.id} costs {version.cost_minor}, its lines {total}"
        for line in version.lines:
            paid = sum(share["amount_minor"] for share in line.paid_by)
            if paid != line.price_minor:
                yield f"line {line.id} costs {line.price_minor}, but purses pay {paid}"


def _head_faults(session: Session) -> Iterator[str]:
    for package in session.scalars(select(Package).order_by(Package.id)):
        head = session.get(PackageVersion, package.head_version_id)
        if head is None or head.package_id != package.id:
            yield f"package {package.id} has no version at its head"
        newest = session.scalar(select(func.max(PackageVersion.number)).where(PackageVersion.package_id == package.id))
        if newest != package.last_number:
            yield f"package {package.id} counts {package.last_number} versions, its newest is {newest}"
