"""Work that goes on as long as the process does."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

log = logging.getLogger("dure.gate")

FAILED_AGAIN_S: Final = 0.2


async def keep_running(part: Callable[[], Awaitable[None]]) -> None:
    """Run a part of the process until cancelled, again after it ended or failed."""
    while True:
        try:
            await part()
        except Exception:
            log.exception("a part of the gate failed and begins again")
        await asyncio.sleep(FAILED_AGAIN_S)
