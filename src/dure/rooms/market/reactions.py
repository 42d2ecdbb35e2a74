"""What the market does when it hears a fact. Shipments of other rooms are passed over."""

from datetime import datetime
from uuid import UUID

from dure.events.catalog import OfferEnded, OfferPublished, TermsChanged
from dure.events.dispatch import (
    ShipmentCorrected,
    ShipmentDelivered,
    ShipmentFailed,
    ShipmentHandedOver,
    ShipmentPacked,
)
from dure.events.market import OrdersPaid, OrdersPlaced
from dure.events.people import PersonErased
from dure.events.stage import ShowEnded
from dure.kernel.reactions import reacts_to
from dure.rooms.market.joined_news import joined
from dure.rooms.market.services import attributing, baskets, beginnings, departures, flash_prices, live_offers, shipping


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


@reacts_to(OrdersPlaced, join=joined)
def empty_baskets(event: OrdersPlaced) -> None:
    """What was ordered leaves the basket, whichever way the order came."""
    baskets.settle(order_ids=[int(order_id) for order_id in event.order_ids], cell_id=event.cell_id)


@reacts_to(OrdersPaid, join=joined)
def let_sellers_begin(event: OrdersPaid) -> None:
    """Parcels are booked, buyers and sellers are told."""
    order_ids = [int(order_id) for order_id in event.order_ids]
    beginnings.let_sellers_begin(order_ids=order_ids, cell_id=event.cell_id)


@reacts_to(OrdersPaid, join=joined)
def attribute_to_hosts(event: OrdersPaid) -> None:
    """What hosts sold is decided line by line."""
    order_ids = [int(order_id) for order_id in event.order_ids]
    attributing.attribute_orders(order_ids=order_ids, cell_id=event.cell_id)


@reacts_to(PersonErased)
def forget_buyer(event: PersonErased) -> None:
    """Forget a buyer who left; the money's facts stay."""
    departures.forget_person(person_id=UUID(event.person_id))


@reacts_to(OfferPublished)
def say_it_can_be_bought(event: OfferPublished) -> None:
    """Shows that have it on their sheet say so."""
    live_offers.renew_offers(offer_ids=[int(event.offer_id)])


@reacts_to(OfferEnded)
def say_it_cannot_be_bought(event: OfferEnded) -> None:
    """Shows that have it on their sheet say so."""
    live_offers.renew_offers(offer_ids=[int(event.offer_id)])


@reacts_to(TermsChanged)
def say_the_new_price(event: TermsChanged) -> None:
    """Shows say the price of now, and cross out that of now beside a flash price."""
    flash_prices.renew_offers(offer_ids=[int(offer_id) for offer_id in event.offer_ids])


@reacts_to(ShowEnded)
def end_flashes(event: ShowEnded) -> None:
    """What is left of a show's flash prices goes back to the shelves."""
    flash_prices.end_flashes_of_show(show_id=UUID(event.show_id))
