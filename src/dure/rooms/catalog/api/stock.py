"""A seller's prices and stock."""

from uuid import UUID

from ninja import Router
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.money import Money
from dure.rooms.catalog.api.numbers import number_of
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.queries import offers as offer_queries
from dure.rooms.catalog.schemas import CountIn, LevelOut, OfferOut, PriceIn, ReceivedIn, StockOut
from dure.rooms.catalog.services import offers, shelves

router = Router(tags=["catalog"])


@router.put(
    "/organisations/{uuid:organisation_id}/offers/{offer_id}/price", response=OfferOut, operation_id="change_price"
)
def change_price(request: DureRequest, organisation_id: UUID, offer_id: str, body: PriceIn) -> OfferOut:
    """Set another price, if it is still the one that was seen."""
    changed = offers.change_price(
        by=request.actor,
        organisation_id=organisation_id,
        offer_id=number_of(offer_id),
        price=Money(body.price, body.currency),
        seen=Money(body.seen, body.currency),
    )
    return OfferOut.of(offer_queries.offer(offer_id=changed.offer_id))


@router.get("/organisations/{uuid:organisation_id}/stock", response=list[StockOut], operation_id="own_stock")
def own_stock(request: DureRequest, organisation_id: UUID) -> list[StockOut]:
    """What lies at the seller's locations."""
    del request
    return [StockOut.of_row(row) for row in mine.stock(organisation_id=organisation_id)]


@router.post(
    "/organisations/{uuid:organisation_id}/stock/{level_id}/received", response=LevelOut, operation_id="receive"
)
@decorate_view(idempotent)
def receive(request: DureRequest, organisation_id: UUID, level_id: str, body: ReceivedIn) -> LevelOut:
    """Add what came in."""
    level = shelves.receive(
        by=request.actor, organisation_id=organisation_id, level_id=number_of(level_id), **body.dict()
    )
    return LevelOut.of(level)


@router.put(
    "/organisations/{uuid:organisation_id}/stock/{level_id}/count", response=LevelOut, operation_id="count_stock"
)
def count_stock(request: DureRequest, organisation_id: UUID, level_id: str, body: CountIn) -> LevelOut:
    """Write down how many were found."""
    level = shelves.count_stock(
        by=request.actor, organisation_id=organisation_id, level_id=number_of(level_id), **body.dict()
    )
    return LevelOut.of(level)
