"""Asking for proposals, as JSON: 202, then ask again at the address given until it is over."""

from datetime import date
from typing import Annotated

from litestar import Controller, Response, get, post
from litestar.params import FromPath, HeaderParameter, JSONBody, RawBody
from sqlalchemy.orm import Session

from brokerage.api.bodies import Body, read_strictly, refusals
from brokerage.given import GivenActor, GivenClock, GivenMarketCache, GivenSession, GivenWorkshop
from brokerage.usecases import proposals
from brokerage.usecases.package_views import PackageView, RunView
from brokerage.usecases.proposal_runs import Workshop, submit_after_commit

IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", required=False)]


class RunRequest(Body, frozen=True):
    """From when, and whether changes made by hand are kept. Without a date: the package's, else next Monday."""

    starts_on: date | None = None
    is_carrying_edits: bool = True


class HeadSeen(Body, frozen=True):
    """`expected_version_id` is the head that the asker saw: a change on top of another head is refused (409)."""

    expected_version_id: str


class RunsApi(Controller):
    """Questions to the solver and the packages it offers."""

    tags = ("proposals",)

    @post(
        "/clients/{client_id:str}/runs",
        permission="package.propose",
        sync_to_thread=True,
        status_code=202,
        responses=refusals(409, 422),
    )
    def start(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        workshop: GivenWorkshop,
        client_id: FromPath[str],
        data: JSONBody[RunRequest],
        body: RawBody,
        idempotency_key: IdempotencyKey = None,
    ) -> Response[RunView]:
        """Ask for a proposal. The same Idempotency-Key gives the same run, however often it is sent."""
        asked = read_strictly(body, type(data))
        view = proposals.start_run(
            session,
            actor,
            clock,
            client_id,
            starts_on=asked.starts_on,
            is_carrying_edits=asked.is_carrying_edits,
            idempotency_key=idempotency_key,
            queue_limit=workshop.queue_limit,
        )
        return _accepted(session, workshop, view)

    @get("/clients/{client_id:str}/runs", permission="package.see", sync_to_thread=True, responses=refusals())
    def list_all(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str]
    ) -> list[RunView]:
        """The client's latest runs, newest first, without their options."""
        return proposals.list_runs(session, actor, clock, client_id)

    @get("/runs/{run_id:str}", permission="package.see", sync_to_thread=True, responses=refusals())
    def see(self, session: GivenSession, actor: GivenActor, clock: GivenClock, run_id: FromPath[str]) -> RunView:
        """A run as it stands; once `is_over`, with its options, and with the wishes that clash if some do."""
        return proposals.see_run(session, actor, clock, run_id)

    @post(
        "/runs/{run_id:str}/cancel",
        permission="package.propose",
        sync_to_thread=True,
        status_code=200,
        responses=refusals(409),
    )
    def cancel(self, session: GivenSession, actor: GivenActor, clock: GivenClock, run_id: FromPath[str]) -> RunView:
        """Stop a run that waits or is going on."""
        return proposals.cancel_run(session, actor, clock, run_id)

    @post(
        "/runs/{run_id:str}/again",
        permission="package.propose",
        sync_to_thread=True,
        status_code=202,
        responses=refusals(409, 422),
    )
    def again(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        workshop: GivenWorkshop,
        run_id: FromPath[str],
    ) -> Response[RunView]:
        """The same question anew, with what the conversation says now."""
        view = proposals.run_again(session, actor, clock, run_id, workshop.queue_limit)
        return _accepted(session, workshop, view)

    @post(
        "/runs/{run_id:str}/options/{option_id:str}/use",
        permission="package.edit",
        sync_to_thread=True,
        status_code=201,
        responses=refusals(409, 422),
    )
    def use(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        run_id: FromPath[str],
        option_id: FromPath[str],
        data: JSONBody[HeadSeen],
        body: RawBody,
    ) -> PackageView:
        """Make the option the package's next version."""
        seen = read_strictly(body, type(data))
        return proposals.use_option(
            session, actor, clock, market_cache, run_id, option_id, seen.expected_version_id
        )


def _accepted(session: Session, workshop: Workshop, view: RunView) -> Response[RunView]:
    submit_after_commit(session, workshop, view)
    return Response(view, status_code=202, headers={"Location": f"/api/v1/runs/{view.run_id}"})
