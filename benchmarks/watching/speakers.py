"""People who speak in a show: so many messages a second by POST, each answered once it is kept."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from measuring.callers import HOST
from measuring.gate import KEY

from dure.kernel import clock
from dure.rooms.stage.seats import SeatPass, seat_text

WORDS: Final = "사과가 정말 달아 보여요, 두 상자 주문할게요 어머니 댁으로 보내도 되나요"
LINES_MAX: Final = 400
"""Connections: each waits for its answer, so that many are under way at once."""


@dataclass
class Said:
    """What speakers were told: how many messages are kept, how many were not, and how long each answer took."""

    kept: int = 0
    refused: int = 0
    waits_s: list[float] = field(default_factory=list)


def seats(show_id: UUID, count: int) -> list[str]:
    """Return so many viewers' seats."""
    until = clock.now() + timedelta(hours=1)
    return [
        seat_text(SeatPass(show_id=show_id, name=f"이웃 {number}", person_id=uuid4(), until=until), key=KEY)
        for number in range(count)
    ]


def stamped() -> str:
    """Return a message that carries the moment it was said."""
    return f"@{time.monotonic():.6f} {WORDS}"


async def speak(port: int, show_id: UUID, passes: Sequence[str], *, per_second: int, seconds: float) -> Said:
    """Say so many messages a second, evenly, each by somebody else; return what they were told."""
    said, free = Said(), asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]]()
    for _line in range(min(per_second, LINES_MAX)):
        free.put_nowait(await asyncio.open_connection(HOST, port))
    began, under_way = time.monotonic(), []
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(max(began + number / per_second - time.monotonic(), 0))
        under_way.append(asyncio.ensure_future(_say(free, show_id, passes[number % len(passes)], said)))
    await asyncio.gather(*under_way)
    while not free.empty():
        free.get_nowait()[1].close()
    return said


async def _say(
    free: "asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]]", show_id: UUID, seat: str, said: Said
) -> None:
    reader, writer = await free.get()
    began = time.monotonic()
    body = json.dumps({"pass": seat, "text": stamped(), "client_key": str(uuid4())}).encode()
    head = f"POST /live/{show_id}/chat HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    answer = await reader.readuntil(b"\r\n\r\n")
    length = int(answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    said.waits_s.append(time.monotonic() - began)
    if answer.startswith(b"HTTP/1.1 202"):
        said.kept += 1
    else:
        said.refused += 1
    free.put_nowait((reader, writer))
