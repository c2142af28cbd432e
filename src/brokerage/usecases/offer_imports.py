"""Offers from a file: nothing of a bad file, each offer of a good one once however often it is sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from brokerage.bulk.offers import OfferRow, OffersFile, read_offers
from brokerage.bulk.row_errors import RowError
from brokerage.domain.access import Actor, Subject
from brokerage.domain.base import new_id
from brokerage.domain.errors import Conflict
from brokerage.domain.market import Provider
from brokerage.domain.offers import Offer, OfferSource, OfferState, apply_terms, terms_of
from brokerage.domain.rate_cards import RateCard
from brokerage.domain.rulepacks import load_rulepack
from brokerage.domain.words import day_date
from brokerage.ports.clock import Clock
from brokerage.store import offers as stored
from brokerage.store.market import raise_revision
from brokerage.usecases import audit
from brokerage.usecases.access import require
from brokerage.usecases.offer_prices import put_prices
from brokerage.usecases.offers import own_subject, provider_for
from brokerage.usecases.packages import mark_stale
from brokerage.usecases.price_caps import over_cap


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file. With `errors` nothing was stored. `touched`: open proposals that use a changed offer."""

    rows: int
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    touched: int = 0
    errors: tuple[RowError, ...] = ()


def import_own_offers(session: Session, actor: Actor, clock: Clock, data: bytes, filename: str) -> Imported:
    """A provider's own file. Offers of another provider in it are errors."""
    require(actor, "offer.edit", own_subject(actor))
    provider = provider_for(session, actor)
    file = read_offers(data, load_rulepack(provider.rulepack), filename)
    errors = [
        RowError(row.line, "provider", row.provider, "This file may hold your own offers only. Leave this empty.")
        for row in file.offers
        if row.provider not in ("", provider.id, provider.name)
    ]
    return _import(session, actor, clock, file, {provider.id: (provider, file.offers)}, errors)


def import_offers(
    session: Session, clock: Clock, source: Path | bytes, *, rulepack: str, provider_id: str = "", filename: str = ""
) -> Imported:
    """A file from the command line, of one provider or of many: each row's own provider, else `provider_id`."""
    file = read_offers(source, load_rulepack(rulepack), filename)
    named = {row.provider or provider_id for row in file.offers}
    providers = {provider.id: provider for provider in stored.providers_by_id(session, named, rulepack)}
    rows: dict[str, tuple[Provider, list[OfferRow]]] = {key: (value, []) for key, value in providers.items()}
    errors = []
    for row in file.offers:
        key = row.provider or provider_id
        if key in rows:
            rows[key][1].append(row)
        else:
            reason = f"There is no provider with this id under the rules “{rulepack}”. Add them first, or mend the id."
            errors.append(RowError(row.line, "provider", key, reason))
    return _import(session, None, clock, file, rows, errors)


def _import(
    session: Session,
    actor: Actor | None,
    clock: Clock,
    file: OffersFile,
    rows: Mapping[str, tuple[Provider, Sequence[OfferRow]]],
    errors: list[RowError],
) -> Imported:
    errors += [error for provider, offers in rows.values() for error in _too_dear(session, clock, provider, offers)]
    if file.errors or errors:
        return Imported(file.rows, errors=(*file.errors, *errors))
    result = Imported(file.rows)
    for provider, offers in rows.values():
        counts = _put(session, actor, clock, provider, offers, file.sha256)
        if counts.errors:
            session.rollback()
            return Imported(file.rows, errors=counts.errors)
        result = replace(
            result,
            created=result.created + counts.created,
            changed=result.changed + counts.changed,
            unchanged=result.unchanged + counts.unchanged,
            touched=result.touched + counts.touched,
        )
    return result


def _too_dear(session: Session, clock: Clock, provider: Provider, rows: Sequence[OfferRow]) -> Iterator[RowError]:
    """Prices above what may be charged."""
    pack = load_rulepack(provider.rulepack)
    for row in rows:
        on = row.prices.valid_from or clock.now().date()
        for problem in over_cap(session, pack, row.terms.tags, row.terms.areas, row.prices.rates, on):
            line = row.band_lines.get(problem.pointer.removeprefix("rates/"), row.line)
            yield RowError(line, "price", "", problem.message)


def _put(
    session: Session, actor: Actor | None, clock: Clock, provider: Provider, rows: Sequence[OfferRow], sha256: str
) -> Imported:
    known = {offer.external_code: offer for offer in stored.offers_by_code(session, provider.id)}
    cards = stored.cards_of_provider(session, provider.id)
    new = [row for row in rows if row.terms.external_code not in known]
    changed, errors = [], []
    for row in rows:
        offer = known.get(row.terms.external_code)
        if offer is None:
            continue
        try:
            if _change(session, clock, offer, cards.get(offer.id, []), row):
                changed.append(offer)
        except Conflict as error:
            errors.append(RowError(row.line, "valid_from", str(row.prices.valid_from or ""), error.title))
    if errors:
        return Imported(0, errors=tuple(errors))
    _insert(session, clock, provider, new)
    session.flush()
    touched = 0
    if changed:
        reason = f"{provider.name} sent new terms or prices on {day_date(clock.now().date())}."
        touched = mark_stale(session, clock, [offer.id for offer in changed], reason)
    if new or changed:
        details = {
            "sha256": sha256, "created": len(new), "changed": len(changed), "revision": raise_revision(session),
        }  # fmt: skip
        subject = Subject("offer", "import", provider.organisation_id, provider_id=provider.organisation_id)
        audit.record(session, actor, clock, "offer.import", subject, details)
    return Imported(0, len(new), len(changed), len(rows) - len(new) - len(changed), touched)


def _insert(session: Session, clock: Clock, provider: Provider, rows: Iterable[OfferRow]) -> None:
    offers, cards = [], []
    for row in rows:
        offer_id = new_id("off")
        state = OfferState.LISTED if row.availability or row.sessions else OfferState.DRAFT
        terms = {name: getattr(row.terms, name) for name in row.terms.__struct_fields__}
        offers.append(
            terms | {
                "id": offer_id, "provider_id": provider.id, "state": state, "source": OfferSource.FILE,
                "availability": row.availability, "sessions": row.sessions, "changed_at": clock.now(),
            }
        )  # fmt: skip
        cards.append(_card(offer_id, 1, provider, row, clock))
    if offers:
        session.execute(insert(Offer), offers)
        session.execute(insert(RateCard), cards)


def _change(session: Session, clock: Clock, offer: Offer, cards: Sequence[RateCard], row: OfferRow) -> bool:
    """Write what the row says differently; False if it says nothing new."""
    is_new = terms_of(offer) != row.terms
    apply_terms(offer, row.terms)
    times = (row.availability, row.sessions)
    if any(times) and times != (offer.availability, offer.sessions):
        offer.availability, offer.sessions = times
        is_new = True
    if not (cards and _says_the_same(cards[-1], row)):
        put_prices(session, clock, offer, cards, row.prices)
        is_new = True
    if is_new:
        offer.version += 1
        offer.changed_at = clock.now()
    return is_new


def _says_the_same(card: RateCard, row: OfferRow) -> bool:
    prices = row.prices
    same_start = prices.valid_from is None or prices.valid_from == card.valid_from
    asked = (prices.rates, prices.band_rule, prices.travel_fee_minor, prices.valid_to)
    return same_start and asked == (card.rates, card.band_rule, card.travel_fee_minor, card.valid_to)


def _card(offer_id: str, number: int, provider: Provider, row: OfferRow, clock: Clock) -> dict[str, Any]:
    prices = row.prices
    return {
        "offer_id": offer_id, "number": number, "currency": load_rulepack(provider.rulepack).currency,
        "rates": prices.rates, "band_rule": prices.band_rule, "travel_fee_minor": prices.travel_fee_minor,
        "valid_from": prices.valid_from or clock.now().date(), "valid_to": prices.valid_to, "made_at": clock.now(),
    }  # fmt: skip
