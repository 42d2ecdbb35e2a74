"""How far a job is: told by the job, read by the person who waits, who may also call it off."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dure.kernel import clock
from dure.kernel.errors import NotFound, Refusal
from dure.kernel.http import Actor
from dure.kernel.models import Progress

log = logging.getLogger("dure.jobs")

TELL_EVERY_S = 0.3
OPEN = (Progress.Status.WAITING, Progress.Status.RUNNING)


class JobUnknown(NotFound):
    """No such job, or somebody else's."""

    code = "job_unknown"


class CalledOff(Exception):
    """The person who waited called the job off; a job lets it pass through."""


def begin(*, title: str, person_id: UUID | None) -> Progress:
    """Show a job that waits its turn, in the language spoken now."""
    return Progress.objects.create(title=title, person_id=person_id, language=translation.get_language() or "")


def visible(*, progress_id: UUID, by: Actor) -> Progress:
    """Return a job's progress to the person who waits for it, or to staff."""
    found = Progress.objects.filter(id=progress_id).first()
    if found is None or not (by.is_staff or (by.person_id is not None and found.person_id == by.person_id)):
        raise JobUnknown
    return found


def file_of(*, progress_id: UUID, by: Actor) -> Progress:
    """Return the progress of a job that made a file, to those who may see it; JobUnknown when there is none."""
    found = visible(progress_id=progress_id, by=by)
    if not found.file:
        raise JobUnknown
    return found


@transaction.atomic
def call_off(*, progress_id: UUID, by: Actor) -> Progress:
    """Ask a job to stop at its next step; one that has ended stays as it is."""
    progress = visible(progress_id=progress_id, by=by)
    _change(progress.id, status=Progress.Status.CANCELLED, finished_at=clock.now())
    progress.refresh_from_db()
    return progress


class Report:
    """What a running job tells."""

    def __init__(self, progress: Progress) -> None:
        """Report on one job."""
        self.progress_id = progress.id
        self.done_count = 0
        self.total_count = progress.total_count
        self.result_url = ""
        self._told_at = 0.0

    def expect(self, total: int) -> None:
        """Tell how many steps there are."""
        self.total_count = total
        self.tell(total_count=total)

    def step(self, count: int = 1, *, message: str = "") -> None:
        """Tell that so many more steps are done; raises CalledOff when nobody waits any more."""
        self.done_count += count
        is_end = self.done_count == self.total_count
        if is_end or time.monotonic() - self._told_at >= TELL_EVERY_S:
            self.tell(done_count=self.done_count, message=message)

    def result(self, url: str) -> None:
        """Tell where the result can be fetched."""
        self.result_url = url

    def keep(self, content: IO[bytes], *, name: str) -> None:
        """Keep the file the job made, under the name it is handed out by, for the person who waits (a week)."""
        progress = Progress(id=self.progress_id)
        progress.file.save(f"{self.progress_id}{Path(name).suffix}", File(content), save=False)
        self.tell(file=progress.file.name, file_name=name)

    def tell(self, **values: object) -> None:
        """Write to the row, unless the job was called off."""
        self._told_at = time.monotonic()
        if not _change(self.progress_id, **values):
            raise CalledOff


@contextmanager
def report_of(progress_id: str, *, is_last_try: bool = True) -> Iterator[Report]:
    """Run a job's work in its owner's language, and write how it ended; CalledOff when nobody waits for it any more."""
    progress = Progress.objects.get(id=progress_id)
    report = Report(progress)
    with translation.override(progress.language or None):
        report.tell(status=Progress.Status.RUNNING, done_count=0, message="")
        try:
            yield report
        except CalledOff:
            log.info("called off: %s", progress.title)
        except Exception as error:
            _failed(progress, error, is_last_try=is_last_try)
            raise
        else:
            _change(progress.id, status=Progress.Status.DONE, done_count=report.done_count,
                    result_url=report.result_url, message="", finished_at=clock.now())  # fmt: skip


def _failed(progress: Progress, error: Exception, *, is_last_try: bool) -> None:
    """Show a failure: the rules' own words, or that we try again, or that it is on us."""
    if isinstance(error, Refusal):
        _change(progress.id, status=Progress.Status.FAILED, message=error.message, finished_at=clock.now())
    elif is_last_try:
        message = _("Something went wrong on our side. It has been noted.")
        _change(progress.id, status=Progress.Status.FAILED, message=message, finished_at=clock.now())
    else:
        _change(progress.id, status=Progress.Status.WAITING, message=_("That failed; we will try again shortly."))


def _change(progress_id: UUID, **values: object) -> bool:
    """Write to a job that has not ended; return whether it had not."""
    return Progress.objects.filter(id=progress_id, status__in=OPEN).update(**values) == 1
