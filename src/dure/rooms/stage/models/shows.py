"""Shows, who helps in them, who wants to be reminded, and who said that all in the picture agree."""

import hashlib
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id

if TYPE_CHECKING:
    from dure.rooms.stage.models.broadcasts import Broadcast

TITLE_LENGTH_MAX = 120
ABOUT_LENGTH_MAX = 2000
PINNED_LENGTH_MAX = 200


class Show(models.Model):
    """A time at which an organisation wants to be seen, and the state of its room; `sequence` counts its changes."""

    class Kind(models.TextChoices):
        """What it is for."""

        SELLING = "selling", _("Selling")
        GATHERING = "gathering", _("Gathering")

    class Status(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("Coming")
        LIVE = "live", _("Live now")
        ENDED = "ended", _("Over")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("host")
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX)
    about = models.TextField(_("what it is about"), max_length=ABOUT_LENGTH_MAX, blank=True)
    cover = models.CharField(_("cover picture"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.SELLING)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages"))
    starts_at = models.DateTimeField(_("starts"))
    planned_minutes = models.PositiveSmallIntegerField(_("planned minutes"), default=60)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED)
    started_at = models.DateTimeField(_("started"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    cancelled_why = models.CharField(_("why cancelled"), max_length=300, blank=True)
    scheduled_at = models.DateTimeField(_("scheduled"))
    scheduled_by = models.UUIDField(_("scheduled by"), null=True)
    sequence = models.BigIntegerField(_("number of its last change"), default=0)
    pinned_text = models.CharField(_("pinned message"), max_length=PINNED_LENGTH_MAX, blank=True)
    is_frozen = models.BooleanField(_("chat is frozen"), default=False)
    slow_mode_s = models.PositiveSmallIntegerField(_("seconds between two messages"), default=0)
    is_public = models.BooleanField(_("shown to everybody"), default=True)
    is_contest = models.BooleanField(_("is a contest"), default=False)
    voting_opened_at = models.DateTimeField(_("voting opened"), null=True)
    voting_closed_at = models.DateTimeField(_("voting closed"), null=True)
    chat_removed_at = models.DateTimeField(_("chat removed"), null=True)

    class Meta:
        verbose_name = _("show")
        verbose_name_plural = _("shows")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status="live") | Q(started_at__isnull=False), name="stage_live_started"
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(ended_at__gte=F("started_at")), name="stage_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(is_contest=False) | Q(kind="gathering"), name="stage_contests_gather"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "starts_at"], name="stage_show_calendar"),
            models.Index(fields=["organisation", "-starts_at"], name="stage_show_of_host"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def is_voting(self) -> bool:
        """Whether votes are taken now."""
        is_open = self.voting_opened_at is not None and self.voting_closed_at is None
        return is_open and self.status != self.Status.CANCELLED

    @property
    def takes_entries(self) -> bool:
        """Whether something may be brought to the contest: until the voting opens."""
        is_early = self.voting_opened_at is None and self.voting_closed_at is None
        return self.is_contest and is_early and self.status != self.Status.CANCELLED

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be on air."""
        return self.status in {self.Status.ENDED, self.Status.CANCELLED}

    @property
    def seen_again(self) -> "Broadcast | None":
        """Its first recording that everybody may see; of shows whose broadcasts were read with them, no statement."""
        if self.status != self.Status.ENDED:
            return None
        return next((each for each in self.broadcasts.all() if each.is_replay_shown), None)

    @property
    def is_live(self) -> bool:
        """Whether it is on air now."""
        return self.status == self.Status.LIVE


class Audience(models.Model):
    """How many watch and how many hearts were given, told by the gates; apart, so that counting disturbs no show."""

    show = models.OneToOneField(
        Show, on_delete=models.PROTECT, primary_key=True, related_name="audience", verbose_name=_("show")
    )
    hearts = models.BigIntegerField(_("hearts"), default=0, db_default=0)
    viewers_peak = models.PositiveIntegerField(_("most viewers at once"), default=0, db_default=0)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Helper(models.Model):
    """A person who takes part in a show beside its hosts: as a helper, who keeps order, or as the second host.

    A second host films with a telephone of their own; they keep order, and change what is on the screen, if they are
    let.
    """

    class Role(models.TextChoices):
        """As what."""

        HELPER = "helper", _("Helper")
        COHOST = "cohost", _("Second host")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="helpers", verbose_name=_("show"))
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    role = models.CharField(_("as"), max_length=6, choices=Role, default=Role.HELPER, db_default=Role.HELPER)
    keeps_order = models.BooleanField(_("keeps order"), default=True, db_default=True)
    added_at = models.DateTimeField(_("added"))
    added_by = models.UUIDField(_("added by"), null=True)
    removed_at = models.DateTimeField(_("removed"), null=True)

    class Meta:
        verbose_name = _("helper")
        verbose_name_plural = _("helpers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["show", "person"], condition=Q(removed_at__isnull=True), name="stage_helper_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person"], name="stage_helps_where")]

    @property
    def films(self) -> bool:
        """Whether it is a second host's place."""
        return self.role == self.Role.COHOST


class HelperLink(models.Model):
    """A link that makes the first person who follows it a helper or second host; only its fingerprint is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="helper_links", verbose_name=_("show"))
    digest = models.CharField(_("fingerprint"), max_length=64, unique=True)
    role = models.CharField(
        _("as"), max_length=6, choices=Helper.Role, default=Helper.Role.HELPER, db_default=Helper.Role.HELPER
    )
    made_at = models.DateTimeField(_("made"))
    made_by = models.UUIDField(_("made by"), null=True)
    expires_at = models.DateTimeField(_("holds until"))
    accepted_by = models.UUIDField(_("accepted by"), null=True)
    taken_back_at = models.DateTimeField(_("link taken back"), null=True)

    class Meta:
        verbose_name = _("helper link")
        verbose_name_plural = _("helper links")

    @staticmethod
    def digest_of(secret: str) -> str:
        """Return the fingerprint of a link's secret."""
        return hashlib.sha256(secret.encode()).hexdigest()


class Reminder(models.Model):
    """A person's wish to hear of a show some minutes before; told once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="reminders", verbose_name=_("show"))
    person_id = models.UUIDField(_("person"))
    minutes_before = models.PositiveSmallIntegerField(_("minutes before"))
    wished_at = models.DateTimeField(_("wished"))
    told_at = models.DateTimeField(_("told"), null=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["show", "person_id"], name="stage_reminder_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["show"], condition=Q(told_at__isnull=True), name="stage_reminder_due"),
            models.Index(fields=["person_id"], name="stage_reminder_whose"),
        ]


class Consent(models.Model):
    """A host's word that everybody in the picture agrees to be recorded, and parents for their children."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="consents", verbose_name=_("show"))
    person_id = models.UUIDField(_("said by"), null=True)
    said_at = models.DateTimeField(_("said"))
    words = models.TextField(_("the words"))
    has_children = models.BooleanField(_("children are in the picture"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("consent to be recorded")
        verbose_name_plural = _("consents to be recorded")
