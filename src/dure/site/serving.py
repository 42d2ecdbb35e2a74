"""What gate and studio, the processes without Django, have in common: sockets, limits, and the word that they serve.

It loads nothing of the rooms, so that a process that was killed is back soon.
"""

import resource
from collections.abc import Callable, Sequence
from contextlib import suppress

import msgspec

from dure.kernel.gate.answers import TEXT
from dure.kernel.gate.doors import Route
from dure.kernel.gate.limits import Limits
from dure.kernel.gate.origins import Origins
from dure.kernel.gate.requests import Request
from dure.kernel.gate.server import Gate
from dure.site.config import Config


def allow_connections() -> None:
    """Let this process have as many sockets as the system lets it; shells give 1,024 by default."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Where there is no limit to name, as on a Mac, the default is left as it is.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def gate_of(settings: Config, routes: Sequence[Route]) -> Gate:
    """Return the gate of an installation."""
    return Gate(
        routes,
        origins=Origins(settings.public_url, settings.port),
        limits=Limits(
            connections=settings.gate_connections,
            connections_per_address=settings.gate_connections_per_address,
            trusted_proxies=settings.trusted_proxies,
        ),
    )


def health(state: Callable[[], object]) -> Route:
    """`ok` while this process serves; `?detail` says how it does, as JSON, to those on this side of the proxy."""

    def answer(request: Request) -> None:
        if request.query == b"detail" and b"x-forwarded-for" not in request.headers:
            request.answer(200, msgspec.json.encode(state()))
        else:
            request.answer(200, b"ok", content_type=TEXT)

    return Route(b"/health", {b"GET": answer})
