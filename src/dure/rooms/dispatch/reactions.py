"""What the dispatch room does when it hears a fact."""

from uuid import UUID

from dure.events.people import PersonErased
from dure.kernel.reactions import reacts_to
from dure.rooms.dispatch.services import forgetting


@reacts_to(PersonErased)
def forget_receiver_and_driver(event: PersonErased) -> None:
    """Forget who left as a receiver and as a driver."""
    forgetting.forget_person(person_id=UUID(event.person_id))
