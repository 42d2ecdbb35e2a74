"""What the worker clears away by itself, and the jobs whose worker died."""

from datetime import timedelta

from asgiref.sync import async_to_sync
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from dure.kernel import clock
from dure.kernel.bus import HISTORY
from dure.kernel.jobs import every
from dure.kernel.models import DeadLetter, HandledEvent, KeptReply, OutboxMessage, Progress, RateWindow

HANDLED_FOR = 2 * HISTORY
"""Longer than the bus and the outbox keep a fact, or an old one could be done again."""
PROGRESS_FOR = timedelta(days=7)
LETTERS_FOR = timedelta(days=180)
JOBS_HOURS = 24 * 7
ORPHANED_AFTER_S = 40
DEATHS_MAX = 10


@transaction.atomic
def clear_away() -> dict[str, int]:
    """Delete what has served its time; return how many rows of each kind."""
    now = clock.now()
    old = {
        "outbox": OutboxMessage.objects.filter(published_at__lt=now - HISTORY),
        "handled": HandledEvent.objects.filter(handled_at__lt=now - HANDLED_FOR),
        "replies": KeptReply.objects.filter(expires_at__lt=now),
        "windows": RateWindow.objects.filter(expires_at__lt=now),
        "progress": Progress.objects.filter(created_at__lt=now - PROGRESS_FOR),
        "letters": DeadLetter.objects.filter(settled_at__lt=now - LETTERS_FOR),
    }
    return {name: rows._raw_delete(rows.db) for name, rows in old.items()}  # type: ignore[attr-defined]


@every("17 * * * *")
def clear_the_house() -> None:
    """Every hour: clear away what has served its time."""
    clear_away()


@every("29 4 * * *")
def clear_the_queue() -> None:
    """Every night: forget jobs that ended a week ago."""
    forget = async_to_sync(app.job_manager.delete_old_jobs)
    forget(nb_hours=JOBS_HOURS, include_failed=True, include_cancelled=True, include_aborted=True)


@every("* * * * *")
def take_up_orphans() -> None:
    """Every minute: put jobs back whose worker died while doing them."""
    async_to_sync(_take_up)()


async def _take_up() -> None:
    """Put orphans back into the queue; one that has killed worker after worker is given up."""
    for orphan in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=ORPHANED_AFTER_S):
        if orphan.attempts < DEATHS_MAX:
            await app.job_manager.retry_job(orphan, retry_at=clock.now())
        else:
            await app.job_manager.finish_job(orphan, status=Status.FAILED, delete_job=False)
