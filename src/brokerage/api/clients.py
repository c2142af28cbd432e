"""Clients as JSON: the caseload, one client, their brief."""

from datetime import date

from litestar import Controller, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, RawBody

from brokerage.api.bodies import read_strictly, refusals
from brokerage.domain.clients import ClientDraft
from brokerage.domain.errors import invalid
from brokerage.domain.next_steps import WaitsFor
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.optimizer.brief import Brief
from brokerage.usecases import clients
from brokerage.usecases.briefs import see_brief
from brokerage.usecases.clients import SORTS, Caseload, ClientView

CHANGES = refusals(400, 409, 422)


class ClientsApi(Controller):
    """The people a brokerage works for."""

    path = "/clients"
    tags = ("clients",)

    @get(permission="client.list", sync_to_thread=True, responses=refusals(400, 422))
    def list_all(
        self,
        session: GivenSession,
        actor: GivenActor,
        text: FromQuery[str] = "",
        waits_for: FromQuery[WaitsFor | None] = None,
        sort: FromQuery[str] = "turn",
        page: FromQuery[int] = 1,
    ) -> Caseload:
        """A page of those within reach, with whose turn it is."""
        if sort not in SORTS:
            raise invalid("sort", f"Choose one of: {', '.join(SORTS)}.")
        return clients.caseload(session, actor, text=text[:200], waits_for=waits_for, sort=sort, page=page)

    @post(permission="client.create", sync_to_thread=True, responses=CHANGES)
    def create(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        data: JSONBody[ClientDraft],
        body: RawBody,
    ) -> ClientView:
        """Put a client on the books."""
        return clients.create_client(session, actor, clock, read_strictly(body, type(data)))

    @get("/{client_id:str}", permission="client.see", sync_to_thread=True, responses=refusals())
    def see(self, session: GivenSession, actor: GivenActor, client_id: FromPath[str]) -> ClientView:
        """One client at a glance, with the next step."""
        return clients.client_overview(session, actor, client_id)

    @put("/{client_id:str}", permission="client.edit", sync_to_thread=True, responses=CHANGES)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        data: JSONBody[ClientDraft],
        body: RawBody,
    ) -> ClientView:
        """Other details. Reference and rulepack stay."""
        return clients.change_client(session, actor, clock, client_id, read_strictly(body, type(data)))

    @get("/{client_id:str}/brief", permission="consultation.see", sync_to_thread=True, responses=refusals(400))
    def brief(
        self, session: GivenSession, actor: GivenActor, client_id: FromPath[str], starts_on: FromQuery[date]
    ) -> Brief:
        """The week from that day as the solver takes it: for `brokerage propose`."""
        return see_brief(session, actor, client_id, starts_on)
