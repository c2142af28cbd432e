"""Pages of questions that must be answered."""

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import Invalid
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.ports.clock import Clock
from brokerage.usecases import challenges, packages
from brokerage.usecases.package_views import ChallengeView
from brokerage.web.forms import Form, FormBody
from brokerage.web.package_context import plan_context

UNPROCESSABLE = 422


class ChallengePages(Controller):
    """Ask, answer, settle, take back."""

    include_in_schema = False

    @get("/challenges", permission="package.see", sync_to_thread=True)
    def waiting(self, session: GivenSession, actor: GivenActor, clock: GivenClock) -> Template:
        """Every question within reach, those due first on top."""
        found = challenges.list_challenges(session, actor, clock)
        return Template("packages/challenges.html", context={"challenges": found, "problems": ()})

    @get("/packages/{package_id:str}/questions", permission="package.see", sync_to_thread=True)
    def of_package(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str]
    ) -> Template:
        """The questions about one package."""
        return _page(session, actor, clock, package_id, Form(None))

    @post("/packages/{package_id:str}/questions", permission="package.ask", sync_to_thread=True)
    def ask(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str], data: FormBody
    ) -> Redirect | Template:
        """A new question; what the computer found goes with it."""
        form = Form(data)
        try:
            challenges.open_challenge(
                session, actor, clock, package_id, form.text("version_id"), form.text("question")
            )
        except Invalid as error:
            session.rollback()
            return _page(session, actor, clock, package_id, form, error)
        return Redirect(f"/packages/{package_id}/questions")

    @post("/challenges/{challenge_id:str}/answer", permission="challenge.answer", sync_to_thread=True)
    def answer(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, challenge_id: FromPath[str], data: FormBody
    ) -> Redirect:
        """The broker's answer."""
        answered = challenges.answer_challenge(session, actor, clock, challenge_id, Form(data).text("text"))
        return _back(answered)

    @post("/challenges/{challenge_id:str}/settle", permission="package.ask", sync_to_thread=True)
    def settle(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, challenge_id: FromPath[str], data: FormBody
    ) -> Redirect:
        """It answers the question, or it does not and is asked again."""
        form = Form(data)
        if form.flag("is_settled"):
            return _back(challenges.settle_challenge(session, actor, clock, challenge_id))
        return _back(challenges.reopen_challenge(session, actor, clock, challenge_id, form.text("text")))

    @post("/challenges/{challenge_id:str}/withdraw", permission="package.ask", sync_to_thread=True)
    def withdraw(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, challenge_id: FromPath[str]
    ) -> Redirect:
        """Take the question back."""
        return _back(challenges.withdraw_challenge(session, actor, clock, challenge_id))


def _back(challenge: ChallengeView) -> Redirect:
    return Redirect(f"/packages/{challenge.package_id}/questions#{challenge.challenge_id}")


def _page(
    session: Session, actor: Actor, clock: Clock, package_id: str, form: Form, error: Invalid | None = None
) -> Template:
    view = packages.see_package(session, actor, clock, package_id)
    found = challenges.list_challenges(session, actor, clock, package_id)
    context = plan_context(
        view, actor, challenges=found, form=form, problems=error.problems if error else ()
    )
    return Template("packages/questions.html", context=context, status_code=UNPROCESSABLE if error else 200)
