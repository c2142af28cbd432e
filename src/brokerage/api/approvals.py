"""Sending a version and deciding on exactly that one, as JSON."""

from litestar import Controller, post
from litestar.params import FromPath, JSONBody, RawBody

from brokerage.api.bodies import Body, read_strictly, refusals
from brokerage.api.proposals import HeadSeen
from brokerage.domain.approvals import Decision, DecisionWay
from brokerage.domain.people import Role
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import approvals
from brokerage.usecases.approvals import Recorded
from brokerage.usecases.package_views import PackageView

CHANGES = refusals(409, 422)


class DecisionRequest(Body, frozen=True):
    """A decision on exactly the version with this hash, with words where there is something to say."""

    content_hash: str
    words: str = ""


class RecordedRequest(Body, frozen=True):
    """A decision told to the broker: what, how it was told, in what role, and for a supporter who."""

    content_hash: str
    decision: Decision
    way: DecisionWay
    decided_as: Role = Role.CLIENT
    supporter_id: str | None = None
    words: str = ""


class ApprovalsApi(Controller):
    """Send, say yes, send back, disagree, write down what was told."""

    path = "/packages"
    tags = ("packages",)

    @post("/{package_id:str}/send", permission="package.send", sync_to_thread=True, status_code=200, responses=CHANGES)
    def send(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        data: JSONBody[HeadSeen],
        body: RawBody,
    ) -> PackageView:
        """Ask the client to decide on the head."""
        seen = read_strictly(body, type(data))
        return approvals.send_version(session, actor, clock, package_id, seen.expected_version_id)

    @post(
        "/{package_id:str}/approve",
        permission="package.approve",
        sync_to_thread=True,
        status_code=200,
        responses=CHANGES,
    )
    def approve(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        data: JSONBody[DecisionRequest],
        body: RawBody,
    ) -> PackageView:
        """Yes to exactly the version with this hash."""
        said = read_strictly(body, type(data))
        return approvals.approve_version(session, actor, clock, package_id, said.content_hash, said.words)

    @post(
        "/{package_id:str}/send-back",
        permission="package.approve",
        sync_to_thread=True,
        status_code=200,
        responses=CHANGES,
    )
    def send_back(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        data: JSONBody[DecisionRequest],
        body: RawBody,
    ) -> PackageView:
        """No, not like this; `words` say what should change."""
        said = read_strictly(body, type(data))
        return approvals.send_back(session, actor, clock, package_id, said.content_hash, said.words)

    @post("/{package_id:str}/dissent", permission="package.ask", sync_to_thread=True, responses=CHANGES)
    def dissent(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        data: JSONBody[DecisionRequest],
        body: RawBody,
    ) -> PackageView:
        """A no that stays in the record beside someone else's yes."""
        said = read_strictly(body, type(data))
        return approvals.dissent(session, actor, clock, package_id, said.content_hash, said.words)

    @post("/{package_id:str}/decisions", permission="package.record", sync_to_thread=True, responses=CHANGES)
    def record(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        data: JSONBody[RecordedRequest],
        body: RawBody,
    ) -> PackageView:
        """Write down a decision that was told by phone, on paper or in person."""
        told = read_strictly(body, type(data))
        recorded = Recorded(told.way, told.decided_as, told.supporter_id)
        return approvals.record_decision(
            session, actor, clock, package_id, told.content_hash, told.decision, recorded, told.words
        )
