"""Money a seller gives back after it was released to him."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.market.models.fulfilments import Fulfilment
from dure.rooms.market.models.payments import Refund
from dure.rooms.market.models.sides import Side
from dure.rooms.market.rules import LATE_REFUND_WITHIN

OWED = Q(status="waiting") | Q(repaid__lt=F("from_house"))
"""What a seller's next earnings go to first."""


class LateRefund(models.Model):
    """A refund of a part whose money was released: made at once, or set aside from what its seller earns next.

    Amounts in minor units: `amount` reaches the buyer, `from_seller` of it comes out of the seller's earnings and the
    rest out of the commission; `set_aside` lies ready until all of `from_seller` is there. Where that took too long and
    staff decided so, `from_house` of it was advanced by the house, and the seller has `repaid` so much of that since.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Waiting for the seller's next earnings")
        PAID = "paid", _("Given back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fulfilment = models.ForeignKey(
        Fulfilment, on_delete=models.PROTECT, related_name="late_refunds", verbose_name=_("part of an order")
    )
    seller = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.WAITING)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.BigIntegerField(_("amount"))
    from_seller = models.BigIntegerField(_("from the seller"))
    set_aside = models.BigIntegerField(_("set aside"), default=0)
    from_house = models.BigIntegerField(_("advanced by the house"), default=0, db_default=0)
    repaid = models.BigIntegerField(_("repaid to the house"), default=0, db_default=0)
    lines = models.JSONField(_("lines"))
    """How much goes back of which line: {"1": 4000}."""
    why = models.CharField(_("why"), max_length=500)
    side = models.CharField(_("decided by"), max_length=8, choices=Side)
    person_id = models.UUIDField(_("person"), null=True)
    asked_at = models.DateTimeField(_("decided"))
    try_at = models.DateTimeField(_("tried again"), null=True)
    """When the clock looks next whether its seller has earned it; what a release brings does not wait for that."""
    try_count = models.PositiveSmallIntegerField(_("times tried"), default=0, db_default=0)
    advanced_at = models.DateTimeField(_("advanced"), null=True)
    advanced_by = models.UUIDField(_("advanced by"), null=True)
    advanced_why = models.CharField(_("why advanced"), max_length=500, blank=True, db_default="")
    refund = models.OneToOneField(
        Refund, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("refund")
    )

    class Meta:
        verbose_name = _("refund after release")
        verbose_name_plural = _("refunds after release")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, from_seller__gte=0, set_aside__gte=0)
                & Q(from_seller__lte=F("amount"), set_aside__lte=F("from_seller")),
                name="late_refund_parts_fit",
            ),
            models.CheckConstraint(
                condition=Q(repaid__gte=0, repaid__lte=F("from_house"))
                & Q(from_house__lte=F("from_seller") - F("set_aside")),
                name="late_refund_advance_fits",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", refund__isnull=True) | Q(status="paid", refund__isnull=False),
                name="late_refund_paid_has_a_refund",
            ),
            models.UniqueConstraint(
                fields=["fulfilment"], name="late_refund_one_waiting_per_part", condition=Q(status="waiting")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["seller"], name="late_refund_owed", condition=OWED),
        ]

    def __str__(self) -> str:
        """Return the part and the amount."""
        return f"{self.fulfilment_id} {self.amount}"

    @property
    def price(self) -> Money:
        """What goes back to the buyer."""
        return Money(self.amount, self.currency)

    @property
    def missing(self) -> int:
        """What the seller has still to earn for it."""
        return self.from_seller - self.set_aside - self.from_house

    @property
    def advanced(self) -> Money:
        """What the house paid in the seller's place."""
        return Money(self.from_house, self.currency)

    @property
    def owed_to_house(self) -> int:
        """What of that the seller has still to earn."""
        return self.from_house - self.repaid

    @property
    def due_at(self) -> datetime:
        """When the buyer has waited long enough and staff may decide."""
        return self.asked_at + LATE_REFUND_WITHIN

    @property
    def may_be_advanced(self) -> bool:
        """Whether staff may have the house pay what is missing."""
        return self.status == self.Status.WAITING and self.due_at <= clock.now()


class AdvanceProposal(models.Model):
    """What one of our staff proposes the house to pay in a seller's place, and how another one decided it.

    `is_alone`: done at once by one person, as the house's settings allow for such an amount.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Waits for somebody else's approval")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")
        NOT_NEEDED = "not_needed", _("No longer needed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    late_refund = models.ForeignKey(
        LateRefund, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("refund after release")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    amount = models.BigIntegerField(_("at most"))
    currency = models.CharField(_("currency"), max_length=3)
    why = models.CharField(_("why"), max_length=500)
    proposed_by = models.UUIDField(_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"))
    is_alone = models.BooleanField(_("by one person alone"), default=False, db_default=False)
    ended_by = models.UUIDField(_("decided by"), null=True)
    ended_at = models.DateTimeField(_("decided"), null=True)
    ended_why = models.CharField(_("why so decided"), max_length=500, blank=True, db_default="")

    class Meta:
        verbose_name = _("proposal to advance a refund")
        verbose_name_plural = _("proposals to advance refunds")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["late_refund"], name="advance_proposal_one_waiting", condition=Q(status="waiting")
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "declined"])
                | Q(is_alone=True)
                | (Q(ended_by__isnull=False) & ~Q(ended_by=F("proposed_by"))),
                name="advance_proposal_two_people",
            ),
        ]

    def __str__(self) -> str:
        """Return the refund and the amount."""
        return f"{self.late_refund_id} {self.amount}"

    @property
    def price(self) -> Money:
        """What the house pays at most."""
        return Money(self.amount, self.currency)
