"""Ports of this machine: whether one is free, and who has it when not."""

import errno
import socket
from contextlib import closing

import psutil

from dure.engine.errors import EngineError


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port of `host` that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def require_free(host: str, port: int, *, purpose: str, option: str) -> None:
    """Refuse, naming who listens there, when `port` cannot be had."""
    problem = _try_to_listen(host, port)
    if problem is None:
        return
    if problem == errno.EADDRINUSE:
        raise EngineError(
            f"Port {port} for {purpose} is in use by {holder_of(port) or 'a process that cannot be seen from here'}.",
            f"End that process, or choose another port: {option}",
        )
    raise EngineError(
        f"Port {port} on {host} for {purpose} cannot be opened: {errno.errorcode.get(problem, problem)}.",
        f"Choose a port above 1024 and an address of this machine: {option}",
    )


def _try_to_listen(host: str, port: int) -> int | None:
    """The error number of listening on that address; None when it works."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as problem:
            return problem.errno
    return None


def holder_of(port: int) -> str | None:
    """Return `name (process N)` of who listens on `port`; None when it cannot be known."""
    try:
        connections = psutil.net_connections("tcp")
    except psutil.AccessDenied:
        return None
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
            return _described(connection.pid)
    return None


def _described(pid: int) -> str:
    try:
        command = " ".join(psutil.Process(pid).cmdline())[:80]
    except psutil.Error:
        command = "unknown"
    return f"`{command}` (process {pid})"
