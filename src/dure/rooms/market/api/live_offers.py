"""What a show sells: offers on its run-sheet and its screen, flash prices, and how it sells. For hosts and helpers."""

from uuid import UUID

from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.market.api.numbers import OfferNumber, number_of
from dure.rooms.market.queries.live_numbers import live_numbers
from dure.rooms.market.queries.live_offers import on_stage
from dure.rooms.market.schemas.live_offers import FlashIn, FlashOut, GoodsOut, OffersIn, PinOfferIn
from dure.rooms.market.services import flash_prices, live_offers
from dure.rooms.stage.queries.shows import show_of
from dure.rooms.stage.queries.standings import demand_keeper

router = Router(tags=["market"])
SHOW = "/shows/{uuid:show_id}"
FLASH = "/flash-prices/{uuid:flash_id}"


@router.get(f"{SHOW}/offers", response=GoodsOut, operation_id="show_goods")
def show_goods(request: DureRequest, show_id: UUID) -> GoodsOut:
    """What is on the run-sheet: price, what is left and sold, and what it came to since the show began."""
    demand_keeper(show=show_of(show_id=show_id, by=request.actor), by=request.actor)
    return _goods(show_id)


@router.post(f"{SHOW}/offers", response={201: GoodsOut}, operation_id="put_on_sheet")
@decorate_view(idempotent)
def put_on_sheet(request: DureRequest, show_id: UUID, body: OffersIn) -> Status[GoodsOut]:
    """Put offers of the host on the run-sheet, all of them or none; one that stands there stays where it is."""
    numbers = [number_of(text) for text in body.offers]
    live_offers.put_on_sheet(by=request.actor, show_id=show_id, offer_ids=numbers)
    return Status(201, _goods(show_id))


@router.delete(f"{SHOW}/offers/{{offer_id}}", response=GoodsOut, operation_id="take_off_sheet")
@decorate_view(idempotent)
def take_off_sheet(request: DureRequest, show_id: UUID, offer_id: OfferNumber) -> GoodsOut:
    """Take an offer off the run-sheet, and off the screen."""
    live_offers.take_off_sheet(by=request.actor, show_id=show_id, offer_id=offer_id)
    return _goods(show_id)


@router.put(f"{SHOW}/screen/offer", response=GoodsOut, operation_id="pin_offer")
@decorate_view(idempotent)
def pin_offer(request: DureRequest, show_id: UUID, body: PinOfferIn) -> GoodsOut:
    """Put an offer on the screen, and on the run-sheet if it is not there."""
    live_offers.pin_offer(by=request.actor, show_id=show_id, offer_id=number_of(body.offer_id))
    return _goods(show_id)


@router.post(f"{SHOW}/flash-prices", response={201: FlashOut}, operation_id="start_flash")
@decorate_view(idempotent)
def start_flash(request: DureRequest, show_id: UUID, body: FlashIn) -> Status[FlashOut]:
    """Set so many of an offer aside at a lower price for some minutes, and put them on the screen at once."""
    flash = flash_prices.start_flash(
        by=request.actor, show_id=show_id, offer_id=number_of(body.offer_id), price=body.money, count=body.count,
        minutes=body.minutes, per_buyer_limit=body.per_buyer_limit,
    )  # fmt: skip
    return Status(201, FlashOut.of(flash))


@router.post(f"{FLASH}/end", response=FlashOut, operation_id="end_flash")
@decorate_view(idempotent)
def end_flash(request: DureRequest, flash_id: UUID) -> FlashOut:
    """End a flash price now; what is left goes back to its shelf."""
    return FlashOut.of(flash_prices.end_flash(by=request.actor, flash_id=flash_id))


@router.post(f"{FLASH}/undo", response=FlashOut, operation_id="undo_flash")
@decorate_view(idempotent)
def undo_flash(request: DureRequest, flash_id: UUID) -> FlashOut:
    """Undo a flash price in its first minute, as long as nobody has bought."""
    return FlashOut.of(flash_prices.undo_flash(by=request.actor, flash_id=flash_id))


def _goods(show_id: UUID) -> GoodsOut:
    return GoodsOut.of(on_stage(show_id=show_id), live_numbers(show_id=show_id))
