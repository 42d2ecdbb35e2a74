"""One product as everybody sees it: what it is, how it looks, in which sizes it is sold, how many are left."""

from dataclasses import dataclass
from uuid import UUID

from dure.kernel.errors import NotFound
from dure.rooms.catalog.models import Channel, Kind, Level, Offer, Photo, Product, ProductStatus
from dure.rooms.catalog.models.kinds import Storage
from dure.rooms.catalog.models.offers import WHOLE
from dure.rooms.catalog.models.products import Allergen
from dure.rooms.catalog.queries.kinds import kinds
from dure.rooms.catalog.queries.offers import OfferView, views_of
from dure.rooms.catalog.queries.photos import photo_address
from dure.rooms.ledger.chart import HOME_CELL

SEEN = (ProductStatus.LISTED, ProductStatus.PAUSED)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A photo in the sizes a page needs; width and height of the large one in pixels."""

    small: str
    medium: str
    large: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Goods:
    """A product everybody may see: `kinds` from the widest to its own, `offers` of the shop, cheapest first."""

    product: Product
    kinds: tuple[Kind, ...]
    photos: tuple[Shown, ...]
    allergens: tuple[str, ...]
    storage: str
    offers: tuple[OfferView, ...]

    @property
    def is_for_sale(self) -> bool:
        """Whether anything of it can be bought just now."""
        return any(offer.is_open and not offer.is_sold_out for offer in self.offers)


@dataclass(frozen=True)
class Shelf:
    """How much of a level is left and how much was sold."""

    left: int
    sold: int

    @property
    def total(self) -> int:
        """All there was."""
        return self.left + self.sold


def goods(*, product_id: UUID) -> Goods:
    """Return a product that is or was for sale in public; NotFound for one never shown or taken out."""
    found = Product.objects.select_related("kind", "organisation__region").filter(id=product_id, status__in=SEEN)
    product = found.first()
    offers = _offers(product_id) if product else []
    if product is None or not offers:
        raise NotFound
    line = kinds(codes=product.kind.path.split("/"))
    return Goods(
        product=product,
        kinds=tuple(sorted(line, key=lambda kind: len(kind.path))),
        photos=tuple(_shown(photo) for photo in Photo.objects.filter(product=product)),
        allergens=tuple(str(Allergen(code).label) for code in product.allergens),
        storage=product.storage or str(Storage(product.kind.storage).label),
        offers=tuple(offers),
    )


def shelf(*, level_id: int, cell_id: int = HOME_CELL) -> Shelf:
    """Return how much is left and sold of a level; nothing of one that is not there."""
    found = Level.objects.filter(cell_id=cell_id, level_id=level_id).first()
    return Shelf(found.free, found.sold + found.reserved) if found else Shelf(0, 0)


def _offers(product_id: UUID) -> list[OfferView]:
    """Return the product's public offers in the shop, cheapest first; of those that ended none."""
    found = Offer.objects.filter(product_id=product_id, channel=Channel.SHOP, is_public=True, cycle_id=None)
    return views_of(list(found.exclude(status="ended").order_by(WHOLE, "offer_id")))


def _shown(photo: Photo) -> Shown:
    """Return one photo's addresses."""
    small, medium, large = (photo_address(key=photo.key, size=size) for size in ("small", "medium", "large"))
    return Shown(small=small, medium=medium, large=large, width=photo.width, height=photo.height)
