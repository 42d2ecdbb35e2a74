"""What this room knows about one person, for his own file: reads."""

from collections.abc import Iterator
from uuid import UUID

from dure.rooms.giving.models import Donation

CHUNK = 500


def donations_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return a person's gifts, oldest first."""
    fields = ("id", "fund__name", "amount", "currency", "is_named", "given_at")
    yield from Donation.objects.filter(person_id=person_id).order_by("id").values(*fields).iterator(CHUNK)
