"""Goals, needs, wishes and own help as JSON."""

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody, RawBody

from brokerage.api.bodies import Body, read_strictly, refusals
from brokerage.domain.drafts import ArrangementDraft, GoalDraft, NeedDraft, WishDraft
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import needs
from brokerage.usecases.consultations import Version
from brokerage.usecases.need_views import ArrangementView, GoalView, Matters, NeedView, WishView

CHANGES = refusals(400, 409, 422)


class MoveRequest(Body, frozen=True):
    """One place up, or else down."""

    up: bool


class GoalChange(GoalDraft, frozen=True, kw_only=True):
    """A goal, over the version that was seen."""

    version: Version


class NeedChange(NeedDraft, frozen=True, kw_only=True):
    """A need, over the version that was seen."""

    version: Version


class WishChange(WishDraft, frozen=True, kw_only=True):
    """A wish or limit, over the version that was seen."""

    version: Version


class ArrangementChange(ArrangementDraft, frozen=True, kw_only=True):
    """Help that is given already, over the version that was seen."""

    version: Version


class MattersApi(Controller):
    """All that came out of the conversation."""

    path = "/clients/{client_id:str}/matters"
    tags = ("what matters",)

    @get(permission="consultation.see", sync_to_thread=True, responses=refusals())
    def see(self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str]) -> Matters:
        """Every kind in its order, and what was removed."""
        return needs.what_matters(session, actor, clock, client_id)


class RowsApi(Controller):
    """What all four kinds can do."""

    tags = ("what matters",)
    kind: str

    @delete("/{row_id:str}", permission="consultation.edit", sync_to_thread=True, responses=refusals(409))
    def remove(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        row_id: FromPath[str],
    ) -> None:
        """Take it out; it can be put back."""
        needs.remove_row(session, actor, clock, client_id, self.kind, row_id)

    @post(
        "/{row_id:str}/restore",
        permission="consultation.edit",
        sync_to_thread=True,
        status_code=204,
        responses=refusals(422),
    )
    def restore(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        row_id: FromPath[str],
    ) -> None:
        """Put it back."""
        needs.restore_row(session, actor, clock, client_id, self.kind, row_id)

    @post(
        "/{row_id:str}/move",
        permission="consultation.edit",
        sync_to_thread=True,
        status_code=204,
        responses=refusals(400, 422),
    )
    def move(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        row_id: FromPath[str],
        data: JSONBody[MoveRequest],
        body: RawBody,
    ) -> None:
        """One place up or down."""
        asked = read_strictly(body, type(data))
        needs.move_row(session, actor, clock, client_id, self.kind, row_id, up=asked.up)


class GoalsApi(RowsApi):
    """Goals of one client."""

    path = "/clients/{client_id:str}/goals"
    kind = "goals"

    @get(permission="consultation.see", sync_to_thread=True, responses=refusals())
    def list_all(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str]
    ) -> tuple[GoalView, ...]:
        """In their order."""
        return needs.what_matters(session, actor, clock, client_id).goals

    @post(permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def add(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        data: JSONBody[GoalDraft],
        body: RawBody,
    ) -> GoalView:
        """A new one, after the others."""
        return needs.add_goal(session, actor, clock, client_id, read_strictly(body, type(data)))

    @put("/{row_id:str}", permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        row_id: FromPath[str],
        data: JSONBody[GoalChange],
        body: RawBody,
    ) -> GoalView:
        """As it should be from now on."""
        draft = read_strictly(body, type(data))
        return needs.change_goal(session, actor, clock, client_id, row_id, draft.version, draft)


class NeedsApi(RowsApi):
    """Needs of one client."""

    path = "/clients/{client_id:str}/needs"
    kind = "needs"

    @get(permission="consultation.see", sync_to_thread=True, responses=refusals())
    def list_all(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str]
    ) -> tuple[NeedView, ...]:
        """In their order."""
        return needs.what_matters(session, actor, clock, client_id).needs

    @post(permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def add(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        data: JSONBody[NeedDraft],
        body: RawBody,
    ) -> NeedView:
        """A new one, after the others."""
        return needs.add_need(session, actor, clock, client_id, read_strictly(body, type(data)))

    @put("/{row_id:str}", permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        row_id: FromPath[str],
        data: JSONBody[NeedChange],
        body: RawBody,
    ) -> NeedView:
        """As it should be from now on."""
        draft = read_strictly(body, type(data))
        return needs.change_need(session, actor, clock, client_id, row_id, draft.version, draft)


class WishesApi(RowsApi):
    """Wishes and limits of one client."""

    path = "/clients/{client_id:str}/wishes"
    kind = "wishes"

    @get(permission="consultation.see", sync_to_thread=True, responses=refusals())
    def list_all(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str]
    ) -> tuple[WishView, ...]:
        """In their order."""
        return needs.what_matters(session, actor, clock, client_id).wishes

    @post(permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def add(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        data: JSONBody[WishDraft],
        body: RawBody,
    ) -> WishView:
        """A new one, after the others."""
        return needs.add_wish(session, actor, clock, client_id, read_strictly(body, type(data)))

    @put("/{row_id:str}", permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        row_id: FromPath[str],
        data: JSONBody[WishChange],
        body: RawBody,
    ) -> WishView:
        """As it should be from now on."""
        draft = read_strictly(body, type(data))
        return needs.change_wish(session, actor, clock, client_id, row_id, draft.version, draft)


class ArrangementsApi(RowsApi):
    """Help that is given already of one client."""

    path = "/clients/{client_id:str}/arrangements"
    kind = "arrangements"

    @get(permission="consultation.see", sync_to_thread=True, responses=refusals())
    def list_all(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str]
    ) -> tuple[ArrangementView, ...]:
        """In their order."""
        return needs.what_matters(session, actor, clock, client_id).arrangements

    @post(permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def add(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        data: JSONBody[ArrangementDraft],
        body: RawBody,
    ) -> ArrangementView:
        """A new one, after the others."""
        return needs.add_arrangement(session, actor, clock, client_id, read_strictly(body, type(data)))

    @put("/{row_id:str}", permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        row_id: FromPath[str],
        data: JSONBody[ArrangementChange],
        body: RawBody,
    ) -> ArrangementView:
        """As it should be from now on."""
        draft = read_strictly(body, type(data))
        return needs.change_arrangement(session, actor, clock, client_id, row_id, draft.version, draft)
