"""How fast a cell places orders when many come: measured while it does. Pure."""

from math import ceil

MEMORY = 2048
"""After so many orders an older measurement counts half."""
CROWD = 16
"""A smaller batch says how long one order takes, not how many could be placed."""
AT_FIRST = 1000.0
"""Orders a second, until something was measured."""
WAIT_MIN_S, WAIT_MAX_S = 1, 60


class Pace:
    """The rate of the latest few thousand orders."""

    def __init__(self) -> None:
        """Nothing is measured yet."""
        self.batches = 0
        self.orders = 0
        self._recent_orders = 0.0
        self._recent_seconds = 0.0

    def note(self, orders: int, seconds: float) -> None:
        """Take note of a batch."""
        self.batches += 1
        self.orders += orders
        if orders < CROWD:
            return
        faded = 0.5 ** (orders / MEMORY)
        self._recent_orders = self._recent_orders * faded + orders
        self._recent_seconds = self._recent_seconds * faded + seconds

    @property
    def is_known(self) -> bool:
        """Whether anything was measured."""
        return self._recent_seconds > 0

    @property
    def per_second(self) -> float:
        """Orders a second."""
        return self._recent_orders / self._recent_seconds if self.is_known else AT_FIRST

    @property
    def mean_batch(self) -> float:
        """Orders in a batch, since the beginning."""
        return self.orders / self.batches if self.batches else 0.0

    def seconds_for(self, orders: int) -> int:
        """Return an honest estimate, in whole seconds, of how long so many orders take."""
        return min(max(ceil(orders / self.per_second), WAIT_MIN_S), WAIT_MAX_S)
