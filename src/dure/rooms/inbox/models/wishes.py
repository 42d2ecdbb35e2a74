"""How a person wants to be told: choices per topic, quiet hours, and the devices that take pushes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id

ENDPOINT_LENGTH_MAX = 800


class TopicChoice(models.Model):
    """What a person chose for one topic; without a row the topic's own line in `topics.py` holds."""

    person_id = models.UUIDField(_("person"))
    topic = models.CharField(_("about"), max_length=20)
    on_page = models.BooleanField(_("on the page"), default=True)
    by_letter = models.BooleanField(_("by e-mail"))
    by_push = models.BooleanField(_("on my devices"))

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person_id", "topic"], name="topic_choice_once"),
        ]

    def __str__(self) -> str:
        """Return the topic."""
        return self.topic


class Zone(models.TextChoices):
    """Where a person's clock stands."""

    SEOUL = "Asia/Seoul", _("Korea")
    SHANGHAI = "Asia/Shanghai", _("China")
    LONDON = "Europe/London", _("United Kingdom")
    NEW_YORK = "America/New_York", _("America, east coast")
    LOS_ANGELES = "America/Los_Angeles", _("America, west coast")


class Pace(models.TextChoices):
    """How often letters come."""

    SOON = "soon", _("Within minutes")
    DAILY = "daily", _("Once a day, in the morning")


class Habit(models.Model):
    """When a person wants to be left alone, and how often letters may come."""

    person_id = models.UUIDField(_("person"), primary_key=True)
    quiet_from = models.TimeField(_("quiet from"), null=True)
    quiet_until = models.TimeField(_("quiet until"), null=True)
    zone = models.CharField(_("clock of"), max_length=40, choices=Zone, default=Zone.SEOUL)
    pace = models.CharField(_("letters come"), max_length=5, choices=Pace, default=Pace.SOON)

    class Meta:
        verbose_name = _("habit")
        verbose_name_plural = _("habits")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="habit_quiet_has_both_ends",
            ),
        ]

    def __str__(self) -> str:
        """Return the quiet hours."""
        return f"{self.quiet_from} – {self.quiet_until}"


class PushKey(models.Model):
    """The house's own pair of keys (VAPID, RFC 8292), made once; push services know the house by it."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    private_pem = models.BinaryField()
    public_pem = models.BinaryField()
    browser_key = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(number=1), name="push_key_only_one"),
        ]

    def __str__(self) -> str:
        """Return the public half."""
        return self.browser_key


class PushSubscription(models.Model):
    """A browser that takes pushes for a person; gone when its push service says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(_("person"), db_index=True)
    endpoint = models.CharField(_("address"), max_length=ENDPOINT_LENGTH_MAX, unique=True)
    browser_key = models.CharField(_("key of the browser"), max_length=120)
    secret = models.CharField(_("shared secret"), max_length=40)
    device = models.CharField(_("device"), max_length=120, blank=True)
    subscribed_at = models.DateTimeField(_("since"))
    reached_at = models.DateTimeField(_("last reached"), null=True)

    class Meta:
        verbose_name = _("device that takes pushes")
        verbose_name_plural = _("devices that take pushes")

    def __str__(self) -> str:
        """Return the device."""
        return self.device
