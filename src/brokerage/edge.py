"""The edge of every request: who is asking, may this role use this route, one transaction, commit or roll back."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio.to_thread
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, has_permission
from brokerage.domain.errors import NotAllowed
from brokerage.usecases import audit, sign_in
from brokerage.usecases.access import Denied, Hidden
from brokerage.wiring import Wiring

PUBLIC = "public"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
Connection = ASGIConnection[Any, Any, Any, Any]


def wiring_of(connection: Connection) -> Wiring:
    """The wiring that the application was built with."""
    wiring: Wiring = connection.app.state.wiring
    return wiring


def cookie_name(wiring: Wiring) -> str:
    """`__Host-` ties the cookie to this host and to https; plain http on one's own machine can't carry it."""
    return "__Host-brokerage" if wiring.settings.cookie_secure else "brokerage"


class WhoIsAsking(AbstractAuthenticationMiddleware):
    """Pages by cookie, the API by bearer token: never the other way round, so that no site can ride on a cookie."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """The actor as it stands at this request, or None."""
        actor = await anyio.to_thread.run_sync(_actor_of, connection)
        return AuthenticationResult(user=actor, auth=None)


def _actor_of(connection: Connection) -> Actor | None:
    wiring = wiring_of(connection)
    if connection.url.path.startswith("/api/"):
        kind, _, secret = connection.headers.get("Authorization", "").partition(" ")
        find = sign_in.actor_of_token if kind.lower() == "bearer" else None
    else:
        secret = connection.cookies.get(cookie_name(wiring), "")
        find = sign_in.actor_of_cookie
    if find is None or not secret:
        return None
    with Session(wiring.engines.read) as session:
        return find(session, wiring.clock, secret)


def check_permission(connection: Connection, handler: BaseRouteHandler) -> None:
    """A guard on every route: signed in, and a role that the table lets do this at all."""
    permission = handler.opt.get("permission")
    if permission == PUBLIC:
        return
    if connection.user is None:
        raise NotAuthorizedException("Sign in first.")
    if not has_permission(connection.user.role, str(permission)):
        raise NotAllowed("This page is not for your role.")


async def provide_session(request: Request[Any, Any, Any]) -> AsyncIterator[Session]:
    """One session and one transaction for the request: committed after success, else rolled back.

    Reading requests get the read-only engine. What was looked at, or refused, is written to the audit afterwards.
    """
    wiring = wiring_of(request)
    engine = wiring.engines.read if request.method in READING else wiring.engines.write
    session = Session(engine, expire_on_commit=False)
    try:
        yield session
    except BaseException as error:  # every way out of a handler must release the connection
        await anyio.to_thread.run_sync(session.close)
        if isinstance(error, Denied | Hidden):
            await anyio.to_thread.run_sync(_write_denial, wiring, error)
        raise
    else:
        await anyio.to_thread.run_sync(_finish, wiring, session)


def _finish(wiring: Wiring, session: Session) -> None:
    reads = audit.pending_reads(session)
    deliveries: list[Callable[[], None]] = session.info.pop("after_commit", [])
    with session:
        session.commit()
    if reads:
        with Session(wiring.engines.write) as writer, writer.begin():
            for read in reads:
                audit.record(writer, read.actor, wiring.clock, read.action, read.subject)
    for deliver in deliveries:
        deliver()


def _write_denial(wiring: Wiring, error: Denied | Hidden) -> None:
    with Session(wiring.engines.write) as session, session.begin():
        audit.record(session, error.actor, wiring.clock, error.action, error.subject, was_allowed=False)


async def provide_actor(request: Request[Any, Any, Any]) -> Actor | None:
    """Who is asking; None only on public routes."""
    actor: Actor | None = request.user
    return actor
