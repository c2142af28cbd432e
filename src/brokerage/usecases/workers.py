"""The people who work for a provider: who they are, what they can do, which offers they do."""

from dataclasses import dataclass

import msgspec
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.availability import pattern_words
from brokerage.domain.errors import Invalid, NotFound, Problem
from brokerage.domain.market import Worker
from brokerage.domain.offers import LONGEST_LIST, LONGEST_WORD, OfferWorker, check_version, is_word
from brokerage.domain.words import is_plain
from brokerage.ports.clock import Clock
from brokerage.store import offers as stored
from brokerage.store.market import raise_revision
from brokerage.usecases import audit
from brokerage.usecases.access import require
from brokerage.usecases.offers import MEND, own_subject, provider_for
from brokerage.usecases.packages import mark_stale

Words = tuple[str, ...]
GENDER_LENGTH = 40


class WorkerTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a provider says of a worker. `gender` None: not said."""

    name: str
    gender: str | None = None
    skills: Words = ()
    languages: Words = ()
    offer_ids: Words = ()


@dataclass(frozen=True, slots=True)
class WorkerView:
    """One worker. `when_words`: their own weekly times; "" means whenever their offers are open."""

    id: str
    version: int
    name: str
    gender: str | None
    skills: Words
    languages: Words
    offer_ids: Words
    offers: Words
    when_words: str
    has_left: bool


@dataclass(frozen=True, slots=True)
class ChangedWorker:
    """A worker after a change, and how many open proposals it touched."""

    worker: WorkerView
    touched: int


def list_workers(session: Session, actor: Actor) -> list[WorkerView]:
    """Everyone who works for the provider, those who have left last."""
    require(actor, "offer.see", own_subject(actor))
    names = stored.offer_names(session, actor.organisation_id)
    links = stored.links_of(session, actor.organisation_id)
    return [_view(worker, names, links) for worker in stored.workers_of(session, actor.organisation_id)]


def see_worker(session: Session, actor: Actor, worker_id: str) -> WorkerView:
    """One worker of the provider."""
    require(actor, "offer.see", own_subject(actor, id=worker_id))
    return _view_of(session, actor, _own_worker(session, actor, worker_id))


def offer_choices(session: Session, actor: Actor) -> dict[str, str]:
    """The offers that a worker can be put on, by id."""
    require(actor, "offer.see", own_subject(actor))
    return stored.offer_names(session, actor.organisation_id)


def add_worker(session: Session, actor: Actor, clock: Clock, terms: WorkerTerms) -> ChangedWorker:
    """A new worker."""
    require(actor, "offer.edit", own_subject(actor))
    provider = provider_for(session, actor)
    _check(session, actor, terms)
    worker = Worker(provider=provider, name="", version=0)
    session.add(worker)
    session.flush()
    return _written(session, actor, clock, "worker.create", worker, terms)


def change_worker(
    session: Session, actor: Actor, clock: Clock, worker_id: str, terms: WorkerTerms, version: int | None = None
) -> ChangedWorker:
    """Other skills, languages or offers. Open proposals with their offers are marked."""
    require(actor, "offer.edit", own_subject(actor, id=worker_id))
    worker = _own_worker(session, actor, worker_id, for_update=True)
    check_version(worker.version, version)
    _check(session, actor, terms)
    return _written(session, actor, clock, "worker.change", worker, terms)


def set_worker_left(
    session: Session, actor: Actor, clock: Clock, worker_id: str, *, has_left: bool
) -> ChangedWorker:
    """Comes no more; or, to undo that, comes again."""
    require(actor, "offer.edit", own_subject(actor, id=worker_id))
    worker = _own_worker(session, actor, worker_id, for_update=True)
    worker.left_at = (worker.left_at or clock.now()) if has_left else None
    reason = f"{worker.name} {'works no more' if has_left else 'works again'} for {worker.provider.name}."
    return _changed(session, actor, clock, "worker.leave" if has_left else "worker.return", worker, reason)


def _written(
    session: Session, actor: Actor, clock: Clock, action: str, worker: Worker, terms: WorkerTerms
) -> ChangedWorker:
    before = set(stored.offer_ids_of_worker(session, worker.id))
    worker.name, worker.gender = terms.name.strip(), terms.gender or None
    worker.skills, worker.languages = terms.skills, terms.languages
    # Withdrawn offers are not among the choices, so they stay as they are.
    choices = stored.offer_names(session, actor.organisation_id)
    for link in stored.links_of(session, actor.organisation_id):
        if link.worker_id == worker.id and link.offer_id in choices and link.offer_id not in terms.offer_ids:
            session.delete(link)
    places = stored.next_places(session, set(terms.offer_ids) - before)
    for offer_id, position in places.items():
        session.add(OfferWorker(offer_id=offer_id, worker_id=worker.id, position=position))
    session.flush()
    reason = f"{worker.provider.name} changed what {worker.name} does."
    return _changed(session, actor, clock, action, worker, reason, before)


def _changed(
    session: Session,
    actor: Actor,
    clock: Clock,
    action: str,
    worker: Worker,
    reason: str,
    before: set[str] | None = None,
) -> ChangedWorker:
    worker.version += 1
    session.flush()
    offer_ids = (before or set()) | set(stored.offer_ids_of_worker(session, worker.id))
    touched = mark_stale(session, clock, offer_ids, reason)
    details = {"version": worker.version, "revision": raise_revision(session), "touched": touched}
    audit.record(session, actor, clock, action, own_subject(actor, "worker", worker.id), details)
    return ChangedWorker(_view_of(session, actor, worker), touched)


def _check(session: Session, actor: Actor, terms: WorkerTerms) -> None:
    problems = []
    if not terms.name.strip() or len(terms.name) > 200:
        problems.append(Problem("name", "Write the worker's name, at most 200 characters."))
    for name in ("skills", "languages"):
        words: Words = getattr(terms, name)
        if len(words) > LONGEST_LIST or not all(map(is_word, words)):
            problems.append(Problem(name, f"Name at most {LONGEST_LIST}, each with at most {LONGEST_WORD} characters."))
    if not is_plain(terms.name) or not is_plain(terms.gender or "") or len(terms.gender or "") > GENDER_LENGTH:
        problems.append(Problem("gender", f"Use plain words, at most {GENDER_LENGTH} characters for the gender."))
    if set(terms.offer_ids) - set(stored.offer_names(session, actor.organisation_id)):
        problems.append(Problem("offer_ids", "Choose from your own offers that are not withdrawn."))
    if problems:
        raise Invalid(MEND, problems=tuple(problems))


def _own_worker(session: Session, actor: Actor, worker_id: str, *, for_update: bool = False) -> Worker:
    worker = stored.worker_of(session, actor.organisation_id, worker_id, for_update=for_update)
    if worker is None:
        raise NotFound()
    return worker


def _view_of(session: Session, actor: Actor, worker: Worker) -> WorkerView:
    names = stored.offer_names(session, actor.organisation_id)
    return _view(worker, names, stored.links_of(session, actor.organisation_id))


def _view(worker: Worker, names: dict[str, str], links: list[OfferWorker]) -> WorkerView:
    own = [link.offer_id for link in links if link.worker_id == worker.id and link.offer_id in names]
    return WorkerView(
        id=worker.id,
        version=worker.version,
        name=worker.name,
        gender=worker.gender,
        skills=worker.skills,
        languages=worker.languages,
        offer_ids=tuple(own),
        offers=tuple(names[offer_id] for offer_id in own),
        when_words=pattern_words(worker.availability),
        has_left=worker.left_at is not None,
    )

