"""Who is asking, and for what: the typed request every room sees, and the ids its addresses and forms name."""

from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from dure.kernel.errors import BadInput


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, and for whom. The people room's middleware puts one on every request; verbs take it as `by`."""

    person_id: UUID | None = None
    is_staff: bool = False
    organisation_id: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    is_bound: bool = False
    """Whether this is a program that acts for its organisation only, never for the person who gave it the key."""

    @property
    def is_signed_in(self) -> bool:
        """Whether a person stands behind the request."""
        return self.person_id is not None


STRANGER = Actor()
"""Nobody in particular."""

HOUSE = Actor(is_staff=True)
"""The house itself, acting in jobs, reactions and commands."""


class DureRequest(HttpRequest):
    """A request after the house's middleware: `actor` is always there."""

    actor: Actor


def read_id(text: str) -> UUID:
    """Return the id a text from an address or a form stands for; BadInput for any other text."""
    try:
        return UUID(text)
    except ValueError as error:
        raise BadInput from error


def read_id_if_any(text: str | None) -> UUID | None:
    """Return the id a text stands for; None for no text, BadInput for any other."""
    return read_id(text) if text else None


def gate_address(request: HttpRequest) -> str:
    """Return where a browser reaches the gate, without a slash at the end: below our address, or at its own port."""
    return str(settings.GATE_URL) or _at_port(request, settings.GATE_PORT)


def studio_address(request: HttpRequest) -> str:
    """Return where a browser reaches the studio, as `gate_address` does."""
    return str(settings.STUDIO_URL) or _at_port(request, settings.STUDIO_PORT)


def whip_address(request: HttpRequest, broadcast_id: UUID) -> str:
    """Return where a camera sends the pictures of a broadcast: a whole address, as no page stands around it."""
    return request.build_absolute_uri(f"{studio_address(request)}/whip/{broadcast_id}")


def _at_port(request: HttpRequest, port: int) -> str:
    host, _port = split_domain_port(request.get_host())
    return f"{request.scheme}://{host}:{port}"
