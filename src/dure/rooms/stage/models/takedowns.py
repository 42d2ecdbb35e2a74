"""What staff decided about wishes to take something down, and what its makers say against it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.models import AppendOnly
from dure.rooms.stage.models.clips import Takedown

DECISION_LENGTH_MAX = 500
OBJECTION_LENGTH_MAX = 1000


class Ruling(AppendOnly):
    """A decision about a wish, with its reasons; the last one holds, and none is ever changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    takedown = models.ForeignKey(
        Takedown, on_delete=models.PROTECT, related_name="rulings", verbose_name=_("wish to take down")
    )
    is_granted = models.BooleanField(_("taken down"))
    words = models.CharField(_("reasons"), max_length=DECISION_LENGTH_MAX)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.UUIDField(_("decided by"), null=True)

    class Meta:
        verbose_name = _("decision about a wish")
        verbose_name_plural = _("decisions about wishes")

    def __str__(self) -> str:
        """Return the reasons."""
        return self.words


class Objection(models.Model):
    """What somebody whose clip or recording was taken down says against it; staff decide once more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    takedown = models.ForeignKey(
        Takedown, on_delete=models.PROTECT, related_name="objections", verbose_name=_("wish to take down")
    )
    person_id = models.UUIDField(_("said by"), null=True)
    words = models.TextField(_("words"), max_length=OBJECTION_LENGTH_MAX)
    said_at = models.DateTimeField(_("said"))
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["takedown"], condition=Q(answered_at__isnull=True), name="stage_one_open_objection"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["said_at"], condition=Q(answered_at__isnull=True), name="stage_objection_queue"),
        ]

    def __str__(self) -> str:
        """Return the words."""
        return self.words
