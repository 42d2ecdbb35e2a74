"""What the ledger does on a clock and for people who wait. Midnight in Seoul is 15:00 UTC."""

from uuid import UUID

from dure.kernel.jobs import every, job_with_progress
from dure.kernel.progress import Report
from dure.rooms.ledger.services import exports, holds, proofs, seals


@every("* * * * *")
def expire_holds() -> None:
    """Give back what is held beyond its time."""
    holds.expire_every_hold()


@every("5 15 * * *")
def seal_finished_days() -> None:
    """Seal yesterday, and whatever finished day has no seal yet."""
    seals.seal_finished_days()


@every("20 15 * * *")
def prove() -> None:
    """Prove the whole book and publish the outcome."""
    proofs.prove()


@every("50 16 * * *")
def remove_old_exports() -> None:
    """Delete statement files whose week is over."""
    exports.remove_old_exports()


@job_with_progress(retries=2)
def make_export(report: Report, *, export_id: str, download_url: str) -> None:
    """Make a long statement into a file."""
    exports.make_export(export_id=UUID(export_id), expect=report.expect, step=report.step)
    report.result(download_url)
