"""Gatherings that compare: what people bring, and whom people choose."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.stage.models.clips import Clip
from dure.rooms.stage.models.shows import TITLE_LENGTH_MAX, Show


class Entry(models.Model):
    """What a person brings to a contest: a title, some words, and a clip when there is one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="entries", verbose_name=_("show"))
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    clip = models.ForeignKey(Clip, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("clip"))
    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX)
    words = models.CharField(_("words"), max_length=500, blank=True)
    entered_at = models.DateTimeField(_("entered"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.UUIDField(_("withdrawn by"), null=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=200, blank=True, db_default="")

    count: int | None = None
    place: int | None = None
    """Its votes and how many entries have more, plus one; told once the voting is closed."""

    class Meta:
        verbose_name = _("entry of a contest")
        verbose_name_plural = _("entries of contests")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["show", "person"], condition=Q(withdrawn_at__isnull=True), name="stage_entry_once"
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Vote(models.Model):
    """Whom a person chooses in a contest: one entry, changeable until voting is closed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    show = models.ForeignKey(Show, on_delete=models.PROTECT, related_name="votes", verbose_name=_("show"))
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="votes", verbose_name=_("entry"))
    person_id = models.UUIDField(_("person"))
    voted_at = models.DateTimeField(_("voted"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["show", "person_id"], name="stage_one_vote"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["entry"], name="stage_votes_of_entry")]
