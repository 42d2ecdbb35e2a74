"""A person's keys for programs: reads."""

from uuid import UUID

from dure.kernel import clock
from dure.rooms.people.models import ApiKey


def own_keys(*, person_id: UUID) -> list[ApiKey]:
    """Return the keys of a person that still open something, with their organisations, newest first."""
    return list(ApiKey.objects.valid(clock.now()).filter(person_id=person_id).select_related("organisation"))
