"""Pages on who helps a client decide."""

from datetime import UTC, datetime, time, timedelta

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, SupporterRight
from brokerage.domain.errors import Invalid, Problem
from brokerage.domain.supporters import Basis
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.ports.clock import Clock
from brokerage.usecases import supporters
from brokerage.usecases.supporters import Invitation
from brokerage.web.forms import Form, FormBody

RIGHT_WORDS = {
    SupporterRight.SEE: "See my plan and what I said",
    SupporterRight.ASK: "Ask why things are as they are",
    SupporterRight.EDIT: "Change my plan",
    SupporterRight.APPROVE: "Say yes for me",
}
BASIS_WORDS = {
    Basis.CONSENT: "I agree to it",
    Basis.POWER_OF_ATTORNEY: "Power of attorney",
    Basis.COURT_DEPUTY: "Deputy named by a court",
}


class SupporterPages(Controller):
    """See, invite, revoke."""

    path = "/clients/{client_id:str}/supporters"
    include_in_schema = False

    @get(permission="client.see", sync_to_thread=True)
    def list_all(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str]
    ) -> Template:
        """Who helps this client decide, and how far."""
        return _page(session, actor, clock, client_id, Form(None))

    @post(permission="supporter.invite", sync_to_thread=True)
    def invite(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Give a scope."""
        form = Form(data)
        try:
            supporters.invite_supporter(session, actor, clock, client_id, _invitation(form))
        except Invalid as error:
            session.rollback()
            return _page(session, actor, clock, client_id, form, error.problems)
        return Redirect(f"/clients/{client_id}/supporters")

    @post("/{scope_id:str}/revoke", permission="supporter.revoke", sync_to_thread=True)
    def revoke(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        scope_id: FromPath[str],
    ) -> Redirect:
        """Take a scope back at once."""
        supporters.revoke_supporter(session, actor, clock, client_id, scope_id)
        return Redirect(f"/clients/{client_id}/supporters")


def _invitation(form: Form) -> Invitation:
    ends_on = form.date("ends_on")
    basis = form.text("basis") or Basis.CONSENT.value
    if basis not in set(Basis):
        form.refuse("basis", "Choose one of the answers.")
    form.check()
    return Invitation(
        name=form.text("name"),
        email=form.text("email"),
        relation=form.text("relation"),
        rights=tuple(form.all("rights")),
        basis=Basis(basis),
        # A scope counts to the end of its last day.
        ends_at=datetime.combine(ends_on + timedelta(days=1), time.min, UTC) if ends_on else None,
    )


def _page(
    session: Session, actor: Actor, clock: Clock, client_id: str, form: Form, problems: tuple[Problem, ...] = ()
) -> Template:
    client, scopes = supporters.list_supporters(session, actor, clock, client_id)
    context = {
        "client": client, "scopes": scopes, "form": form, "problems": problems,
        "right_words": {right.value: words for right, words in RIGHT_WORDS.items()},
        "basis_words": {basis.value: words for basis, words in BASIS_WORDS.items()},
    }  # fmt: skip
    return Template("supporters/supporters.html", context=context, status_code=422 if problems else 200)
