"""What the catalog room does when it hears a fact."""

from uuid import UUID

from dure.events.merchants import MerchantApproved, MerchantSuspended
from dure.kernel.reactions import reacts_to
from dure.rooms.catalog.services import offers


@reacts_to(MerchantApproved)
def show_to_the_public(event: MerchantApproved) -> None:
    """Open what an approved seller has listed."""
    offers.show_offers(organisation_id=UUID(event.organisation_id), is_public=True)


@reacts_to(MerchantSuspended)
def hide_from_the_public(event: MerchantSuspended) -> None:
    """Close what a suspended seller has listed."""
    offers.show_offers(organisation_id=UUID(event.organisation_id), is_public=False)
