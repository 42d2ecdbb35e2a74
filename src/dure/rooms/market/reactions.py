"""What the market does when it hears a fact. Shipments of other rooms are passed over."""

from datetime import datetime
from uuid import UUID

from dure.events.dispatch import (
    ShipmentCorrected,
    ShipmentDelivered,
    ShipmentFailed,
    ShipmentHandedOver,
    ShipmentPacked,
)
from dure.events.market import OrdersPaid, OrdersPlaced
from dure.events.people import PersonErased
from dure.kernel.reactions import reacts_to
from dure.rooms.market.services import baskets, beginnings, departures, shipping


@reacts_to(ShipmentPacked)
def pack_part(event: ShipmentPacked) -> None:
    """The part is packed."""
    shipping.note_packed(reference=event.reference)


@reacts_to(ShipmentHandedOver)
def send_part(event: ShipmentHandedOver) -> None:
    """The part's goods have left the shelf for good."""
    shipping.note_handed_over(reference=event.reference)


@reacts_to(ShipmentDelivered)
def part_arrived(event: ShipmentDelivered) -> None:
    """The part's money begins to wait for complaints."""
    shipping.note_delivered(reference=event.reference, at=datetime.fromisoformat(event.at))


@reacts_to(ShipmentFailed)
def part_failed(event: ShipmentFailed) -> None:
    """The part did not arrive; staff decide when it is not tried again."""
    shipping.note_failed(reference=event.reference, reason=event.reason, is_final=event.is_final)


@reacts_to(ShipmentCorrected)
def part_not_there_yet(event: ShipmentCorrected) -> None:
    """What was told of the part had not happened."""
    shipping.note_corrected(reference=event.reference, told_at=datetime.fromisoformat(event.told_at))


@reacts_to(OrdersPlaced)
def empty_baskets(event: OrdersPlaced) -> None:
    """What was ordered leaves the basket, whichever way the order came."""
    baskets.settle(order_ids=[int(order_id) for order_id in event.order_ids], cell_id=event.cell_id)


@reacts_to(OrdersPaid)
def let_sellers_begin(event: OrdersPaid) -> None:
    """Parcels are booked, buyers and sellers are told."""
    order_ids = [int(order_id) for order_id in event.order_ids]
    beginnings.let_sellers_begin(order_ids=order_ids, cell_id=event.cell_id)


@reacts_to(PersonErased)
def forget_buyer(event: PersonErased) -> None:
    """Forget a buyer who left; the money's facts stay."""
    departures.forget_person(person_id=UUID(event.person_id))
