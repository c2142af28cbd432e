"""Conversations and what was said in them, as JSON."""

from datetime import date

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody, RawBody

from brokerage.api.bodies import Body, read_strictly, refusals
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import consultations
from brokerage.usecases.consultations import ConsultationView, SentenceDraft, SentenceView, Version

CHANGES = refusals(400, 409, 422)


class OpenRequest(Body, frozen=True):
    """A conversation on a day; today if it is not given."""

    held_on: date | None = None


class SentenceChange(SentenceDraft, frozen=True, kw_only=True):
    """What was said, over the version that was seen."""

    version: Version


class ConsultationsApi(Controller):
    """Conversations with one client."""

    path = "/clients/{client_id:str}/consultations"
    tags = ("conversation",)

    @get(permission="consultation.see", sync_to_thread=True, responses=refusals())
    def list_all(self, session: GivenSession, actor: GivenActor, client_id: FromPath[str]) -> list[ConsultationView]:
        """Newest first."""
        return consultations.list_consultations(session, actor, client_id)

    @post(permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def begin(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        data: JSONBody[OpenRequest],
        body: RawBody,
    ) -> ConsultationView:
        """Begin one. Writing down a sentence does so by itself."""
        asked = read_strictly(body, type(data))
        return consultations.open_consultation(session, actor, clock, client_id, asked.held_on)

    @post(
        "/{consultation_id:str}/close",
        permission="consultation.edit",
        sync_to_thread=True,
        status_code=200,
        responses=refusals(),
    )
    def close(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        consultation_id: FromPath[str],
    ) -> ConsultationView:
        """Say that it is over."""
        return consultations.close_consultation(session, actor, clock, client_id, consultation_id)


class SentencesApi(Controller):
    """What was said, word for word."""

    path = "/clients/{client_id:str}/sentences"
    tags = ("conversation",)

    @get(permission="consultation.see", sync_to_thread=True, responses=refusals())
    def list_all(self, session: GivenSession, actor: GivenActor, client_id: FromPath[str]) -> list[SentenceView]:
        """In the order it was written down."""
        return consultations.list_sentences(session, actor, client_id)

    @post(permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def add(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        data: JSONBody[SentenceDraft],
        body: RawBody,
    ) -> SentenceView:
        """Write a sentence down."""
        return consultations.add_sentence(session, actor, clock, client_id, read_strictly(body, type(data)))

    @put("/{sentence_id:str}", permission="consultation.edit", sync_to_thread=True, responses=CHANGES)
    def change(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        sentence_id: FromPath[str],
        data: JSONBody[SentenceChange],
        body: RawBody,
    ) -> SentenceView:
        """Correct it."""
        said = read_strictly(body, type(data))
        return consultations.change_sentence(session, actor, clock, client_id, sentence_id, said.version, said)

    @delete("/{sentence_id:str}", permission="consultation.edit", sync_to_thread=True, responses=refusals(409))
    def remove(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        sentence_id: FromPath[str],
    ) -> None:
        """Take it out, unless something came of it."""
        consultations.remove_sentence(session, actor, clock, client_id, sentence_id)

    @post(
        "/{sentence_id:str}/restore",
        permission="consultation.edit",
        sync_to_thread=True,
        status_code=200,
        responses=refusals(),
    )
    def restore(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromPath[str],
        sentence_id: FromPath[str],
    ) -> SentenceView:
        """Put it back."""
        return consultations.restore_sentence(session, actor, clock, client_id, sentence_id)
