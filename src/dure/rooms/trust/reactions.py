"""What the trust room does when it hears a fact."""

from uuid import UUID

from dure.events.people import PersonErased
from dure.kernel.reactions import reacts_to
from dure.rooms.trust.services import departures


@reacts_to(PersonErased)
def forget_papers(event: PersonErased) -> None:
    """Forget the papers of who left."""
    departures.forget_person(person_id=UUID(event.person_id))
