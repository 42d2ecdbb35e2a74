"""Where photos are found."""

from uuid import UUID

from django.db.models import OuterRef, Subquery

from dure.rooms.catalog.models import Photo

FOLDER = "photos"


def photo_address(*, key: str, size: str = "small") -> str:
    """Return the address of a photo in a size (small 320, medium 800, large 1600 pixels); "" for no photo."""
    return f"/catalog/{FOLDER}/{key.removeprefix(f'{FOLDER}/')}/{size}" if key else ""


def first_photo(*, product: str) -> Subquery:
    """Return the key of a product's first photo as part of another query, in which `product` holds the product's id."""
    found = Photo.objects.filter(product_id=OuterRef(product)).order_by("position", "id")
    return Subquery(found.values("key")[:1])


def photos(*, product_id: UUID) -> list[Photo]:
    """Return a product's photos in their order."""
    return list(Photo.objects.filter(product_id=product_id))
