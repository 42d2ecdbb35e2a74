"""What the dispatch room does when it hears a fact. What it tells people it tells of new facts only."""

from datetime import datetime
from uuid import UUID

from dure.events import dispatch as facts
from dure.events.people import PersonErased
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.reactions import reacts_to
from dure.rooms.dispatch.services import forgetting, notices


@reacts_to(PersonErased)
def forget_receiver_and_driver(event: PersonErased) -> None:
    """Forget who left as a receiver and as a driver."""
    forgetting.forget_person(person_id=UUID(event.person_id))


@reacts_to(facts.ShipmentPacked, hears_history=False)
def tell_drivers_of_packed(event: facts.ShipmentPacked) -> None:
    """Parcels wait at a farm."""
    notices.tell_drivers(shipment_id=UUID(event.shipment_id))


@reacts_to(facts.ShipmentAtHub, hears_history=False)
def tell_drivers_of_waiting(event: facts.ShipmentAtHub) -> None:
    """Parcels wait in a hub."""
    notices.tell_drivers(shipment_id=UUID(event.shipment_id))


@reacts_to(facts.ShipmentHandedOver, hears_history=False)
def tell_handed_over(event: facts.ShipmentHandedOver) -> None:
    """The goods have left the sender."""
    notices.tell_handed_over(shipment_id=UUID(event.shipment_id))


@reacts_to(facts.ShipmentSetOut, hears_history=False)
def tell_set_out(event: facts.ShipmentSetOut) -> None:
    """The goods come today."""
    day = datetime.fromisoformat(event.at).astimezone(HOUSE_ZONE).date()
    notices.tell_set_out(shipment_id=UUID(event.shipment_id), day=day)


@reacts_to(facts.ShipmentReady, hears_history=False)
def tell_ready(event: facts.ShipmentReady) -> None:
    """The goods can be collected."""
    notices.tell_ready(shipment_id=UUID(event.shipment_id))


@reacts_to(facts.ShipmentDelivered, hears_history=False)
def tell_delivered(event: facts.ShipmentDelivered) -> None:
    """The goods have arrived."""
    notices.tell_delivered(shipment_id=UUID(event.shipment_id), at=event.at)


@reacts_to(facts.ShipmentFailed, hears_history=False)
def tell_failed(event: facts.ShipmentFailed) -> None:
    """The goods were not handed over; that they are back with their sender the sender knows, who scanned them."""
    notices.tell_failed(shipment_id=UUID(event.shipment_id), reason=event.reason, at=event.at, is_final=event.is_final)


@reacts_to(facts.ShipmentTurnedBack, hears_history=False)
def tell_turned_back(event: facts.ShipmentTurnedBack) -> None:
    """The goods go back."""
    notices.tell_turned_back(shipment_id=UUID(event.shipment_id), reason=event.reason, at=event.at)


@reacts_to(facts.ShipmentCorrected, hears_history=False)
def tell_corrected(event: facts.ShipmentCorrected) -> None:
    """Something told before had not happened."""
    notices.tell_corrected(shipment_id=UUID(event.shipment_id), step=event.step, told_at=event.told_at)
