"""Photos that show what is wrong: checked, freed of what a camera writes into them, and kept."""

from collections.abc import Sequence
from typing import IO

from django.db import transaction

from dure.kernel import clock
from dure.kernel.pictures import keep, prepare
from dure.rooms.market import errors
from dure.rooms.market.models import Dispute, Photo, Return
from dure.rooms.market.rules import PHOTOS_MAX

FOLDER = "orders"


@transaction.atomic(savepoint=False)
def add_photos(
    *, photos: Sequence[IO[bytes]], dispute: Dispute | None = None, asked_return: Return | None = None
) -> None:
    """Keep the photos of a report or a return; refuses what is no picture, and more than a few."""
    if len(photos) > PHOTOS_MAX:
        raise errors.TooManyPhotos(max=PHOTOS_MAX)
    prepared = [prepare(photo) for photo in photos]
    Photo.objects.bulk_create(
        Photo(dispute=dispute, asked_return=asked_return, key=keep(picture, folder=FOLDER), added_at=clock.now())
        for picture in prepared
    )
