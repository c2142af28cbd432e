"""Pages of sending a version and deciding on it."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.approvals import Decision, DecisionWay
from brokerage.domain.errors import Conflict, Invalid, invalid
from brokerage.domain.people import Role
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.ports.clock import Clock
from brokerage.usecases import approvals, packages, supporters
from brokerage.usecases.approvals import Recorded
from brokerage.web.forms import Form, FormBody
from brokerage.web.package_context import plan_context

CLIENT = "client"
UNPROCESSABLE, CONFLICT = 422, 409


class ApprovalPages(Controller):
    """Send, say yes, send back, disagree."""

    path = "/packages/{package_id:str}"
    include_in_schema = False

    @get("/send", permission="package.send", sync_to_thread=True)
    def ask_to_send(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str]
    ) -> Template:
        """What would be sent."""
        view = packages.see_package(session, actor, clock, package_id)
        return Template("packages/send.html", context=plan_context(view, actor))

    @post("/send", permission="package.send", sync_to_thread=True)
    def send(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Ask the client to decide."""
        try:
            approvals.send_version(session, actor, clock, package_id, Form(data).text("version_id"))
        except Conflict as error:
            session.rollback()
            view = packages.see_package(session, actor, clock, package_id)
            context = plan_context(view, actor, trouble=error)
            return Template("packages/editor.html", context=context, status_code=CONFLICT)
        return Redirect(f"/packages/{package_id}")

    @get("/decide", permission="package.see", sync_to_thread=True)
    def ask_to_decide(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str]
    ) -> Template:
        """Exactly what a yes would be to."""
        return _page(session, actor, clock, package_id, Form(None))

    @post("/approve", permission="package.see", sync_to_thread=True)
    def approve(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Yes to exactly this version; worries are kept beside it."""
        return _decide(session, actor, clock, package_id, Form(data), Decision.YES)

    @post("/send-back", permission="package.see", sync_to_thread=True)
    def send_back(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """No, with what should be different."""
        return _decide(session, actor, clock, package_id, Form(data), Decision.SEND_BACK)

    @post("/disagree", permission="package.ask", sync_to_thread=True)
    def disagree(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """A no that stays beside someone else's yes."""
        return _decide(session, actor, clock, package_id, Form(data), Decision.DISSENT)


def _decide(
    session: Session, actor: Actor, clock: Clock, package_id: str, form: Form, decision: Decision
) -> Redirect | Template:
    seen, words = form.text("content_hash"), form.text("words")
    try:
        if actor.role is Role.BROKER:
            recorded = _recorded(form)
            approvals.record_decision(session, actor, clock, package_id, seen, decision, recorded, words)
        elif decision is Decision.YES:
            approvals.approve_version(session, actor, clock, package_id, seen, words)
        elif decision is Decision.SEND_BACK:
            approvals.send_back(session, actor, clock, package_id, seen, words)
        else:
            approvals.dissent(session, actor, clock, package_id, seen, words)
    except (Invalid, Conflict) as error:
        session.rollback()
        return _page(session, actor, clock, package_id, form, error)
    return Redirect(f"/packages/{package_id}" if actor.role is Role.BROKER else "/my-week")


def _recorded(form: Form) -> Recorded:
    way, who = form.text("way"), form.text("decided_by")
    if way not in set(DecisionWay):
        raise invalid("way", "Say how you were told: by phone, on paper or in person.")
    if who == CLIENT:
        return Recorded(DecisionWay(way), Role.CLIENT)
    return Recorded(DecisionWay(way), Role.SUPPORTER, who)


def _page(
    session: Session,
    actor: Actor,
    clock: Clock,
    package_id: str,
    form: Form,
    error: Invalid | Conflict | None = None,
) -> Template:
    view = packages.see_package(session, actor, clock, package_id)
    context: dict[str, Any] = {"form": form, "people": [], "trouble": error}
    if actor.role is Role.BROKER:
        client, scopes = supporters.list_supporters(session, actor, clock, view.client_id)
        able = [scope for scope in scopes if scope.is_live and "approve" in scope.rights]
        context["people"] = [(CLIENT, client.name), *((scope.person_id, scope.name) for scope in able)]
    if isinstance(error, Invalid):
        context["problems"] = error.problems
    status = 200 if error is None else UNPROCESSABLE if isinstance(error, Invalid) else CONFLICT
    return Template("packages/decide.html", context=plan_context(view, actor, **context), status_code=status)
