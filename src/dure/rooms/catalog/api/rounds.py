"""Order cycles that are open now: for which hub something can be ordered, until when, and what."""

from typing import Annotated
from uuid import UUID

from ninja import Router
from pydantic import Field

from dure.kernel.http import DureRequest
from dure.kernel.numbers import ID_MAX
from dure.rooms.catalog.queries import cycles as queries
from dure.rooms.catalog.schemas import OfferOut, RoundGoodsOut, RoundOut

router = Router(tags=["catalog"])


@router.get("/rounds", response=list[RoundOut], operation_id="open_rounds")
def open_rounds(request: DureRequest) -> list[RoundOut]:
    """Where something can be ordered for a hub just now."""
    del request
    return [RoundOut.of(each) for each in queries.open_rounds()]


@router.get("/rounds/{uuid:round_id}/offers", response=RoundGoodsOut, operation_id="round_goods")
def round_goods(
    request: DureRequest, round_id: UUID, after: Annotated[int, Field(ge=0, le=ID_MAX)] = 0
) -> RoundGoodsOut:
    """What can be ordered for a hub in an open cycle; `after` an offer's number leafs on."""
    del request
    found = queries.round_goods(round_id=round_id, after=after)
    return RoundGoodsOut(
        round=RoundOut.of(found.round),
        offers=[OfferOut.of(view) for view in found.offers],
        next_after=None if found.next_after is None else str(found.next_after),
    )
