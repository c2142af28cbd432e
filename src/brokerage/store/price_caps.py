"""Queries about published price caps."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session, joinedload

from brokerage.domain.base import new_id
from brokerage.domain.market import Provider
from brokerage.domain.offers import Offer, OfferState
from brokerage.domain.price_caps import CatalogueItem, PriceCap


def stored_digest(session: Session, profile: str) -> str | None:
    """The SHA-256 of the file that a profile's caps came from; None: there are none."""
    return session.scalar(select(PriceCap.source_sha256).where(PriceCap.profile == profile).limit(1))


def caps_for(session: Session, service_code: str, regions: Collection[str], on: date) -> list[PriceCap]:
    """The caps of one service in some regions that hold on a date."""
    query = select(PriceCap).where(PriceCap.service_code == service_code, PriceCap.region.in_(regions))
    query = query.where(PriceCap.starts_on <= on, or_(PriceCap.ends_on.is_(None), PriceCap.ends_on >= on))
    return list(session.scalars(query.order_by(PriceCap.item_code, PriceCap.region)))


def replace_caps(
    session: Session, profile: str, items: Sequence[CatalogueItem], regions: Sequence[str], currency: str, sha256: str
) -> int:
    """A catalogue's caps instead of those that the profile had; how many. A line without prices counts per region."""
    session.execute(delete(PriceCap).where(PriceCap.profile == profile))
    rows = [
        {
            "id": new_id("cap"), "profile": profile, "item_code": item.code, "service_code": item.service_code,
            "region": region, "name": item.name[:300], "category": item.category, "unit": item.unit,
            "bands": item.bands, "kind": item.kind, "price_minor": item.prices.get(region), "currency": currency,
            "may_charge_cancellation": item.may_charge_cancellation, "may_charge_travel": item.may_charge_travel,
            "starts_on": item.starts_on, "ends_on": item.ends_on, "source_sha256": sha256,
        }
        for item in items
        for region in regions
    ]  # fmt: skip
    if rows:
        session.execute(insert(PriceCap), rows)
    return len(rows)


def tagged_offers_on_sale(session: Session, rulepack: str) -> list[Offer]:
    """The offers on sale under a rulepack that have tags, each with its provider."""
    query = select(Offer).join(Offer.provider).options(joinedload(Offer.provider))
    query = query.where(Provider.rulepack == rulepack, Offer.state == OfferState.LISTED)
    return [offer for offer in session.scalars(query.order_by(Offer.id)) if offer.tags]
