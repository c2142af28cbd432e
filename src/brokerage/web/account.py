"""One's own account: where each role starts, one's parts, tokens for programs."""

from dataclasses import dataclass

from litestar import Controller, get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import Invalid, Problem, invalid
from brokerage.domain.people import Role
from brokerage.given import GivenActor, GivenClock, GivenSession, GivenSettings
from brokerage.ports.clock import Clock
from brokerage.usecases import sign_in
from brokerage.web.sign_in import session_cookie

HOME = {
    Role.BROKER: "/clients",
    Role.CLIENT: "/my-week",
    Role.SUPPORTER: "/my-week",
    Role.PROVIDER: "/offers",
    Role.FUNDER: "/funder",
    Role.ADMIN: "/account",
}


@dataclass(frozen=True, slots=True)
class TokenForm:
    """What the form for a new token holds."""

    name: str = ""
    days: str = "90"


class AccountPages(Controller):
    """Pages about oneself."""

    include_in_schema = False

    @get("/", permission="account.see", sync_to_thread=False)
    def home(self, actor: GivenActor) -> Redirect:
        """To the page where this role's day starts."""
        return Redirect(HOME[actor.role])

    @get("/account", permission="account.see", sync_to_thread=True)
    def account(self, session: GivenSession, actor: GivenActor, clock: GivenClock) -> Template:
        """Who I am here, in which parts I can act, which programs act for me."""
        return _page(session, actor, clock, TokenForm())

    @post("/account/role", permission="account.see", sync_to_thread=True)
    def switch(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        settings: GivenSettings,
        data: URLEncodedBody[dict[str, str]],
    ) -> Redirect:
        """Act in another of one's own parts."""
        try:
            role = Role(data.get("role", ""))
        except ValueError as error:
            raise invalid("role", "Choose one of the roles on the page.") from error
        secret = sign_in.switch_role(
            session, actor, clock, role, data.get("organisation_id") or None, settings.session_hours
        )
        return Redirect("/", cookies=[session_cookie(settings, secret)])

    @post("/account/tokens", permission="account.see", sync_to_thread=True, status_code=200)
    def make_token(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, data: URLEncodedBody[dict[str, str]]
    ) -> Template:
        """A new token, shown this once."""
        form = TokenForm(data.get("name", ""), data.get("days", ""))
        try:
            days = _whole_number(form.days)
            secret = sign_in.make_token(session, actor, clock, form.name, days)
        except Invalid as error:
            return _page(session, actor, clock, form, problems=error.problems)
        return _page(session, actor, clock, TokenForm(), new_token=secret)

    @post("/account/tokens/{token_id:str}/revoke", permission="account.see", sync_to_thread=True)
    def revoke_token(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, token_id: FromPath[str]
    ) -> Redirect:
        """The token counts no more."""
        sign_in.revoke_token(session, actor, clock, token_id)
        return Redirect("/account")


def _whole_number(text: str) -> int:
    if not text.strip().isdecimal() or len(text) > 6:
        raise invalid("days", "Write a whole number of days, from 1 to 366.")
    return int(text)


def _page(
    session: Session,
    actor: Actor,
    clock: Clock,
    form: TokenForm,
    *,
    problems: tuple[Problem, ...] = (),
    new_token: str | None = None,
) -> Template:
    context = {
        "actor": actor,
        "choices": sign_in.role_choices(session, actor, clock),
        "tokens": sign_in.own_tokens(session, actor),
        "form": form,
        "problems": problems,
        "new_token": new_token,
    }
    return Template("account/account.html", context=context, status_code=422 if problems else 200)
