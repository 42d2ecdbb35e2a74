"""A crowd of viewers as a process: connects, then answers each line of its input with what was heard since the last.

    python -m watching.viewers ADDRESS COUNT

Every moment is of the machine's steady clock, which all processes share. One viewer in twenty reads every line and
notes how long each took; the others count, so that the crowd does not take the core it measures.
"""

import asyncio
import re
import resource
import sys
import time
from dataclasses import dataclass, field
from typing import Final

import msgspec
import uvloop
from picows import WSFrame, WSListener, WSTransport, ws_connect

SAID: Final = re.compile(rb"@(\d+\.\d+) ")
SEQUENCE: Final = re.compile(rb'"sequence": ?(\d+)')
PINNED: Final = re.compile(rb'"pinned": ?"@(\d+\.\d+) ')
LINE: Final = b'"role":'
STATE, STATE_WITHIN = b'"state":', 40
"""A frame that tells the whole screen says so right behind the time."""
ONE_IN: Final = 20
AT_ONCE: Final = 50
TRIES: Final = 20


@dataclass
class Heard:
    """What a crowd heard: frames, lines, waits of the sampled lines and of every change of state, last sequences."""

    frames: int = 0
    lines: int = 0
    waits_s: list[float] = field(default_factory=list)
    state_waits_s: list[float] = field(default_factory=list)
    sequences: list[int] = field(default_factory=list)
    lost: int = 0


class Viewer(WSListener):
    """One of them."""

    def __init__(self, crowd: "Crowd", *, reads: bool) -> None:
        """Belong to a crowd."""
        self.crowd, self.reads, self.sequence = crowd, reads, -1

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:  # noqa: ARG002  picows' words
        """Take note of a frame."""
        now, heard, told = time.monotonic(), self.crowd.heard, frame.get_payload_as_bytes()
        heard.frames += 1
        if STATE in told[:STATE_WITHIN]:
            self._see(told, now)
            return
        heard.lines += told.count(LINE)
        if self.reads:
            heard.waits_s += [now - float(said) for said in SAID.findall(told)]

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002  picows' words
        """Be cut off."""
        self.crowd.heard.lost += 1

    def _see(self, told: bytes, now: float) -> None:
        sequence, pinned = SEQUENCE.search(told), PINNED.search(told)
        self.sequence = int(sequence[1]) if sequence else self.sequence
        if pinned and self.crowd.is_measuring:
            self.crowd.heard.state_waits_s.append(now - float(pinned[1]))


class Crowd:
    """All of them."""

    def __init__(self) -> None:
        """Nobody is there yet."""
        self.heard = Heard()
        self.is_measuring = False
        self.viewers: list[Viewer] = []

    async def come(self, address: str, count: int) -> None:
        """Connect, some at a time."""
        for start in range(0, count, AT_ONCE):
            some = range(start, min(start + AT_ONCE, count))
            await asyncio.gather(*(self._connect(address, number) for number in some))

    def told(self) -> bytes:
        """Return what was heard since the last time, as JSON, and begin anew."""
        heard, self.heard = self.heard, Heard()
        heard.sequences = [viewer.sequence for viewer in self.viewers]
        return msgspec.json.encode(heard)

    async def _connect(self, address: str, number: int) -> None:
        viewer = Viewer(self, reads=number % ONE_IN == 0)
        for again in range(TRIES):
            try:
                await ws_connect(lambda: viewer, address)
            except (OSError, TimeoutError):  # the machine is busy; a browser comes again too
                await asyncio.sleep(0.2 * again)
            else:
                self.viewers.append(viewer)
                return
        raise ConnectionError(address)


async def watch(address: str, count: int) -> None:
    """Watch until the input ends."""
    crowd = Crowd()
    await crowd.come(address, count)
    print("ready", flush=True)
    crowd.is_measuring = True
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(crowd.told().decode(), flush=True)


def main() -> None:
    """Be a crowd."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    uvloop.run(watch(sys.argv[1], int(sys.argv[2])))


if __name__ == "__main__":
    main()
