"""What a person agreed to, in which version, and when it was taken back."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.people.models.persons import Person


class Matter(models.TextChoices):
    """What a consent is about."""

    TERMS = "terms", _("Terms of use")
    PRIVACY = "privacy", _("Privacy notice")
    MARKETING = "marketing", _("News by message or e-mail")
    LOCATION = "location", _("Use of my location")
    PHOTO = "photo", _("Photos of me in reports")


class Consent(models.Model):
    """A person agreed to one version of one matter; withdrawing ends it, agreeing again is a new row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents", verbose_name=_("person"))
    matter = models.CharField(_("about"), max_length=10, choices=Matter.choices)
    version = models.CharField(_("version"), max_length=10)
    language = models.CharField(_("language read"), max_length=10)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-given_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "matter"], condition=Q(withdrawn_at__isnull=True), name="people_consent_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="people_consent_withdrawn_after_given",
            ),
        ]
