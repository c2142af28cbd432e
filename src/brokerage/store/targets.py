"""Names of what wishes can be about in the market: providers, their workers, their offers."""

from collections.abc import Collection

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from brokerage.domain.market import Provider, Worker
from brokerage.domain.offers import Offer

CHOICES_AT_MOST = 400
Pairs = Select[str, str]


def names_by_id(session: Session, ids: Collection[str]) -> dict[str, str]:
    """The name of each provider, worker or offer among the ids."""
    found: dict[str, str] = {}
    for query, column in ((_providers(), Provider.id), (_workers(), Worker.id), (_offers(), Offer.id)):
        found.update(session.execute(query.where(column.in_(ids))).all() if ids else ())
    return found


def target_exists(session: Session, target: str, target_id: str) -> bool:
    """Whether the market knows it. Categories and tags are no rows: they are taken as they come."""
    kind = {"provider": Provider, "worker": Worker, "offer": Offer}.get(target)
    return kind is None or session.get(kind, target_id) is not None


def find_target(session: Session, rulepack: str, target: str, name: str) -> str:
    """The id of the one provider or worker of that name, whatever its case; "" if there is none or more than one."""
    wanted = " ".join(name.split()).casefold()
    found = [(one, known.casefold()) for one, known in choices(session, rulepack, target, name)]
    named = [one for one, known in found if wanted in (known, known.partition(" (")[0])]
    return named[0] if len(named) == 1 else ""


def choices(session: Session, rulepack: str, target: str, text: str = "") -> list[tuple[str, str]]:
    """Ids and names of providers, or of workers with their provider, by name; only those that begin with `text`."""
    query, name = (_providers(), Provider.name) if target == "provider" else (_workers(), Worker.name)
    first = text.split()[:1]
    if first:
        query = query.where(func.lower(name).startswith(first[0].lower(), autoescape=True))
    return list(
        session.execute(query.where(Provider.rulepack == rulepack).order_by(name).limit(CHOICES_AT_MOST))
    )


def _providers() -> Pairs:
    return select(Provider.id, Provider.name)


def _workers() -> Pairs:
    return select(Worker.id, Worker.name + " (" + Provider.name + ")").join(Provider, Provider.id == Worker.provider_id)


def _offers() -> Pairs:
    return select(Offer.id, Offer.service + " (" + Provider.name + ")").join(Provider, Provider.id == Offer.provider_id)
