"""Files of waybills in the making: reads."""

from uuid import UUID

from dure.rooms.dispatch.errors import LabelsGone
from dure.rooms.dispatch.models import LabelRun


def run_of(*, run_id: UUID, organisation_id: UUID) -> LabelRun:
    """Return a sender's file of waybills, made or in the making; LabelsGone for anybody else's."""
    found = LabelRun.objects.filter(id=run_id, organisation_id=organisation_id).first()
    if found is None:
        raise LabelsGone
    return found


def ready_run(*, run_id: UUID, organisation_id: UUID) -> LabelRun:
    """Return a sender's finished file; LabelsGone while it is not ready."""
    found = run_of(run_id=run_id, organisation_id=organisation_id)
    if not found.ready_at:
        raise LabelsGone
    return found
