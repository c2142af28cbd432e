"""A provider's own offers: list, new, change, prices with preview, put on and take off sale, copy."""

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import Invalid, Problem
from brokerage.domain.offers import OfferState
from brokerage.domain.price_samples import SAMPLE_MINUTES, PriceSample, price_samples
from brokerage.domain.rate_cards import UNIT_WORDS, Prices
from brokerage.domain.rulepacks import Rulepack, load_rulepack
from brokerage.domain.words import SYMBOLS, count_of
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.store.offers import OfferFilter
from brokerage.usecases import offer_prices, offers, workers
from brokerage.usecases.offer_views import STATE_WORDS, OfferView
from brokerage.web.forms import Form, FormBody
from brokerage.web.offer_forms import (
    RULES,
    bands_of,
    columns_of,
    price_fields,
    prices_of_form,
    terms_fields,
    terms_of_form,
)

STATES = {state.value: state for state in OfferState}
DONE = {
    "changed": "Your changes are saved.",
    "priced": "The new prices are saved.",
    "listed": "This offer is on sale now.",
    "withdrawn": "This offer is off sale now.",
    "copied": "This is your copy. Change what is different, then put it on sale.",
    "times": "The times are saved.",
}


class OfferPages(Controller):
    """Pages of one's own offers."""

    path = "/offers"
    include_in_schema = False

    @get(permission="offer.see", sync_to_thread=True)
    def list_all(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        text: FromQuery[str] = "",
        shown: FromQuery[str] = "",
        sort: FromQuery[str] = "service",
        page: FromQuery[int] = 1,
    ) -> Template:
        """Own offers with their state, price, times and who asks for them."""
        wanted = OfferFilter(text.strip()[:100], STATES.get(shown), "", sort)
        found = offers.list_offers(session, actor, clock, wanted, page)
        context = {"found": found, "wanted": wanted, "state_words": STATE_WORDS}
        return Template("market/offers.html", context=context)

    @get("/new", permission="offer.edit", sync_to_thread=True)
    def new(self, session: GivenSession, actor: GivenActor) -> Template:
        """The form for a new offer."""
        return _terms_page(session, actor, Form(None))

    @post(permission="offer.edit", sync_to_thread=True)
    def create(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, data: FormBody
    ) -> Redirect | Template:
        """A new draft; prices come next."""
        form = Form(data)
        try:
            offer = offers.create_offer(session, actor, clock, terms_of_form(form))
        except Invalid as error:
            session.rollback()
            return _terms_page(session, actor, form, problems=error.problems)
        return Redirect(f"/offers/{offer.id}/prices")

    @get("/{offer_id:str}", permission="offer.see", sync_to_thread=True)
    def see(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        offer_id: FromPath[str],
        done: FromQuery[str] = "",
        touched: FromQuery[int] = 0,
    ) -> Template:
        """One offer, whole, with what to do next."""
        return _offer_page(session, actor, offers.see_offer(session, actor, clock, offer_id), done, touched)

    @get("/{offer_id:str}/edit", permission="offer.edit", sync_to_thread=True)
    def edit(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str]
    ) -> Template:
        """The form for an offer that is there."""
        offer = offers.see_offer(session, actor, clock, offer_id)
        return _terms_page(session, actor, Form({**terms_fields(offer.terms), "version": str(offer.version)}), offer)

    @post("/{offer_id:str}/edit", permission="offer.edit", sync_to_thread=True)
    def change(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """New terms; asks first where open proposals would be touched."""
        form = Form(data)
        offer = offers.see_offer(session, actor, clock, offer_id)
        try:
            terms = terms_of_form(form)
            offers.check_change(session, actor, offer_id, terms)
            if terms != offer.terms and (question := _question(offer, form, "edit", "Save the changes")):
                return question
            changed = offers.change_offer(session, actor, clock, offer_id, terms, version_of(form))
        except Invalid as error:
            session.rollback()
            return _terms_page(session, actor, form, offer, error.problems)
        return _seen(offer_id, "changed", changed.touched)

    @get("/{offer_id:str}/prices", permission="offer.edit", sync_to_thread=True)
    def prices(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str]
    ) -> Template:
        """The price grid, filled with the prices that hold now."""
        offer = offers.see_offer(session, actor, clock, offer_id)
        card = next((card for card in offer.cards if card.is_now), None)
        form = Form({**price_fields(card), "version": str(offer.version)})
        samples = price_samples(Prices(card.rates, card.band_rule, card.travel_fee_minor), _pack(offer)) if card else ()
        return _price_page(offer, form, samples=samples)

    @post("/{offer_id:str}/prices", permission="offer.edit", sync_to_thread=True)
    def set_prices(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Show what sample visits would cost, or keep the prices; asks first where proposals would be touched."""
        form = Form(data)
        offer = offers.see_offer(session, actor, clock, offer_id)
        try:
            prices = prices_of_form(form, _pack(offer), _columns(offer))
            samples = offer_prices.preview_prices(session, actor, prices)
            if form.text("action") != "save":
                return _price_page(offer, form, samples=samples)
            if question := _question(offer, form, "prices", "Save the new prices"):
                return question
            changed = offer_prices.set_prices(session, actor, clock, offer_id, prices, version_of(form))
        except Invalid as error:
            session.rollback()
            return _price_page(offer, form, error.problems)
        if changed.offer.availability or changed.offer.sessions:
            return _seen(offer_id, "priced", changed.touched)
        return Redirect(f"/availability/offer/{offer_id}")

    @post("/{offer_id:str}/list", permission="offer.edit", sync_to_thread=True)
    def list_for_sale(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str]
    ) -> Redirect | Template:
        """On sale."""
        try:
            offers.list_for_sale(session, actor, clock, offer_id)
        except Invalid as error:
            session.rollback()
            offer = offers.see_offer(session, actor, clock, offer_id)
            return _offer_page(session, actor, offer, problems=error.problems)
        return _seen(offer_id, "listed")

    @post("/{offer_id:str}/withdraw", permission="offer.edit", sync_to_thread=True)
    def withdraw(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Off sale; asks first where open proposals would be touched."""
        form = Form(data)
        offer = offers.see_offer(session, actor, clock, offer_id)
        if question := _question(offer, form, "withdraw", "Take it off sale"):
            return question
        return _seen(offer_id, "withdrawn", offers.withdraw_offer(session, actor, clock, offer_id).touched)

    @post("/{offer_id:str}/copy", permission="offer.edit", sync_to_thread=True)
    def copy(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str]
    ) -> Redirect:
        """A draft like this one."""
        return _seen(offers.copy_offer(session, actor, clock, offer_id).id, "copied")


def version_of(form: Form) -> int | None:
    """The version that the person saw, or None where the form does not say."""
    text = form.text("version")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _question(offer: OfferView, form: Form, what: str, label: str) -> Template | None:
    """A page that asks, where open proposals use the offer and nobody has said yes yet."""
    if not offer.touches or form.flag("is_sure"):
        return None
    plans = count_of(offer.touches, "plan")
    context = {
        "title": f"This touches {plans}",
        "text": f"{plans.capitalize()} that people are looking at now would use “{offer.terms.service}”.",
        "consequences": [
            "Each is marked, with what you changed, and can be worked out again.",
            "Plans that people have said yes to stay as they are.",
        ],
        "action": f"/offers/{offer.id}/{what}",
        "confirm_label": label,
        "cancel_href": f"/offers/{offer.id}",
        "is_danger": what == "withdraw",
        "fields": {name: value for name, value in form.data.items() if name != "_csrf_token"} | {"is_sure": "yes"},
    }
    return Template("components/confirm_page.html", context=context)


def _seen(offer_id: str, done: str, touched: int = 0) -> Redirect:
    return Redirect(f"/offers/{offer_id}?done={done}" + (f"&touched={touched}" if touched else ""))


def _offer_page(
    session: Session,
    actor: Actor,
    offer: OfferView,
    done: str = "",
    touched: int = 0,
    problems: tuple[Problem, ...] = (),
) -> Template:
    names = {worker.id: worker.name for worker in workers.list_workers(session, actor) if not worker.has_left}
    context = {
        "offer": offer,
        "worker_names": [names[worker_id] for worker_id in offer.worker_ids if worker_id in names],
        "band_names": _pack(offer).band_names(),
        "unit_words": UNIT_WORDS,
        "done": DONE.get(done, ""),
        "is_withdrawn": done == "withdrawn",
        "touched": max(0, touched),
        "problems": problems,
    }
    return Template("market/offer.html", context=context, status_code=422 if problems else 200)


def _terms_page(
    session: Session, actor: Actor, form: Form, offer: OfferView | None = None, problems: tuple[Problem, ...] = ()
) -> Template:
    pack = offers.own_rulepack(session, actor)
    categories = [("", "Choose one"), *((category.id, category.name) for category in pack.categories)]
    context = {"form": form, "offer": offer, "categories": categories, "problems": problems}
    return Template("market/offer_form.html", context=context, status_code=422 if problems else 200)


def _price_page(
    offer: OfferView,
    form: Form,
    problems: tuple[Problem, ...] = (),
    samples: tuple[PriceSample, ...] = (),
) -> Template:
    pack = _pack(offer)
    context = {
        "offer": offer,
        "form": form,
        "bands": bands_of(pack),
        "sleep_in": pack.sleep_in.band,
        "sleep_in_shown": any(name.startswith(f"p-{pack.sleep_in.band}-") and form.text(name) for name in form.data),
        "columns": _columns(offer),
        "units": list(UNIT_WORDS.items()),
        "rules": RULES,
        "sign": SYMBOLS.get(offer.currency, offer.currency),
        "samples": samples,
        "sample_minutes": SAMPLE_MINUTES,
        "problems": problems,
    }
    return Template("market/prices.html", context=context, status_code=422 if problems else 200)


def _columns(offer: OfferView) -> tuple[int, ...]:
    return columns_of(next((card for card in offer.cards if card.is_now), None))




def _pack(offer: OfferView) -> Rulepack:
    return load_rulepack(offer.rulepack)
