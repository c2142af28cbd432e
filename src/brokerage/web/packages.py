"""Pages of one package: the week, its rules, its versions, and every change to it."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import BrokerageError, Conflict, Invalid
from brokerage.given import GivenActor, GivenClock, GivenMarketCache, GivenSession
from brokerage.ports.clock import Clock
from brokerage.usecases import package_edits, packages
from brokerage.usecases.package_views import PackageView
from brokerage.usecases.solving import EditClash
from brokerage.web.forms import Form, FormBody
from brokerage.web.package_context import plan_context
from brokerage.web.package_forms import ON_THE_RULES_PAGE, edits_in_json, edits_of, json_of

UNPROCESSABLE, CONFLICT = 422, 409


class PackagePages(Controller):
    """See, change, go back, compare."""

    path = "/packages/{package_id:str}"
    include_in_schema = False

    @get(permission="package.see", sync_to_thread=True)
    def editor(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        version: FromQuery[str | None] = None,
        day: FromQuery[int] = 0,
        view: FromQuery[str] = "",
        after: FromQuery[str] = "",
    ) -> Template:
        """The week with everything that can be done to it.

        `version` shows an earlier one, `day` opens on that day, `view=week` the whole week on phones, `after=undo` says
        that something was undone.
        """
        seen = packages.see_package(session, actor, clock, package_id, version)
        days = seen.week.days
        chosen = days[day] if 0 <= day < len(days) else days[0]
        context = plan_context(seen, actor, chosen_day=chosen, shows_week=view == "week", is_undone=after == "undo")
        return Template("packages/editor.html", context=context)

    @post("/edit", permission="package.edit", sync_to_thread=True)
    def edit(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """One change, solved around the rest."""
        form = Form(data)
        try:
            edits = edits_of(form)
            package_edits.edit_package(
                session, actor, clock, market_cache, package_id, form.text("version_id"), edits
            )
        except (Invalid, Conflict) as error:
            return _refused(session, actor, clock, package_id, form, error)
        return Redirect(f"/packages/{package_id}")

    @post("/repair", permission="package.edit", sync_to_thread=True)
    def repair(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """A way out of a clash, as the clash offered it."""
        form = Form(data)
        try:
            edits = [*edits_in_json(form.text("edits")), *edits_in_json(form.text("wanted"))]
            package_edits.edit_package(session, actor, clock, market_cache, package_id, form.text("version_id"), edits)
        except (Invalid, Conflict) as error:
            return _refused(session, actor, clock, package_id, form, error)
        return Redirect(f"/packages/{package_id}")

    @post("/undo", permission="package.edit", sync_to_thread=True)
    def undo(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Back to the version before."""
        form = Form(data)
        try:
            package_edits.undo(session, actor, clock, package_id, form.text("version_id"))
        except Conflict as error:
            return _refused(session, actor, clock, package_id, form, error)
        return Redirect(f"/packages/{package_id}?after=undo")

    @post("/redo", permission="package.edit", sync_to_thread=True)
    def redo(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Forward to what was undone."""
        form = Form(data)
        try:
            package_edits.redo(session, actor, clock, package_id, form.text("version_id"))
        except Conflict as error:
            return _refused(session, actor, clock, package_id, form, error)
        return Redirect(f"/packages/{package_id}")

    @get("/rules", permission="package.see", sync_to_thread=True)
    def rules(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str]
    ) -> Template:
        """What every new plan keeps to, and how to take it back."""
        view = packages.see_package(session, actor, clock, package_id)
        return _rules_page(view, actor, Form(None), None)

    @get("/history", permission="package.see", sync_to_thread=True)
    def history(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str]
    ) -> Template:
        """Every version with what was decided on it."""
        view = packages.see_package(session, actor, clock, package_id)
        history = packages.see_history(session, actor, clock, package_id)
        return Template("packages/history.html", context=plan_context(view, actor, history=history))

    @get("/compare", permission="package.see", sync_to_thread=True)
    def compare(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        before: FromQuery[str] = "",
        after: FromQuery[str] = "",
    ) -> Template:
        """What differs between two versions."""
        view = packages.see_package(session, actor, clock, package_id)
        comparison = packages.compare_versions(session, actor, clock, package_id, before, after)
        context = plan_context(view, actor, comparison=comparison, before_id=before)
        return Template("packages/compare.html", context=context)

    @post("/restore", permission="package.edit", sync_to_thread=True)
    def restore(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """An earlier version as a new draft."""
        form = Form(data)
        try:
            package_edits.restore_version(
                session, actor, clock, package_id, form.text("version_id"), form.text("old_id")
            )
        except Conflict as error:
            return _refused(session, actor, clock, package_id, form, error)
        return Redirect(f"/packages/{package_id}")

    @post("/name", permission="package.edit", sync_to_thread=True)
    def name(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str], data: FormBody
    ) -> Redirect:
        """A name to find a version by."""
        form = Form(data)
        package_edits.name_version(session, actor, clock, package_id, form.text("version_id"), form.text("name"))
        return Redirect(f"/packages/{package_id}/history")


def _refused(
    session: Session, actor: Actor, clock: Clock, package_id: str, form: Form, error: BrokerageError
) -> Template:
    """The page as it stands now, saying what was not done and why."""
    session.rollback()
    view = packages.see_package(session, actor, clock, package_id)
    if isinstance(error, EditClash) and error.clashes:
        wanted = form.text("wanted") or json_of(edits_of(form))
        context = plan_context(view, actor, clashes=error.clashes, title=error.title, wanted=wanted)
        return Template("packages/clash.html", context=context, status_code=CONFLICT)
    if isinstance(error, Invalid) and form.text("kind") in ON_THE_RULES_PAGE:
        return _rules_page(view, actor, form, error)
    status = UNPROCESSABLE if isinstance(error, Invalid) else CONFLICT
    context = plan_context(view, actor, trouble=error)
    return Template("packages/editor.html", context=context, status_code=status)


def _rules_page(view: PackageView, actor: Actor, form: Form, error: Invalid | None) -> Template:
    lines = [line for day in view.week.days for line in day.lines]
    context: dict[str, Any] = {
        "form": form,
        "problems": error.problems if error else (),
        "purse_choices": [(purse.purse_id, purse.name) for purse in view.budget.purses],
        "help_choices": sorted({line.category: line.title for line in lines if line.category}.items()),
    }
    status = UNPROCESSABLE if error else 200
    return Template("packages/rules.html", context=plan_context(view, actor, **context), status_code=status)
