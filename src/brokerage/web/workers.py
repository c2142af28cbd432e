"""The people who work for a provider."""

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import Invalid, Problem
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import workers
from brokerage.usecases.workers import WorkerTerms, WorkerView
from brokerage.web.forms import Form, FormBody
from brokerage.web.offer_forms import shown_words, words_of
from brokerage.web.offers import version_of

GENDERS = (("", "Not said"), ("female", "Woman"), ("male", "Man"), ("other", "Another"))
DONE = {"saved": "Saved.", "left": "They are no longer on your list of people who come.", "back": "They come again."}


class WorkerPages(Controller):
    """Pages about workers."""

    path = "/workers"
    include_in_schema = False

    @get(permission="offer.see", sync_to_thread=True)
    def list_all(
        self, session: GivenSession, actor: GivenActor, done: FromQuery[str] = "", touched: FromQuery[int] = 0
    ) -> Template:
        """Everyone who works here."""
        context = {
            "workers": workers.list_workers(session, actor), "done": DONE.get(done, ""), "touched": max(0, touched),
        }  # fmt: skip
        return Template("market/workers.html", context=context)

    @get("/new", permission="offer.edit", sync_to_thread=True)
    def new(self, session: GivenSession, actor: GivenActor) -> Template:
        """The form for a new worker."""
        return _page(session, actor, Form(None))

    @post(permission="offer.edit", sync_to_thread=True)
    def add(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, data: FormBody
    ) -> Redirect | Template:
        """A new worker."""
        form = Form(data)
        try:
            changed = workers.add_worker(session, actor, clock, _terms(form))
        except Invalid as error:
            session.rollback()
            return _page(session, actor, form, problems=error.problems)
        return _seen("saved", changed.touched)

    @get("/{worker_id:str}", permission="offer.see", sync_to_thread=True)
    def see(self, session: GivenSession, actor: GivenActor, worker_id: FromPath[str]) -> Template:
        """The form for a worker who is there."""
        worker = workers.see_worker(session, actor, worker_id)
        fields = {
            "name": worker.name, "gender": worker.gender or "", "skills": shown_words(worker.skills),
            "languages": shown_words(worker.languages), "offer_ids": list(worker.offer_ids),
            "version": str(worker.version),
        }  # fmt: skip
        return _page(session, actor, Form(fields), worker)

    @post("/{worker_id:str}", permission="offer.edit", sync_to_thread=True)
    def change(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, worker_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """Other skills, languages or offers."""
        form = Form(data)
        try:
            changed = workers.change_worker(session, actor, clock, worker_id, _terms(form), version_of(form))
        except Invalid as error:
            session.rollback()
            return _page(session, actor, form, workers.see_worker(session, actor, worker_id), error.problems)
        return _seen("saved", changed.touched)

    @post("/{worker_id:str}/leave", permission="offer.edit", sync_to_thread=True)
    def leave(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, worker_id: FromPath[str]
    ) -> Redirect:
        """Comes no more."""
        return _seen("left", workers.set_worker_left(session, actor, clock, worker_id, has_left=True).touched)

    @post("/{worker_id:str}/return", permission="offer.edit", sync_to_thread=True)
    def come_back(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, worker_id: FromPath[str]
    ) -> Redirect:
        """Comes again."""
        return _seen("back", workers.set_worker_left(session, actor, clock, worker_id, has_left=False).touched)


def _terms(form: Form) -> WorkerTerms:
    gender = form.text("gender")
    if gender not in dict(GENDERS):
        form.refuse("gender", "Choose one of the answers.")
    form.check()
    return WorkerTerms(
        name=form.text("name"),
        gender=gender or None,
        skills=words_of(form.text("skills")),
        languages=words_of(form.text("languages")),
        offer_ids=tuple(dict.fromkeys(form.all("offer_ids"))),
    )


def _seen(done: str, touched: int) -> Redirect:
    return Redirect(f"/workers?done={done}" + (f"&touched={touched}" if touched else ""))


def _page(
    session: Session,
    actor: Actor,
    form: Form,
    worker: WorkerView | None = None,
    problems: tuple[Problem, ...] = (),
) -> Template:
    context = {
        "form": form,
        "worker": worker,
        "offers": list(workers.offer_choices(session, actor).items()),
        "genders": GENDERS,
        "problems": problems,
    }
    return Template("market/worker.html", context=context, status_code=422 if problems else 200)
