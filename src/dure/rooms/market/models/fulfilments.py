"""What each seller does for a paid order, and everything anybody did to an order."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.models import AppendOnly
from dure.kernel.money import Money
from dure.rooms.market.models.sides import Side
from dure.rooms.market.rules import LATE_REPORTS_WITHIN


class Fulfilment(models.Model):
    """One seller's part of a paid order, or a replacement for it; its money is held until it is released.

    Amounts are minor units: what the buyer paid for this part (goods, delivery, the buyer's own gift it carries), and
    what of it went back. goods + delivery + gift - refunded is in `held-for-orders` while the part is open.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        TO_PACK = "to_pack", _("To be packed")
        BOOKED = "booked", _("Booked")
        PACKED = "packed", _("Packed")
        ON_THE_WAY = "on_the_way", _("On the way")
        DELIVERED = "delivered", _("Delivered")
        COMPLETED = "completed", _("Completed")
        CANCELLED = "cancelled", _("Cancelled")
        REFUNDED = "refunded", _("Refunded")

    OPEN: ClassVar = (Status.TO_PACK, Status.BOOKED, Status.PACKED, Status.ON_THE_WAY, Status.DELIVERED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cell_id = models.IntegerField(_("part of the book"))
    order_id = models.BigIntegerField(_("order"))
    part_no = models.PositiveSmallIntegerField(_("part"), default=1)
    seller = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    buyer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("buyer"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.TO_PACK)
    currency = models.CharField(_("currency"), max_length=3)
    goods = models.BigIntegerField(_("goods"))
    delivery = models.BigIntegerField(_("delivery"))
    gift = models.BigIntegerField(_("gift"), default=0)
    refunded = models.BigIntegerField(_("refunded"), default=0)
    is_replacement = models.BooleanField(_("replacement"), default=False)
    stock_taken_at = models.DateTimeField(_("left the farm"), null=True)
    paid_at = models.DateTimeField(_("paid"))
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    complaint_until = models.DateTimeField(_("money released after"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("part of an order")
        verbose_name_plural = _("parts of orders")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cell_id", "order_id", "seller", "part_no"], name="fulfilment_once_per_seller_and_part"
            ),
            models.CheckConstraint(
                condition=Q(goods__gte=0, delivery__gte=0, gift__gte=0, refunded__gte=0)
                & Q(refunded__lte=F("goods") + F("delivery") + F("gift")),
                name="fulfilment_parts_fit",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["seller", "status", "paid_at"], name="fulfilment_of_seller"),
            models.Index(fields=["seller", "-paid_at"], name="fulfilment_newest"),
            models.Index(fields=["complaint_until"], name="fulfilment_to_release", condition=Q(status="delivered")),
            models.Index(
                fields=["cell_id", "order_id"],
                name="fulfilment_open",
                condition=~Q(status__in=["completed", "cancelled", "refunded"]),
            ),
        ]

    def __str__(self) -> str:
        """Return order, seller and part."""
        return f"{self.order_id}:{self.seller_id}:{self.part_no}"

    @property
    def reference(self) -> str:
        """The name its shipment goes by: `order:<order>:<seller>`, a replacement with its number behind."""
        name = f"order:{self.order_id}:{self.seller_id}"
        return name if self.part_no == 1 else f"{name}:{self.part_no}"

    @property
    def is_open(self) -> bool:
        """Whether its money is still held."""
        return self.status in self.OPEN

    @property
    def held(self) -> int:
        """What is still held for it, in minor units."""
        return self.goods + self.delivery + self.gift - self.refunded if self.is_open else 0

    @property
    def may_be_reported_late(self) -> bool:
        """Whether a problem can be reported though its money was released."""
        is_settled = self.status == self.Status.COMPLETED and not self.is_replacement
        return is_settled and self.closed_at is not None and clock.now() < self.closed_at + LATE_REPORTS_WITHIN

    @property
    def paid(self) -> Money:
        """What the buyer paid for it."""
        return Money(self.goods + self.delivery + self.gift, self.currency)


class OrderAct(AppendOnly):
    """Who did what to an order, when and why. Written by every verb that changes one; never changed."""

    class Act(models.TextChoices):
        """What was done."""

        PAID = "paid", _("Paid")
        PAID_LATE = "paid_late", _("Paid too late, money given back")
        EXPIRED = "expired", _("Not paid in time")
        CANCELLED = "cancelled", _("Order cancelled")
        LINES_CANCELLED = "lines_cancelled", _("Part of the order cancelled")
        PACKED = "packed", _("Packed")
        HANDED_OVER = "handed_over", _("Left the seller")
        DELIVERED = "delivered", _("Delivered")
        DELIVERY_FAILED = "delivery_failed", _("Could not be delivered")
        RECEIVED = "received", _("Arrival confirmed")
        RELEASED = "released", _("Money released to the seller")
        RETURN_ASKED = "return_asked", _("Return asked for")
        RETURN_ANSWERED = "return_answered", _("Return answered")
        RETURN_RECEIVED = "return_received", _("Returned goods arrived")
        RETURN_WITHDRAWN = "return_withdrawn", _("Return withdrawn")
        DISPUTE_OPENED = "dispute_opened", _("Problem reported")
        DISPUTE_ANSWERED = "dispute_answered", _("Problem answered")
        DISPUTE_DECIDED = "dispute_decided", _("Problem decided")
        REFUNDED = "refunded", _("Money given back")
        REFUND_GRANTED = "refund_granted", _("Money goes back as soon as the seller has earned it")
        REPLACED = "replaced", _("Replacement sent")
        BOOKING = "booking", _("Booking ended")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cell_id = models.IntegerField(_("part of the book"))
    order_id = models.BigIntegerField(_("order"))
    fulfilment_id = models.UUIDField(_("part"), null=True)
    act = models.CharField(_("what was done"), max_length=20, choices=Act)
    side = models.CharField(_("acting as"), max_length=8, choices=Side)
    person_id = models.UUIDField(_("person"), null=True)
    at = models.DateTimeField(_("when"))
    why = models.CharField(_("why"), max_length=500, blank=True)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("act on an order")
        verbose_name_plural = _("acts on orders")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cell_id", "order_id", "id"], name="order_act_of_order"),
        ]

    def __str__(self) -> str:
        """Return order and act."""
        return f"{self.order_id} {self.act}"
