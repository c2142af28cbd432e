"""The funder's page."""

from litestar import Controller, get
from litestar.response import Template

from brokerage.given import GivenActor, GivenSession
from brokerage.usecases.funding import see_funding


class FunderPages(Controller):
    """Money and plans by reference."""

    path = "/funder"
    include_in_schema = False

    @get(permission="funder.see", sync_to_thread=True)
    def overview(self, session: GivenSession, actor: GivenActor) -> Template:
        """Budgets, what approved plans cost, who still waits."""
        return Template("funder/overview.html", context={"view": see_funding(session, actor)})
