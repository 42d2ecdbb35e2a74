"""What something costs in all whose offer's price is a deposit: the market says it, search and shelves go by it."""

from django.db import transaction

from dure.rooms.catalog.models import Offer
from dure.rooms.ledger.chart import HOME_CELL


@transaction.atomic
def set_whole_price(*, offer_id: int, whole_price: int | None, cell_id: int = HOME_CELL) -> None:
    """Keep what one costs in all (minor units) beside an offer's price; None where its price is all of it."""
    Offer.objects.filter(cell_id=cell_id, offer_id=offer_id).update(whole_price=whole_price)
