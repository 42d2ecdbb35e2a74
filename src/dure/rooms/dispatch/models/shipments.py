"""Shipments and their parcels. Where a parcel is stands in one place only: its own row."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Right
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.dispatch import sscc
from dure.rooms.dispatch.handover import Status, Whereabouts
from dure.rooms.dispatch.models.hubs import Driver, Hub

PLACES = [
    (Whereabouts.SENDER.value, _("With the sender, not packed")),
    (Whereabouts.PACKED.value, _("Packed at the sender's")),
    (Whereabouts.DRIVER.value, _("With a driver")),
    (Whereabouts.HUB.value, _("In a hub")),
    (Whereabouts.RECEIVER.value, _("With the receiver")),
    (Whereabouts.RETURNED.value, _("Back at the sender's")),
    (Whereabouts.CANCELLED.value, _("Not sent")),
    (Whereabouts.LOST.value, _("Lost")),
]
STATUSES = [
    (Status.BOOKED.value, _("To be packed")),
    (Status.PACKED.value, _("Packed")),
    (Status.ON_THE_WAY.value, _("On the way")),
    (Status.AT_HUB.value, _("In a hub")),
    (Status.TO_COLLECT.value, _("Ready to be collected")),
    (Status.DELIVERED.value, _("Delivered")),
    (Status.RETURNING.value, _("On the way back")),
    (Status.RETURNED.value, _("Back at the sender's")),
    (Status.CANCELLED.value, _("Cancelled")),
    (Status.LOST.value, _("Lost")),
]


class Shipment(models.Model):
    """Goods of one sender for one receiver; `reference` says what for, in the words of the room that booked it.

    `order_number` says the same to people, who read it on the label; empty where there is no order.
    """

    class Kind(models.TextChoices):
        """Where the goods end."""

        HOME = "home", _("To the door")
        PICKUP = "pickup", _("Collected at a pick-up point")
        HUB = "hub", _("Collected at a hub")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(_("reference"), max_length=160, unique=True)
    order_number = models.CharField(_("order"), max_length=20, blank=True, db_default="")
    tracking_key = models.CharField(max_length=32, unique=True, editable=False)
    kind = models.CharField(_("delivery"), max_length=8, choices=Kind)
    status = models.CharField(_("status"), max_length=12, choices=STATUSES, default=Status.BOOKED.value)
    sender = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("sender")
    )
    hub = models.ForeignKey(
        Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hub")
    )
    receiver_id = models.UUIDField(_("receiver"), null=True, editable=False)
    receiver_name = models.CharField(_("name"), max_length=120)
    receiver_phone = models.CharField(_("phone number"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2)
    region = models.ForeignKey(
        "people.Region", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("region")
    )
    street = models.CharField(_("street"), max_length=200, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    ready_by = models.DateField(_("to be packed by"), null=True, blank=True)
    page = models.CharField(_("page of the order"), max_length=300, blank=True, db_default="")
    report_days = models.PositiveSmallIntegerField(_("days to report a problem"), null=True, blank=True)
    is_returning = models.BooleanField(_("goes back to the sender"), default=False)
    attempt_count = models.PositiveSmallIntegerField(_("attempts"), default=0)
    booked_at = models.DateTimeField(_("booked"))
    packed_at = models.DateTimeField(_("packed"), null=True, blank=True)
    left_at = models.DateTimeField(_("left the sender"), null=True, blank=True)
    set_out_at = models.DateTimeField(_("out for delivery"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("receiver forgotten"), null=True, blank=True)
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        ordering: ClassVar = ["-booked_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind="home") | Q(hub__isnull=False), name="dispatch_shipment_has_hub"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False, status__in=[one.value for one in Status if one.is_end])
                | Q(ended_at__isnull=True, status__in=[one.value for one in Status if not one.is_end]),
                name="dispatch_shipment_ends_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sender", "status", "ready_by"], name="dispatch_shipment_sender"),
            models.Index(fields=["hub", "status"], name="dispatch_shipment_hub"),
            models.Index(fields=["receiver_id", "-booked_at"], name="dispatch_shipment_receiver"),
            models.Index(
                fields=["ended_at"], condition=Q(forgotten_at__isnull=True), name="dispatch_shipment_to_forget"
            ),
        ]

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference


class ParcelQuerySet(models.QuerySet["Parcel"]):
    """Ways to narrow parcels down."""

    def with_short(self, digits: str) -> "ParcelQuerySet":
        """Parcels whose number ends in these eight digits."""
        return self.alias(last_digits=Right("sscc", 8)).filter(last_digits=digits)


class Parcel(models.Model):
    """One box with its own number (SSCC). It is in exactly one place: with a driver, in a hub, or with neither."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="parcels", verbose_name=_("shipment"))
    position = models.PositiveSmallIntegerField(_("box"))
    sscc = models.CharField(_("SSCC"), max_length=18, unique=True)
    contents = models.JSONField(_("contents"), default=list)
    weight_g = models.PositiveIntegerField(_("weight (g)"), null=True, blank=True)
    place = models.CharField(_("where it is"), max_length=10, choices=PLACES, default=Whereabouts.SENDER.value)
    hub = models.ForeignKey(
        Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hub")
    )
    driver = models.ForeignKey(
        Driver, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("driver")
    )
    since = models.DateTimeField(_("there since"))
    printed_at = models.DateTimeField(_("waybill printed"), null=True, blank=True)

    objects: ClassVar = ParcelQuerySet.as_manager()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering: ClassVar = ["shipment", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shipment", "position"], name="dispatch_parcel_position"),
            models.CheckConstraint(condition=Q(sscc__regex=r"^[0-9]{18}$"), name="dispatch_parcel_sscc_digits"),
            models.CheckConstraint(
                condition=Q(place="hub", hub__isnull=False, driver__isnull=True)
                | Q(place="driver", hub__isnull=True, driver__isnull=False)
                | ~Q(place__in=["hub", "driver"]) & Q(hub__isnull=True, driver__isnull=True),
                name="dispatch_parcel_in_one_place",
            ),
        ]
        indexes: ClassVar = [
            models.Index(Right("sscc", 8), name="dispatch_parcel_short"),
            models.Index(fields=["hub"], condition=Q(place="hub"), name="dispatch_parcel_in_hub"),
            models.Index(fields=["driver"], condition=Q(place="driver"), name="dispatch_parcel_with_driver"),
            models.Index(fields=["since"], condition=Q(place="receiver"), name="dispatch_parcel_delivered"),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.sscc

    @property
    def short(self) -> str:
        """What is written on the box by hand, in two groups of four."""
        digits = sscc.short(self.sscc)
        return f"{digits[:4]} {digits[4:]}"
