"""Why the gate says no: the pages' problem documents (RFC 9457), without Django.

Same member names and codes as `kernel/refusals.py` writes. `detail` is an English sentence for whoever reads the answer
with their own eyes; a page has its own words for each code, in the reader's language.
"""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec

PROBLEM_TYPES = "/api/docs"
PROBLEM_JSON = b"application/problem+json"
NO_FACTS: Mapping[str, object] = {}


class GateProblem(Exception):
    """An answer other than yes: status, stable code, sentence, and facts that a program can use."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        retry_after_s: int | None = None,
        facts: Mapping[str, object] = NO_FACTS,
    ) -> None:
        """Keep everything; `retry_after_s` becomes the header Retry-After."""
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.facts = facts

    def members(self) -> dict[str, object]:
        """Return the problem document's members, in the pages' order."""
        return {
            "type": f"{PROBLEM_TYPES}#{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            **self.facts,
        }

    def body(self) -> bytes:
        """Return the document as JSON."""
        return msgspec.json.encode(self.members())


def not_readable() -> GateProblem:
    """The request itself is malformed."""
    return GateProblem(400, "not_readable", "We could not read the request.")


def not_ours(origin: str) -> GateProblem:
    """A page of another house asks."""
    return GateProblem(403, "not_allowed", "You may not do this.", facts={"origin": origin})


def not_found() -> GateProblem:
    """No such path."""
    return GateProblem(404, "not_found", "We could not find that.")


def wrong_method() -> GateProblem:
    """The path does not know this method."""
    return GateProblem(405, "wrong_method", "This address cannot be used in that way.")


def too_large() -> GateProblem:
    """More was sent than we take at once."""
    return GateProblem(413, "too_large", "That is more than we can take at once.")


def head_too_large() -> GateProblem:
    """The head of a request goes on and on."""
    return GateProblem(431, "too_large", "That is more than we can take at once.")


def no_upgrade() -> GateProblem:
    """This path speaks WebSocket only, or not at all."""
    return GateProblem(426, "upgrade_needed", "This address is spoken to by WebSocket.")


def too_many(retry_after_s: int) -> GateProblem:
    """Asked too often or too much at once."""
    sentence = "That was too often. Please try again a little later."
    return GateProblem(429, "too_many", sentence, retry_after_s=retry_after_s)


def crashed() -> GateProblem:
    """A mistake of ours."""
    return GateProblem(500, "crashed", "Something went wrong on our side. It has been noted.")


def outage(retry_after_s: int = 5) -> GateProblem:
    """Something does not answer, or this process is about to end."""
    sentence = "Something we depend on is not answering. Please try again soon."
    return GateProblem(503, "outage", sentence, retry_after_s=retry_after_s)
