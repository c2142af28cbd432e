"""A provider's own offers as JSON: terms, prices with preview, on and off sale, files."""

from typing import Any, Literal

from litestar import Controller, get, post, put
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody, RawBody

from brokerage.api.bodies import Body, read_strictly, refusals
from brokerage.domain.errors import Invalid, Problem, invalid
from brokerage.domain.offers import OfferSource, OfferState, OfferTerms
from brokerage.domain.price_samples import PriceSample
from brokerage.domain.rate_cards import Prices
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.store.offers import OfferFilter
from brokerage.usecases import offer_prices, offers
from brokerage.usecases.offer_imports import Imported, import_own_offers
from brokerage.usecases.offer_views import Changed, OfferList, OfferView

CHANGES = refusals(409, 422)


class TermsRequest(Body, frozen=True):
    """New terms. `version`: the one that was seen; null: whatever it is now."""

    terms: OfferTerms
    version: int | None = None


class PricesRequest(Body, frozen=True):
    """New prices. `version`: the one that was seen; null: whatever it is now."""

    prices: Prices
    version: int | None = None


class PreviewRequest(Body, frozen=True):
    """Prices to try, for so many workers who come together."""

    prices: Prices
    workers: Literal[1, 2, 3, 4] = 1


class OffersApi(Controller):
    """One's own offers."""

    path = "/offers"
    tags = ("offers",)

    @get(permission="offer.see", sync_to_thread=True, responses=refusals())
    def list_all(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        text: FromQuery[str] = "",
        in_state: FromQuery[OfferState | None] = None,
        category: FromQuery[str] = "",
        sort: FromQuery[Literal["service", "kind", "newest"]] = "service",
        page: FromQuery[int] = 1,
    ) -> OfferList:
        """Own offers, filtered and sorted, a page at a time."""
        return offers.list_offers(session, actor, clock, OfferFilter(text, in_state, category, sort), page)

    @post(permission="offer.edit", sync_to_thread=True, responses=CHANGES)
    def create(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        data: JSONBody[OfferTerms],
        body: RawBody,
    ) -> OfferView:
        """A new offer. It is a draft until it has prices and times and is listed."""
        return offers.create_offer(session, actor, clock, read_strictly(body, type(data)), OfferSource.API)

    @post("/preview", permission="offer.see", sync_to_thread=True, status_code=200, responses=refusals(422))
    def preview(
        self, session: GivenSession, actor: GivenActor, data: JSONBody[PreviewRequest], body: RawBody
    ) -> tuple[PriceSample, ...]:
        """What visits of 30, 45, 60 and 120 minutes would cost. Nothing is stored."""
        asked = read_strictly(body, type(data))
        return offer_prices.preview_prices(session, actor, asked.prices, asked.workers)

    @post("/import", permission="offer.edit", sync_to_thread=True, status_code=200, responses=CHANGES)
    def import_file(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, data: MultipartBody[dict[str, Any]]
    ) -> Imported:
        """Offers from a CSV, Excel or Parquet file in the field `file`. Of a bad file nothing is stored."""
        file = data.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise invalid("file", "Send the file in a field called file, with its name.")
        result = import_own_offers(session, actor, clock, file.file.read(), file.filename)
        if result.errors:
            problems = tuple(Problem(f"line {e.line}, {e.column}", f"{e.value}: {e.reason}") for e in result.errors)
            raise Invalid("Nothing of this file was stored: some lines need mending.", problems=problems)
        return result

    @get("/{offer_id:str}", permission="offer.see", sync_to_thread=True, responses=refusals())
    def see(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str]
    ) -> OfferView:
        """One offer, whole."""
        return offers.see_offer(session, actor, clock, offer_id)

    @put("/{offer_id:str}", permission="offer.edit", sync_to_thread=True, responses=CHANGES)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        offer_id: FromPath[str],
        data: JSONBody[TermsRequest],
        body: RawBody,
    ) -> Changed:
        """New terms; open proposals that use the offer are marked."""
        asked = read_strictly(body, type(data))
        return offers.change_offer(session, actor, clock, offer_id, asked.terms, asked.version)

    @put("/{offer_id:str}/prices", permission="offer.edit", sync_to_thread=True, responses=CHANGES)
    def set_prices(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        offer_id: FromPath[str],
        data: JSONBody[PricesRequest],
        body: RawBody,
    ) -> Changed:
        """A new version of the prices from its first day on."""
        asked = read_strictly(body, type(data))
        return offer_prices.set_prices(session, actor, clock, offer_id, asked.prices, asked.version)

    @post("/{offer_id:str}/list", permission="offer.edit", sync_to_thread=True, status_code=200, responses=CHANGES)
    def list_for_sale(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str]
    ) -> OfferView:
        """On sale from now on."""
        return offers.list_for_sale(session, actor, clock, offer_id)

    @post("/{offer_id:str}/withdraw", permission="offer.edit", sync_to_thread=True, status_code=200, responses=CHANGES)
    def withdraw(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str]
    ) -> Changed:
        """Off sale from now on; listing undoes it."""
        return offers.withdraw_offer(session, actor, clock, offer_id)

    @post("/{offer_id:str}/copy", permission="offer.edit", sync_to_thread=True, responses=CHANGES)
    def copy(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, offer_id: FromPath[str]
    ) -> OfferView:
        """A draft like the offer."""
        return offers.copy_offer(session, actor, clock, offer_id)


