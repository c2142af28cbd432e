"""Pages of asking the solver: the question, the wait, what came of it, other ways."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import Conflict, Invalid
from brokerage.given import GivenActor, GivenClock, GivenMarketCache, GivenSession, GivenWorkshop
from brokerage.usecases import clients, package_edits, packages, proposals
from brokerage.usecases.package_views import RunView
from brokerage.usecases.proposal_runs import submit_after_commit
from brokerage.web.forms import Form, FormBody
from brokerage.web.package_context import plan_context
from brokerage.web.package_forms import edits_in_json

UNPROCESSABLE, CONFLICT = 422, 409


class ProposalPages(Controller):
    """Ask, wait, choose."""

    include_in_schema = False

    @get("/clients/{client_id:str}/plan", permission="package.see", sync_to_thread=True)
    def plan(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str]
    ) -> Redirect | Template:
        """To the client's newest package, or how to get a first one."""
        found = packages.list_packages(session, actor, clock, client_id)
        if found:
            return Redirect(f"/packages/{found[0].package_id}")
        return _first_page(session, actor, client_id, None)

    @post("/clients/{client_id:str}/propose", permission="package.propose", sync_to_thread=True)
    def propose(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        workshop: GivenWorkshop,
        client_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """Put the question to the solver and go to where its progress shows."""
        form = Form(data)
        try:
            starts_on = form.date("starts_on")
            form.check()
            run = proposals.start_run(
                session, actor, clock, client_id, starts_on=starts_on, queue_limit=workshop.queue_limit
            )
        except (Invalid, Conflict) as error:
            session.rollback()
            return _first_page(session, actor, client_id, error, form.text("starts_on"))
        submit_after_commit(session, workshop, run)
        return Redirect(f"/runs/{run.run_id}")

    @get("/runs/{run_id:str}", permission="package.see", sync_to_thread=True)
    def run(self, session: GivenSession, actor: GivenActor, clock: GivenClock, run_id: FromPath[str]) -> Template:
        """The wait, the ways, the clash or the failure."""
        run = proposals.see_run(session, actor, clock, run_id)
        return _run_page(session, actor, run)

    @post("/runs/{run_id:str}/cancel", permission="package.propose", sync_to_thread=True)
    def cancel(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, run_id: FromPath[str]
    ) -> Redirect:
        """Stop it."""
        proposals.cancel_run(session, actor, clock, run_id)
        return Redirect(f"/runs/{run_id}")

    @post("/runs/{run_id:str}/again", permission="package.propose", sync_to_thread=True)
    def again(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        workshop: GivenWorkshop,
        run_id: FromPath[str],
    ) -> Redirect:
        """The same question anew."""
        run = proposals.run_again(session, actor, clock, run_id, workshop.queue_limit)
        submit_after_commit(session, workshop, run)
        return Redirect(f"/runs/{run.run_id}")

    @post("/runs/{run_id:str}/use", permission="package.edit", sync_to_thread=True)
    def use(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        run_id: FromPath[str],
        data: FormBody,
    ) -> Redirect:
        """Take up one of the ways as the next version."""
        form = Form(data)
        used = proposals.use_option(
            session, actor, clock, market_cache, run_id, form.text("option_id"), form.text("version_id") or None
        )
        return Redirect(f"/packages/{used.package_id}")

    @post("/runs/{run_id:str}/repair", permission="package.edit", sync_to_thread=True)
    def repair(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        run_id: FromPath[str],
        data: FormBody,
    ) -> Redirect:
        """A way out of a clash, made as an edit of what the run came to."""
        run = proposals.see_run(session, actor, clock, run_id)
        if run.package_id is None or run.version_id is None:
            raise Conflict("There is no plan yet to change. Change it in the conversation.", code="state")
        edits = edits_in_json(Form(data).text("edits"))
        package_edits.edit_package(session, actor, clock, market_cache, run.package_id, run.version_id, edits)
        return Redirect(f"/packages/{run.package_id}")

    @get("/packages/{package_id:str}/ways", permission="package.see", sync_to_thread=True)
    def ways(self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str]) -> Template:
        """What else the last proposal offered."""
        view = packages.see_package(session, actor, clock, package_id)
        runs = proposals.list_runs(session, actor, clock, view.client_id)
        done = next((run for run in runs if run.package_id == package_id and run.state == "done"), None)
        found = proposals.see_run(session, actor, clock, done.run_id) if done else None
        return Template("packages/ways.html", context=plan_context(view, actor, run=found))

    @post("/packages/{package_id:str}/again", permission="package.propose", sync_to_thread=True)
    def propose_again(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        workshop: GivenWorkshop,
        package_id: FromPath[str],
    ) -> Redirect:
        """A new proposal for a package that there is, with what was decided kept."""
        view = packages.see_package(session, actor, clock, package_id)
        run = proposals.start_run(
            session,
            actor,
            clock,
            view.client_id,
            starts_on=view.week.starts_on,
            queue_limit=workshop.queue_limit,
        )
        submit_after_commit(session, workshop, run)
        return Redirect(f"/runs/{run.run_id}")


def _first_page(
    session: Session, actor: Actor, client_id: str, error: Invalid | Conflict | None, starts_on: str = ""
) -> Template:
    context: dict[str, Any] = {
        "client": clients.client_overview(session, actor, client_id),
        "trouble": error,
        "starts_on": starts_on,
        "problems": (),
    }
    status = 200 if error is None else UNPROCESSABLE if isinstance(error, Invalid) else CONFLICT
    return Template("packages/first.html", context=context, status_code=status)


def _run_page(session: Session, actor: Actor, run: RunView) -> Template:
    client = clients.client_overview(session, actor, run.client_id)
    return Template("packages/run.html", context={"run": run, "client_name": client.name, "problems": ()})
