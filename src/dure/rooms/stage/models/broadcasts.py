"""What is on air: broadcasts and their recordings, the run-sheet, what was on the screen when, and captions."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.stage.models.shows import TITLE_LENGTH_MAX, Show

KEY_LENGTH_MAX = 80


class Broadcast(models.Model):
    """One stretch of a show on air; after its end the recording of it, the replay.

    One telephone at a time sends it. A pass is given before its telephone is there: the one that sends goes on until
    the next one has come, so nobody takes a picture away and then has none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="broadcasts", verbose_name=_("show"))
    person_id = models.UUIDField(_("begun by"), null=True)
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    nonce = models.UUIDField(_("mark of the pass that sends"))
    next_nonce = models.UUIDField(_("mark of the pass that may take over"), null=True)
    filmed_by = models.UUIDField(_("films now"), null=True)
    offered_at = models.DateTimeField(_("offered to the others"), null=True)
    phone_key = models.CharField(_("mark of the telephone"), max_length=64, blank=True, db_default="")
    seen_at = models.DateTimeField(_("last heard of"), null=True)
    first_picture_at = models.DateTimeField(_("first picture"), null=True)
    has_recording = models.BooleanField(_("has a recording"), default=False, db_default=False)
    duration_ms = models.BigIntegerField(_("length of the recording, ms"), null=True)
    poster = models.CharField(_("poster"), max_length=200, blank=True, db_default="")
    published_at = models.DateTimeField(_("replay published"), null=True)
    withdrawn_at = models.DateTimeField(_("replay withdrawn"), null=True)
    is_taken_down = models.BooleanField(_("taken down"), default=False, db_default=False)
    removed_at = models.DateTimeField(_("recording removed"), null=True)

    class Meta:
        verbose_name = _("broadcast")
        verbose_name_plural = _("broadcasts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["show"], condition=Q(ended_at__isnull=True), name="stage_one_on_air"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(ended_at__isnull=False), name="stage_replay_after_end"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["show", "started_at"], name="stage_broadcast_of_show"),
            models.Index(
                fields=["-published_at"],
                condition=Q(published_at__isnull=False, removed_at__isnull=True),
                name="stage_replays",
            ),
        ]

    @property
    def is_replay_shown(self) -> bool:
        """Whether everybody may see the recording."""
        is_gone = bool(self.withdrawn_at or self.removed_at or self.is_taken_down)
        return self.published_at is not None and not is_gone


class Cue(models.Model):
    """A line of a show's run-sheet: what it stands for (`offer:81`, or nothing) and the facts shown with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="cues", verbose_name=_("show"))
    position = models.PositiveSmallIntegerField(_("place"))
    key = models.CharField(_("stands for"), max_length=KEY_LENGTH_MAX, blank=True)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX)
    facts = models.JSONField(_("facts shown"), default=dict)
    added_at = models.DateTimeField(_("added"))
    removed_at = models.DateTimeField(_("taken out"), null=True)

    class Meta:
        verbose_name = _("cue")
        verbose_name_plural = _("cues")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["show", "key"],
                condition=Q(removed_at__isnull=True) & ~Q(key=""),
                name="stage_cue_key_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["show", "position"], name="stage_run_sheet")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class CueShowing(models.Model):
    """A time for which a cue was on the screen; the one without an end is there now. Chapters are made of these."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="showings", verbose_name=_("show"))
    cue = models.ForeignKey(Cue, on_delete=models.PROTECT, related_name="showings", verbose_name=_("cue"))
    broadcast = models.ForeignKey(
        Broadcast, on_delete=models.PROTECT, null=True, related_name="showings", verbose_name=_("broadcast")
    )
    shown_at = models.DateTimeField(_("from"))
    cleared_at = models.DateTimeField(_("until"), null=True)
    shown_by = models.UUIDField(_("by"), null=True)

    class Meta:
        verbose_name = _("cue on the screen")
        verbose_name_plural = _("cues on the screen")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["show"], condition=Q(cleared_at__isnull=True), name="stage_one_on_screen"),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(cleared_at__gte=F("shown_at")), name="stage_cleared_after"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["broadcast", "shown_at"], name="stage_chapters"),
            models.Index(fields=["cue"], name="stage_showings_of_cue"),
        ]


class Caption(models.Model):
    """A line a helper typed of what is said, at the moment it was said. Written by the gate."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(
        Show, on_delete=models.PROTECT, related_name="captions", db_constraint=False, verbose_name=_("show")
    )
    person_id = models.UUIDField(_("typed by"))
    text = models.CharField(_("words"), max_length=200)
    client_key = models.UUIDField(_("key of the sender"))
    said_at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name = _("caption")
        verbose_name_plural = _("captions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["show", "person_id", "client_key"], name="stage_caption_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["show", "said_at"], name="stage_captions_in_order"),
        ]

    def __str__(self) -> str:
        """Return the words."""
        return self.text
