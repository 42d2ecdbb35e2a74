"""What everybody may see: kinds of goods, what is for sale, searching for it."""

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import get_language
from ninja import Router
from pydantic import Field

from dure.kernel.http import DureRequest
from dure.rooms.catalog import errors
from dure.rooms.catalog.api.numbers import number_of
from dure.rooms.catalog.models import Kind
from dure.rooms.catalog.queries import kinds as kind_queries
from dure.rooms.catalog.queries import listing as listing_queries
from dure.rooms.catalog.queries import offers as offer_queries
from dure.rooms.catalog.queries import search as search_queries
from dure.rooms.catalog.queries.search import Wish
from dure.rooms.catalog.schemas import FoundOut, KindOut, ListingOut, OfferOut

router = Router(tags=["catalog"])
START_MAX = 10_000


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
        kind=kind or None, organisation_id=organisation_id, order=order, after=after, count=count
    )
    return ListingOut(offers=[OfferOut.of(view) for view in page.offers], after=page.after)


@router.get("/offers/{offer_id}", response=OfferOut, operation_id="offer")
def offer(request: DureRequest, offer_id: str) -> OfferOut:
    """One offer of an approved seller."""
    del request
    view = offer_queries.offer(offer_id=number_of(offer_id))
    if not view.is_public:
        raise errors.OfferUnknown
    return OfferOut.of(view)


@router.get("/search", response=FoundOut, operation_id="search")
def search(
    request: DureRequest,
    text: Annotated[str, Field(max_length=80)] = "",
    kind: Annotated[str, Field(max_length=40)] = "",
    order: Literal["best", "new", "cheap", "dear", "closing"] = "best",
    start: Annotated[int, Field(ge=0, le=START_MAX)] = 0,
    *,
    is_in_stock: bool = False,
    is_help_first: bool = False,
) -> FoundOut:
    """What fits some words in Korean, Chinese or English, also with slips; 24 products at a time, from `start` on."""
    del request
    wish = Wish(
        text=text, language=get_language() or "ko", kind=kind, order=order, is_in_stock=is_in_stock,
        is_help_first=is_help_first,
    )  # fmt: skip
    found = search_queries.search(wish, start=start)
    views = offer_queries.offers(offer_ids=[hit.offer_id for hit in found.hits])
    return FoundOut(
        offers=[OfferOut.of(views[hit.offer_id]) for hit in found.hits if hit.offer_id in views],
        meant=found.meant,
        next_start=start + search_queries.PAGE if found.has_more else None,
    )
