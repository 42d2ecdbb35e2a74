"""What a shop is to whoever measures it: ways to order, and its processes and statements."""

import os
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from shops.cluster import Statements

After = Callable[[str], None]
"""Is told the name of each step of an order as soon as it is done."""

REST_S = 2.0


class NotOrdered(Exception):
    """The shop has not sold: the goods are gone, or something went wrong; the message says what."""


def nobody(_step: str) -> None:
    """Hear of a step and do nothing."""


@dataclass
class Shop(ABC):
    """A running shop; every order is by somebody new, of one piece."""

    name: str
    statements: Statements
    worker_pid: int
    roots: tuple[int, ...]
    """The processes which, with all below them, are the shop: server, worker, PostgreSQL and what it needs besides."""

    @abstractmethod
    def bring(self, count: int) -> None:
        """Have so many people ready to order; not a part of what is measured."""

    @abstractmethod
    def order(self, goods: int, after: After = nobody) -> None:
        """Order and pay one of the goods with this number, 0 to SHELVES - 1; NotOrdered where it was not sold."""

    @abstractmethod
    def fill_shelf(self, units: int) -> int:
        """Return the number of goods of which there are just so many."""

    @abstractmethod
    def sold(self, goods: int) -> int:
        """Return how many of them are in paid orders since the shelf was filled, as the rows say."""

    @contextmanager
    def without_worker(self) -> Iterator[None]:
        """Let the worker stand still meanwhile, so that what pages do can be told from what is done afterwards."""
        os.kill(self.worker_pid, signal.SIGSTOP)
        time.sleep(REST_S / 4)
        try:
            yield
        finally:
            os.kill(self.worker_pid, signal.SIGCONT)
            time.sleep(REST_S)
