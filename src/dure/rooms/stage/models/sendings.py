"""Films on their way to the house, piece by piece."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.stage.models.clips import FILM_BYTES_MAX
from dure.rooms.stage.models.shows import TITLE_LENGTH_MAX

FILE_NAME_LENGTH_MAX = 200
FINGERPRINT_LENGTH_MAX = 64


class Sending(models.Model):
    """A film that somebody sends in pieces; once it is whole, the clip that becomes of it has the same id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(_("sent by"))
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("host")
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH_MAX)
    poster_ms = models.PositiveIntegerField(_("picture of the poster, ms"), default=0)
    name = models.CharField(_("name of the file"), max_length=FILE_NAME_LENGTH_MAX, blank=True)
    fingerprint = models.CharField(_("what the file is known by"), max_length=FINGERPRINT_LENGTH_MAX, blank=True)
    size = models.BigIntegerField(_("size, bytes"))
    received = models.BigIntegerField(_("of it is here, bytes"), default=0)
    began_at = models.DateTimeField(_("begun"))
    heard_at = models.DateTimeField(_("last piece"))

    class Meta:
        verbose_name = _("film on its way")
        verbose_name_plural = _("films on their way")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=FILM_BYTES_MAX), name="stage_sending_size"),
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("size")), name="stage_sending_received"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id"], name="stage_sending_person"),
            models.Index(fields=["heard_at"], name="stage_sending_heard"),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def is_whole(self) -> bool:
        """Whether all of it is here."""
        return self.received == self.size

    @property
    def percent(self) -> int:
        """How much of it is here."""
        return self.received * 100 // self.size

    @property
    def poster_s(self) -> str:
        """The second of the picture that stands for it, as a browser's field reads it."""
        return f"{self.poster_ms / 1000:.1f}"
