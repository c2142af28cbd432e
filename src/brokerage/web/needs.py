"""The forms of goals, needs, wishes and own help; removing, putting back, ordering."""

from typing import Any

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import BrokerageError, Conflict, Invalid, NotFound
from brokerage.domain.people import Role
from brokerage.domain.rulepacks import load_rulepack
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.ports.clock import Clock
from brokerage.usecases import clients, consultations, needs, wish_targets
from brokerage.usecases.need_views import AnyView, ArrangementView, GoalView, NeedView, WishView
from brokerage.web import need_forms
from brokerage.web.clients import problems_of
from brokerage.web.forms import Form, FormBody
from brokerage.web.need_words import slots_words, windows_words
from brokerage.web.times_of_day import DAYS, PART_WORDS

TEMPLATES = {"goals": "goal", "needs": "need", "wishes": "wish", "arrangements": "arrangement"}
WISH_KINDS = (
    ("like", "More or less of something", "A provider, a person, or a kind of help"),
    ("ban", "Never again", "A provider, a person, or a kind of help that must not be in the plan"),
    ("worker_wish", "Who comes", "A woman or a man, a language, something they must know"),
    ("max_people", "Not too many faces", "At most so many different people in a week"),
    ("gap", "Time between two kinds of help", "Such as 4 hours between two medicines"),
    ("limit", "Not too much of something", "At most so many journeys in a week"),
)
SHOWN_WAYS = 3


class NeedPages(Controller):
    """One page for each row, new or as it is."""

    path = "/clients/{client_id:str}/conversation/{kind:str}"
    include_in_schema = False

    @get("/new", permission="consultation.edit", sync_to_thread=True)
    def new(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        kind: FromPath[str],
        sentence: FromQuery[str] = "",
        category: FromQuery[str] = "",
        wish: FromQuery[str] = "",
    ) -> Template:
        """A form with sensible values in it."""
        fields: dict[str, Any] = {"sentence_id": sentence}
        if kind == "needs" and category:
            fields |= need_forms.new_need_fields(category, is_known=True)
        elif kind == "wishes" and wish:
            fields |= {"kind": wish, "target": "provider", "attribute": "gender", "weight": "50"}
        elif kind == "arrangements":
            fields |= {"weekdays": [], "consent_on": clock.now().date().isoformat()}
        elif kind == "goals":
            fields |= {"weight": "50"}
        return _page(session, actor, clock, client_id, kind, Form(fields), None)

    @post("/new", permission="consultation.edit", sync_to_thread=True)
    def add(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        kind: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """Save what is new."""
        form = Form(data)
        try:
            _add(session, actor, clock, client_id, kind, form)
        except (Invalid, Conflict) as error:
            session.rollback()
            return _page(session, actor, clock, client_id, kind, form, None, error)
        return Redirect(f"/clients/{client_id}/conversation?saved={kind}")

    @get("/{row_id:str}", permission="consultation.edit", sync_to_thread=True)
    def row(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        kind: FromPath[str],
        row_id: FromPath[str],
    ) -> Template:
        """One row as it is, to change."""
        found = _found(session, actor, clock, client_id, kind, row_id)
        form = Form(_fields(session, actor, client_id, found) | {"version": str(found.version)})
        return _page(session, actor, clock, client_id, kind, form, found)

    @post("/{row_id:str}", permission="consultation.edit", sync_to_thread=True)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        kind: FromPath[str],
        row_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """Save what has changed."""
        form = Form(data)
        found = _found(session, actor, clock, client_id, kind, row_id)
        try:
            _change(session, actor, clock, client_id, found, form)
        except (Invalid, Conflict) as error:
            session.rollback()
            return _page(session, actor, clock, client_id, kind, form, found, error)
        return Redirect(f"/clients/{client_id}/conversation?saved={kind}")

    @post("/{row_id:str}/remove", permission="consultation.edit", sync_to_thread=True)
    def remove(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        kind: FromPath[str],
        row_id: FromPath[str],
    ) -> Redirect:
        """Take it out; the next page offers to put it back."""
        needs.remove_row(session, actor, clock, client_id, kind, row_id)
        return Redirect(f"/clients/{client_id}/conversation?removed={kind}:{row_id}")

    @post("/{row_id:str}/restore", permission="consultation.edit", sync_to_thread=True)
    def restore(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        kind: FromPath[str],
        row_id: FromPath[str],
    ) -> Redirect:
        """Put it back."""
        needs.restore_row(session, actor, clock, client_id, kind, row_id)
        return Redirect(f"/clients/{client_id}/conversation?saved=restored")

    @post("/{row_id:str}/{direction:str}", permission="consultation.edit", sync_to_thread=True)
    def move(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        kind: FromPath[str],
        row_id: FromPath[str],
        direction: FromPath[str],
    ) -> Redirect:
        """One place up or down."""
        if direction not in {"up", "down"}:
            raise NotFound()
        needs.move_row(session, actor, clock, client_id, kind, row_id, up=direction == "up")
        return Redirect(f"/clients/{client_id}/conversation")


def _add(session: Session, actor: Actor, clock: Clock, client_id: str, kind: str, form: Form) -> None:
    if kind == "goals":
        goal = need_forms.goal_draft(form)
        form.check()
        needs.add_goal(session, actor, clock, client_id, goal)
    elif kind == "needs":
        need = need_forms.need_draft(form, None)
        form.check()
        needs.add_need(session, actor, clock, client_id, need)
    elif kind == "wishes":
        needs.add_wish(session, actor, clock, client_id, _wish(session, actor, client_id, form))
    elif kind == "arrangements":
        arrangement = need_forms.arrangement_draft(form, None)
        form.check()
        needs.add_arrangement(session, actor, clock, client_id, arrangement)
    else:
        raise NotFound()


def _change(session: Session, actor: Actor, clock: Clock, client_id: str, found: AnyView, form: Form) -> None:
    version = form.number("version", "Look at this page again.", empty=1)
    match found:
        case GoalView():
            goal = need_forms.goal_draft(form)
            form.check()
            needs.change_goal(session, actor, clock, client_id, found.id, version, goal)
        case NeedView():
            need = need_forms.need_draft(form, found)
            form.check()
            needs.change_need(session, actor, clock, client_id, found.id, version, need)
        case WishView():
            wish = _wish(session, actor, client_id, form)
            needs.change_wish(session, actor, clock, client_id, found.id, version, wish)
        case ArrangementView():
            help_given = need_forms.arrangement_draft(form, found)
            form.check()
            needs.change_arrangement(session, actor, clock, client_id, found.id, version, help_given)


def _wish(session: Session, actor: Actor, client_id: str, form: Form) -> Any:
    kind, target = form.text("kind"), form.text("target")
    target_id = _target(session, actor, client_id, form, target) if kind in {"ban", "like"} else ""
    draft = need_forms.wish_draft(form, kind, target_id)
    form.check()
    if draft is None:
        raise NotFound()
    return draft


def _target(session: Session, actor: Actor, client_id: str, form: Form, target: str) -> str:
    if target in {"provider", "worker"}:
        found = wish_targets.find_target(session, actor, client_id, target, form.text("target_name"))
        if not found:
            form.refuse("target_name", "We know nobody of exactly this name. Choose from the list.")
        return found
    if target == "category":
        return form.text("category", required="Choose a kind of help.")
    if target not in {"offer", "tag"}:
        form.refuse("target", "Choose what this is about.")
    return form.text("target_id", required="Choose what this is about.")


def _found(session: Session, actor: Actor, clock: Clock, client_id: str, kind: str, row_id: str) -> AnyView:
    matters = needs.what_matters(session, actor, clock, client_id)
    rows: tuple[AnyView, ...] = getattr(matters, kind) if kind in needs.KINDS else ()
    for row in rows:
        if row.id == row_id:
            return row
    raise NotFound()


def _fields(session: Session, actor: Actor, client_id: str, row: AnyView) -> dict[str, Any]:
    match row:
        case GoalView():
            return need_forms.goal_fields(row)
        case NeedView():
            return need_forms.need_fields(row)
        case WishView():
            names = wish_targets.target_names(session, actor, client_id, [row.content])
            return need_forms.wish_fields(row, names)
        case ArrangementView():
            return need_forms.arrangement_fields(row)


def _page(
    session: Session,
    actor: Actor,
    clock: Clock,
    client_id: str,
    kind: str,
    form: Form,
    row: AnyView | None,
    error: BrokerageError | None = None,
) -> Template:
    if kind not in TEMPLATES:
        raise NotFound()
    client = clients.client_overview(session, actor, client_id)
    matters = needs.what_matters(session, actor, clock, client_id)
    rules = load_rulepack(client.rulepack)
    said = consultations.list_sentences(session, actor, client_id)
    problems = problems_of(error) if error else ()
    providers, workers = wish_targets.target_choices(session, actor, client_id) if kind == "wishes" else ([], [])
    context = {
        "client": client,
        "kind": kind,
        "row": row,
        "form": form,
        "version": row.version if row and isinstance(error, Conflict) else form.text("version"),
        "problems": problems,
        "said": next((one for one in said if one.id == form.text("sentence_id")), None),
        "sentences": said,
        "goals": [(goal.id, goal.sentence) for goal in matters.goals],
        "needs": [(need.id, need.title) for need in matters.needs],
        "categories": [(category.id, category.name) for category in rules.categories],
        "tasks": [("", "No, an ordinary visit")] + [(task, task.replace("_", " ")) for task in rules.named_tasks],
        "least_minutes": rules.minimum_visit_minutes,
        "days": DAYS,
        "parts": PART_WORDS,
        "ways": max(SHOWN_WAYS, len(row.ways) + 1) if isinstance(row, NeedView) else SHOWN_WAYS,
        "wish_kinds": WISH_KINDS,
        "providers": providers,
        "workers": workers,
        "is_self": actor.role is Role.CLIENT,
        "words_of_times": _times(row),
    }
    template = f"consultations/{TEMPLATES[kind]}.html"
    return Template(template, context=context, status_code=422 if problems else 200)


def _times(row: AnyView | None) -> str:
    """The times of a row in words, for those that no form could show."""
    if isinstance(row, NeedView):
        return windows_words(row.windows)
    return slots_words(row.availability) if isinstance(row, ArrangementView) else ""
