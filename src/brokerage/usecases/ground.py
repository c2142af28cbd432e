"""The market that a plan is worked out on."""

from dataclasses import dataclass
from datetime import date
from threading import BoundedSemaphore

from sqlalchemy.orm import Session

from brokerage.domain.people import Client
from brokerage.optimizer.market import Market
from brokerage.store.market import load_market, market_revision
from brokerage.store.market_cache import MarketCache

# Answers that people wait for take turns: two cores shared by ten solves would give ten poor answers.
AT_ONCE = 2
TURNS = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Ground:
    """The market as it was read, with its revision."""

    market: Market
    revision: str


def ground_of(session: Session, market_cache: MarketCache, client: Client, starts_on: date) -> Ground:
    """Everything on sale for the client at the prices of that date."""
    market = load_market(
        session, currency=client.currency, rulepack=client.rulepack, on=starts_on, cache=market_cache
    )
    return Ground(market, str(market_revision(session)))
