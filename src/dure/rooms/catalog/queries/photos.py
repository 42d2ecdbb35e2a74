"""Where photos are found."""

from uuid import UUID

from dure.rooms.catalog.models import Photo

FOLDER = "photos"


def photo_address(*, key: str, size: str = "small") -> str:
    """Return the address of a photo in a size (small 320, medium 800, large 1600 pixels); "" for no photo."""
    return f"/catalog/{FOLDER}/{key.removeprefix(f'{FOLDER}/')}/{size}" if key else ""


def photos(*, product_id: UUID) -> list[Photo]:
    """Return a product's photos in their order."""
    return list(Photo.objects.filter(product_id=product_id))
