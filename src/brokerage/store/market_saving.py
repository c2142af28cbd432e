"""Storing a whole market at once: a generated one, or one read from a price catalogue."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from brokerage.domain.base import Base, new_id
from brokerage.domain.errors import Conflict, Invalid, Problem
from brokerage.domain.market import Provider, Worker
from brokerage.domain.offers import Offer, OfferSource, OfferState, OfferWorker
from brokerage.domain.people import Organisation, OrganisationKind
from brokerage.domain.rate_cards import RateCard
from brokerage.domain.rulepacks import load_rulepack
from brokerage.optimizer import market as sale
from brokerage.optimizer.validate_market import validate_market
from brokerage.store.market import raise_revision

Rows = list[dict[str, Any]]
OFFER_FIELDS = (
    "id", "provider_id", "service", "category", "availability", "absences", "sessions", "areas", "skills", "languages",
    "headcount", "capacity_at_once", "min_visit_minutes", "max_visit_minutes", "min_weekly_minutes",
    "max_weekly_minutes", "travel_minutes", "notice_hours", "discount", "tags", "uses",
)  # fmt: skip
PROVIDER_FIELDS = (
    "id", "name", "reliability_permille", "max_weekly_minutes", "is_self_employed", "broker_interest",
)  # fmt: skip
WORKER_FIELDS = ("id", "name", "gender", "skills", "languages", "availability", "absences")


def save_market(
    session: Session,
    market: sale.Market,
    *,
    rulepack: str,
    now: datetime,
    source: OfferSource = OfferSource.FILE,
    is_demo: bool = False,
) -> dict[str, str]:
    """Store every provider (as an organisation of its own), offer, card and worker, all listed, under their own ids.

    Gives provider id -> organisation id. Invalid for a market that does not hold together or has other bands than
    the rulepack; Conflict if a provider of that id is here already.
    """
    _check(session, market, rulepack)
    organisations = {provider.id: new_id("org") for provider in market.providers}
    workers = _workers(market)
    rows: list[tuple[type[Base], Rows]] = [
        (Organisation, [_organisation(organisations[p.id], p, is_demo) for p in market.providers]),
        (
            Provider,
            [
                _fields(p, PROVIDER_FIELDS) | {"organisation_id": organisations[p.id], "rulepack": rulepack}
                for p in market.providers
            ],
        ),
        (Worker, [_fields(w, WORKER_FIELDS) | {"provider_id": owner} for w, owner in workers.values()]),
        (Offer, [_offer(offer, source, now) for offer in market.offers]),
        (RateCard, [_card(offer, market.currency, now) for offer in market.offers]),
        (OfferWorker, [link for offer in market.offers for link in _links(offer, workers)]),
    ]
    for table, values in rows:
        if values:
            session.execute(insert(table), values)
    raise_revision(session)
    return organisations


def _check(session: Session, market: sale.Market, rulepack: str) -> None:
    pack = load_rulepack(rulepack)
    problems = [Problem(p.pointer, p.message) for p in validate_market(market) if not p.is_warning]
    if market.bands != pack.band_windows():
        problems.append(Problem("/bands", f"The market's bands are not those of {pack.title}."))
    if problems:
        raise Invalid("This market can't be stored as it is.", problems=tuple(problems))
    known = set(session.scalars(select(Provider.id)))
    if clash := sorted(known.intersection(provider.id for provider in market.providers)):
        raise Conflict(f"The provider {clash[0]} is here already, so this market was not stored again.")


def _workers(market: sale.Market) -> dict[str, tuple[sale.Worker, str]]:
    found: dict[str, tuple[sale.Worker, str]] = {}
    for i, offer in enumerate(market.offers):
        for worker in offer.workers:
            first, _ = found.setdefault(worker.id, (worker, offer.provider_id))
            if replace(worker, availability=first.availability, skills=first.skills) != first:
                message = f"{worker.name} is described differently in another offer: one id is one person."
                raise Invalid(message, problems=(Problem(f"/offers/{i}/workers", message),))
    return found


def _links(offer: sale.Offer, workers: dict[str, tuple[sale.Worker, str]]) -> Iterator[dict[str, Any]]:
    for position, worker in enumerate(offer.workers):
        own, _ = workers[worker.id]
        yield {
            "offer_id": offer.id, "worker_id": worker.id, "position": position,
            "availability": worker.availability if worker.availability != own.availability else None,
            "skills": worker.skills if worker.skills != own.skills else None,
        }  # fmt: skip


def _organisation(organisation_id: str, provider: sale.Provider, is_demo: bool) -> dict[str, Any]:
    kind = OrganisationKind.PROVIDER
    return {"id": organisation_id, "name": provider.name[:200], "kind": kind, "is_demo": is_demo}


def _offer(offer: sale.Offer, source: OfferSource, now: datetime) -> dict[str, Any]:
    return _fields(offer, OFFER_FIELDS) | {"state": OfferState.LISTED, "source": source, "changed_at": now}


def _card(offer: sale.Offer, currency: str, now: datetime) -> dict[str, Any]:
    card = offer.rate_card
    return {
        "offer_id": offer.id, "number": 1, "code": card.id, "currency": currency, "rates": card.rates,
        "band_rule": card.band_rule, "travel_fee_minor": card.travel_fee_minor, "made_at": now,
        "valid_from": date.fromisoformat(card.valid_from) if card.valid_from else None,
        "valid_to": date.fromisoformat(card.valid_to) if card.valid_to else None,
    }  # fmt: skip


def _fields(thing: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}
