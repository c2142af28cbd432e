"""What is on sale, for everyone who is signed in; and for providers, which plans would use it."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.params import FromPath, FromQuery
from msgspec import Meta

from brokerage.api.bodies import refusals
from brokerage.given import GivenActor, GivenClock, GivenMarketCache, GivenSession
from brokerage.usecases.market import MarketPage, MarketQuery, ProviderPage, search_market, see_provider
from brokerage.usecases.requests import RequestList, list_requests

Amount = Annotated[int, Meta(ge=0, le=10**12)]


class MarketApi(Controller):
    """Looking round the market."""

    path = "/market"
    tags = ("market",)

    @get("/offers", permission="market.see", sync_to_thread=True, responses=refusals(400))
    def search(
        self,
        *,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        text: FromQuery[str] = "",
        category: FromQuery[str] = "",
        area: FromQuery[str] = "",
        skill: FromQuery[str] = "",
        language: FromQuery[str] = "",
        most_minor: FromQuery[Amount | None] = None,
        sort: FromQuery[Literal["name", "price", "reliability"]] = "name",
        rulepack: FromQuery[str] = "",
        page: FromQuery[int] = 1,
    ) -> MarketPage:
        """Offers on sale that fit, twenty a page. `most_minor`: at most so much for an hour on a weekday."""
        query = MarketQuery(text, category, area, skill, language, most_minor, sort, rulepack, page)
        return search_market(session, actor, clock, query, market_cache)

    @get("/providers/{provider_id:str}", permission="market.see", sync_to_thread=True, responses=refusals())
    def provider(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        provider_id: FromPath[str],
    ) -> ProviderPage:
        """One provider with everything it has on sale, its measured reliability and declared interests."""
        return see_provider(session, actor, clock, provider_id, market_cache)


class RequestsApi(Controller):
    """Which plans would use a provider's offers."""

    path = "/requests"
    tags = ("offers",)

    @get(permission="request.see", sync_to_thread=True, responses=refusals(400))
    def list_all(
        self, session: GivenSession, actor: GivenActor, offer_id: FromQuery[str] = "", page: FromQuery[int] = 1
    ) -> RequestList:
        """Plans that would use the provider's offers, without anyone's name."""
        return list_requests(session, actor, offer_id=offer_id, page=page)
