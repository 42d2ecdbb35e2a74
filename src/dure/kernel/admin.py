"""The operators' view of the machinery: dead letters and jobs to try again, and the outbox to look at."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateEvent
from unfold.decorators import display

from dure.kernel import dead_letters, queue
from dure.kernel.errors import Refusal
from dure.kernel.http import STRANGER, Actor
from dure.kernel.models import DeadLetter, OutboxMessage, QueuedJob
from dure.kernel.tables import LookOnly, export_table


@admin.register(DeadLetter)
class DeadLetterAdmin(LookOnly):
    """Events that a handler could not digest."""

    list_display = ("handler", "subject", "shown_status", "attempt_count", "failed_at")
    list_filter = ("status", "handler")
    search_fields = ("subject", "handler", "error", "event_id")
    ordering = ("-failed_at",)
    actions = ("retry", "discard", export_table)
    fields = (
        "handler",
        "subject",
        "event_id",
        "payload",
        "error",
        "attempt_count",
        "status",
        "failed_at",
        "settled_at",
        "settled_by",
    )

    @display(description=_("Status"), label={"waiting": "warning", "retried": "success", "discarded": "info"})
    def shown_status(self, letter: DeadLetter) -> tuple[str, str]:
        """Return the status for a coloured label."""
        return letter.status, letter.get_status_display()

    @admin.action(description=_("Try again now"))
    def retry(self, request: HttpRequest, letters: QuerySet[DeadLetter]) -> None:
        """Let each handler try once more."""
        self._settle(request, letters, dead_letters.retry)

    @admin.action(description=_("Discard"))
    def discard(self, request: HttpRequest, letters: QuerySet[DeadLetter]) -> None:
        """Give up on each."""
        self._settle(request, letters, dead_letters.discard)

    def _settle(self, request: HttpRequest, letters: QuerySet[DeadLetter], verb: Callable[..., None]) -> None:
        """Call the verb for each letter, and tell what became of them."""
        actor: Actor = getattr(request, "actor", STRANGER)
        ids: list[UUID] = list(letters.values_list("id", flat=True))
        call_for_each(
            request,
            [partial(verb, letter_id=letter_id, by=actor) for letter_id in ids],
            lambda done: ngettext("%(count)d letter settled.", "%(count)d letters settled.", done) % {"count": done},
        )


def call_for_each(request: HttpRequest, calls: list[Callable[[], None]], sentence: Callable[[int], str]) -> None:
    """Do each, and tell how many were done; one refusal does not stop the others and is told once."""
    refused: list[str] = []
    for call in calls:
        try:
            call()
        except Refusal as refusal:
            refused.append(refusal.message)
    if done := len(calls) - len(refused):
        messages.success(request, sentence(done))
    for reason in sorted(set(refused)):
        messages.error(request, reason)


@admin.register(OutboxMessage)
class OutboxMessageAdmin(LookOnly):
    """Announced facts; those without a publishing time still wait."""

    list_display = ("subject", "event", "created_at", "published_at")
    list_filter = (("published_at", admin.EmptyFieldListFilter),)
    search_fields = ("subject", "id")
    ordering = ("-id",)

    @admin.display(description=_("event"), ordering="id")
    def event(self, message: OutboxMessage) -> str:
        """Return the event's number."""
        return str(message.id)


class StatusOfJob(admin.SimpleListFilter):
    """Jobs that stand the same."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, _request: HttpRequest, _table: Any) -> list[tuple[str, str]]:
        """The states, in words."""
        return [(status, str(words)) for status, words in QueuedJob.Status.choices]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[QueuedJob]) -> QuerySet[QueuedJob]:
        """The jobs of that state."""
        return queryset.filter(status=self.value()) if self.value() in QueuedJob.Status.values else queryset


@admin.register(QueuedJob)
class QueuedJobAdmin(LookOnly):
    """Jobs, newest first; what each is to be done with may be personal and is not shown."""

    list_display = ("name", "shown_status", "tries", "planned_for", "changed_at", "number")
    exported = ("number", "task_name", "shown_queue", "shown_status", "tries", "planned_for", "changed_at")
    list_filter = (StatusOfJob,)
    search_fields = ("task_name",)
    search_help_text = _("Part of a job's name")
    ordering = ("-id",)
    actions = ("retry", export_table)
    fields = ("name", "shown_queue", "shown_status", "tries", "planned_for", "changed_at", "number")

    def get_queryset(self, request: HttpRequest) -> QuerySet[QueuedJob]:
        """Jobs, with the moment something last happened to them."""
        happened = ProcrastinateEvent.objects.filter(job=OuterRef("pk")).order_by("-id")
        found: QuerySet[QueuedJob] = super().get_queryset(request)
        return found.annotate(last_change=Subquery(happened.values("at")[:1]))

    @admin.display(description=_("job"), ordering="task_name")
    def name(self, job: QueuedJob) -> str:
        """Return the job's name."""
        return job.task_name

    @display(
        description=_("status"),
        ordering="status",
        label={"todo": "info", "doing": "warning", "succeeded": "success", "failed": "danger"},
    )
    def shown_status(self, job: QueuedJob) -> tuple[str, str]:
        """Return the status for a coloured label."""
        return job.status, str(QueuedJob.Status(job.status).label)

    @admin.display(description=_("attempts"), ordering="attempts")
    def tries(self, job: QueuedJob) -> int:
        """Return how often it was tried."""
        return job.attempts

    @admin.display(description=_("planned for"), ordering="scheduled_at")
    def planned_for(self, job: QueuedJob) -> datetime | None:
        """Return when it is to be done, if not at once."""
        return job.scheduled_at

    @admin.display(description=_("last change"))
    def changed_at(self, job: QueuedJob) -> datetime | None:
        """Return when something last happened to it."""
        moment: datetime | None = job.last_change  # type: ignore[attr-defined]  # annotated above
        return moment

    @admin.display(description=_("queue"), ordering="queue_name")
    def shown_queue(self, job: QueuedJob) -> str:
        """Return the queue it stands in."""
        return job.queue_name

    @admin.display(description=_("number"), ordering="id")
    def number(self, job: QueuedJob) -> int:
        """Return the queue's number."""
        return job.id

    @admin.action(description=_("Try again now"), permissions=["act"])
    def retry(self, request: HttpRequest, jobs: QuerySet[QueuedJob]) -> None:
        """Put the chosen failed jobs back into the queue."""
        call_for_each(
            request,
            [partial(queue.retry_job, job_id=job.id) for job in jobs],
            lambda done: ngettext("%(count)d job tries again.", "%(count)d jobs try again.", done) % {"count": done},
        )
