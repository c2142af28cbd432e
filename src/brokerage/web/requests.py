"""Which plans would use a provider's offers."""

from litestar import Controller, get
from litestar.params import FromQuery
from litestar.response import Template

from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import offers
from brokerage.usecases.requests import list_requests


class RequestPages(Controller):
    """Requests, without people's names."""

    path = "/requests"
    include_in_schema = False

    @get(permission="request.see", sync_to_thread=True)
    def list_all(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        offer_id: FromQuery[str] = "",
        page: FromQuery[int] = 1,
    ) -> Template:
        """Plans that would use the provider's offers, or one of them."""
        service = offers.see_offer(session, actor, clock, offer_id).terms.service if offer_id else ""
        found = list_requests(session, actor, offer_id=offer_id, page=page)
        return Template("market/requests.html", context={"found": found, "service": service, "offer_id": offer_id})
