"""What is said in a show, and keeping order there: restrictions, banned words, reports, and the log of it all."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.stage.models.shows import Show

TEXT_LENGTH_MAX = 200
NAME_LENGTH_MAX = 40
REASON_LENGTH_MAX = 300


class ChatMessage(models.Model):
    """One thing said. Written by the gate in batches: person and show are numbers, checked before the batch."""

    class Role(models.TextChoices):
        """As what it was said."""

        VIEWER = "viewer", _("Viewer")
        HELPER = "helper", _("Helper")
        COHOST = "cohost", _("Second host")
        HOST = "host", _("Host")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(
        Show, on_delete=models.PROTECT, related_name="messages", db_constraint=False, verbose_name=_("show")
    )
    person_id = models.UUIDField(_("person"))
    name = models.CharField(_("shown name"), max_length=NAME_LENGTH_MAX)
    role = models.CharField(_("as"), max_length=6, choices=Role)
    text = models.CharField(_("words"), max_length=TEXT_LENGTH_MAX)
    client_key = models.UUIDField(_("key of the sender"))
    sent_at = models.DateTimeField(_("said"))
    hidden_at = models.DateTimeField(_("hidden"), null=True)
    hidden_by = models.UUIDField(_("hidden by"), null=True)

    class Meta:
        verbose_name = _("chat message")
        verbose_name_plural = _("chat messages")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["show", "person_id", "client_key"], name="stage_said_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["show", "-id"], name="stage_chat_of_show"),
            models.Index(fields=["person_id"], name="stage_chat_of_person"),
        ]

    def __str__(self) -> str:
        """Return the words."""
        return self.text


class Restriction(models.Model):
    """A person who may not speak (mute) or not take part (ban) in a show, or in every show of its host."""

    class Kind(models.TextChoices):
        """What it takes away."""

        MUTE = "mute", _("Muted")
        BAN = "ban", _("Banned")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="restrictions", verbose_name=_("show"))
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("host")
    )
    is_everywhere = models.BooleanField(_("in every show of the host"), default=False)
    person_id = models.UUIDField(_("person"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    until = models.DateTimeField(_("until"), null=True)
    reason = models.CharField(_("why"), max_length=REASON_LENGTH_MAX, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.UUIDField(_("made by"), null=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.UUIDField(_("lifted by"), null=True)

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["show", "person_id", "kind"], condition=Q(lifted_at__isnull=True), name="stage_restricted_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation"],
                condition=Q(lifted_at__isnull=True, is_everywhere=True),
                name="stage_restricted_all",
            ),
        ]


class WordList(models.Model):
    """Words that may not be said: in every show of the house (no organisation), or of one host."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("host")
    )
    words = ArrayField(models.CharField(max_length=40), default=list, verbose_name=_("words"))
    version = models.BigIntegerField(_("version"), default=1)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.UUIDField(_("changed by"), null=True)

    class Meta:
        verbose_name = _("list of words")
        verbose_name_plural = _("lists of words")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation"], name="stage_one_word_list", nulls_distinct=False),
        ]


class Report(models.Model):
    """A viewer's word that a message should not stand; hosts, helpers and staff see it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(
        ChatMessage, on_delete=models.CASCADE, related_name="reports", verbose_name=_("chat message")
    )
    person_id = models.UUIDField(_("reported by"))
    reason = models.CharField(_("why"), max_length=REASON_LENGTH_MAX, blank=True)
    reported_at = models.DateTimeField(_("reported"))
    settled_at = models.DateTimeField(_("settled"), null=True)

    class Meta:
        verbose_name = _("reported message")
        verbose_name_plural = _("reported messages")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["message", "person_id"], name="stage_reported_once"),
        ]


class ModerationAct(models.Model):
    """What a host or helper did to keep a show in order or to change its screen; wrong ones are undone by another."""

    class Kind(models.TextChoices):
        """What was done."""

        CUE = "cue", _("Put on the screen")
        CLEAR = "clear", _("Taken off the screen")
        PIN = "pin", _("Message pinned")
        UNPIN = "unpin", _("Message unpinned")
        FREEZE = "freeze", _("Chat frozen")
        THAW = "thaw", _("Chat opened again")
        SLOW = "slow", _("Slow mode changed")
        MUTE = "mute", _("Muted")
        BAN = "ban", _("Banned")
        LIFT = "lift", _("Restriction lifted")
        HIDE = "hide", _("Message hidden")
        SHOW = "show", _("Message shown again")
        WORDS = "words", _("Banned words changed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="acts", verbose_name=_("show"))
    kind = models.CharField(_("what"), max_length=6, choices=Kind)
    target = models.UUIDField(_("to what"), null=True)
    words = models.CharField(_("words"), max_length=REASON_LENGTH_MAX, blank=True)
    done_at = models.DateTimeField(_("done"))
    done_by = models.UUIDField(_("done by"), null=True)

    class Meta:
        verbose_name = _("act of keeping order")
        verbose_name_plural = _("acts of keeping order")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["show", "-id"], name="stage_acts_of_show")]
