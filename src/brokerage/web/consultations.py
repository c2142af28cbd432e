"""The conversation page: what was said, what came of it, what was removed and can come back."""

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, has_permission
from brokerage.domain.consultations import ConsultationState, SaidAs
from brokerage.domain.drafts import GoalDraft
from brokerage.domain.errors import BrokerageError, Conflict, Invalid
from brokerage.domain.people import Role
from brokerage.domain.rulepacks import load_rulepack
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.ports.clock import Clock
from brokerage.usecases import clients, consultations, needs, wish_targets
from brokerage.usecases.consultations import SentenceDraft
from brokerage.usecases.need_views import Matters, WishView
from brokerage.web import need_words
from brokerage.web.clients import problems_of, steps_of
from brokerage.web.forms import Form, FormBody

SAVED = {
    "sentences": "Written down.",
    "goals": "Goal saved.",
    "weights": "Weights saved.",
    "needs": "Help needed: saved.",
    "wishes": "Wish saved.",
    "arrangements": "Help already there: saved.",
    "restored": "It is back.",
}
SAID_AS = ((SaidAs.CLIENT, "The client"), (SaidAs.SUPPORTER, "Someone close to them"), (SaidAs.BROKER, "Me"))
KIND_WORDS = {"goals": "Goal", "needs": "Help needed", "wishes": "Wish or limit", "arrangements": "Help already there"}


class ConsultationPages(Controller):
    """What was said and what came of it."""

    path = "/clients/{client_id:str}/conversation"
    include_in_schema = False

    @get(permission="consultation.see", sync_to_thread=True)
    def conversation(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        saved: FromQuery[str] = "",
        removed: FromQuery[str] = "",
    ) -> Template:
        """All of it on one page."""
        return _page(session, actor, clock, client_id, Form(None), saved=saved, removed=removed)

    @post("/sentences", permission="consultation.edit", sync_to_thread=True)
    def say(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Write down a sentence, and go on to what comes of it if asked to."""
        form = Form(data)
        try:
            said = consultations.add_sentence(session, actor, clock, client_id, _sentence(form))
        except Invalid as error:
            session.rollback()
            return _page(session, actor, clock, client_id, form, error)
        base, then = f"/clients/{client_id}/conversation", form.text("then")
        return Redirect(f"{base}/{then}/new?sentence={said.id}" if then in needs.KINDS else f"{base}?saved=sentences")

    @get("/sentences/{sentence_id:str}", permission="consultation.edit", sync_to_thread=True)
    def sentence(
        self, session: GivenSession, actor: GivenActor, client_id: FromPath[str], sentence_id: FromPath[str]
    ) -> Template:
        """One sentence, to correct."""
        said = consultations.sentence(session, actor, client_id, sentence_id)
        fields = {"text": said.text, "said_by_name": said.said_by_name, "said_as": said.said_as.value}
        form = Form(fields | {"said_on": said.said_on.isoformat(), "version": str(said.version)})
        return _sentence_page(session, actor, client_id, sentence_id, form)

    @post("/sentences/{sentence_id:str}", permission="consultation.edit", sync_to_thread=True)
    def correct(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        sentence_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """Save the words as they should be."""
        form = Form(data)
        try:
            version = form.number("version", "Look at this page again.", empty=1)
            consultations.change_sentence(session, actor, clock, client_id, sentence_id, version, _sentence(form))
        except (Invalid, Conflict) as error:
            session.rollback()
            return _sentence_page(session, actor, client_id, sentence_id, form, error)
        return Redirect(f"/clients/{client_id}/conversation?saved=sentences")

    @post("/sentences/{sentence_id:str}/remove", permission="consultation.edit", sync_to_thread=True)
    def take_out(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        sentence_id: FromPath[str],
    ) -> Redirect | Template:
        """Take a sentence out again, unless something came of it."""
        try:
            consultations.remove_sentence(session, actor, clock, client_id, sentence_id)
        except Conflict as error:
            session.rollback()
            return _page(session, actor, clock, client_id, Form(None), error)
        return Redirect(f"/clients/{client_id}/conversation?removed=sentences:{sentence_id}")

    @post("/sentences/{sentence_id:str}/restore", permission="consultation.edit", sync_to_thread=True)
    def put_back(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        sentence_id: FromPath[str],
    ) -> Redirect:
        """Put a sentence back."""
        consultations.restore_sentence(session, actor, clock, client_id, sentence_id)
        return Redirect(f"/clients/{client_id}/conversation?saved=restored")

    @post("/close/{consultation_id:str}", permission="consultation.edit", sync_to_thread=True)
    def close(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        consultation_id: FromPath[str],
    ) -> Redirect:
        """Say that today's conversation is over."""
        consultations.close_consultation(session, actor, clock, client_id, consultation_id)
        return Redirect(f"/clients/{client_id}/conversation")

    @post("/weights", permission="consultation.edit", sync_to_thread=True)
    def weigh(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Set how much each goal matters, all at once."""
        form = Form(data)
        try:
            for goal in needs.what_matters(session, actor, clock, client_id).goals:
                message = "Choose a number from 0 (not now) to 100 (most)."
                weight = form.number(f"weight-{goal.id}", message, high=100, empty=goal.weight)
                if weight != goal.weight:
                    draft = GoalDraft(sentence_id=goal.sentence_id, weight=weight, enough_points=goal.enough_points)
                    needs.change_goal(session, actor, clock, client_id, goal.id, goal.version, draft)
            form.check()
        except Invalid as error:
            session.rollback()
            return _page(session, actor, clock, client_id, form, error)
        return Redirect(f"/clients/{client_id}/conversation?saved=weights")


def _sentence(form: Form) -> SentenceDraft:
    said_on = form.date("said_on")
    form.check()
    said_as = form.text("said_as")
    return SentenceDraft(
        text=form.text("text"),
        said_by_name=form.text("said_by_name"),
        said_as=SaidAs(said_as) if said_as in set(SaidAs) else None,
        said_on=said_on,
    )


def _page(
    session: Session,
    actor: Actor,
    clock: Clock,
    client_id: str,
    form: Form,
    error: BrokerageError | None = None,
    *,
    saved: str = "",
    removed: str = "",
) -> Template:
    client = clients.client_overview(session, actor, client_id)
    matters = needs.what_matters(session, actor, clock, client_id)
    rules = load_rulepack(client.rulepack)
    gone = [row for _, row in matters.removed]
    wishes = [row.content for row in (*matters.wishes, *gone) if isinstance(row, WishView)]
    held = consultations.list_consultations(session, actor, client_id)
    problems = problems_of(error) if error else ()
    kind, _, row_id = removed.partition(":")
    context = {
        "client": client,
        "matters": matters,
        "sentences": consultations.list_sentences(session, actor, client_id),
        "open_one": next((one for one in held if one.state is ConsultationState.OPEN), None),
        "categories": {category.id: category.name for category in rules.categories},
        "tasks": {task: task.replace("_", " ") for task in rules.named_tasks},
        "names": wish_targets.target_names(session, actor, client_id, wishes),
        "titles": {need.id: need.title for need in matters.needs},
        "goal_words": {goal.id: goal.sentence for goal in matters.goals},
        "words": need_words,
        "kind_words": KIND_WORDS,
        "said_as_choices": [(value.value, words) for value, words in SAID_AS],
        "is_self": actor.role is Role.CLIENT,
        "is_broker": actor.role is Role.BROKER,
        "may_edit": may_edit(actor, client_id),
        "steps": steps_of(client, "Talk"),
        "form": form,
        "problems": problems,
        "saved": SAVED.get(saved, ""),
        "undo": (kind, row_id) if _is_gone(session, actor, matters, client_id, kind, row_id) else None,
    }
    return Template("consultations/conversation.html", context=context, status_code=422 if problems else 200)


def may_edit(actor: Actor, client_id: str) -> bool:
    """Whether to show what changes things: a supporter's scope may be to look only."""
    if actor.role is Role.SUPPORTER:
        return any(scope.client_id == client_id and "edit" in scope.allows for scope in actor.scopes)
    return has_permission(actor.role, "consultation.edit")


def _is_gone(session: Session, actor: Actor, matters: Matters, client_id: str, kind: str, row_id: str) -> bool:
    if kind == "sentences":
        return consultations.is_removed(session, actor, client_id, row_id)
    return any((name, row.id) == (kind, row_id) for name, row in matters.removed)


def _sentence_page(
    session: Session, actor: Actor, client_id: str, sentence_id: str, form: Form, error: BrokerageError | None = None
) -> Template:
    client = clients.client_overview(session, actor, client_id)
    said = consultations.sentence(session, actor, client_id, sentence_id)
    problems = problems_of(error) if error else ()
    context = {
        "client": client, "said": said, "form": form, "problems": problems, "is_self": actor.role is Role.CLIENT,
        "said_as_choices": [(value.value, words) for value, words in SAID_AS],
        "version": said.version if isinstance(error, Conflict) else form.text("version") or said.version,
    }  # fmt: skip
    return Template("consultations/sentence.html", context=context, status_code=422 if problems else 200)
