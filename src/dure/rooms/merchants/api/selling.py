"""What buyers may know of a seller, and delivery terms."""

from uuid import UUID

from ninja import Router
from ninja.decorators import decorate_view

from dure.kernel.errors import NotFound
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.merchants.queries import merchants as queries
from dure.rooms.merchants.queries.merchants import Seller
from dure.rooms.merchants.schemas import DeliveryIn, SellerOut
from dure.rooms.merchants.services import merchants

router = Router(tags=["merchants"])


@router.get("/sellers/{uuid:organisation_id}", response=SellerOut, operation_id="seller")
def seller(request: DureRequest, organisation_id: UUID) -> Seller:
    """A merchant as buyers see it."""
    del request
    found = queries.summaries(organisation_ids=[organisation_id]).get(organisation_id)
    if found is None:
        raise NotFound
    return found


@router.put("/sellers/{uuid:organisation_id}/delivery", response=SellerOut, operation_id="change_delivery")
@decorate_view(idempotent)
def change_delivery(request: DureRequest, organisation_id: UUID, body: DeliveryIn) -> Seller:
    """Say what delivery costs, in minor units of the merchant's currency."""
    merchants.change_delivery(by=request.actor, organisation_id=organisation_id, **body.dict())
    return queries.summaries(organisation_ids=[organisation_id])[organisation_id]
