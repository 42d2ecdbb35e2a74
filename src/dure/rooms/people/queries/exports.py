"""The file with everything about somebody: reads."""

from uuid import UUID

from dure.kernel.clock import now
from dure.rooms.people.errors import ExportGone
from dure.rooms.people.models import Export


def export_file(*, person_id: UUID) -> Export:
    """The newest export of this person that is ready and still kept."""
    found = Export.objects.filter(
        person_id=person_id, ready_at__isnull=False, removed_at__isnull=True, expires_at__gt=now()
    ).first()
    if found is None:
        raise ExportGone
    return found
