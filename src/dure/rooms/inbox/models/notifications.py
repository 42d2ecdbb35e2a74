"""What people are told, and how it travels."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id

TITLE_LENGTH_MAX, BODY_LENGTH_MAX, LINK_LENGTH_MAX, KEY_LENGTH_MAX = 200, 1000, 300, 160


class Channel(models.TextChoices):
    """How a notification travels beyond the page."""

    LETTER = "letter", _("E-mail")
    PUSH = "push", _("On this device")


class Notification(models.Model):
    """One thing a person is told, in the words and the language it was told in; once per (person, key)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(_("person"))
    topic = models.CharField(_("about"), max_length=20)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX)
    body = models.CharField(_("text"), max_length=BODY_LENGTH_MAX, blank=True)
    link = models.CharField(_("leads to"), max_length=LINK_LENGTH_MAX, blank=True)
    key = models.CharField(_("key"), max_length=KEY_LENGTH_MAX)
    is_on_page = models.BooleanField(_("shown on the page"), default=True)
    told_at = models.DateTimeField(_("told"))
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person_id", "key"], name="notification_once_per_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "-id"], name="notification_newest", condition=Q(is_on_page=True)),
            models.Index(
                fields=["person_id"], name="notification_unread", condition=Q(is_on_page=True, read_at__isnull=True)
            ),
            models.Index(fields=["told_at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def is_read(self) -> bool:
        """Whether the person has seen it."""
        return self.read_at is not None


class Delivery(models.Model):
    """A notification on its way by one channel; done when it was handed over, or when there was nobody to take it."""

    class Outcome(models.TextChoices):
        """What became of it."""

        SENT = "sent", _("Sent")
        NO_ADDRESS = "no_address", _("No address")
        READ_BEFORE = "read_before", _("Read before it was due")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("notification")
    )
    person_id = models.UUIDField(_("person"))
    channel = models.CharField(_("by"), max_length=6, choices=Channel)
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, outcome="") | (Q(done_at__isnull=False) & ~Q(outcome="")),
                name="delivery_done_with_outcome",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "channel"], name="delivery_waiting", condition=Q(done_at__isnull=True)),
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        """Return channel and outcome."""
        return f"{self.channel} {self.outcome}"
