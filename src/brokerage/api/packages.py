"""Packages as JSON: the week, its versions, edits that are solved around the rest, and decisions on exact versions."""

from typing import Annotated, Literal

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery, JSONBody, RawBody
from msgspec import Meta

from brokerage.api.bodies import Body, read_edits, read_strictly, refusals
from brokerage.api.proposals import HeadSeen
from brokerage.domain.approvals import Decision, DecisionWay
from brokerage.domain.people import Role
from brokerage.given import GivenActor, GivenClock, GivenMarketCache, GivenSession
from brokerage.optimizer.edits import Edit
from brokerage.optimizer.why_not import Question
from brokerage.usecases import approvals, asking, package_edits, packages
from brokerage.usecases.approvals import Recorded
from brokerage.usecases.clashing import see_clashes
from brokerage.usecases.package_views import (
    AnswerView,
    ClashView,
    ComparisonView,
    HistoryView,
    PackageSummary,
    PackageView,
)
from brokerage.usecases.visit_choices import VisitChoices, visit_choices

CHANGES = refusals(409, 422)


class EditsRequest(Body, frozen=True):
    """Changes to make on top of the head that was seen; no edits at all: work it out again with today's market."""

    expected_version_id: str
    edits: tuple[Edit, ...]


class EditsAsSent(Body, frozen=True):
    """The same, the edits not yet read."""

    expected_version_id: str
    edits: msgspec.Raw


class RestoreRequest(Body, frozen=True):
    """Which version to bring back on top of the head that was seen."""

    expected_version_id: str
    version_id: str


class NameRequest(Body, frozen=True):
    """A name to find a version by; empty takes it away."""

    name: str


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


class WhyNotRequest(Body, frozen=True):
    """Why not this provider, worker, offer or category, or (target `time`) this day or start? What is null: any."""

    version_id: str
    target: Literal["provider", "worker", "offer", "category", "time"]
    target_id: str = ""
    need_id: str | None = None
    day: Annotated[int, Meta(ge=0, le=13)] | None = None
    start_minute: Annotated[int, Meta(ge=0, le=1439)] | None = None


class PackagesApi(Controller):
    """See, change, send and decide."""

    path = "/packages"
    tags = ("packages",)

    @get(permission="package.see", sync_to_thread=True, responses=refusals())
    def list_all(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromQuery[str | None] = None
    ) -> list[PackageSummary]:
        """The packages within reach, newest first."""
        return packages.list_packages(session, actor, clock, client_id)

    @get("/{package_id:str}", permission="package.see", sync_to_thread=True, responses=refusals())
    def see(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        version_id: FromQuery[str | None] = None,
    ) -> PackageView:
        """The head, or the version named."""
        return packages.see_package(session, actor, clock, package_id, version_id)

    @get("/{package_id:str}/versions", permission="package.see", sync_to_thread=True, responses=refusals())
    def history(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, package_id: FromPath[str]
    ) -> HistoryView:
        """Every version, newest first, with what was decided on it."""
        return packages.see_history(session, actor, clock, package_id)

    @get("/{package_id:str}/compare", permission="package.see", sync_to_thread=True, responses=refusals())
    def compare(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        before: FromQuery[str],
        after: FromQuery[str],
    ) -> ComparisonView:
        """What differs between two versions."""
        return packages.compare_versions(session, actor, clock, package_id, before, after)

    @get(
        "/{package_id:str}/versions/{version_id:str}/visits/{visit_id:str}/why",
        permission="package.ask",
        sync_to_thread=True,
        responses=refusals(),
    )
    def why(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        version_id: FromPath[str],
        visit_id: FromPath[str],
    ) -> AnswerView:
        """Why a visit is in the plan, and what the next best would change."""
        return asking.why(session, actor, clock, market_cache, package_id, version_id, visit_id)

    @get(
        "/{package_id:str}/versions/{version_id:str}/visits/{visit_id:str}/choices",
        permission="package.see",
        sync_to_thread=True,
        responses=refusals(),
    )
    def choices(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        version_id: FromPath[str],
        visit_id: FromPath[str],
    ) -> VisitChoices:
        """Who else could come at that time, and who does this but is not free then."""
        return visit_choices(session, actor, clock, market_cache, package_id, version_id, visit_id)

    @get(
        "/{package_id:str}/versions/{version_id:str}/clashes",
        permission="package.see",
        sync_to_thread=True,
        responses=refusals(),
    )
    def clashes(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        version_id: FromPath[str],
    ) -> tuple[ClashView, ...]:
        """Which wishes stand in the way of a must-have, the smallest sets, and what would resolve each."""
        return see_clashes(session, actor, clock, market_cache, package_id, version_id)

    @post(
        "/{package_id:str}/why-not", permission="package.ask", sync_to_thread=True, status_code=200, responses=CHANGES
    )
    def why_not(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        data: JSONBody[WhyNotRequest],
        body: RawBody,
    ) -> AnswerView:
        """What it would change to have that, or which of the person's own sentences stand in the way."""
        asked = read_strictly(body, type(data))
        question = Question(asked.target, asked.target_id, asked.need_id, asked.day, asked.start_minute)
        return asking.why_not(session, actor, clock, market_cache, package_id, asked.version_id, question)

    @post("/{package_id:str}/edits", permission="package.edit", sync_to_thread=True, responses=CHANGES)
    def edit(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        data: JSONBody[EditsRequest],  # noqa: ARG002 - describes the body; `body` is read strictly
        body: RawBody,
    ) -> PackageView:
        """A new version with these changes, solved around the rest, which is disturbed as little as can be."""
        sent = read_strictly(body, EditsAsSent)
        edits = read_edits(sent.edits)
        return package_edits.edit_package(
            session, actor, clock, market_cache, package_id, sent.expected_version_id, edits
        )

    @post("/{package_id:str}/undo", permission="package.edit", sync_to_thread=True, status_code=200, responses=CHANGES)
    def undo(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        data: JSONBody[HeadSeen],
        body: RawBody,
    ) -> PackageView:
        """Back to the version before."""
        seen = read_strictly(body, type(data))
        return package_edits.undo(session, actor, clock, package_id, seen.expected_version_id)

    @post("/{package_id:str}/redo", permission="package.edit", sync_to_thread=True, status_code=200, responses=CHANGES)
    def redo(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        data: JSONBody[HeadSeen],
        body: RawBody,
    ) -> PackageView:
        """Forward to what was undone."""
        seen = read_strictly(body, type(data))
        return package_edits.redo(session, actor, clock, package_id, seen.expected_version_id)

    @post("/{package_id:str}/restore", permission="package.edit", sync_to_thread=True, responses=CHANGES)
    def restore(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        data: JSONBody[RestoreRequest],
        body: RawBody,
    ) -> PackageView:
        """An earlier version as it was, as a new draft."""
        asked = read_strictly(body, type(data))
        return package_edits.restore_version(
            session, actor, clock, package_id, asked.expected_version_id, asked.version_id
        )

    @post(
        "/{package_id:str}/versions/{version_id:str}/name",
        permission="package.edit",
        sync_to_thread=True,
        status_code=200,
        responses=CHANGES,
    )
    def name(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        version_id: FromPath[str],
        data: JSONBody[NameRequest],
        body: RawBody,
    ) -> PackageView:
        """Give a version a name."""
        asked = read_strictly(body, type(data))
        return package_edits.name_version(session, actor, clock, package_id, version_id, asked.name)

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
