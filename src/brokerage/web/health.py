"""Is it up, and can it work: for load balancers and people on call."""

from litestar import Controller, get
from litestar.response import Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from brokerage.given import GivenSession


class HealthPages(Controller):
    """Two plain answers, no data."""

    include_in_schema = False

    @get("/health", permission="public", sync_to_thread=False)
    def health(self) -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @get("/ready", permission="public", sync_to_thread=True)
    def ready(self, session: GivenSession) -> Response[dict[str, str]]:
        """The database answers and carries the newest migration's tables."""
        try:
            session.execute(text("SELECT count(*) FROM organisations"))
        except SQLAlchemyError:
            return Response({"status": "database not ready"}, status_code=503)
        return Response({"status": "ready"})
