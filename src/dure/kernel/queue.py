"""The queue of jobs as staff see it, and trying a failed one again."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from dure.kernel import clock
from dure.kernel.errors import NotFound, Refusal
from dure.kernel.models import QueuedJob


class JobGone(NotFound):
    """There is no such job any more; ended ones are forgotten after a week."""

    code = "job_gone"


class JobNotFailed(Refusal):
    """Only a job that failed is tried again by hand; one under way tries again by itself."""

    code = "job_not_failed"
    sentence = _("Only a job that failed can be tried again.")


@transaction.atomic
def retry_job(*, job_id: int) -> None:
    """Put a failed job back into the queue, to be done at once; JobNotFailed for any other."""
    job = QueuedJob.objects.select_for_update().filter(id=job_id).first()
    if job is None:
        raise JobGone
    if job.status != QueuedJob.Status.FAILED:
        raise JobNotFailed
    app.job_manager.retry_job_by_id(job_id, retry_at=clock.now())
