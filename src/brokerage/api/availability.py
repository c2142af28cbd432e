"""When a provider can work, as JSON. Times are minutes after midnight; past 1440 is the next day."""

from typing import Literal

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody, RawBody

from brokerage.api.bodies import Body, read_strictly, refusals
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.optimizer.market import Absence, Slot
from brokerage.usecases import availability
from brokerage.usecases.availability import ChangedTimes, Target, TimesView

Kind = Literal["provider", "offer", "worker"]
CHANGES = refusals(409, 422)


class PatternRequest(Body, frozen=True):
    """A weekly pattern. `are_sessions`: a visit is exactly one of these times. `version`: the one that was seen."""

    slots: tuple[Slot, ...]
    are_sessions: bool = False
    version: int | None = None


class AvailabilityApi(Controller):
    """Times of offers and workers, and the provider's own days off (kind `provider`, id `own`)."""

    path = "/availability"
    tags = ("offers",)

    @get(permission="offer.see", sync_to_thread=True, responses=refusals())
    def list_all(self, session: GivenSession, actor: GivenActor, clock: GivenClock) -> list[TimesView]:
        """Everything that has times."""
        return availability.all_times(session, actor, clock)

    @get("/{kind:str}/{target_id:str}", permission="offer.see", sync_to_thread=True, responses=refusals(400))
    def see(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        kind: FromPath[Kind],
        target_id: FromPath[str],
    ) -> TimesView:
        """The times of one offer, worker or of the provider."""
        return availability.see_times(session, actor, clock, Target(kind, target_id))

    @put("/{kind:str}/{target_id:str}", permission="offer.edit", sync_to_thread=True, responses=CHANGES)
    def set_pattern(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        kind: FromPath[Kind],
        target_id: FromPath[str],
        data: JSONBody[PatternRequest],
        body: RawBody,
    ) -> ChangedTimes:
        """A new weekly pattern; open proposals that use the offer are marked."""
        asked = read_strictly(body, type(data))
        return availability.set_times(
            session, actor, clock, Target(kind, target_id), asked.slots,
            are_sessions=asked.are_sessions, version=asked.version,
        )  # fmt: skip

    @post("/{kind:str}/{target_id:str}/away", permission="offer.edit", sync_to_thread=True, responses=CHANGES)
    def add_absence(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        kind: FromPath[Kind],
        target_id: FromPath[str],
        data: JSONBody[Absence],
        body: RawBody,
    ) -> ChangedTimes:
        """Time away (no slots), or other times on some dates."""
        return availability.add_absence(
            session, actor, clock, Target(kind, target_id), read_strictly(body, type(data))
        )

    @delete(
        "/{kind:str}/{target_id:str}/away/{from_date:str}",
        permission="offer.edit",
        sync_to_thread=True,
        status_code=200,
        responses=CHANGES,
    )
    def remove_absence(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        kind: FromPath[Kind],
        target_id: FromPath[str],
        from_date: FromPath[str],
    ) -> ChangedTimes:
        """The weekly times hold again on the dates of the entry that begins that day."""
        return availability.remove_absence(session, actor, clock, Target(kind, target_id), from_date)
