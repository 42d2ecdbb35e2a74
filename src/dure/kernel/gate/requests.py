"""One request over HTTP, and the way back to whoever asked."""

from collections.abc import Mapping
from typing import Protocol

from dure.kernel.gate.answers import JSON, NO_STORE
from dure.kernel.gate.problems import PROBLEM_JSON, GateProblem


class Way(Protocol):
    """Where the answer to a request goes."""

    def answer(self, request: "Request", status: int, body: bytes, content_type: bytes, more: bytes) -> None:
        """Send the answer, in the order of the requests."""


class Request:
    """What was asked: `path` without its question mark, `query` what stood behind it, header names in lower case.

    A door may set `cache` (Cache-Control of an answer that is not to be forgotten at once) before it answers.
    """

    __slots__ = (
        "address",
        "began_s",
        "body",
        "cache",
        "cors",
        "headers",
        "is_answered",
        "is_last",
        "method",
        "path",
        "query",
        "spoilt",
        "way",
    )

    def __init__(self, way: Way, method: bytes, path: bytes, query: bytes, headers: Mapping[bytes, bytes]) -> None:
        """Keep the head; the connection fills in the rest."""
        self.way = way
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body: bytes | bytearray = b""
        self.address = ""
        self.began_s = 0.0
        self.cors = b""
        self.cache = NO_STORE
        self.spoilt: GateProblem | None = None
        self.is_last = False
        self.is_answered = False

    def answer(self, status: int, body: bytes, *, content_type: bytes = JSON, more: bytes = b"") -> None:
        """Answer, once; a second answer, or one after the connection has gone, goes nowhere. `more`: header lines."""
        self.way.answer(self, status, body, content_type, more)

    def refuse(self, problem: GateProblem, *, more: bytes = b"") -> None:
        """Answer with a problem document, which nobody keeps."""
        self.cache = NO_STORE
        if problem.retry_after_s is not None:
            more += b"Retry-After: %d\r\n" % problem.retry_after_s
        self.answer(problem.status, problem.body(), content_type=PROBLEM_JSON, more=more)
