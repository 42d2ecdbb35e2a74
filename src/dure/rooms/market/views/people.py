"""Who asks, where the access table let nobody else through."""

from uuid import UUID

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import DureRequest


def buyer_of(request: DureRequest) -> UUID:
    """Return the id of whoever asks."""
    if request.actor.person_id is None:
        raise NotSignedIn
    return request.actor.person_id
