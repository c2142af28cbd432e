"""Settings in, everything that runs out: engines, clock, adapters, caches. The only builder."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import entry_points

from brokerage.ports.clock import Clock
from brokerage.ports.notifications import Notifier
from brokerage.settings import Settings
from brokerage.store.engine import Engines, create_engines
from brokerage.store.market_cache import MarketCache


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the front doors hand down. `solver` runs long solves, few at a time, so that pages stay quick."""

    settings: Settings
    engines: Engines
    clock: Clock
    notifier: Notifier
    market_cache: MarketCache
    solver: ThreadPoolExecutor = field(repr=False)

    def close(self) -> None:
        """Stop the solver's queue and close every connection."""
        self.solver.shutdown(wait=True, cancel_futures=True)
        self.engines.dispose()


def wire(settings: Settings, clock: Clock | None = None) -> Wiring:
    """Build everything from settings. ValueError names the setting that can't be used."""
    return Wiring(
        settings=settings,
        engines=create_engines(settings.database_url),
        clock=clock or SystemClock(),
        notifier=_notifier(settings),
        market_cache=MarketCache(),
        solver=ThreadPoolExecutor(settings.solver_threads, thread_name_prefix="solver"),
    )


def _notifier(settings: Settings) -> Notifier:
    found = {point.name: point for point in entry_points(group="brokerage.notifications")}
    if settings.notifications not in found:
        installed = ", ".join(sorted(found)) or "none"
        raise ValueError(f"BROKERAGE_NOTIFICATIONS is {settings.notifications!r}; installed adapters: {installed}")
    build: Callable[[Settings], Notifier] = found[settings.notifications].load()
    return build(settings)
