"""What a funder sees, as JSON."""

from litestar import Controller, get

from brokerage.given import GivenActor, GivenSession
from brokerage.usecases.funding import FundingView, see_funding


class FunderApi(Controller):
    """Money and plans by reference."""

    path = "/funder"
    tags = ("funder",)

    @get(permission="funder.see", sync_to_thread=True)
    def overview(self, session: GivenSession, actor: GivenActor) -> FundingView:
        """Budgets and what approved plans cost a week, in minor units, by client reference."""
        return see_funding(session, actor)
