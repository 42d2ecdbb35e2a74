"""What the merchants room does when it hears a fact."""

from uuid import UUID

from dure.events.people import PersonErased
from dure.events.trust import VerificationDecided
from dure.kernel.reactions import reacts_to
from dure.rooms.merchants.services import departures, merchants


@reacts_to(VerificationDecided)
def heed_decision(event: VerificationDecided) -> None:
    """Approve a merchant whose papers were found in order, or take the approval back."""
    merchants.heed_decision(
        subject=event.of, organisation_id=UUID(event.organisation_id), outcome=event.outcome, reason=event.reason
    )


@reacts_to(PersonErased)
def forget_former_accounts(event: PersonErased) -> None:
    """Blank the former payout accounts who left had entered."""
    departures.forget_person(person_id=UUID(event.person_id))
