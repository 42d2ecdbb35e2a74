"""Orders and their lines: hot tables, so `cell_id` stands in every key, without foreign keys and triggers.

Both tables have two partitions: what is under way, and the archive of what is closed for good (`is_archived`).

What a foreign key would have guarded, `services/proofs.py` proves every night.
"""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel import numbers
from dure.kernel.models import Derived
from dure.kernel.money import Money
from dure.rooms.market.models.packed import Unpacked
from dure.rooms.market.packed import RECEIVER, WORDS


class Order(models.Model):
    """A buyer's agreement to buy, from one seller or several. Its number says when it was placed.

    A client key names an order of its buyer; the same index finds all the buyer's orders. The amounts are those agreed
    to when it was placed, in minor units, and never change: total = goods + delivery + gift. What was cancelled or
    refunded since stands on the lines.
    """

    class Status(models.IntegerChoices):
        """What became of it."""

        PLACED = 1, _("Waiting for payment")
        PAID = 2, _("Paid")
        COMPLETED = 3, _("Completed")
        CANCELLED = 4, _("Cancelled")
        EXPIRED = 5, _("Not paid in time")

    pk = models.CompositePrimaryKey("cell_id", "order_id")
    cell_id = models.IntegerField()
    order_id = models.BigIntegerField()
    buyer_id = models.UUIDField()
    client_key = models.UUIDField()
    content_hash = models.BigIntegerField()
    status = models.PositiveSmallIntegerField(choices=Status, db_default=Status.PLACED)
    currency = models.CharField(max_length=3)
    goods = models.BigIntegerField()
    delivery = models.BigIntegerField()
    gift = models.BigIntegerField()
    gift_fund_id = models.UUIDField(null=True)
    total = models.BigIntegerField()
    pay_by = models.DateTimeField()
    receiver = models.TextField()
    """How and by whom the goods are received, packed (`market/packed.py`)."""
    delivery_to = Derived(expression=Unpacked("receiver", ",".join(RECEIVER)), output_field=models.JSONField())
    """The same to read: {"means": "home", "name": …}; what is empty is left out."""
    note = models.TextField(max_length=500)
    is_archived = models.BooleanField(db_default=False, editable=False)
    """Whether it lies in the archive (`services/archiving.py`); whoever acts on it brings it back."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cell_id", "buyer_id", "client_key"], name="order_once_per_key"),
            models.CheckConstraint(
                condition=Q(total=F("goods") + F("delivery") + F("gift"), goods__gte=0, delivery__gte=0, gift__gte=0)
                & Q(total__gt=0),
                name="order_total_is_its_parts",
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"{self.order_id}"

    @property
    def placed_at(self) -> datetime:
        """The moment it was placed; its number says it."""
        return numbers.made_at(self.order_id)

    @property
    def price(self) -> Money:
        """What the buyer agreed to pay in all."""
        return Money(self.total, self.currency)


class OrderLine(models.Model):
    """One thing of an order: goods of an offer, or a seller's delivery. Prices are frozen as agreed."""

    class Kind(models.IntegerChoices):
        """What the line is for."""

        GOODS = 1, _("Goods")
        DELIVERY = 2, _("Delivery")

    pk = models.CompositePrimaryKey("cell_id", "order_id", "line_no")
    cell_id = models.IntegerField()
    order_id = models.BigIntegerField()
    line_no = models.PositiveSmallIntegerField()
    kind = models.PositiveSmallIntegerField(choices=Kind)
    part_no = models.PositiveSmallIntegerField(db_default=1)
    """Which fulfilment of its seller it belongs to: 1, or that of a replacement."""
    seller_id = models.UUIDField()
    offer_id = models.BigIntegerField(null=True)
    level_id = models.BigIntegerField(null=True)
    product_id = models.UUIDField(null=True)
    quantity = models.PositiveIntegerField()
    cancelled = models.PositiveIntegerField(db_default=0)
    """How many of the quantity are no longer part of the order."""
    unit_price = models.BigIntegerField()
    commission_bp = models.PositiveIntegerField()
    pledge = models.BigIntegerField()
    """What of the seller's share goes to the fund when the whole line is delivered."""
    fund_id = models.UUIDField(null=True)
    refunded = models.BigIntegerField(db_default=0)
    words = models.TextField()
    """Names as they were when ordered, packed."""
    about = Derived(expression=Unpacked("words", ",".join(WORDS)), output_field=models.JSONField())
    """The same to read: {"name": …, "size": …, "photo": …}."""
    is_archived = models.BooleanField(db_default=False, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, cancelled__lte=F("quantity"), unit_price__gte=0)
                & Q(refunded__gte=0, refunded__lte=F("quantity") * F("unit_price")),
                name="order_line_parts_fit",
            ),
            models.CheckConstraint(
                condition=Q(kind=1, offer_id__isnull=False, level_id__isnull=False, product_id__isnull=False)
                | Q(kind=2, offer_id__isnull=True, level_id__isnull=True, pledge=0),
                name="order_line_goods_have_an_offer",
            ),
        ]

    def __str__(self) -> str:
        """Return order and number."""
        return f"{self.order_id}/{self.line_no}"

    @property
    def amount(self) -> int:
        """What the whole line costs, in minor units."""
        return self.quantity * self.unit_price

    @property
    def kept(self) -> int:
        """What of it was not refunded, in minor units."""
        return self.amount - self.refunded

    @property
    def remaining(self) -> int:
        """How many are still part of the order."""
        return self.quantity - self.cancelled


class Deadline(models.Model):
    """Orders placed together that are given up when nobody has paid them in time; gone once that is settled.

    One row for a batch, where an index of unpaid orders would have one for each order and change with its status.
    """

    pk = models.CompositePrimaryKey("cell_id", "pay_by", "first_id")
    cell_id = models.IntegerField()
    pay_by = models.DateTimeField()
    first_id = models.BigIntegerField()
    order_ids = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        """Return until when it is."""
        return f"{self.pay_by:%Y-%m-%d %H:%M} {len(self.order_ids)} orders"


class Allowance(models.Model):
    """How many of a limited offer a buyer has taken. Changed only under the lock of the offer's level."""

    pk = models.CompositePrimaryKey("cell_id", "offer_id", "buyer_id")
    cell_id = models.IntegerField()
    offer_id = models.BigIntegerField()
    buyer_id = models.UUIDField()
    taken = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Return buyer, offer and count."""
        return f"{self.buyer_id} {self.offer_id}: {self.taken}"
