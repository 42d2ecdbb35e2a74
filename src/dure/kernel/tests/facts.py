"""Facts, a stream of one's own and a worker beside the test, for tests of the noticeboard."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import uuid4

from dure.kernel.bus import Stream
from dure.kernel.reactions import Reaction
from dure.kernel.worker import Worker


@dataclass(frozen=True, kw_only=True)
class LampLit:
    """Somebody lit a lamp."""

    subject: ClassVar[str] = "tests.lamp_lit"
    lamp: str
    brightness: int = 1


@dataclass(frozen=True, kw_only=True)
class BellRung:
    """Somebody rang a bell."""

    subject: ClassVar[str] = "tests.bell_rung"
    bell: str


def own_stream() -> Stream:
    """Return a stream no other test uses."""
    name = uuid4().hex
    return Stream(name=f"T{name}", prefix=f"t{name}")


def reaction(work: Callable[[Any], None], *, event: type = LampLit, name: str = "") -> dict[str, Reaction]:
    """Return a registry of one reaction."""
    name = name or f"tests.{work.__name__}_{uuid4().hex[:8]}"
    return {name: Reaction(name=name, event=event, work=work, hears_history=True)}


@contextmanager
def running(worker: Worker) -> Iterator[Worker]:
    """Run a worker in a thread of its own, and stop it as SIGTERM would."""
    loops: list[asyncio.AbstractEventLoop] = []

    async def work() -> None:
        loops.append(asyncio.get_running_loop())
        await worker.run()

    thread = threading.Thread(target=lambda: asyncio.run(work()))
    thread.start()
    try:
        yield worker
    finally:
        until(lambda: bool(loops))
        loops[0].call_soon_threadsafe(worker.stopping.set)
        thread.join(30)
        assert not thread.is_alive()


def until(condition: Callable[[], bool], *, within_s: float = 60.0) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
