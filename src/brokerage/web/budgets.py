"""Pages on the money: needs points and the first figure, the budget, its purses, making it final."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import BrokerageError, Conflict, Invalid, NotFound
from brokerage.domain.people import Role
from brokerage.domain.points import IndicativeBudget, indicative_budget
from brokerage.domain.rulepacks import Rulepack, load_rulepack
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import budgets, clients
from brokerage.usecases.budgets import BudgetView
from brokerage.web.budget_forms import (
    budget_draft,
    budget_fields,
    filled_purses,
    levels_in,
    purse_drafts,
    purse_fields,
    version_in,
    without_empty_purses,
)
from brokerage.web.clients import problems_of, steps_of
from brokerage.web.curve import draw_curve
from brokerage.web.forms import Form, FormBody

SPARE_PURSES = 2
SAVED = {
    "budget": "Budget saved.",
    "purses": "Purses saved.",
    "final": "The budget is final.",
    "restored": "It is back.",
}


class BudgetPages(Controller):
    """The money of one client."""

    path = "/clients/{client_id:str}/money"
    include_in_schema = False

    @get(permission="budget.see", sync_to_thread=True)
    def money(
        self,
        session: GivenSession,
        actor: GivenActor,
        client_id: FromPath[str],
        saved: FromQuery[str] = "",
        removed: FromQuery[str] = "",
    ) -> Template:
        """What there is, how it came about and what it may pay for."""
        return _page(session, actor, client_id, saved=saved, removed=removed)

    @get("/points", permission="budget.see", sync_to_thread=True)
    def points(
        self, request: Request[Any, Any, Any], session: GivenSession, actor: GivenActor, client_id: FromPath[str]
    ) -> Template:
        """How much help in each part of life, and the first figure that it comes to. Nothing is stored."""
        form = Form(request.query_params.dict())
        context = _frame(session, actor, client_id)
        rules: Rulepack = context["rules"]
        if rules.points is None:
            raise Conflict("The rules of this place have no needs points. Set the budget itself.", code="no_points")
        error, figure = None, None
        try:
            levels = levels_in(form, rules)
            figure = budgets.first_figure(session, actor, client_id, levels) if levels else None
        except Invalid as invalid:
            error = invalid
        problems = problems_of(error) if error else ()
        context |= {"form": form, "figure": figure, "problems": problems, **_curve(rules, figure)}
        context["levels"] = [(str(level), words) for level, words in enumerate(rules.points.levels)]
        return Template("budgets/points.html", context=context, status_code=422 if problems else 200)

    @get("/new", permission="budget.edit", sync_to_thread=True)
    def new(
        self,
        request: Request[Any, Any, Any],
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
    ) -> Template:
        """A budget to start from: a year at the first figure."""
        rules: Rulepack = _frame(session, actor, client_id)["rules"]
        levels = levels_in(Form(request.query_params.dict()), rules) or _newest_levels(session, actor, client_id)
        draft = budgets.suggested_budget(session, actor, clock, client_id, levels)
        return _form_page(session, actor, client_id, Form(budget_fields(draft)), None)

    @post("/new", permission="budget.edit", sync_to_thread=True)
    def add(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Save a new budget."""
        form = Form(data)
        try:
            budgets.add_budget(
                session, actor, clock, client_id, budget_draft(form, _frame(session, actor, client_id)["rules"])
            )
        except (Invalid, Conflict) as error:
            session.rollback()
            return _form_page(session, actor, client_id, form, None, error)
        return Redirect(f"/clients/{client_id}/money?saved=budget")

    @get("/{budget_id:str}", permission="budget.edit", sync_to_thread=True)
    def budget(
        self, session: GivenSession, actor: GivenActor, client_id: FromPath[str], budget_id: FromPath[str]
    ) -> Template:
        """One budget, to change."""
        found = _found(session, actor, client_id, budget_id)
        return _form_page(
            session, actor, client_id, Form(budget_fields(found) | {"version": str(found.version)}), found
        )

    @post("/{budget_id:str}", permission="budget.edit", sync_to_thread=True)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        budget_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """Save other figures."""
        form = Form(data)
        found = _found(session, actor, client_id, budget_id)
        try:
            draft = budget_draft(form, _frame(session, actor, client_id)["rules"])
            budgets.change_budget(session, actor, clock, client_id, budget_id, version_in(form), draft)
        except (Invalid, Conflict) as error:
            session.rollback()
            return _form_page(session, actor, client_id, form, found, error)
        return Redirect(f"/clients/{client_id}/money?saved=budget")

    @get("/{budget_id:str}/purses", permission="budget.edit", sync_to_thread=True)
    def purses(
        self, session: GivenSession, actor: GivenActor, client_id: FromPath[str], budget_id: FromPath[str]
    ) -> Template:
        """The purses, to split anew."""
        found = _found(session, actor, client_id, budget_id)
        return _purses_page(session, actor, client_id, Form(purse_fields(found)), found)

    @post("/{budget_id:str}/purses", permission="budget.edit", sync_to_thread=True)
    def split(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        budget_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """Save the split."""
        form = without_empty_purses(Form(data))
        found = _found(session, actor, client_id, budget_id)
        try:
            drafts = purse_drafts(form, _frame(session, actor, client_id)["rules"])
            budgets.set_purses(session, actor, clock, client_id, budget_id, version_in(form), drafts)
        except (Invalid, Conflict) as error:
            session.rollback()
            return _purses_page(session, actor, client_id, form, found, error)
        return Redirect(f"/clients/{client_id}/money?saved=purses")

    @post("/{budget_id:str}/final", permission="budget.edit", sync_to_thread=True)
    def make_final(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        budget_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """Let this budget count."""
        form = Form(data)
        try:
            reason = form.text("reason", longest=1000)
            form.check()
            budgets.make_final(session, actor, clock, client_id, budget_id, version_in(form), reason)
        except (Invalid, Conflict) as error:
            session.rollback()
            return _page(session, actor, client_id, error, form)
        return Redirect(f"/clients/{client_id}/money?saved=final")

    @post("/{budget_id:str}/remove", permission="budget.edit", sync_to_thread=True)
    def remove(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        budget_id: FromPath[str],
    ) -> Redirect:
        """Take a budget out; the next page offers to put it back."""
        budgets.remove_budget(session, actor, clock, client_id, budget_id)
        return Redirect(f"/clients/{client_id}/money?removed={budget_id}")

    @post("/{budget_id:str}/restore", permission="budget.edit", sync_to_thread=True)
    def restore(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        budget_id: FromPath[str],
    ) -> Redirect | Template:
        """Put a budget back."""
        try:
            budgets.restore_budget(session, actor, clock, client_id, budget_id)
        except Conflict as error:
            session.rollback()
            return _page(session, actor, client_id, error)
        return Redirect(f"/clients/{client_id}/money?saved=restored")


def _page(
    session: Session,
    actor: Actor,
    client_id: str,
    error: BrokerageError | None = None,
    form: Form | None = None,
    *,
    saved: str = "",
    removed: str = "",
) -> Template:
    context = _frame(session, actor, client_id)
    rules: Rulepack = context["rules"]
    found = budgets.list_budgets(session, actor, client_id)
    standing = [budget for budget in found if not budget.is_replaced]
    gone = [budget for budget in found if budget.is_replaced]
    figures = {
        budget.id: _curve(rules, indicative_budget(rules.points, budget.levels)) | {"budget": budget}
        for budget in standing
        if rules.points and budget.levels
    }
    problems = problems_of(error) if error else ()
    context |= {
        "standing": standing,
        "gone": gone,
        "figures": figures,
        "form": form or Form(None),
        "problems": problems,
        "saved": SAVED.get(saved, ""),
        "undo": next((budget.id for budget in gone if budget.id == removed), None),
        "management": {kind.id: kind.name for kind in rules.management_kinds},
        "categories": {category.id: category.name for category in rules.categories},
    }
    return Template("budgets/money.html", context=context, status_code=422 if problems else 200)


def _frame(session: Session, actor: Actor, client_id: str) -> dict[str, Any]:
    """What every page here shows. A funder sees a reference, never a name."""
    client = budgets.whose_money(session, actor, client_id)
    is_funder = actor.role is Role.FUNDER
    steps = [] if is_funder else steps_of(clients.client_overview(session, actor, client_id), "Money")
    return {
        "client": client,
        "rules": load_rulepack(client.rulepack),
        "steps": steps,
        "is_self": actor.role is Role.CLIENT,
        "is_funder": is_funder,
        "may_edit": actor.role in {Role.BROKER, Role.FUNDER},
    }


def _curve(rules: Rulepack, figure: IndicativeBudget | None) -> dict[str, Any]:
    if rules.points is None or figure is None:
        return {"curve": None, "figure": None}
    return {"curve": draw_curve(rules.points, figure), "figure": figure}


def _form_page(
    session: Session,
    actor: Actor,
    client_id: str,
    form: Form,
    budget: BudgetView | None,
    error: BrokerageError | None = None,
) -> Template:
    context = _frame(session, actor, client_id)
    rules: Rulepack = context["rules"]
    problems = problems_of(error) if error else ()
    context |= {
        "form": form,
        "budget": budget,
        "problems": problems,
        "version": _current(form, budget, error),
        "levels": {name: value for name, value in form.data.items() if name.startswith("level-")},
        "management": [(kind.id, kind.name) for kind in rules.management_kinds],
    }
    return Template("budgets/budget.html", context=context, status_code=422 if problems else 200)


def _purses_page(
    session: Session,
    actor: Actor,
    client_id: str,
    form: Form,
    budget: BudgetView,
    error: BrokerageError | None = None,
) -> Template:
    context = _frame(session, actor, client_id)
    rules: Rulepack = context["rules"]
    problems = problems_of(error) if error else ()
    context |= {
        "form": form,
        "budget": budget,
        "problems": problems,
        "version": _current(form, budget, error),
        "count": len(filled_purses(form)) + SPARE_PURSES,
        "kinds": [("", "As I tick below")] + [(kind.id, kind.name) for kind in rules.purse_kinds],
        "categories": [(category.id, category.name) for category in rules.categories],
    }
    return Template("budgets/purses.html", context=context, status_code=422 if problems else 200)


def _current(form: Form, budget: BudgetView | None, error: BrokerageError | None) -> str:
    """The version to save over: after a clash the newest, so that saving once more is a choice."""
    return str(budget.version) if budget and isinstance(error, Conflict) else form.text("version")


def _newest_levels(session: Session, actor: Actor, client_id: str) -> dict[str, int]:
    return next((budget.levels for budget in budgets.list_budgets(session, actor, client_id) if budget.levels), {})


def _found(session: Session, actor: Actor, client_id: str, budget_id: str) -> BudgetView:
    for budget in budgets.list_budgets(session, actor, client_id):
        if budget.id == budget_id and not budget.is_replaced:
            return budget
    raise NotFound()
