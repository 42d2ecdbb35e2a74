"""The room's JSON operations. Each is a verb or a query; who may call which stands in the access table."""

from uuid import UUID

from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.kernel.money import Money
from dure.rooms.catalog import errors
from dure.rooms.catalog.models import Kind
from dure.rooms.catalog.queries import kinds as kind_queries
from dure.rooms.catalog.queries import listing as listing_queries
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.queries import offers as offer_queries
from dure.rooms.catalog.schemas import (
    CountIn,
    KindOut,
    LevelOut,
    ListingOut,
    OfferOut,
    PriceIn,
    ProductIn,
    ReceivedIn,
    StockOut,
)
from dure.rooms.catalog.services import offers, products, shelves

router = Router(tags=["catalog"])
DIGITS_MAX = 19
NUMBER_MAX = 2**63 - 1


@router.get("/kinds", response=list[KindOut], operation_id="kinds")
def kinds(request: DureRequest) -> list[Kind]:
    """Every kind of goods."""
    del request
    return kind_queries.kinds()


@router.get("/offers", response=ListingOut, operation_id="listing")
def listing(
    request: DureRequest, kind: str = "", organisation_id: UUID | None = None, order: str = "newest",
    after: str = "", count: int = 24,
) -> ListingOut:  # fmt: skip
    """What is for sale in the shop, a page at a time."""
    del request
    page = listing_queries.listing(
        kind=_clean(kind) or None, organisation_id=organisation_id, order=order, after=after, count=count
    )
    return ListingOut(offers=[OfferOut.of(view) for view in page.offers], after=page.after)


@router.get("/offers/{offer_id}", response=OfferOut, operation_id="offer")
def offer(request: DureRequest, offer_id: str) -> OfferOut:
    """One offer of an approved seller."""
    del request
    view = offer_queries.offer(offer_id=_number(offer_id))
    if not view.is_public:
        raise errors.OfferUnknown
    return OfferOut.of(view)


@router.post(
    "/organisations/{uuid:organisation_id}/products", response={201: list[OfferOut]}, operation_id="list_product"
)
@decorate_view(idempotent)
def list_product(request: DureRequest, organisation_id: UUID, body: ProductIn) -> Status[list[OfferOut]]:
    """Put a product on sale."""
    made = products.list_product(
        by=request.actor,
        organisation_id=organisation_id,
        draft=body.draft(),
        sizes=[size.draft() for size in body.sizes],
    )
    return Status(201, [OfferOut.of(view) for view in offer_queries.views_of(made)])


@router.put(
    "/organisations/{uuid:organisation_id}/offers/{offer_id}/price", response=OfferOut, operation_id="change_price"
)
def change_price(request: DureRequest, organisation_id: UUID, offer_id: str, body: PriceIn) -> OfferOut:
    """Set another price, if it is still the one that was seen."""
    changed = offers.change_price(
        by=request.actor,
        organisation_id=organisation_id,
        offer_id=_number(offer_id),
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
        by=request.actor, organisation_id=organisation_id, level_id=_number(level_id), **body.dict()
    )
    return LevelOut.of(level)


@router.put(
    "/organisations/{uuid:organisation_id}/stock/{level_id}/count", response=LevelOut, operation_id="count_stock"
)
def count_stock(request: DureRequest, organisation_id: UUID, level_id: str, body: CountIn) -> LevelOut:
    """Write down how many were found."""
    level = shelves.count_stock(
        by=request.actor, organisation_id=organisation_id, level_id=_number(level_id), **body.dict()
    )
    return LevelOut.of(level)


def _number(text: str) -> int:
    """Return the number of an offer or level; OfferUnknown for what is none."""
    if not (text.isascii() and text.isdecimal()) or len(text) > DIGITS_MAX or int(text) > NUMBER_MAX:
        raise errors.OfferUnknown
    return int(text)


def _clean(text: str) -> str:
    """Return a text without what PostgreSQL cannot keep."""
    return text.replace("\x00", "")
