"""Pages on the people a brokerage works for: the caseload, one client, a new client."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from brokerage.domain.clients import ClientDraft
from brokerage.domain.errors import BrokerageError, Conflict, Invalid, Problem
from brokerage.domain.next_steps import Stage, WaitsFor
from brokerage.domain.people import Role
from brokerage.domain.rulepacks import load_rulepack, rulepack_names
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import budgets, clients, needs
from brokerage.usecases.clients import SORTS, ClientView
from brokerage.web.forms import Form, FormBody
from brokerage.web.need_words import weight_words

TURN_WORDS = {WaitsFor.BROKER: "Your turn", WaitsFor.CLIENT: "The client's turn", WaitsFor.NOBODY: "Nothing waits"}
SORT_WORDS = {"turn": "Whose turn it is", "name": "Name", "reference": "Reference"}


class ClientPages(Controller):
    """The caseload and each client's first page."""

    path = "/clients"
    include_in_schema = False

    @get(permission="client.list", sync_to_thread=True)
    def caseload(
        self,
        session: GivenSession,
        actor: GivenActor,
        q: FromQuery[str] = "",
        turn: FromQuery[str] = "",
        sort: FromQuery[str] = "turn",
        page: FromQuery[str] = "1",
    ) -> Template | Redirect:
        """Who is on the books and whose turn it is. A client goes to their own page."""
        if actor.role is Role.CLIENT:
            return Redirect(f"/clients/{min(actor.client_ids)}")
        waits_for = WaitsFor(turn) if turn in set(WaitsFor) else None
        order = sort if sort in SORTS else "turn"
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        found = clients.caseload(session, actor, text=q[:200], waits_for=waits_for, sort=order, page=number)
        context = {
            "caseload": found, "q": q[:200], "turn": waits_for, "sort": order, "turn_words": TURN_WORDS,
            "sort_words": SORT_WORDS, "may_add": actor.role is Role.BROKER,
        }  # fmt: skip
        return Template("clients/caseload.html", context=context)

    @get("/new", permission="client.create", sync_to_thread=True)
    def new(self, clock: GivenClock) -> Template:
        """An empty form."""
        form = Form({"rulepack": "england", "reference": clients.suggested_reference("", clock.now().date())})
        return _details(form, None)

    @post("/new", permission="client.create", sync_to_thread=True)
    def create(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, data: FormBody
    ) -> Redirect | Template:
        """Put a client on the books."""
        form = Form(data)
        try:
            made = clients.create_client(session, actor, clock, _draft(form))
        except (Invalid, Conflict) as error:
            session.rollback()
            return _details(form, None, error)
        return Redirect(f"/clients/{made.id}")

    @get("/{client_id:str}", permission="client.see", sync_to_thread=True)
    def overview(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str]
    ) -> Template:
        """One client at a glance, with the next step."""
        client = clients.client_overview(session, actor, client_id)
        matters = needs.what_matters(session, actor, clock, client_id)
        standing = [budget for budget in budgets.list_budgets(session, actor, client_id) if not budget.is_replaced]
        context = {
            "client": client, "matters": matters, "budgets": standing, "weight_words": weight_words,
            "steps": steps_of(client, ""), "is_self": actor.role is Role.CLIENT, "next_link": next_link(client),
            "is_broker": actor.role is Role.BROKER, "Stage": Stage,
        }  # fmt: skip
        return Template("clients/overview.html", context=context)

    @get("/{client_id:str}/details", permission="client.edit", sync_to_thread=True)
    def details(self, session: GivenSession, actor: GivenActor, client_id: FromPath[str]) -> Template:
        """The details as they are, to change."""
        client = clients.client_overview(session, actor, client_id)
        names = ("name", "known_as", "reference", "area", "rulepack", "story", "communication")
        fields: dict[str, Any] = {name: getattr(client, name) for name in names}
        fields |= {"born_on": client.born_on.isoformat() if client.born_on else ""}
        fields |= {"wants_easy_read": "yes" if client.wants_easy_read else ""}
        return _details(Form(fields), client)

    @post("/{client_id:str}/details", permission="client.edit", sync_to_thread=True)
    def change_details(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Save other details."""
        form = Form(data)
        client = clients.client_overview(session, actor, client_id)
        try:
            clients.change_client(session, actor, clock, client_id, _draft(form, client))
        except (Invalid, Conflict) as error:
            session.rollback()
            return _details(form, client, error)
        return Redirect(f"/clients/{client_id}")


class MyWordsPages(Controller):
    """Where a client's own words are."""

    include_in_schema = False

    @get("/my-words", permission="consultation.see", sync_to_thread=False)
    def my_words(self, actor: GivenActor) -> Redirect:
        """To the conversation about oneself, or the people one supports."""
        return Redirect(f"/clients/{min(actor.client_ids)}/conversation" if actor.client_ids else "/clients")


def steps_of(client: ClientView, here: str) -> list[tuple[str, str, str | None]]:
    """Talk, money, plan: how far each is, for the row of steps at the top."""
    progress = client.progress
    done = {"Talk": progress.needs > 0, "Money": progress.budget is not None, "Plan": progress.package_id is not None}
    base = f"/clients/{client.id}"
    links = {"Talk": f"{base}/conversation", "Money": f"{base}/money", "Plan": f"{base}/plan"}
    return [(name, "now" if name == here else "done" if done[name] else "later", links[name]) for name in links]


def next_link(client: ClientView) -> str:
    """Where the next step is done."""
    stage, base = client.next_step.stage, f"/clients/{client.id}"
    if stage in {Stage.TALK, Stage.GOALS, Stage.NEEDS}:
        return f"{base}/conversation"
    if stage in {Stage.BUDGET, Stage.SETTLE}:
        return f"{base}/money"
    return f"{base}/plan"


def problems_of(error: BrokerageError) -> tuple[Problem, ...]:
    """What to say at the top of the form; a refusal without places is said as it is."""
    return error.problems or (Problem("", error.title),)


def _draft(form: Form, kept: ClientView | None = None) -> ClientDraft:
    born_on = form.date("born_on")
    form.check()
    return ClientDraft(
        name=form.text("name"),
        known_as=form.text("known_as"),
        reference=kept.reference if kept else form.text("reference"),
        area=form.text("area"),
        rulepack=kept.rulepack if kept else form.text("rulepack"),
        born_on=born_on,
        story=form.text("story"),
        communication=form.text("communication"),
        wants_easy_read=form.flag("wants_easy_read"),
    )


def _details(form: Form, client: ClientView | None, error: BrokerageError | None = None) -> Template:
    places = [(name, load_rulepack(name).title) for name in rulepack_names()]
    problems = problems_of(error) if error else ()
    context = {"form": form, "client": client, "places": places, "problems": problems}
    return Template("clients/details.html", context=context, status_code=422 if problems else 200)
