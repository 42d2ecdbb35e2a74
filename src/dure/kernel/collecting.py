"""What waited while the last batch was done is the next batch: many threads ask, one at a time works for all of them.

    collector = Collector(settle_all, most=256)
    collector.ask(confirmation)        # in any thread: returns, or raises, when this one is done

Nobody waits for company: who comes alone is served at once. A process has its own batches.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Told = TypeVar("Told")


class Collector(Generic[Asked, Told]):
    """Brings together what threads ask at the same time; each gets its own answer, or its own exception."""

    def __init__(self, work: Callable[[Sequence[Asked]], Sequence[Told | Exception]], *, most: int) -> None:
        """Take what does a batch, which answers each in the order asked, and how many a batch may have."""
        self._work, self._most = work, most
        self._waiting: deque[tuple[Asked, Future[Told]]] = deque()
        self._turn = Lock()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    def ask(self, asked: Asked) -> Told:
        """Return the answer to one, once the batch it was in is done."""
        mine: Future[Told] = Future()
        self._waiting.append((asked, mine))
        with self._turn:  # who waited here may find that somebody else has done it
            while not mine.done():
                self._do_batch()
        return mine.result()

    def _do_batch(self) -> None:
        """Do what waits, those who came first in front."""
        batch = [self._waiting.popleft() for _each in range(min(self._most, len(self._waiting)))]
        try:
            answers: Sequence[Told | Exception] = self._work([asked for asked, _future in batch])
        except Exception as error:  # noqa: BLE001  whatever it is, everybody in the batch is told
            answers = [error] * len(batch)
        for (_asked, future), answer in zip(batch, answers, strict=True):
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
