"""What happened to parcels, as EPCIS 2.0 tells it; and what shows that it did."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.models import AppendOnly
from dure.rooms.dispatch.handover import CORRECTABLE, Reason, Step
from dure.rooms.dispatch.models.hubs import Driver, Hub
from dure.rooms.dispatch.models.shipments import PLACES, Shipment

STEPS = [
    (Step.PACK.value, _("Packed")),
    (Step.TAKE.value, _("Taken by the driver")),
    (Step.DROP.value, _("Arrived in the hub")),
    (Step.DELIVER.value, _("Handed to the receiver")),
    (Step.MISS.value, _("Could not be handed over")),
    (Step.TURN.value, _("Turned back")),
    (Step.COME_BACK.value, _("Back at the sender's")),
    (Step.CANCEL.value, _("Cancelled")),
    (Step.LOSE.value, _("Reported lost")),
    (Step.CORRECT.value, _("Noted by mistake, taken back")),
]
REASONS = [
    (Reason.NOT_AT_HOME.value, _("Nobody was there")),
    (Reason.WRONG_ADDRESS.value, _("The address was not found")),
    (Reason.REFUSED.value, _("The receiver did not take it")),
    (Reason.DAMAGED.value, _("The parcel is damaged")),
    (Reason.WEATHER.value, _("Weather or road")),
    (Reason.LOST.value, _("The parcel is missing")),
]


class TraceEvent(AppendOnly):
    """One thing that happened to parcels of a shipment: what, when, where, why, and between whose hands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client_id = models.UUIDField(unique=True, editable=False)
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="events", verbose_name=_("shipment"))
    ssccs = ArrayField(models.CharField(max_length=18), verbose_name=_("parcels"))
    step = models.CharField(_("what happened"), max_length=10, choices=STEPS)
    place = models.CharField(_("then it was"), max_length=10, choices=PLACES)
    is_returning = models.BooleanField(_("goes back to the sender"), default=False)
    reason = models.CharField(_("reason"), max_length=14, choices=REASONS, blank=True)
    happened_at = models.DateTimeField(_("happened"))
    offset_minutes = models.SmallIntegerField(_("minutes ahead of UTC"))
    recorded_at = models.DateTimeField(_("recorded"))
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("hub"))
    driver = models.ForeignKey(Driver, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("driver"))
    region = models.ForeignKey(
        "people.Region", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("region")
    )
    person_id = models.UUIDField(_("by"), null=True, editable=False)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="correction", verbose_name=_("takes back")
    )

    class Meta:
        verbose_name = _("trace event")
        verbose_name_plural = _("trace events")
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(offset_minutes__range=(-14 * 60, 14 * 60)), name="dispatch_trace_offset_on_earth"
            ),
            models.CheckConstraint(condition=~Q(ssccs=[]), name="dispatch_trace_names_parcels"),
            models.CheckConstraint(
                condition=Q(step="correct", corrects__isnull=False) | ~Q(step="correct") & Q(corrects__isnull=True),
                name="dispatch_trace_correction_of",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shipment", "recorded_at"], name="dispatch_trace_shipment"),
            models.Index(
                fields=["person_id", "recorded_at"],
                condition=Q(step__in=sorted(step.value for step in CORRECTABLE)),
                name="dispatch_trace_correctable",
            ),
            GinIndex(fields=["ssccs"], name="dispatch_trace_ssccs"),
        ]


class ProofOfDelivery(models.Model):
    """What shows that the receiver has the goods: their PIN, a photo, or their signature; kept for half a year."""

    class Kind(models.TextChoices):
        """How it is shown."""

        PIN = "pin", _("PIN of the receiver")
        PHOTO = "photo", _("Photo")
        SIGNATURE = "signature", _("Signature")

    event = models.OneToOneField(TraceEvent, on_delete=models.PROTECT, primary_key=True, related_name="proof")
    kind = models.CharField(_("proof"), max_length=10, choices=Kind)
    photo = models.CharField(max_length=100, blank=True)
    signed_name = models.CharField(_("signed by"), max_length=120, blank=True)
    strokes = models.JSONField(default=list)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("proof of delivery")
        verbose_name_plural = _("proofs of delivery")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="pin")
                | Q(removed_at__isnull=False)
                | Q(kind="photo") & ~Q(photo="")
                | Q(kind="signature") & ~Q(signed_name=""),
                name="dispatch_proof_shows_something",
            ),
        ]


class Mishap(models.Model):
    """Why goods could not be handed over, in the words and with the photo of the one who stood there."""

    event = models.OneToOneField(TraceEvent, on_delete=models.PROTECT, primary_key=True, related_name="mishap")
    note = models.CharField(_("note"), max_length=300, blank=True)
    photo = models.CharField(max_length=100, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("mishap")
        verbose_name_plural = _("mishaps")
