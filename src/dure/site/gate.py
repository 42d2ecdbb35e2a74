"""The gate as a process: the rooms' doors on one port, and `/health`. No Django is loaded here."""

import asyncio
import logging
import resource
import signal
import sys
from collections.abc import Sequence

import uvloop

from dure.kernel.gate.answers import TEXT
from dure.kernel.gate.doors import Route
from dure.kernel.gate.limits import Limits
from dure.kernel.gate.origins import Origins
from dure.kernel.gate.requests import Request
from dure.kernel.gate.server import Gate
from dure.kernel.logs import LineFormatter
from dure.site.config import Config, config


def health(request: Request) -> None:
    """Say that this process serves."""
    request.answer(200, b"ok", content_type=TEXT)


def gate_of(settings: Config, routes: Sequence[Route]) -> Gate:
    """Return the gate of an installation, with these routes besides `/health`."""
    return Gate(
        [Route(b"/health", {b"GET": health}), *routes],
        origins=Origins(settings.public_url, settings.port),
        limits=Limits(
            connections=settings.gate_connections,
            connections_per_address=settings.gate_connections_per_address,
            trusted_proxies=settings.trusted_proxies,
        ),
    )


async def serve(settings: Config) -> None:
    """Answer until SIGTERM or SIGINT, then end in order."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    gate = gate_of(settings, [])
    await gate.open(settings.host, settings.chosen_gate_port, is_shared=settings.gate_workers > 1)
    await stopping.wait()
    await gate.stop()


def main() -> None:
    """Run the gate as this process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("dure").setLevel(logging.INFO)
    allow_files()
    uvloop.run(serve(config()))


def allow_files() -> None:
    """Let this process have as many connections as the system lets it; shells give 1,024 by default."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
