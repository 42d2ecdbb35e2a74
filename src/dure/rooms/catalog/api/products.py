"""A seller's products: listing, further sizes, photos, off sale and on again."""

from collections.abc import Callable
from typing import Annotated, Literal
from uuid import UUID

from ninja import File, Router, Status, UploadedFile
from ninja.decorators import decorate_view
from pydantic import Field

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.numbers import ID_MAX
from dure.kernel.pictures import prepare
from dure.rooms.catalog.models import Product
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.queries.offers import offers_of_product, views_of
from dure.rooms.catalog.queries.photos import photo_address, photos
from dure.rooms.catalog.schemas import OfferOut, OwnOffersOut, PhotoOut, ProductIn, ProductOut, SizeIn, StatusIn
from dure.rooms.catalog.services import products

router = Router(tags=["catalog"])
SELLER = "/organisations/{uuid:organisation_id}"
PRODUCT = f"{SELLER}/products/{{uuid:product_id}}"
VERBS: dict[str, Callable[..., Product]] = {
    "paused": products.pause_product,
    "listed": products.resume_product,
    "withdrawn": products.withdraw_product,
}


@router.post(f"{SELLER}/products", response={201: list[OfferOut]}, operation_id="list_product")
@decorate_view(idempotent)
def list_product(request: DureRequest, organisation_id: UUID, body: ProductIn) -> Status[list[OfferOut]]:
    """Put a product on sale."""
    made = products.list_product(
        by=request.actor,
        organisation_id=organisation_id,
        draft=body.draft(),
        sizes=[size.draft() for size in body.sizes],
    )
    return Status(201, [OfferOut.of(view) for view in views_of(made)])


@router.get(f"{SELLER}/offers", response=OwnOffersOut, operation_id="own_offers")
def own_offers(
    request: DureRequest,
    organisation_id: UUID,
    text: Annotated[str, Field(max_length=80)] = "",
    status: Literal["", "open", "paused"] = "",
    before: Annotated[int, Field(ge=1, le=ID_MAX)] = ID_MAX,
    limit: Annotated[int, Field(ge=1, le=100)] = 50,
) -> OwnOffersOut:
    """Everything a seller offers, newest first; `before` an offer's number leafs on."""
    mine.shop(by=request.actor, organisation_id=organisation_id)
    every = mine.own_offers(organisation_id=organisation_id, text=text, status=status)
    found = list(every.filter(offer_id__lt=before)[: limit + 1])
    return OwnOffersOut(
        offers=[OfferOut.of(view) for view in views_of(found[:limit])],
        next_before=str(found[limit - 1].offer_id) if len(found) > limit else None,
    )


@router.get(PRODUCT, response=ProductOut, operation_id="own_product")
def own_product(request: DureRequest, organisation_id: UUID, product_id: UUID) -> ProductOut:
    """One product as its seller sees it."""
    mine.shop(by=request.actor, organisation_id=organisation_id)
    return _told(organisation_id, product_id)


@router.post(f"{PRODUCT}/sizes", response={201: list[OfferOut]}, operation_id="add_size")
@decorate_view(idempotent(is_key_required=True))
def add_size(request: DureRequest, organisation_id: UUID, product_id: UUID, body: SizeIn) -> Status[list[OfferOut]]:
    """Put a further size, or a further harvest, of a product on sale."""
    made = products.add_size(
        by=request.actor, organisation_id=organisation_id, product_id=product_id, draft=body.draft()
    )
    return Status(201, [OfferOut.of(view) for view in views_of(made)])


@router.put(f"{PRODUCT}/status", response=ProductOut, operation_id="change_status")
@decorate_view(idempotent)
def change_status(request: DureRequest, organisation_id: UUID, product_id: UUID, body: StatusIn) -> ProductOut:
    """Take a product off sale for a while, put it on again, or take it out for good."""
    VERBS[body.status](by=request.actor, organisation_id=organisation_id, product_id=product_id)
    return _told(organisation_id, product_id)


@router.post(f"{PRODUCT}/photos", response={201: PhotoOut}, operation_id="add_photo")
@decorate_view(idempotent)
def add_photo(
    request: DureRequest,
    organisation_id: UUID,
    product_id: UUID,
    photo: File[UploadedFile],
) -> Status[PhotoOut]:
    """Show one more photo of a product; what a camera writes into it is taken out."""
    mine.own_product(organisation_id=organisation_id, product_id=product_id)
    made = products.add_photo(
        by=request.actor, organisation_id=organisation_id, product_id=product_id, picture=prepare(photo)
    )
    return Status(201, PhotoOut(id=made.id, address=photo_address(key=made.key)))


def _told(organisation_id: UUID, product_id: UUID) -> ProductOut:
    """Return one of a seller's own products as JSON tells it."""
    found = mine.own_product(organisation_id=organisation_id, product_id=product_id)
    return ProductOut(
        id=found.id,
        kind=found.kind_id,
        name=found.shown_name,
        story=found.story,
        status=found.status,
        photos=[PhotoOut(id=each.id, address=photo_address(key=each.key)) for each in photos(product_id=product_id)],
        offers=[OfferOut.of(view) for view in offers_of_product(product_id=product_id)],
    )
