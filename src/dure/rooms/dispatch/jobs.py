"""What dispatch does on a clock and for people who wait. Midnight in Seoul is 15:00 UTC."""

from collections.abc import Sequence
from uuid import UUID

from dure.kernel.http import Actor
from dure.kernel.jobs import every, job_with_progress
from dure.kernel.progress import Report
from dure.rooms.dispatch.services import forgetting, prints, scans


@job_with_progress(retries=2)
def make_run(report: Report, *, run_id: str, download_url: str) -> None:
    """Make many waybills into one file."""
    prints.make_run(run_id=UUID(run_id), expect=report.expect, step=report.step)
    report.result(download_url)


@job_with_progress(retries=3)
def pack_many(
    report: Report, *, organisation_id: str, person_id: str, is_staff: bool, shipment_ids: Sequence[str]
) -> None:
    """Mark many deliveries packed; what is packed already stays so, so that it may begin again."""
    scans.pack_many(
        by=Actor(person_id=UUID(person_id), is_staff=is_staff),
        organisation_id=UUID(organisation_id),
        shipment_ids=[UUID(each) for each in shipment_ids],
        expect=report.expect,
        step=report.step,
    )


@every("35 17 * * *")
def remove_old_runs() -> None:
    """Delete files of waybills whose day is over."""
    prints.remove_old_runs()


@every("50 17 * * *")
def forget_old_receivers() -> None:
    """Forget who received what ended long ago."""
    forgetting.forget_old_receivers()
