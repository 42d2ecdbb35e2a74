"""What a shop is to whoever measures it: ways to order, and its processes and statements."""

import os
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from shops.cluster import Statements, worked_ms

After = Callable[[str], None]
"""Is told the name of each step of an order as soon as it is done."""

REST_S, SHORT_REST_S, STANDS_STILL_AFTER_S = 2.0, 0.5, 0.5


class NotOrdered(Exception):
    """The shop has not sold: the goods are gone, or something went wrong; the message says what."""


def nobody(_step: str) -> None:
    """Hear of a step and do nothing."""


@dataclass(frozen=True)
class Company:
    """The card company that a house of ours plays for its sandbox: a process and a role of its own, told apart."""

    address: str
    pid: int
    role: str


@dataclass
class Shop(ABC):
    """A running shop; every order is by somebody new, of one piece."""

    name: str
    statements: Statements
    worker_pid: int
    roots: tuple[int, ...]
    """The processes which, with all below them, are the shop: server, worker, PostgreSQL and what it needs besides."""

    company: Company | None = field(default=None, kw_only=True)
    rest_s: float = field(default=REST_S, kw_only=True)

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

    def rest(self) -> None:
        """Give the worker time for what is left to do."""
        time.sleep(self.rest_s)

    def sent(self) -> int:
        """Return the statements since they were forgotten; those of the card company do not count."""
        return self.statements.count(without=self.company.role if self.company else "")

    def worked_ms(self) -> float:
        """Return the CPU of everything that is the shop, without the card company."""
        own = worked_ms(self.roots)
        return own - self.statements.worked_ms(self.company.role) if self.company else own

    def company_worked_ms(self) -> float:
        """Return the CPU of the card company: its process, and the database's for it."""
        if self.company is None:
            return 0.0
        return worked_ms([self.company.pid]) + self.statements.worked_ms(self.company.role)

    @contextmanager
    def without_worker(self) -> Iterator[None]:
        """Let the worker stand still meanwhile, so that what pages do can be told from what is done afterwards."""
        os.kill(self.worker_pid, signal.SIGSTOP)
        time.sleep(STANDS_STILL_AFTER_S)
        try:
            yield
        finally:
            os.kill(self.worker_pid, signal.SIGCONT)
            self.rest()
