"""Statements made into files: reads."""

from uuid import UUID

from dure.rooms.ledger.errors import ExportGone
from dure.rooms.ledger.models import Export


def exports_of(*, person_id: UUID) -> list[Export]:
    """Return the files a person asked for, newest first."""
    return list(Export.objects.filter(person_id=person_id).order_by("-requested_at")[:20])


def export_of(*, export_id: UUID, person_id: UUID) -> Export:
    """Return a person's file; ExportGone when there is none or it is somebody else's."""
    found = Export.objects.filter(export_id=export_id, person_id=person_id).first()
    if found is None:
        raise ExportGone
    return found


def ready_file(*, export_id: UUID, person_id: UUID) -> Export:
    """Return a person's finished file; ExportGone when it is not ready or not there any more."""
    found = export_of(export_id=export_id, person_id=person_id)
    if not found.ready_at or not found.file:
        raise ExportGone
    return found
