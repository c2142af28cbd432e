"""The web application: pages and API over one wiring."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread
import structlog
from litestar import Litestar, Request, Router
from litestar.config.csrf import CSRFConfig
from litestar.config.response_cache import ResponseCacheConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import SwaggerRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.response import Response
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig
from litestar.types import ControllerRouterHandler

from brokerage.api.problems import problem_response, status_of, title_of
from brokerage.api.routes import routes as api_routes
from brokerage.edge import PUBLIC, WhoIsAsking, check_permission, provide_actor, provide_session
from brokerage.logs import configure_logs
from brokerage.security import SecurityHeaders
from brokerage.settings import Settings
from brokerage.store.engine import session_scope
from brokerage.store.migrations import is_current
from brokerage.usecases.proposal_runs import Workshop
from brokerage.usecases.proposals import interrupt_lost_runs
from brokerage.web.errors import error_page
from brokerage.web.routes import routes as web_routes
from brokerage.web.templating import template_engine
from brokerage.wiring import Wiring, wire

WEB_FOLDER = Path(__file__).parent / "web"
log = structlog.get_logger()


def create_app(settings: Settings | None = None, wiring: Wiring | None = None) -> Litestar:
    """The application. With `wiring` given (tests), it is used as it is and not closed."""
    used = wiring or wire(settings or Settings())
    configure_logs(used.settings.log_level)
    app = Litestar(
        route_handlers=[*web_routes(), _api_router(), _static_files()],
        dependencies=_dependencies(used),
        middleware=[SecurityHeaders(used.settings.cookie_secure), WhoIsAsking],
        guards=[check_permission],
        exception_handlers={Exception: _answer_error, HTTPException: _answer_error},
        csrf_config=_csrf(used.settings),
        template_config=TemplateConfig(instance=template_engine(WEB_FOLDER / "templates", used.settings)),
        openapi_config=_openapi(),
        state=State({"wiring": used}),
        lifespan=[] if wiring else [_closing(used)],
        request_max_body_size=used.settings.max_upload_bytes,
        response_cache_config=ResponseCacheConfig(),
    )
    _refuse_routes_without_permission(app)
    return app


def _dependencies(wiring: Wiring) -> dict[str, Provide]:
    settings = wiring.settings
    workshop = Workshop(
        wiring.engines, wiring.clock, wiring.market_cache, wiring.solver, settings.solver_seconds,
        settings.solver_queue_limit,
    )  # fmt: skip
    return {
        "session": Provide(provide_session),
        "actor": Provide(provide_actor),
        "clock": Provide(lambda: wiring.clock, sync_to_thread=False),
        "settings": Provide(lambda: wiring.settings, sync_to_thread=False),
        "notifier": Provide(lambda: wiring.notifier, sync_to_thread=False),
        "market_cache": Provide(lambda: wiring.market_cache, sync_to_thread=False),
        "engines": Provide(lambda: wiring.engines, sync_to_thread=False),
        "solver": Provide(lambda: wiring.solver, sync_to_thread=False),
        "workshop": Provide(lambda: workshop, sync_to_thread=False),
    }


def _api_router() -> Router:
    return Router("/api/v1", route_handlers=list(api_routes()), security=[{"bearer": []}])


def _static_files() -> ControllerRouterHandler:
    return create_static_files_router(
        path="/static",
        directories=[WEB_FOLDER / "static"],
        opt={"permission": PUBLIC},
        cache_control=CacheControlHeader(max_age=3600, public=True),
        include_in_schema=False,
    )


def _csrf(settings: Settings) -> CSRFConfig:
    # The API takes bearer tokens only, which no other site can make a browser send.
    return CSRFConfig(
        secret=settings.form_secret(),
        cookie_name="__Host-csrf" if settings.cookie_secure else "csrf",
        cookie_secure=settings.cookie_secure,
        cookie_samesite="lax",
        cookie_httponly=True,
        exclude=["^/api/"],
    )


def _openapi() -> OpenAPIConfig:
    swagger = SwaggerRenderPlugin(
        js_url="/static/vendor/swagger-ui-bundle.js",
        css_url="/static/vendor/swagger-ui.css",
        standalone_preset_js_url="/static/vendor/swagger-ui-standalone-preset.js",
        favicon='<link rel="icon" type="image/svg+xml" href="/static/mark.svg">',
    )
    scheme = SecurityScheme(type="http", scheme="bearer", description="A token from your account page.")
    return OpenAPIConfig(
        title="Brokerage",
        version="1",
        openapi_router=Router("/api/docs", route_handlers=[], opt={"permission": PUBLIC}, include_in_schema=False),
        render_plugins=[swagger],
        components=Components(security_schemes={"bearer": scheme}),
    )


def _closing(wiring: Wiring) -> Any:
    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        await anyio.to_thread.run_sync(_note_lost_runs, wiring)
        try:
            yield
        finally:
            wiring.close()

    return lifespan


def _note_lost_runs(wiring: Wiring) -> None:
    """Proposals that a kill cut off read as interrupted from now on. A database not yet migrated has none."""
    if not is_current(wiring.engines.write):
        return
    is_only_process = wiring.engines.write.dialect.name == "sqlite"
    with session_scope(wiring.engines.write) as session:
        interrupt_lost_runs(session, wiring.clock, is_only_process=is_only_process)


def _answer_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any] | Any:
    """Problem details for the API, a page for people. Only what nobody foresaw is logged as an error."""
    if isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    status = status_of(error)
    if status >= 500:
        log.error(
            "request_failed", path=request.url.path, method=request.method, error=type(error).__name__, exc_info=error
        )
    if request.url.path.startswith("/api/"):
        return problem_response(error)
    return error_page(request, status, title_of(error))


def _refuse_routes_without_permission(app: Litestar) -> None:
    """Every route says who may use it, or the application does not start."""
    missing = [
        f"{sorted(handler.http_methods)} {route.path}"
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler)
        and "permission" not in handler.opt
        and handler.http_methods != {"OPTIONS"}
    ]
    if missing:
        raise RuntimeError(f"routes without a permission: {'; '.join(missing)}")


def documented_routes(app: Litestar) -> Sequence[tuple[str, str, str]]:
    """Method, path and permission of every route, for `brokerage routes` and for the tests."""
    rows = [
        (method, route.path, str(handler.opt.get("permission", PUBLIC)))
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler)
        for method in handler.http_methods
        if method != "OPTIONS"
    ]
    return sorted(rows, key=lambda row: (row[1], row[0]))


__all__ = ["create_app", "documented_routes"]
