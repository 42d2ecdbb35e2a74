"""Hints: a word over NATS that something changed, for processes that would otherwise see it a second later.

Nothing depends on a hint: it is sent after the commit, once, and what it tells of stands in the database.
"""

import json
import logging
import socket
from functools import partial
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction

log = logging.getLogger("dure.hints")

WITHIN_S = 0.3
"""A page waits no longer than this for NATS to take a hint."""
NATS_PORT = 4222
CHUNK = 4096


def hint(subject: str, payload: str) -> None:
    """Publish a few letters on a NATS subject after the caller's transaction committed; a dead NATS is passed over."""
    transaction.on_commit(partial(_send, subject, payload.encode()))


def _send(subject: str, payload: bytes) -> None:
    """Publish over a connection of its own; whoever hints does so a few times a minute at most."""
    address = urlsplit(settings.NATS_URL)
    try:
        with socket.create_connection((address.hostname, address.port or NATS_PORT), timeout=WITHIN_S) as line:
            line.recv(CHUNK)  # the server greets first
            said = [
                b"CONNECT " + _greeting(address.username, address.password),
                b"PUB %b %d" % (subject.encode(), len(payload)),
            ]
            line.sendall(b"\r\n".join([*said, payload, b"PING", b""]))
            line.recv(CHUNK)  # its answer to the PING comes after everything before it was taken
    except OSError as error:
        log.info("no hint on %s: %s", subject, type(error).__name__)


def _greeting(user: str | None, password: str | None) -> bytes:
    names = {"user": unquote(user), "pass": unquote(password or "")} if user else {}
    return json.dumps({"verbose": False, "pedantic": False, "name": "hint", "protocol": 0, **names}).encode()
