"""Work for later and work on a clock, kept in PostgreSQL (procrastinate; `docs/decisions/0002-jobs.md` says why).

    @job(retries=3)
    def send_letter(*, person_id: str) -> None: ...

    send_letter.defer(person_id=str(person.id))     # inside a verb: kept or undone with the verb's transaction

    @every("15 3 * * *")
    def seal_the_day() -> None: ...                 # minute hour day month weekday, in UTC

    @job_with_progress()
    def export_book(report: Report, *, year: int) -> None: ...

    progress = export_book.defer(by=actor, title=_("Export of the book"), year=2026)

A job runs at least once: one whose worker died runs again. A job calls one verb, and that verb makes it safe.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, Generic, ParamSpec

import msgspec
from django.utils import translation
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job as QueuedJob
from procrastinate.tasks import Task

from dure.kernel.background import in_the_background
from dure.kernel.errors import Refusal
from dure.kernel.http import Actor
from dure.kernel.models import Progress
from dure.kernel.progress import CalledOff, Report, begin, report_of

P = ParamSpec("P")

QUICKLY_S, SLOWLY_S = 2, 3600
REPORTS = "reports"
"""The queue of what reads much: sheets, statements, exports. One at a time, so that nobody else waits for them."""


class RetryUnlessRefused(BaseRetryStrategy):
    """Try again after 2, 4, 8 … seconds, an hour at most; what the rules refuse is not tried again."""

    def __init__(self, retries: int) -> None:
        """Take how often to try again."""
        self.retries = retries

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        """Return when to try again, or None."""
        if isinstance(exception, Refusal) or self.is_last(job.attempts):
            return None
        return RetryDecision(retry_in={"seconds": min(QUICKLY_S ** (job.attempts + 1), SLOWLY_S)})

    def is_last(self, attempts: int) -> bool:
        """Whether no attempt follows, given how many were made before this one."""
        return attempts >= self.retries


@dataclass(frozen=True)
class Job(Generic[P]):
    """A function that can be done later, by the worker."""

    work: Callable[P, object]
    task: Task[Any, Any, Any]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Do it now."""
        self.work(*args, **kwargs)

    def defer(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """Have it done soon, if the caller's transaction commits; return the queue's number."""
        _only_words(args)
        return self.task.configure().defer(**_plain(kwargs))

    def defer_at(self, moment: datetime, /, **kwargs: object) -> int:
        """Have it done at a moment, if the caller's transaction commits."""
        return self.task.configure(schedule_at=moment).defer(**_plain(kwargs))

    def defer_each_at(self, moment: datetime, each: Sequence[Mapping[str, object]], /) -> list[int]:
        """Have it done at a moment once for each of these arguments, by one statement; as `defer_at` otherwise."""
        return self.task.configure(schedule_at=moment).batch_defer(*map(_plain, each))

    def defer_once(self, lock: str, /, **kwargs: object) -> int:
        """Have it done soon, unless one with the same lock waits already; AlreadyEnqueued otherwise."""
        return self.task.configure(queueing_lock=lock).defer(**_plain(kwargs))


@dataclass(frozen=True)
class JobWithProgress(Generic[P]):
    """A job somebody waits for."""

    work: Callable[Concatenate[Report, P], object]
    task: Task[Any, Any, Any]

    def defer(self, *, by: Actor, title: str, **kwargs: object) -> Progress:
        """Have it done soon, if the caller's transaction commits; return what shows how far it is."""
        progress = begin(title=str(title), person_id=by.person_id)
        self.task.configure().defer(progress_id=str(progress.id), **_plain(kwargs))
        return progress


def job(*, retries: int = 5, queue: str = "default") -> Callable[[Callable[P, object]], Job[P]]:
    """Make a job of a function with JSON-able keyword arguments."""

    def make(work: Callable[P, object]) -> Job[P]:
        return Job(work, _task(work, queue=queue, retry=RetryUnlessRefused(retries))(_alone(work)))

    return make


def job_with_progress(
    *, retries: int = 0, queue: str = "default"
) -> Callable[[Callable[Concatenate[Report, P], object]], JobWithProgress[P]]:
    """Make a job of a function whose first argument is the Report it tells its progress."""
    strategy = RetryUnlessRefused(retries)

    def make(work: Callable[Concatenate[Report, P], object]) -> JobWithProgress[P]:
        def run(context: JobContext, /, *, progress_id: str, **kwargs: Any) -> None:
            is_last_try = strategy.is_last(context.job.attempts)
            with suppress(CalledOff), report_of(progress_id, is_last_try=is_last_try) as report:
                work(report, **kwargs)  # type: ignore[call-arg]

        return JobWithProgress(work, _task(work, queue=queue, retry=strategy, pass_context=True)(run))

    return make


def _task(work: Callable[..., object], *, queue: str = "default", **terms: Any) -> Callable[..., Task[Any, Any, Any]]:
    """Return what makes procrastinate's task of a function; reports stand behind everybody else.

    Around every task the worker has procrastinate's own care for Django's connections, which one of our own would undo.
    """
    around: list[Any] = [in_the_background] if queue == REPORTS else []
    return app.task(name=name_of(work), queue=queue, task_middleware=around, **terms)


def every(cron: str, *, retries: int = 2) -> Callable[[Callable[[], object]], Job[[]]]:
    """Make a job of a function without arguments, done on a clock (cron's five words, UTC), never twice at once."""

    def make(work: Callable[[], object]) -> Job[[]]:
        def run(timestamp: int | None = None) -> None:  # noqa: ARG001  procrastinate tells the planned moment
            with translation.override(None):
                work()

        task = _task(work, retry=RetryUnlessRefused(retries), lock=name_of(work))(run)
        return Job(work, app.periodic(cron=cron)(task))

    return make


def name_of(work: Callable[..., object]) -> str:
    """Return a job's stable name: room.function."""
    parts = work.__module__.split(".")
    return f"{parts[2] if parts[:2] == ['dure', 'rooms'] else parts[-2]}.{work.__name__}"


def _alone(work: Callable[P, object]) -> Callable[P, None]:
    """Return the work without its result: nobody reads it."""

    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        work(*args, **kwargs)

    return run


def _only_words(args: tuple[object, ...]) -> None:
    """Refuse positional arguments: what waits in a queue is read by name."""
    if args:
        raise TypeError("a job's arguments are given by name")


def _plain(arguments: Mapping[str, object]) -> dict[str, Any]:
    """Return the arguments as JSON holds them (a UUID becomes a string)."""
    plain: dict[str, Any] = msgspec.to_builtins(dict(arguments))
    return plain
