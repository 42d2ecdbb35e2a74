"""Who asks, for operations of the signed-in."""

from uuid import UUID

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest


def caller_of(request: DureRequest) -> UUID:
    """Return the person who asks; NotSignedIn for a stranger."""
    if request.actor.person_id is None:
        raise NotSignedIn
    return request.actor.person_id
