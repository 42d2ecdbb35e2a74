"""Keys with which a program acts for a person, or for one of their organisations."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.people.models.organisations import Organisation
from dure.rooms.people.models.persons import Person


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Ways to narrow keys down."""

    def valid(self, at: datetime) -> "ApiKeyQuerySet":
        """Keys that open something at this moment: neither ended nor run out."""
        return self.filter(ended_at__isnull=True, expires_at__gt=at)


class ApiKey(models.Model):
    """A key of a person's for one program. Of the secret only the hash is kept; it is shown once, when it is made.

    With an organisation the program acts for that organisation only, without one for the person only.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    is_read_only = models.BooleanField(_("may only read"), default=False)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("runs out"))
    used_at = models.DateTimeField(_("last used"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects: ClassVar = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="people_api_key_lives"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-made_at"], name="people_api_key_of_person")]

    def __str__(self) -> str:
        return self.name
