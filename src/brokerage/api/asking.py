"""Why this, why not that, who else and what clashes, as JSON."""

from typing import Annotated, Literal

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody, RawBody
from msgspec import Meta

from brokerage.api.bodies import Body, read_strictly, refusals
from brokerage.given import GivenActor, GivenClock, GivenMarketCache, GivenSession
from brokerage.optimizer.why_not import Question
from brokerage.usecases import asking
from brokerage.usecases.clashing import see_clashes
from brokerage.usecases.package_views import AnswerView, ClashView
from brokerage.usecases.visit_choices import VisitChoices, visit_choices

CHANGES = refusals(409, 422)


class WhyNotRequest(Body, frozen=True):
    """Why not this provider, worker, offer or category, or (target `time`) this day or start? What is null: any."""

    version_id: str
    target: Literal["provider", "worker", "offer", "category", "time"]
    target_id: str = ""
    need_id: str | None = None
    day: Annotated[int, Meta(ge=0, le=13)] | None = None
    start_minute: Annotated[int, Meta(ge=0, le=1439)] | None = None


class AskingApi(Controller):
    """Questions that the solver answers."""

    path = "/packages"
    tags = ("packages",)

    @get(
        "/{package_id:str}/versions/{version_id:str}/visits/{visit_id:str}/why",
        permission="package.ask",
        sync_to_thread=True,
        responses=refusals(),
    )
    def why(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        version_id: FromPath[str],
        visit_id: FromPath[str],
    ) -> AnswerView:
        """Why a visit is in the plan, and what the next best would change."""
        return asking.why(session, actor, clock, market_cache, package_id, version_id, visit_id)

    @get(
        "/{package_id:str}/versions/{version_id:str}/visits/{visit_id:str}/choices",
        permission="package.see",
        sync_to_thread=True,
        responses=refusals(),
    )
    def choices(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        version_id: FromPath[str],
        visit_id: FromPath[str],
    ) -> VisitChoices:
        """Who else could come at that time, and who does this but is not free then."""
        return visit_choices(session, actor, clock, market_cache, package_id, version_id, visit_id)

    @get(
        "/{package_id:str}/versions/{version_id:str}/clashes",
        permission="package.see",
        sync_to_thread=True,
        responses=refusals(),
    )
    def clashes(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        version_id: FromPath[str],
    ) -> tuple[ClashView, ...]:
        """Which wishes stand in the way of a must-have, the smallest sets, and what would resolve each."""
        return see_clashes(session, actor, clock, market_cache, package_id, version_id)

    @post(
        "/{package_id:str}/why-not", permission="package.ask", sync_to_thread=True, status_code=200, responses=CHANGES
    )
    def why_not(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        data: JSONBody[WhyNotRequest],
        body: RawBody,
    ) -> AnswerView:
        """What it would change to have that, or which of the person's own sentences stand in the way."""
        asked = read_strictly(body, type(data))
        question = Question(asked.target, asked.target_id, asked.need_id, asked.day, asked.start_minute)
        return asking.why_not(session, actor, clock, market_cache, package_id, asked.version_id, question)
