"""What the giving room does when it hears a fact."""

from uuid import UUID

from dure.events.people import PersonErased
from dure.events.trust import VerificationDecided
from dure.kernel.http import HOUSE
from dure.kernel.reactions import reacts_to
from dure.rooms.giving.services import donations, funds


@reacts_to(PersonErased)
def forget_names(event: PersonErased) -> None:
    """Take the name of who left from their gifts."""
    donations.forget_names(person_id=UUID(event.person_id))


@reacts_to(VerificationDecided)
def pause_funds(event: VerificationDecided) -> None:
    """Take no more gifts for a charity that is no longer verified."""
    organisation_id = UUID(event.organisation_id)
    if event.of == funds.subject_of(organisation_id=organisation_id) and event.outcome != "approved":
        funds.pause_funds_of(by=HOUSE, organisation_id=organisation_id)
