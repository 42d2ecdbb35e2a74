"""What the catalog room does when it hears a fact."""

from uuid import UUID

from dure.events.catalog import CycleClosed, CycleCopied, CycleOpened
from dure.events.merchants import MerchantApproved, MerchantSuspended
from dure.kernel.reactions import reacts_to
from dure.rooms.catalog.services import cycle_notices, offers


@reacts_to(MerchantApproved)
def show_to_the_public(event: MerchantApproved) -> None:
    """Open what an approved seller has listed."""
    offers.show_offers(organisation_id=UUID(event.organisation_id), is_public=True)


@reacts_to(MerchantSuspended)
def hide_from_the_public(event: MerchantSuspended) -> None:
    """Close what a suspended seller has listed."""
    offers.show_offers(organisation_id=UUID(event.organisation_id), is_public=False)


@reacts_to(CycleCopied)
def tell_of_a_copied_cycle(event: CycleCopied) -> None:
    """Ask producers and hubs whether their answers still hold."""
    cycle_notices.tell_of_copy(cycle_id=UUID(event.cycle_id))


@reacts_to(CycleOpened)
def tell_of_an_open_cycle(event: CycleOpened) -> None:
    """Tell producers and hubs until when orders are taken."""
    cycle_notices.tell_of_opening(cycle_id=UUID(event.cycle_id))


@reacts_to(CycleClosed)
def tell_of_a_closed_cycle(event: CycleClosed) -> None:
    """Tell producers and hubs that the orders are in."""
    cycle_notices.tell_of_closing(cycle_id=UUID(event.cycle_id))
