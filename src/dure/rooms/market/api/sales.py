"""What was sold: a seller's list, one sale, packing, and words with the buyer."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import File, Form, Router, Status, UploadedFile
from ninja.decorators import decorate_view
from pydantic import Field

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.inbox.queries import conversations
from dure.rooms.inbox.schemas import SayIn, TalkOut
from dure.rooms.inbox.services.conversations import say
from dure.rooms.market.queries import sales as queries
from dure.rooms.market.queries import selling
from dure.rooms.market.queries.selling import Asked, Sort
from dure.rooms.market.schemas.sales import PackedIn, PackedOut, SaleOut, SalesOut, SaleWithActsOut
from dure.rooms.market.services import packing, talks

router = Router(tags=["market"])
SELLER = "/organisations/{uuid:organisation_id}"
SALE = f"{SELLER}/sales/{{uuid:sale_id}}"


@router.get(f"{SELLER}/sales", response=SalesOut, operation_id="sales")
def sales(
    request: DureRequest,
    organisation_id: UUID,
    sort: Sort = Sort.ALL,
    text: Annotated[str, Field(max_length=80)] = "",
    first: date | None = None,
    last: date | None = None,
    before: UUID | None = None,
    limit: Annotated[int, Field(ge=1, le=100)] = 30,
) -> SalesOut:
    """A seller's sales, newest first: to pack, under way, with a question, done; `before` leafs on."""
    del request
    asked = Asked(sort=sort, text=text, first=first, last=last, before=before)
    page = selling.find_sales(organisation_id=organisation_id, asked=asked, count=limit)
    return SalesOut(sales=[SaleOut.of(each) for each in page.sales], next_before=page.next_before)


@router.get(SALE, response=SaleWithActsOut, operation_id="sale")
def sale(request: DureRequest, organisation_id: UUID, sale_id: UUID) -> SaleWithActsOut:
    """One sale as its seller sees it: who bought what, how far it is, what is asked, what was done."""
    del request
    return told(organisation_id, sale_id)


@router.post(f"{SELLER}/sales/packing", response=PackedOut, operation_id="pack_parts")
@decorate_view(idempotent)
def pack_parts(request: DureRequest, organisation_id: UUID, packed: PackedIn) -> PackedOut:
    """Say that sales, named by their deliveries, are packed: all or none."""
    changed = packing.pack_parts(by=request.actor, organisation_id=organisation_id, shipment_ids=packed.shipment_ids)
    return PackedOut(sale_ids=[part.id for part in changed])


@router.put(f"{SALE}/talk", response=TalkOut, operation_id="open_sale_talk")
def open_sale_talk(request: DureRequest, organisation_id: UUID, sale_id: UUID) -> TalkOut:
    """Open the conversation with the buyer about a sale, or find it, and read it."""
    return _talk(request, organisation_id, sale_id)


@router.post(f"{SALE}/talk/messages", response={201: TalkOut}, operation_id="say_about_sale")
def say_about_sale(
    request: DureRequest,
    organisation_id: UUID,
    sale_id: UUID,
    said: Form[SayIn],
    pictures: File[list[UploadedFile]] = [],  # noqa: B006  only read
) -> Status[TalkOut]:
    """Say something to the buyer; the same `client_key` says it once."""
    talk = _talk(request, organisation_id, sale_id)
    say(by=request.actor, conversation_id=talk.id, text=said.text, pictures=pictures, client_key=said.client_key)
    return Status(201, _talk(request, organisation_id, sale_id))


def told(organisation_id: UUID, sale_id: UUID) -> SaleWithActsOut:
    """Return one of a seller's own sales as JSON tells it."""
    return SaleWithActsOut.of_page(queries.sale_page(organisation_id=organisation_id, fulfilment_id=sale_id))


def _talk(request: DureRequest, organisation_id: UUID, sale_id: UUID) -> TalkOut:
    queries.sale_page(organisation_id=organisation_id, fulfilment_id=sale_id)
    conversation_id = talks.open_talk(by=request.actor, fulfilment_id=sale_id)
    return TalkOut.of(conversations.talk(by=request.actor, conversation_id=conversation_id))
