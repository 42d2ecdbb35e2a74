"""Returns and disputes, with their photos."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.market.models.fulfilments import Fulfilment
from dure.rooms.market.models.sides import Side


class Return(models.Model):
    """A buyer wants to send goods back; `lines` maps line numbers to how many."""

    class Status(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Please send it back")
        DECLINED = "declined", _("Declined")
        REFUNDED = "refunded", _("Arrived and refunded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN: ClassVar = (Status.ASKED, Status.ACCEPTED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fulfilment = models.ForeignKey(
        Fulfilment, on_delete=models.PROTECT, related_name="returns", verbose_name=_("part of an order")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    lines = models.JSONField(_("lines"))
    reason = models.CharField(_("reason"), max_length=500)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    amount = models.BigIntegerField(_("refunded"), default=0)
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fulfilment"], name="return_one_open_per_part", condition=Q(status__in=["asked", "accepted"])
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-asked_at"], name="return_newest")]

    def __str__(self) -> str:
        """Return the part and status."""
        return f"{self.fulfilment_id} {self.status}"


class Dispute(models.Model):
    """A buyer reports a problem with what arrived, or did not arrive; the money waits until it is decided."""

    class Problem(models.TextChoices):
        """What is wrong."""

        DAMAGED = "damaged", _("Damaged or spoilt")
        MISSING = "missing", _("Something is missing")
        WRONG = "wrong", _("Not what I ordered")
        NOT_ARRIVED = "not_arrived", _("Did not arrive")
        OTHER = "other", _("Something else")

    class Wish(models.TextChoices):
        """What would put it right."""

        REFUND = "refund", _("Money back")
        REPLACEMENT = "replacement", _("A replacement")

    class Status(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("Waiting for the seller")
        STAFF = "staff", _("Waiting for our staff")
        REFUNDED = "refunded", _("Money given back")
        REPLACED = "replaced", _("Replacement sent")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    UNDECIDED: ClassVar = (Status.OPEN, Status.STAFF)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fulfilment = models.ForeignKey(
        Fulfilment, on_delete=models.PROTECT, related_name="disputes", verbose_name=_("part of an order")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem)
    wish = models.CharField(_("wish"), max_length=12, choices=Wish, default=Wish.REFUND)
    lines = models.JSONField(_("lines"))
    """Line numbers and how many of each are affected."""
    text = models.TextField(_("in the buyer's words"), max_length=1000, blank=True)
    asked_amount = models.BigIntegerField(_("asked for"))
    amount = models.BigIntegerField(_("refunded"), default=0)
    is_decided_at_once = models.BooleanField(_("decided by its photo"), default=False)
    decided_as = models.CharField(_("decided by"), max_length=8, choices=Side, blank=True)
    decided_by = models.UUIDField(_("person"), null=True)
    decision = models.CharField(_("decision in words"), max_length=500, blank=True)
    opened_at = models.DateTimeField(_("reported"))
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fulfilment"], name="dispute_one_open_per_part", condition=Q(status__in=["open", "staff"])
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-opened_at"], name="dispute_newest"),
            models.Index(fields=["opened_at"], name="dispute_undecided", condition=Q(status__in=["open", "staff"])),
        ]

    def __str__(self) -> str:
        """Return the part and status."""
        return f"{self.fulfilment_id} {self.status}"


class Photo(models.Model):
    """A photo that shows the problem; `key` is what the kernel's pictures keep it under."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, null=True, related_name="photos")
    asked_return = models.ForeignKey(Return, on_delete=models.PROTECT, null=True, related_name="photos")
    key = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(dispute__isnull=False, asked_return__isnull=True)
                | Q(dispute__isnull=True, asked_return__isnull=False),
                name="photo_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return f"{self.id}"
