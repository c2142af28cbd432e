"""Queries about packages, their versions and lines."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload, selectinload

from brokerage.domain.access import Actor
from brokerage.domain.packages import OPEN_STATES, Package, PackageLine, PackageVersion
from brokerage.domain.people import Client, Role


def package_of(session: Session, package_id: str, *, for_update: bool = False) -> Package | None:
    """A package by id; with `for_update` its row is locked until the transaction ends."""
    return session.get(Package, package_id, with_for_update=for_update or None, populate_existing=for_update)


def version_of(session: Session, version_id: str) -> PackageVersion | None:
    """A version with its lines."""
    return session.get(PackageVersion, version_id, options=[selectinload(PackageVersion.lines)])


def versions_of(session: Session, package_id: str) -> list[PackageVersion]:
    """Every version of a package, newest first, with who made it."""
    query = select(PackageVersion).where(PackageVersion.package_id == package_id)
    return list(session.scalars(query.options(joinedload(PackageVersion.maker)).order_by(PackageVersion.number.desc())))


def package_from(session: Session, client_id: str, starts_on: date) -> Package | None:
    """The client's package from that start date, if there is one."""
    query = select(Package).where(Package.client_id == client_id, Package.starts_on == starts_on)
    return session.scalars(query.order_by(Package.made_at.desc()).limit(1)).one_or_none()


def heads_for(session: Session, actor: Actor, client_id: str | None = None) -> list[tuple[Package, PackageVersion]]:
    """The packages the actor may see, newest first, each with its head."""
    query = select(Package, PackageVersion).join(PackageVersion, PackageVersion.id == Package.head_version_id)
    query = query.join(Client, Client.id == Package.client_id).where(within_reach(actor))
    if client_id is not None:
        query = query.where(Package.client_id == client_id)
    query = query.order_by(Package.made_at.desc(), Package.id).options(joinedload(Package.client))
    return [(package, version) for package, version in session.execute(query)]


def open_versions_with(session: Session, offer_ids: Collection[str]) -> list[PackageVersion]:
    """Versions that are not yet decided and have a line by one of the offers."""
    lines = select(PackageLine.version_id).where(PackageLine.offer_id.in_(offer_ids))
    query = select(PackageVersion).where(PackageVersion.state.in_(OPEN_STATES), PackageVersion.id.in_(lines))
    return list(session.scalars(query.options(joinedload(PackageVersion.package)).order_by(PackageVersion.id)))


def within_reach(actor: Actor) -> ColumnElement[bool]:
    """The clients whose packages the actor may look for, as a condition on `Client`."""
    if actor.role is Role.BROKER:
        return Client.organisation_id == actor.organisation_id
    if actor.role is Role.CLIENT:
        return Client.id.in_(actor.client_ids)
    return Client.id.in_([scope.client_id for scope in actor.scopes])
