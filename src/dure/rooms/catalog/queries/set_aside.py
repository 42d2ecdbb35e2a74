"""What lies apart for offers of their own."""

from collections.abc import Collection

from django.db.models import F

from dure.rooms.catalog.models import Level
from dure.rooms.ledger.chart import HOME_CELL


def free_among(*, level_ids: Collection[int]) -> dict[int, int]:
    """Return how many are free on those of some levels where any are."""
    own = Level.objects.filter(cell_id=HOME_CELL, level_id__in=list(level_ids), on_hand__gt=F("reserved"))
    return {level.level_id: level.free for level in own}
