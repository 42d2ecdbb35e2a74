"""Listing what one sells: the product, its sizes, its words and its photos."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from dure.kernel import clock, pictures
from dure.kernel.http import Actor
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import ProductDraft, SizeDraft
from dure.rooms.catalog.models import Kind, Offer, OfferStatus, Photo, Product, ProductStatus, Variant
from dure.rooms.catalog.models.offers import LISTED
from dure.rooms.catalog.models.products import Allergen
from dure.rooms.catalog.models.stock import MoveKind
from dure.rooms.catalog.queries.kinds import kind as kind_of
from dure.rooms.catalog.queries.photos import FOLDER
from dure.rooms.catalog.services import search
from dure.rooms.catalog.services.locations import first_location
from dure.rooms.catalog.services.lots import make_lot
from dure.rooms.catalog.services.publishing import publish, set_status
from dure.rooms.catalog.services.sellers import Seller, check_count, check_terms, demand_seller, demand_trade
from dure.rooms.catalog.services.shelves import locked_level, move, shelf
from dure.rooms.ledger.chart import HOME_CELL

PHOTOS_MAX = 10


@transaction.atomic
def list_product(
    *,
    by: Actor,
    organisation_id: UUID,
    draft: ProductDraft,
    sizes: Sequence[SizeDraft],
    photos: Iterable[pictures.Picture] = (),
) -> list[Offer]:
    """Put a product on sale in one or more sizes, with stock and offers; return the offers.

    BannedTrade, LicenceNeeded or KindNeedsLicence where it may not be sold; nothing is left of what was refused.
    """
    seller = demand_seller(by=by, organisation_id=organisation_id)
    kind = kind_of(code=draft.kind_code)
    demand_trade(organisation_id=organisation_id, kind=kind, texts=[*_texts(draft), *(each.package for each in sizes)])
    made = Product(
        organisation_id=organisation_id, status=ProductStatus.LISTED, created_at=clock.now(), created_by_id=by.person_id
    )
    _write(made, draft, kind)
    offers = [offer for size in sizes for offer in _add_size(made, size, seller=seller, by=by)]
    for picture in photos:
        _add_photo(made, picture)
    search.index_products(product_ids=[made.id])
    return offers


@transaction.atomic
def add_size(*, by: Actor, organisation_id: UUID, product_id: UUID, draft: SizeDraft) -> list[Offer]:
    """Put a further size (or a further lot of one) of a product on sale; return its offers."""
    seller = demand_seller(by=by, organisation_id=organisation_id)
    product = _locked_product(organisation_id=organisation_id, product_id=product_id)
    demand_trade(organisation_id=organisation_id, kind=product.kind, texts=[draft.package])
    offers = _add_size(product, draft, seller=seller, by=by)
    search.index_products(product_ids=[product.id])
    return offers


@transaction.atomic
def change_product(*, by: Actor, organisation_id: UUID, product_id: UUID, draft: ProductDraft) -> Product:
    """Say otherwise what a product is; screened as when it was listed."""
    demand_seller(by=by, organisation_id=organisation_id)
    product = _locked_product(organisation_id=organisation_id, product_id=product_id)
    kind = kind_of(code=draft.kind_code)
    demand_trade(organisation_id=organisation_id, kind=kind, texts=_texts(draft))
    _write(product, draft, kind)
    search.index_products(product_ids=[product.id])
    return product


@transaction.atomic
def pause_product(*, by: Actor, organisation_id: UUID, product_id: UUID) -> Product:
    """Take a product off sale for a while: every open offer of it pauses."""
    return _set_status(by, organisation_id, product_id, ProductStatus.PAUSED, OfferStatus.PAUSED)


@transaction.atomic
def resume_product(*, by: Actor, organisation_id: UUID, product_id: UUID) -> Product:
    """Put a paused product on sale again, with every offer that has not ended."""
    return _set_status(by, organisation_id, product_id, ProductStatus.LISTED, OfferStatus.OPEN)


@transaction.atomic
def withdraw_product(*, by: Actor, organisation_id: UUID, product_id: UUID) -> Product:
    """Take a product out for good; what was ordered stays ordered."""
    return _set_status(by, organisation_id, product_id, ProductStatus.WITHDRAWN, OfferStatus.ENDED)


@transaction.atomic
def add_photo(*, by: Actor, organisation_id: UUID, product_id: UUID, picture: pictures.Picture) -> Photo:
    """Show one more photo of a product, after the others; TooManyPhotos where it has ten."""
    demand_seller(by=by, organisation_id=organisation_id)
    return _add_photo(_locked_product(organisation_id=organisation_id, product_id=product_id), picture)


@transaction.atomic
def remove_photo(*, by: Actor, organisation_id: UUID, photo_id: UUID) -> Photo:
    """Show a photo no more and forget its files."""
    photo = _own_photo(by, organisation_id, photo_id)
    photo.delete()
    transaction.on_commit(lambda: pictures.discard(key=photo.key))
    return photo


@transaction.atomic
def show_first(*, by: Actor, organisation_id: UUID, photo_id: UUID) -> Photo:
    """Have a photo be the one that lists show."""
    photo = _own_photo(by, organisation_id, photo_id)
    others = Photo.objects.filter(product_id=photo.product_id).exclude(id=photo.id).order_by("position")
    for position, each in enumerate([photo, *others], start=1):
        Photo.objects.filter(id=each.id).update(position=position)
    return photo


@transaction.atomic(savepoint=False)
def _locked_product(*, organisation_id: UUID, product_id: UUID) -> Product:
    """Return a seller's product with its kind, locked; ProductUnknown for others', ProductGone when taken out."""
    own = Product.objects.select_related("kind").filter(id=product_id, organisation_id=organisation_id)
    found = own.select_for_update(of=("self",)).first()
    if found is None:
        raise errors.ProductUnknown
    if found.status == ProductStatus.WITHDRAWN:
        raise errors.ProductGone
    return found


def _set_status(
    by: Actor, organisation_id: UUID, product_id: UUID, status: ProductStatus, offers: OfferStatus
) -> Product:
    """Bring a product and its offers into a state."""
    demand_seller(by=by, organisation_id=organisation_id)
    product = _locked_product(organisation_id=organisation_id, product_id=product_id)
    own = Offer.objects.filter(cell_id=HOME_CELL, product_id=product_id).select_for_update(no_key=True)
    set_status(offers=own.order_by("offer_id"), status=offers)
    product.status, product.changed_at = status, clock.now()
    product.save(update_fields=["status", "changed_at"])
    search.index_products(product_ids=[product.id])
    return product


def _texts(draft: ProductDraft) -> list[str]:
    """Return every word of a draft that people will read."""
    names = draft.names
    return [names.name, names.ko, names.zh, names.en, draft.story, draft.storage]


def _write(product: Product, draft: ProductDraft, kind: Kind) -> None:
    """Write a draft into a product; one without a name is called as its kind is, in every language."""
    names = draft.names
    product.kind = kind
    product.name = names.name.strip() or names.ko or names.zh or names.en or kind.name
    is_nameless = product.name == kind.name
    product.name_ko = names.ko or (kind.name_ko if is_nameless else "")
    product.name_zh = names.zh or (kind.name_zh if is_nameless else "")
    product.name_en = names.en or (kind.name_en if is_nameless else "")
    product.story, product.storage = draft.story.strip(), draft.storage.strip()
    product.allergens = [each for each in Allergen.values if each in draft.allergens]
    product.changed_at = clock.now()
    product.save()


def _add_size(product: Product, draft: SizeDraft, *, seller: Seller, by: Actor) -> list[Offer]:
    """Make a size (or find it), its lot, what lies there, and its offers."""
    check_count(count=draft.count, least=0)
    check_terms(draft.terms, seller=seller)
    if not set(draft.channels) <= set(LISTED):
        raise errors.OfferUnknown
    variant = _variant(product, draft)
    lot = None if draft.lot.is_empty else make_lot(variant=variant, draft=draft.lot)
    location = first_location(organisation_id=seller.organisation_id, location_id=draft.location_id)
    level = shelf(
        variant_id=variant.id, organisation_id=seller.organisation_id, location=location, lot_id=lot.id if lot else None
    )
    if draft.count:
        level = locked_level(organisation_id=seller.organisation_id, level_id=level.level_id)
        move(level=level, change=draft.count, kind=MoveKind.RECEIVED, by=by)
    return [
        publish(level=level, product_id=product.id, channel=channel, terms=draft.terms, seller=seller)
        for channel in draft.channels
    ]


def _variant(product: Product, draft: SizeDraft) -> Variant:
    """Return the product's size as drafted, made where there is none yet; CountWrong for a size of nothing."""
    if draft.size.base <= 0:
        raise errors.CountWrong
    made, _is_new = Variant.objects.get_or_create(
        product=product,
        base=draft.size.base,
        unit=draft.size.unit,
        package=draft.package.strip(),
        defaults={"created_at": clock.now()},
    )
    return made


def _add_photo(product: Product, picture: pictures.Picture) -> Photo:
    """Keep a photo behind the others."""
    if product.photos.count() >= PHOTOS_MAX:
        raise errors.TooManyPhotos(photos_max=PHOTOS_MAX)
    last = product.photos.aggregate(last=Max("position"))["last"] or 0
    return Photo.objects.create(
        product=product,
        position=last + 1,
        key=pictures.keep(picture, folder=FOLDER),
        width=picture.width,
        height=picture.height,
        added_at=clock.now(),
    )


def _own_photo(by: Actor, organisation_id: UUID, photo_id: UUID) -> Photo:
    """Return a photo of a seller's product to those who may act for it."""
    demand_seller(by=by, organisation_id=organisation_id)
    found = Photo.objects.filter(id=photo_id, product__organisation_id=organisation_id).first()
    if found is None:
        raise errors.PhotoUnknown
    return found
