"""The kernel's tables: news waiting to go out, what was heard, what could not be done, replies kept for repeats."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.checks import CheckMessage
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from dure.kernel.ids import new_id


class AppendOnly(models.Model):
    """Rows that are never changed or deleted: the application's database role has no right to (`manage grants`)."""

    append_only: ClassVar[bool] = True

    class Meta:
        abstract = True


class Derived(models.GeneratedField):
    """A column that takes no place: the database works it out of the others when it is read (PostgreSQL 18)."""

    def __init__(self, **facts: Any) -> None:
        """Take the expression and the field it is read as."""
        super().__init__(**{**facts, "db_persist": False})

    def _check_persistence(self, databases: Sequence[str]) -> list[CheckMessage]:  # noqa: ARG002  Django's signature
        """Allow what Django does not know of PostgreSQL yet."""
        return []


class FreshId(models.Func):
    """The database's own UUIDv7, for rows written by SQL functions."""

    function = "uuidv7"
    template = "%(function)s()"
    output_field = models.UUIDField()


class OutboxMessage(models.Model):
    """One announced fact, on its way to NATS."""

    id = models.UUIDField(primary_key=True, default=new_id, db_default=FreshId(), editable=False)
    subject = models.CharField(_("subject"), max_length=120)
    payload = models.JSONField(_("contents"))
    created_at = models.DateTimeField(_("announced at"), db_default=Now())
    published_at = models.DateTimeField(_("sent at"), null=True)

    class Meta:
        verbose_name = _("announced fact")
        verbose_name_plural = _("announced facts")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], name="outbox_unpublished", condition=models.Q(published_at__isnull=True)),
            models.Index(
                fields=["published_at"], name="outbox_published", condition=models.Q(published_at__isnull=False)
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(subject__regex=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$"), name="outbox_subject_is_dotted"
            ),
        ]

    def __str__(self) -> str:
        """Return subject and id."""
        return f"{self.subject} {self.id}"


class HandledEvent(models.Model):
    """A handler has done its work for an event; written in the same transaction as that work."""

    pk = models.CompositePrimaryKey("event_id", "handler")
    event_id = models.UUIDField()
    handler = models.CharField(max_length=200)
    handled_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["handled_at"], name="handled_event_age")]

    def __str__(self) -> str:
        """Return handler and event."""
        return f"{self.handler} {self.event_id}"


class DeadLetter(models.Model):
    """An event a handler could not digest; people in the back office retry or discard it."""

    class Status(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting")
        RETRIED = "retried", _("Done on retry")
        DISCARDED = "discarded", _("Discarded")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event_id = models.UUIDField(_("event"))
    handler = models.CharField(_("handler"), max_length=200)
    subject = models.CharField(_("subject"), max_length=120)
    payload = models.JSONField(_("contents"))
    error = models.TextField(_("error"))
    attempt_count = models.PositiveIntegerField(_("attempts"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    failed_at = models.DateTimeField(_("failed at"))
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_by = models.UUIDField(_("settled by"), null=True)

    class Meta:
        verbose_name = _("dead letter")
        verbose_name_plural = _("dead letters")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event_id", "handler"], name="dead_letter_once_per_handler"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["failed_at"], name="dead_letter_waiting", condition=models.Q(status="waiting")),
        ]

    def __str__(self) -> str:
        """Return handler and subject."""
        return f"{self.handler} ← {self.subject}"


class Progress(models.Model):
    """How far a job is, for the person who waits."""

    class Status(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(null=True)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True)
    result_url = models.CharField(max_length=500, blank=True)
    file = models.FileField(upload_to="jobs/", blank=True, db_default="")
    file_name = models.CharField(max_length=120, blank=True, db_default="")
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "created_at"], name="progress_of_person")
        ]

    def __str__(self) -> str:
        """Return title and state."""
        return f"{self.title} ({self.status})"

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.status not in {self.Status.WAITING, self.Status.RUNNING}

    @property
    def percent(self) -> int | None:
        """How far it is, 0–100; None while nobody knows how much there is."""
        return min(100, 100 * self.done_count // self.total_count) if self.total_count else None


class QueuedJob(ProcrastinateJob):
    """A job of the queue, to look at; the queue's own table, with words for people."""

    class Status(models.TextChoices):
        """Where the job stands, as the queue writes it."""

        WAITING = "todo", _("Waiting")
        DOING = "doing", _("Under way")
        SUCCEEDED = "succeeded", _("Completed")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Dropped")
        ABORTED = "aborted", _("Stopped")

    class Meta:
        proxy = True
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        """Return the job's name and number; what it is to be done with may be personal and is not shown."""
        return f"{self.task_name} {self.id}"


class KeptReply(models.Model):
    """The answer given to a client's key, kept so that a repeat gets the same one."""

    pk = models.CompositePrimaryKey("scope", "key")
    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=128)
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["expires_at"], name="kept_reply_expiry")]

    def __str__(self) -> str:
        """Return the key in its scope."""
        return f"{self.scope} {self.key}"


class RateWindow(models.Model):
    """How often something was asked in one window of time."""

    pk = models.CompositePrimaryKey("key", "window_s")
    key = models.CharField(max_length=160)
    window_s = models.BigIntegerField()
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["expires_at"], name="rate_window_expiry")]

    def __str__(self) -> str:
        """Return key and count."""
        return f"{self.key}: {self.count}"


def every_append_only_model() -> list[type[models.Model]]:
    """Return the models whose rows are never changed."""
    from django.apps import apps  # noqa: PLC0415  the registry is not ready while models load

    found: list[Any] = [model for model in apps.get_models() if getattr(model, "append_only", False)]
    return found
