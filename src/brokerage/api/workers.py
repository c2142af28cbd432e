"""The people who work for a provider, as JSON."""

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody, RawBody

from brokerage.api.bodies import Body, read_strictly, refusals
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import workers
from brokerage.usecases.workers import ChangedWorker, WorkerTerms, WorkerView

CHANGES = refusals(409, 422)


class WorkerRequest(Body, frozen=True):
    """What is new about a worker. `version`: the one that was seen; null: whatever it is now."""

    terms: WorkerTerms
    version: int | None = None


class WorkersApi(Controller):
    """One's own workers."""

    path = "/workers"
    tags = ("offers",)

    @get(permission="offer.see", sync_to_thread=True, responses=refusals())
    def list_all(self, session: GivenSession, actor: GivenActor) -> list[WorkerView]:
        """Everyone, those who have left last."""
        return workers.list_workers(session, actor)

    @post(permission="offer.edit", sync_to_thread=True, responses=CHANGES)
    def add(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        data: JSONBody[WorkerTerms],
        body: RawBody,
    ) -> WorkerView:
        """A new worker."""
        return workers.add_worker(session, actor, clock, read_strictly(body, type(data))).worker

    @get("/{worker_id:str}", permission="offer.see", sync_to_thread=True, responses=refusals())
    def see(self, session: GivenSession, actor: GivenActor, worker_id: FromPath[str]) -> WorkerView:
        """One worker."""
        return workers.see_worker(session, actor, worker_id)

    @put("/{worker_id:str}", permission="offer.edit", sync_to_thread=True, responses=CHANGES)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        worker_id: FromPath[str],
        data: JSONBody[WorkerRequest],
        body: RawBody,
    ) -> ChangedWorker:
        """Other skills, languages or offers; open proposals are marked."""
        asked = read_strictly(body, type(data))
        return workers.change_worker(session, actor, clock, worker_id, asked.terms, asked.version)

    @post("/{worker_id:str}/leave", permission="offer.edit", sync_to_thread=True, status_code=200, responses=CHANGES)
    def leave(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, worker_id: FromPath[str]
    ) -> ChangedWorker:
        """Comes no more."""
        return workers.set_worker_left(session, actor, clock, worker_id, has_left=True)

    @post("/{worker_id:str}/return", permission="offer.edit", sync_to_thread=True, status_code=200, responses=CHANGES)
    def come_back(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, worker_id: FromPath[str]
    ) -> ChangedWorker:
        """Comes again."""
        return workers.set_worker_left(session, actor, clock, worker_id, has_left=False)
