"""One organisation lets another act for it."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.people.models.organisations import Organisation
from dure.rooms.people.models.persons import Person


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Ways to narrow mandates down."""

    def active(self, on: date) -> "MandateQuerySet":
        """Mandates that hold on this day: not revoked, their last day not past."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), revoked_at__isnull=True)


class Mandate(models.Model):
    """The people of `helper` may act for `organisation` as members, until its last day or until either side ends it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    helper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("acts for it"))
    granted_at = models.DateTimeField(_("granted"))
    granted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("granted by")
    )
    until = models.DateField(_("last day"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("ended"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects: ClassVar = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering: ClassVar = ["-granted_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "helper"],
                condition=Q(revoked_at__isnull=True),
                name="people_mandate_one_open_per_pair",
            ),
            models.CheckConstraint(condition=~Q(organisation=F("helper")), name="people_mandate_between_two"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["helper"], condition=Q(revoked_at__isnull=True), name="people_mandate_of_helper"),
        ]

    def __str__(self) -> str:
        return f"{self.helper_id} for {self.organisation_id}"
