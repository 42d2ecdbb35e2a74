"""What the worker clears away by itself, and the jobs whose worker died."""

from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from dure.kernel import clock
from dure.kernel.bus import HISTORY
from dure.kernel.jobs import every
from dure.kernel.models import DeadLetter, HandledEvent, KeptReply, OutboxMessage, Progress, RateWindow

HANDLED_FOR = 2 * HISTORY
"""Longer than the bus and the outbox keep a fact, or an old one could be done again."""
PROGRESS_FOR = timedelta(days=7)
LETTERS_FOR = timedelta(days=180)
JOBS_FOR = timedelta(days=7)
ORPHANED_AFTER = timedelta(seconds=40)
"""Four heartbeats of a worker."""
DEATHS_MAX = 10

FORGET_JOBS = """
    DELETE FROM procrastinate_jobs WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted') AND id IN
    (SELECT job_id FROM procrastinate_events GROUP BY job_id HAVING max(at) < now() - make_interval(secs => %s))
"""
ORPHANS = """
    SELECT job.id, job.attempts FROM procrastinate_jobs job
    LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
"""


@transaction.atomic
def clear_away() -> dict[str, int]:
    """Delete what has served its time; return how many rows of each kind."""
    now = clock.now()
    _remove_files(Progress.objects.filter(created_at__lt=now - PROGRESS_FOR).exclude(file=""))
    old = {
        "outbox": OutboxMessage.objects.filter(published_at__lt=now - HISTORY),
        "handled": HandledEvent.objects.filter(handled_at__lt=now - HANDLED_FOR),
        "replies": KeptReply.objects.filter(expires_at__lt=now),
        "windows": RateWindow.objects.filter(expires_at__lt=now),
        "progress": Progress.objects.filter(created_at__lt=now - PROGRESS_FOR),
        "letters": DeadLetter.objects.filter(settled_at__lt=now - LETTERS_FOR),
    }
    return {name: rows.delete()[0] for name, rows in old.items()}


def _remove_files(of: QuerySet[Progress]) -> None:
    """Remove the files of these jobs once their rows are gone for good."""
    for progress in of:
        transaction.on_commit(partial(progress.file.storage.delete, str(progress.file.name)))


@every("17 * * * *")
def clear_the_house() -> None:
    """Every hour: clear away what has served its time."""
    clear_away()


@every("29 4 * * *")
def clear_the_queue() -> None:
    """Every night: forget jobs that ended a week ago."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_JOBS, [JOBS_FOR.total_seconds()])


@every("* * * * *")
def take_up_orphans() -> None:
    """Every minute: put jobs back whose worker died while doing them; one that killed worker after worker fails."""
    with connection.cursor() as cursor:
        cursor.execute(ORPHANS, [ORPHANED_AFTER.total_seconds()])
        orphans = cursor.fetchall()
    for job_id, attempts in orphans:
        if attempts >= DEATHS_MAX:
            app.job_manager.cancel_job_by_id(job_id, abort=True)  # retrying a job called off makes it a failed one
        app.job_manager.retry_job_by_id(job_id, retry_at=clock.now())
