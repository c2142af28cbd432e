"""Packages as JSON: the week, its versions, edits that are solved around the rest."""

import msgspec
from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery, JSONBody, RawBody

from brokerage.api.bodies import Body, read_edits, read_strictly, refusals
from brokerage.api.proposals import HeadSeen
from brokerage.given import GivenActor, GivenClock, GivenMarketCache, GivenSession
from brokerage.optimizer.edits import Edit
from brokerage.usecases import package_edits, packages
from brokerage.usecases.package_views import ComparisonView, HistoryView, PackageSummary, PackageView

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


class PackagesApi(Controller):
    """See and change."""

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
