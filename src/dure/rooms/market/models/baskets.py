"""Baskets: what somebody intends to buy."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from dure.kernel.ids import new_id


class Basket(models.Model):
    """What a person, or a browser nobody has signed in on, intends to buy; `choices` remembers the checkout's form."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    buyer = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    choices = models.JSONField(default=dict)
    settled = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    """The latest orders whose goods were taken out of it, so that each is taken out once."""
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["buyer"], name="basket_once_per_buyer", condition=Q(buyer__isnull=False)),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["changed_at"], name="basket_age")]

    def __str__(self) -> str:
        """Return the key."""
        return f"{self.id}"


class BasketLine(models.Model):
    """So many of an offer in a basket, and the price (minor units) the person saw last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")
    cell_id = models.IntegerField()
    offer_id = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    seen_price = models.BigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["basket", "cell_id", "offer_id"], name="basket_line_once_per_offer"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="basket_line_has_something"),
        ]

    def __str__(self) -> str:
        """Return offer and count."""
        return f"{self.quantity} of {self.offer_id}"
