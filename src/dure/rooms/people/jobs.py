"""What the room does later and on a clock."""

import logging
from uuid import UUID

from dure.kernel.clock import now
from dure.kernel.errors import Refusal
from dure.kernel.jobs import every, job_with_progress
from dure.kernel.progress import Report
from dure.rooms.people.models import Departure, Export
from dure.rooms.people.services import departures, exports, persons
from dure.rooms.people.services import messages as _messages  # noqa: F401  the worker learns its job by loading it

log = logging.getLogger(__name__)


@job_with_progress(retries=3)
def make_export(report: Report, *, export_id: str, download_url: str) -> None:
    """Make somebody's export."""

    def step(done: int, parts: int) -> None:
        if report.total_count is None:
            report.expect(parts)
        report.step(done - report.done_count)

    exports.make_export(export_id=UUID(export_id), step=step)
    report.result(download_url)


@every("20 17 * * *")
def erase_the_departed() -> None:
    """Carry out what was asked for two weeks ago; what is refused now is tried again tomorrow."""
    due = Departure.objects.filter(due_at__lte=now(), withdrawn_at__isnull=True, completed_at__isnull=True)
    for departure_id in list(due.values_list("id", flat=True)):
        try:
            departures.erase(departure_id=departure_id)
        except Refusal as refusal:
            log.warning("departure %s waits: %s", departure_id, refusal.code)


@every("40 * * * *")
def remove_old_exports() -> None:
    """Delete the files whose week is over, and requests nobody answered for a day."""
    for export_id in list(
        Export.objects.filter(expires_at__lte=now(), removed_at__isnull=True).values_list("id", flat=True)
    ):
        exports.remove_export(export_id=export_id)


@every("10 17 * * *")
def forget_unproven_sign_ups() -> None:
    """Delete sign-ups whose phone number or e-mail address was never proven."""
    persons.forget_unproven_sign_ups()
