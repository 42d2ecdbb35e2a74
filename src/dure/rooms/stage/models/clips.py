"""Clips of a minute at most, and wishes that a recording or clip be taken down."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.stage.models.broadcasts import KEY_LENGTH_MAX, Broadcast
from dure.rooms.stage.models.shows import TITLE_LENGTH_MAX, Show

CLIP_MS_LEAST, CLIP_MS_MAX = 3_000, 60_000
FILM_BYTES_MAX = 200 * 1024 * 1024


class Clip(models.Model):
    """A short film: cut from a replay, or sent in; its files lie under `clips/<id>/` once it is ready."""

    class Source(models.TextChoices):
        """Where it comes from."""

        CUT = "cut", _("Cut from a replay")
        UPLOAD = "upload", _("Sent in")

    class Status(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting to be made")
        WORKING = "working", _("Being made")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Could not be used")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(_("source"), max_length=6, choices=Source)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("host")
    )
    show = models.ForeignKey(Show, on_delete=models.PROTECT, null=True, related_name="clips", verbose_name=_("show"))
    broadcast = models.ForeignKey(
        Broadcast, on_delete=models.PROTECT, null=True, related_name="clips", verbose_name=_("broadcast")
    )
    person_id = models.UUIDField(_("made by"), null=True)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX)
    key = models.CharField(_("stands for"), max_length=KEY_LENGTH_MAX, blank=True)
    facts = models.JSONField(_("facts shown"), default=dict)
    from_ms = models.BigIntegerField(_("from, ms"), null=True)
    to_ms = models.BigIntegerField(_("to, ms"), null=True)
    upload = models.CharField(_("file as it was sent"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.WAITING)
    refusal = models.CharField(_("why it could not be used"), max_length=60, blank=True)
    file = models.CharField(_("film"), max_length=200, blank=True)
    poster = models.CharField(_("poster"), max_length=200, blank=True)
    poster_ms = models.PositiveIntegerField(_("picture of the poster, ms"), default=0, db_default=0)
    done_percent = models.PositiveSmallIntegerField(_("how far it is, %"), default=0, db_default=0)
    duration_ms = models.PositiveIntegerField(_("length, ms"), null=True)
    width = models.PositiveSmallIntegerField(_("width"), null=True)
    height = models.PositiveSmallIntegerField(_("height"), null=True)
    made_at = models.DateTimeField(_("made"))
    published_at = models.DateTimeField(_("published"), null=True)
    is_taken_down = models.BooleanField(_("taken down"), default=False)
    removed_at = models.DateTimeField(_("removed"), null=True)

    beside: Sequence[str] = ()
    """What the other clips on a page stand for, for those who show something with each of them."""

    class Meta:
        verbose_name = _("clip")
        verbose_name_plural = _("clips")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(source="upload")
                | Q(
                    broadcast__isnull=False,
                    from_ms__gte=0,
                    to_ms__gt=F("from_ms"),
                    to_ms__lte=F("from_ms") + CLIP_MS_MAX,
                ),
                name="stage_cut_names_its_part",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | (Q(duration_ms__gt=0) & ~Q(file="")), name="stage_ready_clip_has_a_film"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(status="ready"), name="stage_published_clip_is_ready"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-published_at"],
                condition=Q(published_at__isnull=False, is_taken_down=False, removed_at__isnull=True),
                name="stage_clip_feed",
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def is_being_made(self) -> bool:
        """Whether the worker has not come to an end with it."""
        return self.status in {self.Status.WAITING, self.Status.WORKING}

    @property
    def is_shown(self) -> bool:
        """Whether everybody may see it."""
        return self.published_at is not None and not self.is_taken_down and self.removed_at is None


class Takedown(models.Model):
    """Somebody's wish that a recording or clip be taken down; staff decide."""

    class Why(models.TextChoices):
        """What is wrong with it."""

        ME = "me", _("I am in the picture")
        CHILD = "child", _("My child is in the picture")
        RIGHTS = "rights", _("It shows or plays what is mine")
        HARM = "harm", _("It hurts or endangers somebody")
        OTHER = "other", _("Something else")

    class Status(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting for us")
        GRANTED = "granted", _("Taken down")
        REFUSED = "refused", _("It stays")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    broadcast = models.ForeignKey(
        Broadcast, on_delete=models.PROTECT, null=True, related_name="takedowns", verbose_name=_("broadcast")
    )
    clip = models.ForeignKey(
        Clip, on_delete=models.PROTECT, null=True, related_name="takedowns", verbose_name=_("clip")
    )
    why = models.CharField(_("why"), max_length=6, choices=Why)
    words = models.TextField(_("words"), max_length=1000, blank=True)
    contact = models.CharField(_("how to reach them"), max_length=120, blank=True)
    person_id = models.UUIDField(_("asked by"), null=True)
    asked_at = models.DateTimeField(_("asked"))
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.WAITING)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.UUIDField(_("decided by"), null=True)
    decision = models.CharField(_("reasons"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("wish to take down")
        verbose_name_plural = _("wishes to take down")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(broadcast__isnull=False, clip__isnull=True) | Q(broadcast__isnull=True, clip__isnull=False),
                name="stage_takedown_of_one",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at__isnull=True)
                | (~Q(status="waiting") & Q(decided_at__isnull=False)),
                name="stage_takedown_decided_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["asked_at"], condition=Q(status="waiting"), name="stage_takedown_queue"),
        ]
