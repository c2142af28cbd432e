"""What a provider does with its own offers: see, create, change, copy, list for sale, withdraw."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, Subject
from brokerage.domain.errors import Invalid, NotFound, Problem
from brokerage.domain.market import Provider
from brokerage.domain.offers import (
    Offer,
    OfferSource,
    OfferState,
    OfferTerms,
    OfferWorker,
    apply_terms,
    check_version,
    terms_of,
    terms_problems,
)
from brokerage.domain.people import Organisation
from brokerage.domain.rate_cards import RateCard
from brokerage.domain.rulepacks import Rulepack, load_rulepack
from brokerage.domain.words import day_date
from brokerage.ports.clock import Clock
from brokerage.store import offers as stored
from brokerage.store.market import raise_revision
from brokerage.store.offers import OfferFilter
from brokerage.usecases import audit
from brokerage.usecases.access import require
from brokerage.usecases.offer_views import Changed, OfferList, OfferView, missing, offer_line, offer_view
from brokerage.usecases.packages import mark_stale

PAGE_SIZE = 25
MEND = "Some of this needs mending."
USUAL_RULEPACK = "england"


def list_offers(session: Session, actor: Actor, clock: Clock, wanted: OfferFilter, page: int = 1) -> OfferList:
    """The organisation's own offers, filtered, sorted, a page at a time. A page past the last gives the last."""
    require(actor, "offer.see", own_subject(actor))
    _, counts = stored.offers_of(session, actor.organisation_id, wanted, 0, 1)
    total = counts.get(wanted.state, 0) if wanted.state else sum(counts.values())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    offers, _ = stored.offers_of(session, actor.organisation_id, wanted, (page - 1) * PAGE_SIZE, PAGE_SIZE)
    ids = [offer.id for offer in offers]
    cards, requests = stored.cards_of(session, ids), stored.asking_packages(session, ids)
    today = clock.now().date()
    lines = tuple(offer_line(offer, cards[offer.id], requests.get(offer.id, 0), today) for offer in offers)
    return OfferList(lines, counts, total, page, pages)


def see_offer(session: Session, actor: Actor, clock: Clock, offer_id: str) -> OfferView:
    """One of the organisation's own offers, whole."""
    return view_of(session, own_offer(session, actor, "offer.see", offer_id), clock.now().date())


def create_offer(
    session: Session, actor: Actor, clock: Clock, terms: OfferTerms, source: OfferSource = OfferSource.FORM
) -> OfferView:
    """A new offer, not on sale yet."""
    require(actor, "offer.edit", own_subject(actor))
    provider = provider_for(session, actor)
    check_terms(session, provider, terms)
    offer = Offer(provider=provider, state=OfferState.DRAFT, source=source)
    apply_terms(offer, terms)
    session.add(offer)
    return _saved(session, actor, clock, "offer.create", offer)


def change_offer(
    session: Session, actor: Actor, clock: Clock, offer_id: str, terms: OfferTerms, version: int | None = None
) -> Changed:
    """New terms. Open proposals that use the offer are marked. Conflict if someone changed it since `version`."""
    offer = own_offer(session, actor, "offer.edit", offer_id, for_update=True)
    check_version(offer.version, version)
    if terms == terms_of(offer):
        return Changed(view_of(session, offer, clock.now().date()), 0)
    check_terms(session, offer.provider, terms, offer)
    apply_terms(offer, terms)
    return changed(session, actor, clock, "offer.change", offer)


def check_change(session: Session, actor: Actor, offer_id: str, terms: OfferTerms) -> None:
    """Invalid with what `change_offer` would refuse. Changes nothing: asked before a person is asked to be sure."""
    offer = own_offer(session, actor, "offer.edit", offer_id)
    check_terms(session, offer.provider, terms, offer)


def list_for_sale(session: Session, actor: Actor, clock: Clock, offer_id: str) -> OfferView:
    """On sale from now on: what a draft becomes when it has prices and times, and what undoes a withdrawal."""
    offer = own_offer(session, actor, "offer.edit", offer_id, for_update=True)
    if offer.state is OfferState.LISTED:
        return view_of(session, offer, clock.now().date())
    if problems := missing(offer, stored.cards_of(session, [offer.id])[offer.id]):
        raise Invalid(problems[0].message, problems=tuple(problems))
    offer.state = OfferState.LISTED
    return _saved(session, actor, clock, "offer.list", offer)


def withdraw_offer(session: Session, actor: Actor, clock: Clock, offer_id: str) -> Changed:
    """Off sale from now on; open proposals that use it are marked. `list_for_sale` puts it back."""
    offer = own_offer(session, actor, "offer.edit", offer_id, for_update=True)
    if offer.state is OfferState.WITHDRAWN:
        return Changed(view_of(session, offer, clock.now().date()), 0)
    offer.state = OfferState.WITHDRAWN
    reason = f"{offer.provider.name} no longer offers “{offer.service}”."
    return changed(session, actor, clock, "offer.withdraw", offer, reason)


def copy_offer(session: Session, actor: Actor, clock: Clock, offer_id: str) -> OfferView:
    """A draft like the offer: same terms, times, people, and the prices that hold now."""
    offer = own_offer(session, actor, "offer.edit", offer_id)
    twin = Offer(provider=offer.provider, state=OfferState.DRAFT, source=offer.source)
    apply_terms(twin, terms_of(offer))
    twin.service, twin.external_code = f"{offer.service} (copy)"[:200], None
    twin.availability, twin.absences, twin.sessions = offer.availability, offer.absences, offer.sessions
    twin.uses = dict(offer.uses)
    session.add(twin)
    session.flush()
    today = clock.now().date()
    for card in stored.cards_of(session, [offer.id])[offer.id]:
        if card.holds_on(today):
            session.add(
                RateCard(
                    offer_id=twin.id, number=1, currency=card.currency, rates=card.rates, band_rule=card.band_rule,
                    travel_fee_minor=card.travel_fee_minor, valid_from=today, valid_to=card.valid_to,
                    made_at=clock.now(),
                )
            )  # fmt: skip
    for link in stored.links_of(session, actor.organisation_id):
        if link.offer_id == offer.id:
            session.add(
                OfferWorker(
                    offer_id=twin.id, worker_id=link.worker_id, position=link.position,
                    availability=link.availability, skills=link.skills,
                )
            )  # fmt: skip
    return _saved(session, actor, clock, "offer.copy", twin)


def own_subject(actor: Actor, kind: str = "offer", id: str = "own") -> Subject:
    """What belongs to the provider that the actor works for."""
    return Subject(kind=kind, id=id, provider_id=actor.organisation_id, organisation_id=actor.organisation_id)


def own_offer(session: Session, actor: Actor, action: str, offer_id: str, *, for_update: bool = False) -> Offer:
    """One of the actor's own offers. Another provider's looks like one that is not there."""
    require(actor, action, own_subject(actor, id=offer_id))
    offer = stored.offer_of(session, actor.organisation_id, offer_id, for_update=for_update)
    if offer is None:
        raise NotFound()
    return offer


def provider_for(session: Session, actor: Actor) -> Provider:
    """The actor's provider row, locked; made at the first offer of an organisation that has none."""
    provider = stored.provider_of(session, actor.organisation_id, for_update=True)
    if provider is None:
        organisation = session.get(Organisation, actor.organisation_id, with_for_update=True)
        if organisation is None:
            raise NotFound()
        provider = Provider(organisation=organisation, name=organisation.name, rulepack=USUAL_RULEPACK)
        session.add(provider)
        session.flush()
    return provider


def own_rulepack(session: Session, actor: Actor) -> Rulepack:
    """The rules that the actor's provider sells under: its bands, kinds of help and currency."""
    provider = stored.provider_of(session, actor.organisation_id)
    return load_rulepack(provider.rulepack if provider else USUAL_RULEPACK)


def check_terms(session: Session, provider: Provider, terms: OfferTerms, offer: Offer | None = None) -> None:
    """Invalid with every problem of the terms, a code that another own offer has included."""
    problems = terms_problems(terms, load_rulepack(provider.rulepack))
    if terms.external_code:
        twin = stored.offer_by_code(session, provider.id, terms.external_code)
        if twin is not None and twin is not offer:
            message = f"Your offer “{twin.service}” has this code already. Each code is used once."
            problems.append(Problem("external_code", message))
    if problems:
        raise Invalid(MEND, problems=tuple(problems))


def changed(session: Session, actor: Actor, clock: Clock, action: str, offer: Offer, reason: str = "") -> Changed:
    """After any change of an offer: mark open proposals, raise the version and the market's revision, audit."""
    today = clock.now().date()
    reason = reason or f"{offer.provider.name} changed “{offer.service}” on {day_date(today)}."
    touched = mark_stale(session, clock, [offer.id], reason)
    return Changed(_saved(session, actor, clock, action, offer, touched), touched)


def view_of(session: Session, offer: Offer, today: date) -> OfferView:
    """The offer as it stands."""
    links = stored.links_of(session, offer.provider.organisation_id)
    worker_ids = tuple(link.worker_id for link in links if link.offer_id == offer.id)
    cards: Sequence[RateCard] = stored.cards_of(session, [offer.id])[offer.id]
    asking = stored.asking_packages(session, [offer.id]).get(offer.id, 0)
    return offer_view(offer, cards, worker_ids, asking, stored.open_packages(session, [offer.id]), today)


def _saved(session: Session, actor: Actor, clock: Clock, action: str, offer: Offer, touched: int = 0) -> OfferView:
    offer.version = (offer.version or 0) + 1
    offer.changed_at = clock.now()
    session.flush()
    revision = raise_revision(session)
    details = {"offer": offer.id, "version": offer.version, "revision": revision, "touched": touched}
    audit.record(session, actor, clock, action, own_subject(actor, id=offer.id), details)
    return view_of(session, offer, clock.now().date())

