"""A sender's deliveries: the list, one of them, its boxes, and the waybills on paper."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router
from ninja.decorators import decorate_view
from pydantic import Field

from dure.kernel.api import answers_file
from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.dispatch.queries import desks
from dure.rooms.dispatch.queries import shipments as queries
from dure.rooms.dispatch.schemas import BoxesIn, ShipmentOut, ShipmentsOut, WaybillsIn
from dure.rooms.dispatch.services import prints
from dure.rooms.dispatch.services import shipments as verbs

router = Router(tags=["dispatch"])
SENDER = "/organisations/{uuid:organisation_id}"
PDF = "application/pdf"
PER_PAGE = 50


@router.get(f"{SENDER}/shipments", response=ShipmentsOut, operation_id="shipments")
def shipments(
    request: DureRequest,
    organisation_id: UUID,
    stage: Literal["to_pack", "packed", "under_way", "done"] = "to_pack",
    ready_by: date | None = None,
    page: Annotated[int, Field(ge=1, le=10_000)] = 1,
) -> ShipmentsOut:
    """A sender's deliveries of one stage, 50 a page; what must be ready first comes first, what has ended last."""
    del request
    start = (page - 1) * PER_PAGE
    every = desks.of_sender(organisation_id=organisation_id, stage=stage, ready_by=ready_by)
    found = list(every[start : start + PER_PAGE + 1])
    return ShipmentsOut(
        shipments=[ShipmentOut.of(each) for each in found[:PER_PAGE]],
        next_page=page + 1 if len(found) > PER_PAGE else None,
    )


@router.get(f"{SENDER}/shipments/{{uuid:shipment_id}}", response=ShipmentOut, operation_id="shipment")
def shipment(request: DureRequest, organisation_id: UUID, shipment_id: UUID) -> ShipmentOut:
    """One of a sender's deliveries."""
    del request
    return ShipmentOut.of(queries.shipment_of(shipment_id=shipment_id, organisation_id=organisation_id))


@router.put(f"{SENDER}/shipments/{{uuid:shipment_id}}/boxes", response=ShipmentOut, operation_id="split_shipment")
@decorate_view(idempotent)
def split_shipment(request: DureRequest, organisation_id: UUID, shipment_id: UUID, boxes: BoxesIn) -> ShipmentOut:
    """Say into how many boxes a delivery is packed, before it is."""
    queries.shipment_of(shipment_id=shipment_id, organisation_id=organisation_id)
    verbs.split_shipment(by=request.actor, shipment_id=shipment_id, count=boxes.count)
    return ShipmentOut.of(queries.shipment_of(shipment_id=shipment_id, organisation_id=organisation_id))


@router.post(f"{SENDER}/waybills", operation_id="print_waybills", openapi_extra=answers_file(PDF))
def print_waybills(request: DureRequest, organisation_id: UUID, asked: WaybillsIn) -> HttpResponse:
    """The waybills of up to 50 deliveries as a PDF; those of other senders are left out."""
    made = prints.print_waybills(
        by=request.actor, organisation_id=organisation_id, shipment_ids=asked.shipment_ids, paper=asked.paper
    )
    return HttpResponse(made, content_type=PDF)
