"""Printing waybills: a few at once, many by the worker into a file that is kept for a day."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from dure.kernel import clock
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.dispatch import errors
from dure.rooms.dispatch.models import LabelRun, Parcel
from dure.rooms.dispatch.queries import desks, waybills
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

AT_ONCE_MAX = 50
"""More waybills than this are made by the worker."""
RUN_MAX = 2_000
KEPT = timedelta(days=1)
BATCH = 100

Step = Callable[[int], None]


@transaction.atomic
def print_waybills(*, by: Actor, organisation_id: UUID, shipment_ids: Sequence[UUID], paper: str) -> bytes:
    """Return the waybills of a sender's shipments as a PDF, and remember that they were printed."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    found = desks.chosen(organisation_id=organisation_id, shipment_ids=shipment_ids)
    if not found:
        raise errors.NothingChosen
    made = waybills.waybills_pdf(shipments=found, paper=LabelRun.Paper(paper))
    _note_printed([shipment.id for shipment in found])
    return made


@transaction.atomic
def request_run(*, by: Actor, organisation_id: UUID, shipment_ids: Sequence[UUID], paper: str) -> LabelRun:
    """Ask for many waybills as one file; those of other senders are left out."""
    if by.person_id is None:
        raise NotSignedIn
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    if len(shipment_ids) > RUN_MAX:
        raise errors.TooManyChosen(limit=RUN_MAX)
    own = [each.id for each in desks.chosen(organisation_id=organisation_id, shipment_ids=shipment_ids)]
    if not own:
        raise errors.NothingChosen
    return LabelRun.objects.create(
        organisation_id=organisation_id,
        person_id=by.person_id,
        shipment_ids=own,
        paper=LabelRun.Paper(paper),
        requested_at=clock.now(),
    )


@transaction.atomic
def note_run_progress(*, run_id: UUID, progress_id: UUID) -> None:
    """Remember where the making of a file can be watched."""
    LabelRun.objects.filter(id=run_id).update(progress_id=progress_id)


@transaction.atomic
def make_run(*, run_id: UUID, expect: Step, step: Step) -> LabelRun:
    """Make the file; `expect` hears how many shipments there are, `step` of those laid out. Twice changes nothing."""
    run = LabelRun.objects.select_for_update().get(id=run_id)
    if run.ready_at:
        return run
    expect(len(run.shipment_ids))
    labels: list[dict[str, object]] = []
    for start in range(0, len(run.shipment_ids), BATCH):
        batch = run.shipment_ids[start : start + BATCH]
        for shipment in desks.chosen(organisation_id=run.organisation_id, shipment_ids=batch):
            labels += waybills.labels_of(shipment)
        step(len(batch))
    run.file.save(f"{run.id}.pdf", ContentFile(waybills.labels_pdf(labels=labels, paper=run.paper)), save=False)
    run.ready_at = clock.now()
    run.save(update_fields=["file", "ready_at"])
    _note_printed(run.shipment_ids)
    return run


@transaction.atomic
def remove_old_runs() -> int:
    """Delete files whose day is over; return how many."""
    old = list(LabelRun.objects.select_for_update(skip_locked=True).filter(requested_at__lt=clock.now() - KEPT))
    for run in old:
        if run.file:
            # The file goes only once the row is gone for good.
            transaction.on_commit(partial(run.file.storage.delete, str(run.file.name)))
        run.delete()
    return len(old)


def _note_printed(shipment_ids: Sequence[UUID]) -> None:
    """Write down which waybills are on paper now; the first printing counts."""
    unprinted = Parcel.objects.filter(shipment_id__in=shipment_ids, printed_at__isnull=True)
    unprinted.update(printed_at=clock.now())
