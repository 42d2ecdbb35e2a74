"""Serving a crowd batch by batch with a call that waits: what the floor does, and what pages' orders go through."""

import time
from collections import deque
from collections.abc import Callable, Sequence

from dure.rooms.market.drafts import BATCH_MAX, OrderRequest
from ordering.crowd import Served

Writing = Callable[[Sequence[OrderRequest]], Sequence[int]]


def serve(write: Writing, requests: Sequence[OrderRequest], waiting: int) -> Served:
    """Write orders batch by batch; so many buyers wait at once, and who is answered makes room for the next."""
    began = time.perf_counter()
    queue = deque((began, request) for request in requests[:waiting])
    later = deque(requests[waiting:])
    served = Served()
    while queue:
        batch = [queue.popleft() for _each in range(min(BATCH_MAX, len(queue)))]
        numbers = write([request for _asked, request in batch])
        now = time.perf_counter()
        for number, (asked, _request) in zip(numbers, batch, strict=True):
            served.note(number, now - asked)
        queue.extend((now, later.popleft()) for _each in range(min(len(batch), len(later))))
    return served
