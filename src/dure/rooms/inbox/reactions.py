"""What the inbox does when it hears a fact."""

from uuid import UUID

from dure.events.people import PersonErased
from dure.kernel.reactions import reacts_to
from dure.rooms.inbox.services import departures


@reacts_to(PersonErased)
def forget_person(event: PersonErased) -> None:
    """Forget what this room knows about who left."""
    departures.forget_person(person_id=UUID(event.person_id))
