"""Hubs, where parcels change hands, and drivers, who carry them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id


class Hub(models.Model):
    """A place of an organisation where parcels are received, kept and handed on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey("people.Region", on_delete=models.PROTECT, related_name="+", verbose_name=_("region"))
    street = models.CharField(_("street"), max_length=200)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    phone = models.CharField(_("phone number"), max_length=20, blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("hub")
        verbose_name_plural = _("hubs")
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation"], name="dispatch_hub_organisation"),
            models.Index(fields=["region"], condition=Q(closed_at__isnull=True), name="dispatch_hub_open_region"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Driver(models.Model):
    """A person who carries parcels: for one hub, or for the whole house where `hub` is empty. An end is kept."""

    class Vehicle(models.TextChoices):
        """What somebody drives."""

        FOOT = "foot", _("On foot")
        BICYCLE = "bicycle", _("Bicycle")
        MOTORCYCLE = "motorcycle", _("Motorcycle")
        CAR = "car", _("Car")
        VAN = "van", _("Van")
        TRUCK = "truck", _("Truck")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, related_name="drivers", verbose_name=_("hub"))
    vehicle = models.CharField(_("vehicle"), max_length=12, choices=Vehicle)
    phone = models.CharField(_("phone number"), max_length=20)
    asked_at = models.DateTimeField(_("asked"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("driver")
        verbose_name_plural = _("drivers")
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "hub"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="dispatch_driver_once_per_hub",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at")), name="dispatch_driver_ends_later"
            ),
        ]

    @property
    def is_approved(self) -> bool:
        """Whether parcels may be handed to this driver now."""
        return self.approved_at is not None and self.ended_at is None
