"""How much one process of the gate takes on, and for how long it waits."""

from dataclasses import dataclass

HEAD_MAX = 8 * 1024
"""Bytes of a request's head that are always taken."""
BODY_MAX = 64 * 1024
"""Bytes of a body, and of a message on a WebSocket."""
WAITING_MAX = 32
"""Requests one connection may send ahead before it is no longer read."""
REQUEST_WITHIN_S = 10.0
"""A request, or the reading of an answer, that takes longer is dropped."""
ANSWER_WITHIN_S = 30.0
"""A door that has not answered by then is taken for broken: 503."""
IDLE_S = 75.0
"""A connection without a request is closed."""
PING_AFTER_S, DEAF_AFTER_S = 30.0, 60.0
"""A silent WebSocket is asked whether it is still there, and closed when it does not say so."""
STOP_WITHIN_S = 4.5
"""After SIGTERM, what is in flight may take so long."""
SLOW_S = 1.0
"""An answer that took longer is worth a line in the log."""
LOG_LINES_A_SECOND = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """What an installation chooses. Connections are counted by this process alone."""

    connections: int = 16_384
    connections_per_address: int = 1_024
    trusted_proxies: int = 0
