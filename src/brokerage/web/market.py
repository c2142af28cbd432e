"""Who is out there: what is on sale, and from whom."""

from dataclasses import replace
from urllib.parse import urlencode

from litestar import Controller, get
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from brokerage.domain.words import SYMBOLS
from brokerage.given import GivenActor, GivenClock, GivenMarketCache, GivenSession
from brokerage.usecases.market import MarketQuery, search_market, see_provider
from brokerage.web.forms import Form

LONGEST = 100


class MarketPages(Controller):
    """The market as brokers, clients and everyone else who is signed in see it."""

    path = "/market"
    include_in_schema = False

    @get(permission="market.see", sync_to_thread=True)
    def browse(
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
        most: FromQuery[str] = "",
        sort: FromQuery[str] = "name",
        rulepack: FromQuery[str] = "",
        page: FromQuery[int] = 1,
    ) -> Template:
        """Offers on sale, filtered."""
        form = Form({"most": most})
        most_minor = form.money_minor("most") if most.strip() else None
        query = MarketQuery(text[:LONGEST], category, area, skill, language, None, sort, rulepack, page)
        found = search_market(
            session, actor, clock, replace(query, most_minor=None if form.problems else most_minor), market_cache
        )
        chosen = {
            "text": text, "category": category, "area": area, "skill": skill, "language": language, "most": most,
            "sort": sort, "rulepack": rulepack,
        }  # fmt: skip
        context = {
            "page": found,
            "query": query,
            "chosen": chosen,
            "kept": urlencode({name: value for name, value in chosen.items() if value}),
            "most": most,
            "sign": SYMBOLS.get(found.currency, found.currency),
            "problems": tuple(form.problems),
        }
        return Template("market/browse.html", context=context, status_code=422 if form.problems else 200)

    @get("/providers/{provider_id:str}", permission="market.see", sync_to_thread=True)
    def provider(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        provider_id: FromPath[str],
    ) -> Template:
        """One provider: reliability with what it rests on, declared interests, everything on sale."""
        found = see_provider(session, actor, clock, provider_id, market_cache)
        return Template("market/provider.html", context={"provider": found})
