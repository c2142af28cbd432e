"""Questions that must be answered in time, as JSON."""

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery, JSONBody, RawBody

from brokerage.api.bodies import Body, read_strictly, refusals
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import challenges
from brokerage.usecases.package_views import ChallengeView

CHANGES = refusals(409, 422)


class QuestionRequest(Body, frozen=True):
    """A question about one version."""

    version_id: str
    question: str


class TextRequest(Body, frozen=True):
    """What is said."""

    text: str


class ChallengesApi(Controller):
    """Ask, answer, settle."""

    tags = ("challenges",)

    @get("/challenges", permission="package.see", sync_to_thread=True, responses=refusals())
    def list_all(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromQuery[str | None] = None,
        only_open: FromQuery[bool] = False,
    ) -> list[ChallengeView]:
        """Those within reach, the ones due first on top."""
        return challenges.list_challenges(session, actor, clock, package_id, only_open=only_open)

    @get("/challenges/{challenge_id:str}", permission="package.see", sync_to_thread=True, responses=refusals())
    def see(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, challenge_id: FromPath[str]
    ) -> ChallengeView:
        """One, with everything that was said."""
        return challenges.see_challenge(session, actor, clock, challenge_id)

    @post("/packages/{package_id:str}/challenges", permission="package.ask", sync_to_thread=True, responses=CHANGES)
    def ask(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        data: JSONBody[QuestionRequest],
        body: RawBody,
    ) -> ChallengeView:
        """Open one: the broker must answer by `due_on`."""
        asked = read_strictly(body, type(data))
        return challenges.open_challenge(session, actor, clock, package_id, asked.version_id, asked.question)

    @post(
        "/challenges/{challenge_id:str}/answer",
        permission="challenge.answer",
        sync_to_thread=True,
        status_code=200,
        responses=CHANGES,
    )
    def answer(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        challenge_id: FromPath[str],
        data: JSONBody[TextRequest],
        body: RawBody,
    ) -> ChallengeView:
        """The broker's answer."""
        said = read_strictly(body, type(data))
        return challenges.answer_challenge(session, actor, clock, challenge_id, said.text)

    @post(
        "/challenges/{challenge_id:str}/settle",
        permission="package.ask",
        sync_to_thread=True,
        status_code=200,
        responses=CHANGES,
    )
    def settle(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, challenge_id: FromPath[str]
    ) -> ChallengeView:
        """It is fine now."""
        return challenges.settle_challenge(session, actor, clock, challenge_id)

    @post(
        "/challenges/{challenge_id:str}/reopen",
        permission="package.ask",
        sync_to_thread=True,
        status_code=200,
        responses=CHANGES,
    )
    def reopen(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        challenge_id: FromPath[str],
        data: JSONBody[TextRequest],
        body: RawBody,
    ) -> ChallengeView:
        """Still not happy: the days to answer begin again."""
        said = read_strictly(body, type(data))
        return challenges.reopen_challenge(session, actor, clock, challenge_id, said.text)

    @post(
        "/challenges/{challenge_id:str}/withdraw",
        permission="package.ask",
        sync_to_thread=True,
        status_code=200,
        responses=CHANGES,
    )
    def withdraw(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, challenge_id: FromPath[str]
    ) -> ChallengeView:
        """Take the question back."""
        return challenges.withdraw_challenge(session, actor, clock, challenge_id)
