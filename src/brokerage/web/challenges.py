"""Pages of questions that must be answered."""

from litestar import Controller, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import Invalid
from brokerage.given import GivenActor, GivenClock, GivenMarketCache, GivenSession
from brokerage.ports.clock import Clock
from brokerage.store.market_cache import MarketCache
from brokerage.usecases import asking, challenges, packages
from brokerage.usecases.package_views import AnswerView, ChallengeView
from brokerage.web.forms import Form, FormBody
from brokerage.web.package_context import plan_context
from brokerage.web.visits import line_in, question_of

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
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """A new question; what the computer found goes with it."""
        form = Form(data)
        try:
            answer = _computed(session, actor, clock, market_cache, package_id, form)
            challenges.open_challenge(
                session, actor, clock, package_id, form.text("version_id"), form.text("question"), answer
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


def _computed(
    session: Session, actor: Actor, clock: Clock, market_cache: MarketCache, package_id: str, form: Form
) -> AnswerView | None:
    """What the solver says about the visit that the question is about; worked out again, never taken from the form."""
    visit_id, version_id = form.text("visit_id"), form.text("version_id")
    if not visit_id:
        return None
    at = (session, actor, clock, market_cache, package_id, version_id)
    if form.text("who") or form.text("start"):
        visit = line_in(packages.see_package(session, actor, clock, package_id, version_id), visit_id)
        return asking.why_not(*at, question_of(visit, form.text("who"), form.text("start")), visit_id)
    return asking.why(*at, visit_id)


def _page(
    session: Session, actor: Actor, clock: Clock, package_id: str, form: Form, error: Invalid | None = None
) -> Template:
    view = packages.see_package(session, actor, clock, package_id)
    found = challenges.list_challenges(session, actor, clock, package_id)
    context = plan_context(
        view, actor, challenges=found, form=form, problems=error.problems if error else ()
    )
    return Template("packages/questions.html", context=context, status_code=UNPROCESSABLE if error else 200)
