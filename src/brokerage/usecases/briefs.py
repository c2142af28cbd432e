"""A client's brief, as things stand."""

from datetime import date

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.briefs import build_brief
from brokerage.domain.errors import NotFound
from brokerage.domain.needs import Arrangement, Goal, Need, Wish
from brokerage.domain.people import Client
from brokerage.optimizer.brief import Brief
from brokerage.store.needs import budget_on, standing
from brokerage.usecases import audit
from brokerage.usecases.access import client_subject, require
from brokerage.usecases.clients import client_for


def brief_of(session: Session, client_id: str, starts_on: date) -> Brief:
    """The client's week from `starts_on` as the solver takes it. For use cases that asked for access themselves."""
    client = session.get(Client, client_id)
    if client is None:
        raise NotFound()
    budget = budget_on(session, client_id, starts_on)
    return build_brief(
        client,
        goals=standing(session, Goal, client_id),
        needs=standing(session, Need, client_id),
        wishes=standing(session, Wish, client_id),
        arrangements=standing(session, Arrangement, client_id),
        budget=budget,
        purses=budget.purses if budget else (),
        starts_on=starts_on,
    )


def see_brief(session: Session, actor: Actor, client_id: str, starts_on: date) -> Brief:
    """The same for whoever may see what was said, money included."""
    client = client_for(session, actor, "consultation.see", client_id, "consultation")
    require(actor, "budget.see", client_subject(client, "budget"))
    audit.note_read(session, actor, "consultation.see", client_subject(client, "consultation"))
    return brief_of(session, client_id, starts_on)
