"""Which packages would use a provider's offers: when, where, at what price; never the person's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, Subject
from brokerage.domain.packages import VersionState
from brokerage.domain.people import Client
from brokerage.domain.words import clock_time
from brokerage.store import offers as stored
from brokerage.store.offers import Asked
from brokerage.usecases import audit
from brokerage.usecases.access import require
from brokerage.usecases.offers import own_subject

PAGE_SIZE = 20
STATE_WORDS = {
    VersionState.DRAFT: "Being worked on",
    VersionState.SENT: "Waiting for the person's yes",
    VersionState.APPROVED: "The person said yes",
}


@dataclass(frozen=True, slots=True)
class RequestVisit:
    """One visit that an offer would give. `day` None: no fixed time."""

    need: str
    service: str
    offer_id: str
    day: date | None
    when_words: str
    duration_minutes: int
    workers_at_once: int
    worker_names: tuple[str, ...]
    price_minor: int


@dataclass(frozen=True, slots=True)
class RequestView:
    """What one package would use. `reference` is the brokerage's case code; money for the typical week."""

    reference: str
    area: str
    state: VersionState
    state_words: str
    starts_on: date
    is_stale: bool
    visits: tuple[RequestVisit, ...]
    price_minor: int
    currency: str
    brokerage: str
    phone: str


@dataclass(frozen=True, slots=True)
class RequestList:
    """A page of requests; `service` where only one offer was asked for."""

    requests: tuple[RequestView, ...]
    total: int
    page: int
    pages: int


def list_requests(session: Session, actor: Actor, *, offer_id: str = "", page: int = 1) -> RequestList:
    """Packages whose present version uses the provider's offers (or one of them), soonest start first."""
    require(actor, "request.see", own_subject(actor, "request", offer_id or "own"))
    asked = stored.lines_asking(session, actor.organisation_id, offer_id)
    groups = [list(lines) for _, lines in groupby(asked, key=lambda row: row.package.id)]
    pages = max(1, -(-len(groups) // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = groups[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    for lines in shown:
        audit.note_read(session, actor, "request.see", _subject(lines[0]))
    return RequestList(tuple(_view(lines) for lines in shown), len(groups), page, pages)


def without_name(text: str, client: Client) -> str:
    """The text with every word of the client's names replaced, whatever its case."""
    words = {word for word in re.split(r"\W+", f"{client.name} {client.known_as}") if len(word) > 1}
    if not words:
        return text
    alternatives = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    names = rf"\b(?:{alternatives})\b"
    return re.sub(rf"{names}(?:\s+{names})*", "the person", text, flags=re.IGNORECASE)


def _view(lines: Sequence[Asked]) -> RequestView:
    first = lines[0]
    return RequestView(
        reference=first.client.reference,
        area=first.client.area,
        state=first.version.state,
        state_words=STATE_WORDS[first.version.state],
        starts_on=first.package.starts_on,
        is_stale=bool(first.version.stale_reason),
        visits=tuple(_visit(row) for row in lines),
        price_minor=sum(row.line.price_minor for row in lines),
        currency=first.version.currency,
        brokerage=first.client.organisation.name,
        phone=first.client.organisation.phone,
    )


def _visit(row: Asked) -> RequestVisit:
    line = row.line
    day = None if line.day is None else row.package.starts_on + timedelta(days=line.day)
    start = line.start_minute
    return RequestVisit(
        need=without_name(line.title, row.client),
        service=line.service,
        offer_id=line.offer_id or "",
        day=day,
        when_words="" if start is None else f"{clock_time(start)} to {clock_time(start + line.duration_minutes)}",
        duration_minutes=line.duration_minutes,
        workers_at_once=line.workers_at_once,
        worker_names=tuple(worker["name"] for worker in line.workers),
        price_minor=line.price_minor,
    )


def _subject(row: Asked) -> Subject:
    return Subject("request", row.package.id, row.client.organisation_id, row.client.id)
