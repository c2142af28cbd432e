"""Signing in by a link, and out."""

from typing import Any
from urllib.parse import urlsplit

from litestar import Controller, Request, get, post
from litestar.datastructures import Cookie
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from brokerage.domain.access import Actor
from brokerage.domain.errors import Invalid, TooLate
from brokerage.given import GivenActor, GivenClock, GivenNotifier, GivenSession, GivenSettings
from brokerage.ports.notifications import Message
from brokerage.settings import Settings
from brokerage.usecases import sign_in

# Guessing tokens is hopeless; this keeps one machine from flooding people with links.
sign_in_limit = RateLimitConfig(
    rate_limit=("minute", 30),
    identifier_for_request=lambda request: request.client.host if request.client else "unknown",
)


def session_cookie(settings: Settings, secret: str) -> Cookie:
    """The cookie that carries a session: not readable by scripts, not sent by other sites' forms."""
    return Cookie(
        key="__Host-brokerage" if settings.cookie_secure else "brokerage",
        value=secret,
        path="/",
        httponly=True,
        secure=settings.cookie_secure,
        samesite="lax",
        max_age=settings.session_hours * 3600,
    )


def safe_next(address: str) -> str:
    """Only a path on this site may follow a sign-in."""
    parts = urlsplit(address)
    is_local = (
        not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith(("//", "/\\"))
    )
    return address if is_local else "/"


class SignInPages(Controller):
    """Ask for a link, use it, leave."""

    include_in_schema = False

    @get("/sign-in", permission="public", sync_to_thread=False)
    def ask(self, next: FromQuery[str] = "/") -> Template:
        """The form that asks for a link."""
        return Template("sign_in/ask.html", context={"problems": (), "email": "", "next": safe_next(next)})

    @post("/sign-in", permission="public", sync_to_thread=True, middleware=[sign_in_limit.middleware], status_code=200)
    def send_link(
        self,
        session: GivenSession,
        clock: GivenClock,
        settings: GivenSettings,
        notifier: GivenNotifier,
        data: URLEncodedBody[dict[str, str]],
    ) -> Template:
        """Send a link if the address is known; the page is the same if it is not."""
        email = data.get("email", "").strip()
        try:
            link = sign_in.ask_for_link(
                session, clock, email, settings.sign_in_link_minutes, settings.sign_in_links_per_hour
            )
        except Invalid as error:
            context = {"problems": error.problems, "email": email, "next": safe_next(data.get("next", "/"))}
            return Template("sign_in/ask.html", context=context, status_code=422)
        if link is not None:
            message = _message(settings, link, safe_next(data.get("next", "/")))
            session.info.setdefault("after_commit", []).append(lambda: notifier.send(message))
        return Template("sign_in/sent.html", context={"email": email, "is_offline": notifier.is_offline})

    @get("/sign-in/{token:str}", permission="public", sync_to_thread=False)
    def confirm(self, token: FromPath[str], next: FromQuery[str] = "/") -> Template:
        """A button, because mail scanners open links and must not use them up."""
        return Template("sign_in/confirm.html", context={"token": token, "next": safe_next(next)})

    @post("/sign-in/{token:str}", permission="public", sync_to_thread=True, middleware=[sign_in_limit.middleware])
    def use_link(
        self, request: Request[Any, Any, Any], token: FromPath[str], session: GivenSession, clock: GivenClock,
        settings: GivenSettings,
        data: URLEncodedBody[dict[str, str]],
    ) -> Redirect | Template:  # fmt: skip
        """Sign in: a new session, whatever cookie the browser brought."""
        old: Actor | None = request.user
        try:
            secret = sign_in.use_link(session, clock, token, settings.session_hours, old.session_id if old else None)
        except TooLate as error:
            return Template("sign_in/expired.html", context={"title": error.title}, status_code=410)
        return Redirect(safe_next(data.get("next", "/")), cookies=[session_cookie(settings, secret)])

    @post("/sign-out", permission="account.see", sync_to_thread=True)
    def leave(self, session: GivenSession, actor: GivenActor, clock: GivenClock, settings: GivenSettings) -> Redirect:
        """End the session on the server and drop the cookie."""
        sign_in.sign_out(session, actor, clock)
        cookie = session_cookie(settings, "")
        cookie.max_age = 0
        return Redirect("/sign-in", cookies=[cookie])


def _message(settings: Settings, link: sign_in.NewLink, next_path: str) -> Message:
    address = f"{settings.base_url}/sign-in/{link.token}?next={next_path}"
    return Message(
        key=f"sign-in-{link.token[:12]}",
        to_address=link.email,
        to_name=link.person_name,
        subject="Your sign-in link",
        text=f"Hello {link.person_name},\n\nopen this link to sign in. It works once, for "
        f"{settings.sign_in_link_minutes} minutes:\n{address}\n\nIf you did not ask for it, you need do nothing.",
    )
