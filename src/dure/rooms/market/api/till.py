"""Sales at the street shop's counter, told now or when the line is back."""

from uuid import UUID

from ninja import Router, Status

from dure.kernel.http import DureRequest
from dure.rooms.catalog.services.tills import SoldGoods
from dure.rooms.market.schemas.till import TillSaleIn, TillSaleOut
from dure.rooms.market.services import till

router = Router(tags=["market"])


@router.post(
    "/organisations/{organisation_id}/till/sales", response={201: TillSaleOut}, operation_id="record_till_sale"
)
def record_till_sale(request: DureRequest, organisation_id: UUID, asked: TillSaleIn) -> Status[TillSaleOut]:
    """Tell of a sale at the street shop's counter, now or when the line is back; it counts once per `client_key`.

    What happened is taken as it happened: a count that was already sold elsewhere is corrected, an old price stands.
    """
    goods = [
        SoldGoods(offer_id=int(line.offer_id), quantity=line.quantity, unit_price=int(line.unit_price))
        for line in asked.lines
    ]
    sale = till.SaleDraft(client_key=asked.client_key, means=asked.means, goods=goods, sold_at=asked.sold_at)
    made = till.record_sale(by=request.actor, organisation_id=organisation_id, sale=sale)
    told = TillSaleOut(
        client_key=made.id, order_id=str(made.order_id), total=str(made.total), currency=made.currency,
        missing=made.missing,
    )  # fmt: skip
    return Status(201, told)
