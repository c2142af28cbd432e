"""Budgets and their purses as JSON."""

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody, RawBody

from brokerage.api.bodies import Body, read_strictly, refusals
from brokerage.domain.drafts import BudgetDraft, PurseDraft, Text
from brokerage.domain.points import IndicativeBudget
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import budgets
from brokerage.usecases.budgets import BudgetView
from brokerage.usecases.consultations import Version

CHANGES = refusals(400, 409, 422)


class BudgetChange(BudgetDraft, frozen=True, kw_only=True):
    """Other figures, over the version that was seen."""

    version: Version


class PursesRequest(Body, frozen=True):
    """All purses of a budget, over the version that was seen."""

    version: Version
    purses: tuple[PurseDraft, ...]


class FinalRequest(Body, frozen=True):
    """Which version to make final, with the reason where one is needed."""

    version: Version
    reason: Text = ""


class LevelsRequest(Body, frozen=True):
    """Needs levels by part of life, as the rulepack names them."""

    levels: dict[str, int]


class BudgetsApi(Controller):
    """The money of one client."""

    path = "/clients/{client_id:str}/budgets"
    tags = ("money",)

    @get(permission="budget.see", sync_to_thread=True, responses=refusals())
    def list_all(self, session: GivenSession, actor: GivenActor, client_id: FromPath[str]) -> list[BudgetView]:
        """Those that count first, then what was removed."""
        return budgets.list_budgets(session, actor, client_id)

    @post("/first-figure", permission="budget.see", sync_to_thread=True, status_code=200, responses=CHANGES)
    def first_figure(
        self,
        session: GivenSession,
        actor: GivenActor,
        client_id: FromPath[str],
        data: JSONBody[LevelsRequest],
        body: RawBody,
    ) -> IndicativeBudget:
        """What needs at these levels come to, step by step. Nothing is stored."""
        return budgets.first_figure(session, actor, client_id, read_strictly(body, type(data)).levels)

    @post(permission="budget.edit", sync_to_thread=True, responses=CHANGES)
    def add(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        data: JSONBody[BudgetDraft],
        body: RawBody,
    ) -> BudgetView:
        """A new budget, all its money in one purse."""
        return budgets.add_budget(session, actor, clock, client_id, read_strictly(body, type(data)))

    @put("/{budget_id:str}", permission="budget.edit", sync_to_thread=True, responses=CHANGES)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        budget_id: FromPath[str],
        data: JSONBody[BudgetChange],
        body: RawBody,
    ) -> BudgetView:
        """Other figures; a final budget becomes a first figure again."""
        draft = read_strictly(body, type(data))
        return budgets.change_budget(session, actor, clock, client_id, budget_id, draft.version, draft)

    @put("/{budget_id:str}/purses", permission="budget.edit", sync_to_thread=True, responses=CHANGES)
    def split(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        budget_id: FromPath[str],
        data: JSONBody[PursesRequest],
        body: RawBody,
    ) -> BudgetView:
        """Split the money anew."""
        asked = read_strictly(body, type(data))
        return budgets.set_purses(session, actor, clock, client_id, budget_id, asked.version, asked.purses)

    @post("/{budget_id:str}/final", permission="budget.edit", sync_to_thread=True, status_code=200, responses=CHANGES)
    def make_final(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        budget_id: FromPath[str],
        data: JSONBody[FinalRequest],
        body: RawBody,
    ) -> BudgetView:
        """Let it count."""
        asked = read_strictly(body, type(data))
        return budgets.make_final(session, actor, clock, client_id, budget_id, asked.version, asked.reason)

    @delete("/{budget_id:str}", permission="budget.edit", sync_to_thread=True, responses=refusals())
    def remove(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        budget_id: FromPath[str],
    ) -> None:
        """Take it out; it can be put back while its days are free."""
        budgets.remove_budget(session, actor, clock, client_id, budget_id)

    @post(
        "/{budget_id:str}/restore",
        permission="budget.edit",
        sync_to_thread=True,
        status_code=200,
        responses=refusals(409),
    )
    def restore(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        budget_id: FromPath[str],
    ) -> BudgetView:
        """Put it back."""
        return budgets.restore_budget(session, actor, clock, client_id, budget_id)
