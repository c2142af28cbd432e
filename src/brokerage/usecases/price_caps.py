"""Published price caps: bringing in a catalogue, and telling which prices are above what may be charged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from brokerage.bulk.catalogue_market import market_from_catalogue
from brokerage.bulk.catalogue_profile import CatalogueProfile
from brokerage.bulk.price_catalogue import CatalogueFile, read_catalogue
from brokerage.bulk.row_errors import RowError
from brokerage.domain.access import Subject
from brokerage.domain.errors import Problem
from brokerage.domain.market import Provider
from brokerage.domain.price_caps import cap_problems, caps_by_band, item_of
from brokerage.domain.rulepacks import Rulepack
from brokerage.optimizer.market import Rate
from brokerage.ports.clock import Clock
from brokerage.store import offers as stored_offers
from brokerage.store import price_caps as stored
from brokerage.store.market_saving import save_market
from brokerage.usecases import audit


@dataclass(frozen=True, slots=True)
class CapsImported:
    """What came of a catalogue. With `errors` nothing was stored. `is_repeat`: the same file was here already.

    `too_dear`: offers on sale that cost more than the caps now allow, as "id: what".
    """

    rows: int
    caps: int = 0
    offers: int = 0
    skipped: int = 0
    is_repeat: bool = False
    errors: tuple[RowError, ...] = ()
    notes: tuple[RowError, ...] = ()
    too_dear: tuple[str, ...] = ()


def import_price_caps(
    session: Session,
    clock: Clock,
    source: Path | bytes,
    profile: CatalogueProfile,
    *,
    offers_in: str = "",
    filename: str = "",
) -> CapsImported:
    """A catalogue from the command line, in place of the one before. Sent twice it counts once.

    With `offers_in` (a region) also a market at its prices, where there is none yet.
    """
    file = read_catalogue(source, profile, filename)
    if file.errors:
        return CapsImported(file.rows, errors=file.errors, notes=file.notes)
    is_repeat = stored.stored_digest(session, profile.id) == file.sha256
    result = CapsImported(file.rows, notes=file.notes, is_repeat=is_repeat)
    pack = profile.pack()
    if not result.is_repeat:
        caps = stored.replace_caps(session, profile.id, file.items, profile.regions(), pack.currency, file.sha256)
        details = {"profile": profile.id, "sha256": file.sha256, "rows": file.rows, "caps": caps}
        audit.record(session, None, clock, "price_caps.import", Subject("price_caps", profile.id), details)
        result = replace(result, caps=caps)
    if offers_in:
        offers, skipped = _add_offers(session, clock, file, profile, offers_in)
        result = replace(result, offers=offers, skipped=skipped)
    session.flush()
    return replace(result, too_dear=tuple(too_dear(session, pack, clock.now().date())))


def over_cap(
    session: Session, pack: Rulepack, tags: Sequence[str], areas: Sequence[str], rates: Sequence[Rate], on: date
) -> list[Problem]:
    """The prices that are above the cap of the item that the tags name, by band: `rates/weekday`.

    The lowest cap counts of the regions among the areas (none: the rulepack's usual region). No caps, no problems.
    """
    code = item_of(tags)
    if pack.price_caps is None or code is None:
        return []
    regions = [area for area in areas if area in pack.price_caps.regions] or [pack.price_caps.default_region]
    caps = caps_by_band(stored.caps_for(session, code, regions, on))
    return cap_problems(rates, caps, pack.currency, pack.band_names())


def too_dear(session: Session, pack: Rulepack, on: date) -> list[str]:
    """Each offer on sale that costs more than may be charged on a date, as "id: what"."""
    offers = [offer for offer in stored.tagged_offers_on_sale(session, pack.id) if item_of(offer.tags)]
    cards = stored_offers.cards_of(session, [offer.id for offer in offers])
    return [
        f"{offer.id}: {problem.message}"
        for offer in offers
        for card in cards[offer.id]
        if card.holds_on(on)
        for problem in over_cap(session, pack, offer.tags, offer.areas, card.rates, on)
    ]


def _add_offers(
    session: Session, clock: Clock, file: CatalogueFile, profile: CatalogueProfile, region: str
) -> tuple[int, int]:
    market, skipped = market_from_catalogue(file.items, profile, region, clock.now().date())
    if any(session.get(Provider, provider.id) for provider in market.providers):
        return 0, len(skipped)
    save_market(session, market, rulepack=profile.rulepack, now=clock.now(), is_demo=True)
    return len(market.offers), len(skipped)
