"""What of an order belongs to coordinator and hub of an order cycle, for the order as a whole."""

from uuid import UUID

from dure.rooms.catalog.queries.cycle_fees import OrderFee, order_fees, rounds_of
from dure.rooms.market.models import OrderLine
from dure.rooms.market.order_fees import carried


def fees_of_order(*, cell_id: int, order_id: int) -> dict[UUID, list[OrderFee]]:
    """Return what order cycles asked once for an order, by the seller whose part carries it; mostly nothing."""
    goods = OrderLine.objects.filter(cell_id=cell_id, order_id=order_id, kind=OrderLine.Kind.GOODS, part_no=1)
    lines = [(seller, offer) for seller, offer in goods.values_list("seller_id", "offer_id") if offer is not None]
    rounds = rounds_of(offer_ids={offer for _seller, offer in lines})
    places = [(seller, rounds.get(offer)) for seller, offer in lines]
    return carried(lines=places, fees=order_fees(round_ids=set(rounds.values())))
