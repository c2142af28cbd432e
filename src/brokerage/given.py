"""What every handler can ask for by name; pages and API declare their parameters with these types."""

from concurrent.futures import Executor

from litestar.di import NamedDependency
from litestar.params import SkipValidation
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.ports.clock import Clock
from brokerage.ports.notifications import Notifier
from brokerage.settings import Settings
from brokerage.store.engine import Engines
from brokerage.store.market_cache import MarketCache
from brokerage.usecases.proposal_runs import Workshop

GivenSession = NamedDependency[SkipValidation[Session]]
GivenActor = NamedDependency[SkipValidation[Actor]]
GivenClock = NamedDependency[SkipValidation[Clock]]
GivenSettings = NamedDependency[SkipValidation[Settings]]
GivenNotifier = NamedDependency[SkipValidation[Notifier]]
GivenMarketCache = NamedDependency[SkipValidation[MarketCache]]
GivenEngines = NamedDependency[SkipValidation[Engines]]
GivenSolver = NamedDependency[SkipValidation[Executor]]
GivenWorkshop = NamedDependency[SkipValidation[Workshop]]
