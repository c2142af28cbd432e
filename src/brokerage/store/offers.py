"""Queries about one provider's own offers, prices and workers, each scoped by the organisation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from brokerage.domain.market import Provider, Worker
from brokerage.domain.offers import Offer, OfferState, OfferWorker
from brokerage.domain.packages import OPEN_STATES, Package, PackageLine, PackageVersion, VersionState
from brokerage.domain.people import Client
from brokerage.domain.rate_cards import RateCard

SORTS = {"service": (Offer.service,), "kind": (Offer.category, Offer.service), "newest": (Offer.changed_at.desc(),)}
ASKED_FOR = (*OPEN_STATES, VersionState.APPROVED)


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """Which of one's own offers. Empty fields let everything through; `sort` is a key of SORTS."""

    text: str = ""
    state: OfferState | None = None
    category: str = ""
    sort: str = "service"


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a package's present version that uses an offer, with whose it is."""

    line: PackageLine
    version: PackageVersion
    package: Package
    client: Client


def provider_of(session: Session, organisation_id: str | None, *, for_update: bool = False) -> Provider | None:
    """The organisation's provider row, once it has one."""
    query = select(Provider).where(Provider.organisation_id == organisation_id)
    query = query.options(joinedload(Provider.organisation, innerjoin=True))
    return session.scalars(query.with_for_update(of=Provider) if for_update else query).one_or_none()


def offer_of(session: Session, organisation_id: str | None, offer_id: str, *, for_update: bool = False) -> Offer | None:
    """One of the organisation's own offers."""
    query = select(Offer).join(Offer.provider).where(Offer.id == offer_id, Provider.organisation_id == organisation_id)
    query = query.options(contains_eager(Offer.provider))
    return session.scalars(query.with_for_update(of=Offer) if for_update else query).one_or_none()


def offer_by_code(session: Session, provider_id: str, external_code: str) -> Offer | None:
    """The provider's offer with that code of its own."""
    query = select(Offer).where(Offer.provider_id == provider_id, Offer.external_code == external_code)
    return session.scalars(query).one_or_none()


def offers_by_code(session: Session, provider_id: str) -> list[Offer]:
    """The provider's offers that have a code of its own, locked."""
    query = select(Offer).where(Offer.provider_id == provider_id, Offer.external_code.is_not(None))
    return list(session.scalars(query.options(joinedload(Offer.provider, innerjoin=True)).with_for_update(of=Offer)))


def providers_by_id(session: Session, provider_ids: Collection[str], rulepack: str) -> list[Provider]:
    """The providers of those ids that sell under a rulepack."""
    query = select(Provider).where(Provider.id.in_(provider_ids), Provider.rulepack == rulepack)
    return list(session.scalars(query.order_by(Provider.id)))


def worker_of(
    session: Session, organisation_id: str | None, worker_id: str, *, for_update: bool = False
) -> Worker | None:
    """One of the organisation's own workers."""
    query = select(Worker).join(Worker.provider)
    query = query.where(Worker.id == worker_id, Provider.organisation_id == organisation_id)
    query = query.options(contains_eager(Worker.provider))
    return session.scalars(query.with_for_update(of=Worker) if for_update else query).one_or_none()


def offers_of(
    session: Session, organisation_id: str | None, wanted: OfferFilter, first: int, count: int
) -> tuple[list[Offer], dict[OfferState, int]]:
    """`count` of the own offers from `first`, and how many match in each state (the state itself not filtered)."""
    conditions = _conditions(organisation_id, wanted)
    counts = select(Offer.state, func.count()).join(Offer.provider).where(*conditions).group_by(Offer.state)
    by_state = {row[0]: row[1] for row in session.execute(counts)}
    query = select(Offer).join(Offer.provider).where(*conditions).options(contains_eager(Offer.provider))
    if wanted.state is not None:
        query = query.where(Offer.state == wanted.state)
    query = query.order_by(*SORTS.get(wanted.sort, SORTS["service"]), Offer.id).offset(first).limit(count)
    return list(session.scalars(query)), by_state


def current_offers(session: Session, organisation_id: str | None) -> list[Offer]:
    """The organisation's offers that are not withdrawn, by name."""
    query = select(Offer).join(Offer.provider).options(contains_eager(Offer.provider))
    query = query.where(Provider.organisation_id == organisation_id, Offer.state != OfferState.WITHDRAWN)
    return list(session.scalars(query.order_by(Offer.service, Offer.id)))


def cards_of(session: Session, offer_ids: Collection[str]) -> dict[str, list[RateCard]]:
    """Every version of the offers' prices, oldest first."""
    found: dict[str, list[RateCard]] = {offer_id: [] for offer_id in offer_ids}
    query = select(RateCard).where(RateCard.offer_id.in_(offer_ids)).order_by(RateCard.offer_id, RateCard.number)
    for card in session.scalars(query):
        found[card.offer_id].append(card)
    return found


def cards_of_provider(session: Session, provider_id: str) -> dict[str, list[RateCard]]:
    """Every version of the prices of all a provider's offers that have prices, oldest first."""
    found: dict[str, list[RateCard]] = {}
    query = select(RateCard).join(Offer, Offer.id == RateCard.offer_id).where(Offer.provider_id == provider_id)
    for card in session.scalars(query.order_by(RateCard.offer_id, RateCard.number)):
        found.setdefault(card.offer_id, []).append(card)
    return found


def workers_of(session: Session, organisation_id: str | None) -> list[Worker]:
    """The organisation's workers by name; those who have left come last."""
    query = select(Worker).join(Worker.provider).where(Provider.organisation_id == organisation_id)
    return list(session.scalars(query.order_by(Worker.left_at.is_not(None), Worker.name, Worker.id)))


def links_of(session: Session, organisation_id: str | None) -> list[OfferWorker]:
    """Who does which of the organisation's offers, in order."""
    query = select(OfferWorker).join(Offer, Offer.id == OfferWorker.offer_id).join(Offer.provider)
    query = query.where(Provider.organisation_id == organisation_id)
    return list(session.scalars(query.order_by(OfferWorker.offer_id, OfferWorker.position)))


def offer_names(session: Session, organisation_id: str | None) -> dict[str, str]:
    """Id and service of the organisation's offers that are not withdrawn, by name."""
    query = select(Offer.id, Offer.service).join(Offer.provider)
    query = query.where(Provider.organisation_id == organisation_id, Offer.state != OfferState.WITHDRAWN)
    return {row.id: row.service for row in session.execute(query.order_by(Offer.service, Offer.id))}


def offer_ids_of_worker(session: Session, worker_id: str) -> list[str]:
    """The offers that a worker does."""
    return list(session.scalars(select(OfferWorker.offer_id).where(OfferWorker.worker_id == worker_id)))


def offer_ids_of_provider(session: Session, provider_id: str) -> list[str]:
    """Every offer of a provider."""
    return list(session.scalars(select(Offer.id).where(Offer.provider_id == provider_id)))


def next_places(session: Session, offer_ids: Collection[str]) -> dict[str, int]:
    """Where a new worker comes in the order of each offer: last."""
    query = select(OfferWorker.offer_id, func.max(OfferWorker.position)).group_by(OfferWorker.offer_id)
    taken = {row[0]: row[1] for row in session.execute(query.where(OfferWorker.offer_id.in_(offer_ids)))}
    return {offer_id: taken.get(offer_id, -1) + 1 for offer_id in sorted(offer_ids)}


def asking_packages(session: Session, offer_ids: Collection[str]) -> dict[str, int]:
    """How many packages would use each offer in the version that counts now."""
    query = (
        select(PackageLine.offer_id, func.count(Package.id.distinct()))
        .join(PackageVersion, PackageVersion.id == PackageLine.version_id)
        .join(Package, Package.head_version_id == PackageVersion.id)
        .where(PackageLine.offer_id.in_(offer_ids), PackageVersion.state.in_(ASKED_FOR))
        .group_by(PackageLine.offer_id)
    )
    return {str(row[0]): row[1] for row in session.execute(query)}


def open_packages(session: Session, offer_ids: Collection[str]) -> int:
    """How many packages that are still open would be touched if the offers changed."""
    query = (
        select(func.count(Package.id.distinct()))
        .join(PackageVersion, Package.head_version_id == PackageVersion.id)
        .join(PackageLine, PackageLine.version_id == PackageVersion.id)
        .where(PackageLine.offer_id.in_(offer_ids), PackageVersion.state.in_(OPEN_STATES))
    )
    return session.scalar(query) or 0


def lines_asking(session: Session, organisation_id: str | None, offer_id: str = "") -> Sequence[Asked]:
    """Lines of packages' present versions that use the organisation's offers, by package and time."""
    query = (
        select(PackageLine, PackageVersion, Package, Client)
        .join(PackageVersion, PackageVersion.id == PackageLine.version_id)
        .join(Package, Package.head_version_id == PackageVersion.id)
        .join(Client, Client.id == Package.client_id)
        .join(Offer, Offer.id == PackageLine.offer_id)
        .join(Provider, Provider.id == Offer.provider_id)
        .where(Provider.organisation_id == organisation_id, PackageVersion.state.in_(ASKED_FOR))
        .options(joinedload(Client.organisation, innerjoin=True))
        .order_by(Package.starts_on, Package.id, PackageLine.position)
    )
    if offer_id:
        query = query.where(Offer.id == offer_id)
    return [Asked(*row) for row in session.execute(query)]


def _conditions(organisation_id: str | None, wanted: OfferFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Provider.organisation_id == organisation_id]
    if wanted.text:
        text = wanted.text
        conditions.append(
            Offer.service.icontains(text, autoescape=True) | Offer.external_code.icontains(text, autoescape=True)
        )
    if wanted.category:
        conditions.append(Offer.category == wanted.category)
    return conditions
