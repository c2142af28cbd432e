"""Built markets, kept until the market changes: building one from rows costs more than solving on it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from brokerage.optimizer.market import Market

KEPT = 8


class MarketCache:
    """The last few markets by key. The key holds the market's revision, so that an old market is never given out."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._markets: OrderedDict[Hashable, Market] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, build: Callable[[], Market]) -> Market:
        """The market under the key, built if it is not there. Two threads may build the same one; the last stays."""
        with self._lock:
            if key in self._markets:
                self._markets.move_to_end(key)
                return self._markets[key]
        market = build()
        with self._lock:
            self._markets[key] = market
            while len(self._markets) > self._kept:
                self._markets.popitem(last=False)
        return market
